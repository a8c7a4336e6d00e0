"""The tables of signing in: who is in where, what was tried, known browsers, the second step.

Nothing here lets its reader in: keys and codes are hashes, and of the second step's secret nothing is kept at all
(`ecotone.access.onetime` works it out from the row's id and the deployment's own key).
"""

from uuid import UUID

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

from ecotone.access.models.records import Account
from ecotone.ground.fields import Address, Line, Words
from ecotone.ground.models import Record
from ecotone.ground.privacy import Privacy


class Session(AbstractBaseSession):
    """One browser that is in, as Django keeps it, with whose it is beside: so that its owner can see and end it."""

    account_id = models.UUIDField(null=True, help_text="none before somebody has signed in")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="the last use, to some minutes")
    shared = models.BooleanField(default=False, help_text="on a computer that others use too")
    browser = Line(max_length=80, blank=True, help_text="such as: Firefox on Windows")
    issuer = Line(max_length=255, blank=True, help_text="the provider that it was come in by, if one")
    subject = Line(max_length=255, blank=True, help_text="whom that provider meant")
    sid = Line(max_length=255, blank=True, help_text="how that provider calls its own session, where it says")

    privacy = Privacy(
        operational="expire_date account_id began_at seen_at shared issuer",
        personal="browser",
        sensitive="session_key session_data subject sid",
    )

    class Meta:
        indexes = [
            models.Index(fields=["account_id", "-seen_at"], name="sessions_of_account"),
            models.Index(fields=["issuer", "subject"], condition=~models.Q(issuer=""), name="sessions_by_provider"),
        ]


class Guess(models.Model):
    """How often something was tried in vain in one lane, and when the next try counts. `lane` is a salted hash."""

    lane = Line(max_length=64, unique=True)
    failed = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()
    free_at = models.DateTimeField()

    privacy = Privacy(operational="id lane failed last_at free_at")

    class Meta:
        indexes = [models.Index(fields=["last_at"], name="guesses_by_age")]


class Browser(Record):
    """A browser in which somebody has signed in before: it has a count of its own, and may skip the second step."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="browsers")
    key_hash = Line(max_length=64, unique=True, help_text="SHA-256 of the key in its cookie, new at each sign-in")
    name = Line(max_length=80, blank=True)
    seen_at = models.DateTimeField()
    trusted_until = models.DateTimeField(null=True, help_text="until when it needs no second step")

    privacy = Privacy(
        operational="id created_at account seen_at trusted_until", personal="name", sensitive="key_hash"
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "-seen_at"], name="browsers_of_account"),
            models.Index(fields=["seen_at"], name="browsers_by_age"),
        ]


class PasswordWish(Record):
    """That somebody wants to choose a new password for this address: there may be no account with it.

    The clock answers it and takes it away, so that whoever asks cannot tell by the time it took.
    """

    address = Address()

    privacy = Privacy(operational="id created_at", personal="address")

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="wishes_by_age")]


class SecondStep(Record):
    """The one-time codes (TOTP, RFC 6238) that an account signs in with besides its password."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="second_steps")
    confirmed_at = models.DateTimeField(null=True, help_text="when its first code was typed in; none asks before")
    counter = models.BigIntegerField(
        default=0, help_text="the last half minute whose code was taken: none counts twice"
    )
    ended_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at account confirmed_at counter ended_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account"], condition=models.Q(ended_at=None), name="one_second_step")
        ]

    @classmethod
    def asked_of(cls, account_id: UUID) -> "models.QuerySet[SecondStep]":
        """The one that this account is asked for when it signs in, if there is one."""
        return cls.objects.filter(account=account_id, ended_at=None, confirmed_at__isnull=False)

    @classmethod
    def begun_for(cls, account_id: UUID) -> "models.QuerySet[SecondStep]":
        """The one that waits for its first code."""
        return cls.objects.filter(account=account_id, ended_at=None, confirmed_at=None)


class OutsideAccount(Record):
    """An account at an identity provider by which somebody signs in to theirs here."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="outside_accounts")
    issuer = Line(max_length=255, help_text="the provider, as it calls itself")
    subject = Line(max_length=255, help_text="whom the provider means, for good")
    label = Line(max_length=200, blank=True, help_text="how that account is called there")
    matched = models.BooleanField(default=False, help_text="by a verified address, not by hand")

    privacy = Privacy(operational="id created_at account issuer matched", personal="label", sensitive="subject")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_here_of_one_there"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_there_of_one_account_here"),
        ]


class SignOut(Record):
    """That a provider said of somebody that they signed out there, so that what it said counts once."""

    key_hash = Line(max_length=64, unique=True, help_text="SHA-256 of who said it and its number (`jti`)")

    privacy = Privacy(operational="id created_at key_hash")

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="sign_outs_by_age")]


class Passkey(Record):
    """A key that a device of somebody's keeps, by which they sign in; here is its public half."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="passkeys")
    name = Line(max_length=80, help_text="as its owner calls it")
    credential = Line(max_length=1400, unique=True, help_text="its id, in base64url")
    public_key = Words(help_text="in base64url; it opens nothing")
    sign_count = models.BigIntegerField(default=0, help_text="how often it was used, where its device counts")
    used_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at account sign_count used_at public_key credential", personal="name")

    class Meta:
        indexes = [models.Index(fields=["account", "created_at"], name="passkeys_of_account")]


class RecoveryCode(Record):
    """One of ten codes that stand in for the device, each once."""

    step = models.ForeignKey(SecondStep, on_delete=models.PROTECT, related_name="recovery_codes")
    code_hash = Line(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    privacy = Privacy(operational="id created_at step used_at", sensitive="code_hash")
