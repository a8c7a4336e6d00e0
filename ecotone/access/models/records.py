"""Accounts, the audit, and what sort of place this deployment is."""

from typing import Any
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind, Basis, DeploymentKind, Entry, Purpose
from ecotone.ground.fields import Address, Code, Line
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy


class Accounts(BaseUserManager["Account"]):
    """Looks accounts up by e-mail address, whatever its capitals."""

    def at(self, address: str) -> "Account | None":
        """The account that signs in with this address, closed or not; None where there is none. No program's."""
        return self.filter(email=address.strip().lower(), kind=AccountKind.PERSON).first()

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())


class Account(Record, AbstractBaseUser):
    """One who can sign in: a worker, a person with a record here, or both. A program's account only calls."""

    name = Line()
    email = Address(unique=True, help_text="kept in small letters")
    is_active = models.BooleanField(default=True)
    kind = Code(choices=[(each, each) for each in AccountKind], default=AccountKind.PERSON)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = Accounts()

    privacy = Privacy(
        operational="id created_at last_login is_active kind", personal="name email", sensitive="password"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="account_email_small", condition=models.Q(email=Lower("email"))),
            one_of("account_kind", "kind", AccountKind),
        ]

    def __str__(self) -> str:
        return self.name


class Authored(models.Model):
    """Carries who wrote it down, as they stood then: a later change of job or name does not rewrite it."""

    author = Line(blank=True)
    author_account_id = models.UUIDField(null=True)
    author_hat_id = models.UUIDField(null=True)
    author_actor_id = models.UUIDField(null=True)

    class Meta:
        abstract = True

    @staticmethod
    def signed(by: Principal) -> dict[str, Any]:
        """The four columns, filled for `by`."""
        return {
            "author": by.signature,
            "author_account_id": by.account_id,
            "author_hat_id": by.hat_id,
            "author_actor_id": by.actor_id,
        }


class AuditEntry(Record):
    """One look, refusal, write, sign-in: who, in which hat, doing what, for what purpose. Content-free.

    Ids are plain, not foreign keys: an entry outlives what it speaks of. `mac` is there from the start; `number` and
    `link` are its place in the chain, given once by the sealer (`ecotone.access.seals`). Nothing else ever changes.
    """

    kind = Code(choices=[(e, e) for e in Entry])
    code = Line(max_length=80, help_text="the action or the page")
    account_id = models.UUIDField(null=True)
    hat_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    link_id = models.UUIDField(null=True, help_text="the e-mailed link it was done by, where nobody signed in")
    token_id = models.UUIDField(null=True, help_text="the token a program called with")
    system = Line(max_length=80, blank=True)
    purpose = Code(choices=[(p, p) for p in Purpose])
    reason = Line(max_length=80, blank=True, help_text="the code of the verdict, for a refusal")
    mac = Line(max_length=64, blank=True, help_text="proves this entry and its subjects")
    number = models.PositiveBigIntegerField(null=True, unique=True, help_text="its place in the chain")
    link = Line(max_length=64, blank=True, help_text="proves it and all before it")

    privacy = Privacy(
        operational="id created_at kind code account_id hat_id actor_id link_id token_id system purpose reason "
        "mac number link"
    )

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["account_id", "-created_at"], name="audit_by_account"),
            models.Index(fields=["-created_at"], name="audit_by_time"),
            models.Index(fields=["id"], name="audit_unsealed", condition=models.Q(number=None)),
        ]
        constraints = [
            one_of("audit_kind", "kind", Entry),
            one_of("audit_purpose", "purpose", Purpose),
            models.CheckConstraint(
                name="audit_sealed_whole",
                condition=models.Q(number=None, link="") | models.Q(number__gte=1) & ~models.Q(link=""),
            ),
        ]


class AuditSubject(models.Model):
    """One thing an entry is about: which record, which part of it, and on what basis."""

    entry = models.ForeignKey(AuditEntry, on_delete=models.PROTECT, related_name="subjects")
    created_at = models.DateTimeField()
    kind = Line(max_length=40)
    subject_id = models.UUIDField()
    part = Line(max_length=40, blank=True)
    act = Line(max_length=80, blank=True, help_text="the action inside the entry's, where one calls another")
    basis = Code(blank=True, choices=[(b, b) for b in Basis])

    privacy = Privacy(operational="id entry created_at kind subject_id part act basis")

    class Meta:
        indexes = [models.Index(fields=["kind", "subject_id", "-created_at"], name="audit_of_subject")]


class AuditHead(models.Model):
    """How far the audit is sealed: one row, which lets one sealer at a time go on from there."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    number = models.PositiveBigIntegerField(default=0)
    link = Line(max_length=64, blank=True)
    key = Line(max_length=64, help_text="tells which key it was sealed with, and nothing of it")

    privacy = Privacy(operational="id number link key")

    class Meta:
        constraints = [models.CheckConstraint(name="one_audit_head", condition=models.Q(id=1))]


class ApiToken(Record):
    """What a program calls with, in the name of one account in one hat, of the person, or of who acts for her.

    The secret itself is shown once and never kept. Neither `hat_id` nor `permission_id` means: as herself.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="tokens")
    hat_id = models.UUIDField(null=True)
    permission_id = models.UUIDField(null=True)
    name = Line(max_length=80, help_text="what the program is, in its owner's words")
    secret_hash = Line(max_length=64, unique=True, help_text="SHA-256 of 256 random bits, in hexadecimal")
    scopes = Line(max_length=200, help_text="with blanks between")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, help_text="the last use, to the hour")
    revoked_at = models.DateTimeField(null=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="the client secret it was given for: it ends with that",
    )

    privacy = Privacy(
        operational="id created_at account hat_id permission_id scopes expires_at used_at revoked_at parent",
        personal="name",
        sensitive="secret_hash",
    )

    class Meta:
        indexes = [models.Index(fields=["account", "-created_at"], name="tokens_of_account")]
        constraints = [
            models.CheckConstraint(
                name="token_wears_one", condition=models.Q(hat_id=None) | models.Q(permission_id=None)
            ),
            models.CheckConstraint(name="token_ends", condition=models.Q(expires_at__gt=models.F("created_at"))),
        ]


class Spending(models.Model):
    """How many calls somebody has made in one window, by the minute it begins with. `key` is a salted hash."""

    key = Line(max_length=64)
    minute = models.PositiveBigIntegerField(help_text="since 1970")
    used = models.PositiveIntegerField(default=0)

    privacy = Privacy(operational="id key minute used")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "minute"], name="one_spending")]
        indexes = [models.Index(fields=["minute"], name="spending_by_minute")]


class PolicyBreach(models.Model):
    """How often browsers reported in one day that the content policy kept a page from something; not which page."""

    day = models.DateField()
    rule = Code()
    sort = Code()
    seen = models.PositiveIntegerField(default=0)

    privacy = Privacy(operational="id day rule sort seen")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "rule", "sort"], name="one_count_of_a_breach")]


class KeptAnswer(Record):
    """What a program was told when it wrote with an idempotency key, so that asking again writes nothing again.

    Holds ids and versions, no content; key and request are salted hashes.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answers")
    key_hash = Line(max_length=64)
    request_hash = Line(max_length=64)
    answer = models.JSONField(default=dict)

    privacy = Privacy(operational="id created_at token key_hash request_hash answer")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key_hash"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["created_at"], name="answers_by_age")]


class Deployment(models.Model):
    """What sort of place this is: one row, written into an empty database and never changed."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    created_at = models.DateTimeField()
    kind = Code(choices=[(k, k) for k in DeploymentKind])
    name = Line()
    recipe = models.JSONField(default=dict, help_text="for a demo: seed, size, anchor date, what was planted")

    privacy = Privacy(open="name kind", operational="id created_at recipe")

    class Meta:
        constraints = [
            models.CheckConstraint(name="one_deployment", condition=models.Q(id=1)),
            one_of("deployment_kind", "kind", DeploymentKind),
        ]

    @staticmethod
    def audit_id() -> UUID:
        """The id by which the audit names the one deployment."""
        return UUID(int=1)
