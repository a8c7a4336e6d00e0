"""All reads of accounts, the audit and the deployment's mark."""

import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncDate, TruncHour

from ecotone.access import onetime, passwords, policies, tokens
from ecotone.access.models import (
    Account,
    ApiToken,
    AuditEntry,
    AuditSubject,
    Browser,
    Deployment,
    OutsideAccount,
    Passkey,
    PasswordWish,
    RecoveryCode,
    SecondStep,
    Session,
)
from ecotone.access.principal import Principal
from ecotone.access.rules import AccountKind, DeploymentKind, Entry, Role, Scope, session_id
from ecotone.ground import clock
from ecotone.ground.errors import NotFound

USE_IS_NOTED_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Look:
    """One entry of the audit as the one it is about may read it: ids and codes; rooms above add the names."""

    entry_id: UUID
    at: datetime
    kind: str
    code: str
    account_id: UUID | None
    hat_id: UUID | None
    actor_id: UUID | None
    system: str
    purpose: str
    reason: str
    parts: tuple[str, ...]
    bases: tuple[str, ...]
    link_id: UUID | None = None
    token_id: UUID | None = None


@dataclass(frozen=True)
class Trace:
    """One entry of the audit as those who guard records read it: who did what, and to whose records."""

    entry_id: UUID
    at: datetime
    kind: str
    code: str
    account_id: UUID | None
    hat_id: UUID | None
    actor_id: UUID | None
    reason: str
    by_program: bool
    people: tuple[UUID, ...]


@dataclass(frozen=True)
class TokenView:
    """A token as its owner sees it, without its secret. Neither a hat nor a permission means: as herself."""

    id: UUID
    account_id: UUID
    account_name: str
    hat_id: UUID | None
    permission_id: UUID | None
    name: str
    scopes: frozenset[Scope]
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None
    is_service: bool = False
    parent_id: UUID | None = None

    @property
    def scope_list(self) -> list[Scope]:
        return [scope for scope in Scope if scope in self.scopes]

    @property
    def holds(self) -> bool:
        return self.revoked_at is None and self.expires_at > clock.now()

    @property
    def use_is_to_be_noted(self) -> bool:
        """Whether its last use was noted too long ago to say when it was used, to the hour."""
        return self.used_at is None or clock.now() - self.used_at > USE_IS_NOTED_EVERY


@dataclass(frozen=True)
class SessionView:
    """One of one's own sessions: in which browser, since when, until when at most; `is_this` is this one."""

    id: UUID
    browser: str
    shared: bool
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    is_this: bool


@dataclass(frozen=True)
class BrowserView:
    """A browser that may skip the second step, until when."""

    id: UUID
    name: str
    seen_at: datetime
    trusted_until: datetime


@dataclass(frozen=True)
class OwnAccount:
    """How one signs in: whether by a password, by a second step since when, with how many recovery codes left."""

    email: str
    has_password: bool
    second_step_since: datetime | None
    codes_left: int
    programs: int
    passkeys: int = 0


@dataclass(frozen=True)
class OutsideView:
    """An account elsewhere by which the caller signs in: at which provider, and how it is called there."""

    id: UUID
    issuer: str
    label: str
    since: datetime


@dataclass(frozen=True)
class PasskeyView:
    """A passkey as its owner sees it."""

    id: UUID
    name: str
    since: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Secret:
    """What a device needs to make one-time codes: 32 letters in fours, and the same as a picture (SVG)."""

    letters: str
    picture: str


@dataclass(frozen=True)
class Mark:
    """What sort of place this is; `recipe` says, for a demo, what it was made from."""

    kind: DeploymentKind
    name: str
    recipe: Mapping[str, Any]

    @property
    def is_demo(self) -> bool:
        return self.kind is DeploymentKind.DEMO


def deployment() -> Mark | None:
    """What sort of place this is; None while it has not been settled. Once settled it is asked for no more."""
    try:
        return settled()
    except Deployment.DoesNotExist:
        return None


@functools.cache
def settled() -> Mark:
    """The mark, kept for good once it is found: it never changes. Raises Deployment.DoesNotExist before."""
    row = Deployment.objects.get()
    return Mark(DeploymentKind(row.kind), row.name, row.recipe)


def account_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these accounts, by id."""
    return dict(Account.objects.filter(id__in=set(ids)).values_list("id", "name"))


def account_at(by: Principal, email: str) -> UUID:
    """The open account with this address, for Ecotone itself. Raises Refused, NotFound."""
    policies.system_only(by).require()
    found = Account.objects.at(email)
    if found is None or not found.is_active:
        raise NotFound("account", email)
    return found.id


def address_of(account_id: UUID) -> str | None:
    """Where this account gets its mail; None where there is no such account, or it was closed."""
    return Account.objects.filter(id=account_id, is_active=True).values_list("email", flat=True).first() or None


def account_with(address: str) -> UUID | None:
    """The account that signs in with this address, for whoever has the machine; None where there is none."""
    found = Account.objects.at(address)
    return found.id if found else None


def without_password(by: Principal, ids: Iterable[UUID]) -> set[UUID]:
    """Which of these accounts have not chosen a password yet: their link may have run out. The caller keeps them."""
    policies.with_role(by, Role.ADMINISTRATOR).require("account")
    rows = Account.objects.filter(id__in=set(ids), password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return set(rows.values_list("id", flat=True))


def looks_at(
    *,
    kind: str,
    subject_id: UUID,
    most: int = 200,
    before: datetime | None = None,
    since: datetime | None = None,
    account_id: UUID | None = None,
    keeps_back: Callable[[AuditEntry, str], bool] = lambda entry, basis: False,
) -> list[Look]:
    """The newest entries about one record: looks, refusals and writes. The caller's policy has been asked.

    `before` pages on: entries older than that moment. `since` and `account_id` leave only what one account did from a
    moment on. What `keeps_back` says of an entry, by the basis of one of its rows, is as if it had not been.
    """
    rows = AuditSubject.objects.filter(kind=kind, subject_id=subject_id)
    if since:
        rows = rows.filter(created_at__gte=since)
    if account_id:
        rows = rows.filter(entry__account_id=account_id)
    if before:
        rows = rows.filter(created_at__lt=before)
    newest = rows.order_by("-created_at", "-entry_id").values_list("entry_id", "created_at").distinct()[:most]
    entries = AuditEntry.objects.filter(id__in=[entry_id for entry_id, _ in newest]).prefetch_related("subjects")
    about = {e: [s for s in e.subjects.all() if (s.kind, s.subject_id) == (kind, subject_id)] for e in entries}
    shown = {entry: [s for s in rows if not keeps_back(entry, s.basis)] for entry, rows in about.items()}
    return [_look(entry, rows) for entry, rows in shown.items() if rows]


def _look(entry: AuditEntry, mine: list[AuditSubject]) -> Look:
    return Look(
        entry_id=entry.id,
        at=entry.created_at,
        kind=entry.kind,
        code=entry.code,
        account_id=entry.account_id,
        hat_id=entry.hat_id,
        actor_id=entry.actor_id,
        system=entry.system,
        purpose=entry.purpose,
        reason=entry.reason,
        parts=tuple(sorted({s.part for s in mine if s.part})),
        bases=tuple(sorted({s.basis for s in mine if s.basis})),
        link_id=entry.link_id,
        token_id=entry.token_id,
    )


def acts_of(account_id: UUID, since: datetime, until: datetime, *, most: int = 50, start: int = 0) -> list[Trace]:
    """What one account did in that time, newest first, whatever hat it wore. The caller's policy has been asked."""
    window = AuditEntry.objects.filter(account_id=account_id, created_at__gte=since, created_at__lt=until)
    entries = list(window.order_by("-created_at", "-id")[start : start + most])
    people: dict[UUID, dict[UUID, None]] = defaultdict(dict)
    subjects = AuditSubject.objects.filter(entry__in=entries, kind="person").order_by("id")
    for entry_id, person_id in subjects.values_list("entry_id", "subject_id"):
        people[entry_id][person_id] = None
    return [
        Trace(
            entry_id=entry.id,
            at=entry.created_at,
            kind=entry.kind,
            code=entry.code,
            account_id=entry.account_id,
            hat_id=entry.hat_id,
            actor_id=entry.actor_id,
            reason=entry.reason,
            by_program=entry.token_id is not None,
            people=tuple(people[entry.id]),
        )
        for entry in entries
    ]


SEEING = (Entry.LOOK, Entry.EXPORT, Entry.OVERRIDE)
"""The entries by which somebody learned something."""


def people_seen(since: datetime, until: datetime) -> dict[UUID, dict[date, int]]:
    """How many people each account saw on each day of local time. The caller's policy has been asked."""
    seen = _by_accounts(since, until, SEEING).annotate(day=TruncDate("entry__created_at", tzinfo=clock.LOCAL))
    counted = seen.values_list("entry__account_id", "day").annotate(n=Count("subject_id", distinct=True))
    found: dict[UUID, dict[date, int]] = defaultdict(dict)
    for account_id, day, many in counted.order_by():
        found[account_id][day] = many
    return found


def people_refused(since: datetime, until: datetime) -> dict[UUID, int]:
    """How many people each account was refused. The caller's policy has been asked."""
    refused = _by_accounts(since, until, (Entry.REFUSAL,)).values_list("entry__account_id")
    return dict(refused.annotate(n=Count("subject_id", distinct=True)).order_by())


def who_saw_whom(since: datetime, until: datetime) -> Iterator[tuple[UUID, UUID, UUID]]:
    """Each account, the team whose hat it wore, and each person it saw, once. The caller's policy has been asked."""
    seen = _by_accounts(since, until, SEEING).filter(entry__actor_id__isnull=False)
    pairs: Any = seen.values_list("entry__account_id", "entry__actor_id", "subject_id").distinct()
    return pairs.order_by().iterator(chunk_size=5000)


def seen_by_the_hour(since: datetime, until: datetime) -> Iterator[tuple[UUID, datetime, int]]:
    """How many entries each account has in each hour in which it saw somebody: in local time, by its beginning."""
    hours = AuditEntry.objects.filter(
        created_at__gte=since, created_at__lt=until, kind__in=SEEING, account_id__isnull=False, hat_id__isnull=False
    ).annotate(hour=TruncHour("created_at", tzinfo=clock.LOCAL))
    counted = hours.values_list("account_id", "hour").annotate(n=Count("id")).order_by()
    return counted.iterator(chunk_size=5000)


def _by_accounts(since: datetime, until: datetime, kinds: Iterable[Entry]) -> QuerySet[AuditSubject]:
    """Rows about people in the entries of whoever wore a hat: what somebody does as herself is nobody's to watch."""
    return AuditSubject.objects.filter(
        kind="person",
        entry__created_at__gte=since,
        entry__created_at__lt=until,
        entry__kind__in=list(kinds),
        entry__account_id__isnull=False,
        entry__hat_id__isnull=False,
    )


def accounts_named(words: str, *, most: int = 20) -> list[tuple[UUID, str, str]]:
    """Accounts whose name or address holds these words: id, name, address. The caller's policy has been asked."""
    named = Account.objects.filter(Q(name__icontains=words) | Q(email__icontains=words))
    return list(named.order_by("name", "id").values_list("id", "name", "email")[:most])


def sign_ins(account_id: UUID, most: int = 20) -> list[datetime]:
    """When this account last signed in, newest first."""
    entries = AuditEntry.objects.filter(account_id=account_id, kind=Entry.SIGN_IN)
    return list(entries.values_list("created_at", flat=True)[:most])


def may_choose_password(account_id: UUID, token: str) -> bool:
    """Whether this mailed link still lets somebody choose the password of this account."""
    account = Account.objects.filter(pk=account_id).first()
    return account is not None and passwords.fits(account, token)


def tokens_of(by: Principal, *, most: int = 50) -> list[TokenView]:
    """The caller's own tokens, newest first, those that have ended too."""
    policies.may_make_token(by).require()
    rows = ApiToken.objects.filter(account=by.account_id).select_related("account")
    return [_token(row) for row in rows.order_by("-created_at", "-id")[:most]]


def tokens_held(by: Principal, *, account_id: UUID | None = None) -> list[TokenView]:
    """Every token that holds now, of that account or of all, newest first; for Ecotone itself. Raises Refused."""
    policies.system_only(by).require()
    rows = _live_tokens().filter(**{"account": account_id} if account_id else {}).select_related("account")
    return [_token(row) for row in rows.order_by("-created_at", "-id")]


def _live_tokens() -> QuerySet[ApiToken]:
    """Those that hold: in an open account, and with the client secret that they were given for."""
    now = clock.now()
    with_parent = Q(parent=None) | Q(parent__revoked_at=None, parent__expires_at__gt=now)
    return ApiToken.objects.filter(with_parent, revoked_at=None, expires_at__gt=now, account__is_active=True)


def tokens_of_programs(account_ids: Iterable[UUID]) -> dict[UUID, list[TokenView]]:
    """The tokens of these programs, newest first, without those given for a secret. The caller keeps them."""
    found: dict[UUID, list[TokenView]] = defaultdict(list)
    rows = ApiToken.objects.filter(account__in=list(account_ids), account__kind=AccountKind.SERVICE, parent=None)
    for row in rows.select_related("account").order_by("-created_at", "-id")[:500]:
        found[row.account_id].append(_token(row))
    return found


def token_of(secret: str) -> TokenView | None:
    """The token with that secret, if it holds now and its account is open; None else."""
    row = _live_tokens().filter(secret_hash=tokens.hashed(secret)).select_related("account").first()
    return _token(row) if row else None


def _token(row: ApiToken) -> TokenView:
    return TokenView(
        id=row.id,
        account_id=row.account_id,
        account_name=row.account.name,
        hat_id=row.hat_id,
        permission_id=row.permission_id,
        name=row.name,
        scopes=frozenset(map(Scope, row.scopes.split())),
        made_at=row.created_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        revoked_at=row.revoked_at,
        is_service=row.account.kind == AccountKind.SERVICE,
        parent_id=row.parent_id,
    )


def sessions_of(by: Principal, session_key: str | None) -> list[SessionView]:
    """The caller's own sessions, last used first; `session_key` is the one the caller is in by."""
    policies.by_hand(by).require()
    rows = Session.objects.filter(account_id=by.account_id, expire_date__gt=clock.now()).order_by("-seen_at")
    return [
        SessionView(
            id=session_id(row.session_key),
            browser=row.browser,
            shared=row.shared,
            began_at=row.began_at,
            seen_at=row.seen_at,
            ends_at=row.expire_date,
            is_this=row.session_key == session_key,
        )
        for row in rows[:100]
    ]


def trusted_browsers(by: Principal) -> list[BrowserView]:
    """The caller's browsers that are not asked for the second step, last used first."""
    policies.by_hand(by).require()
    rows = Browser.objects.filter(account=by.account_id, trusted_until__gt=clock.now()).order_by("-seen_at")[:100]
    return [BrowserView(row.id, row.name, row.seen_at, row.trusted_until) for row in rows if row.trusted_until]


def own_account(by: Principal) -> OwnAccount:
    """How the caller signs in."""
    policies.by_hand(by).require()
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    account = Account.objects.get(pk=by.account_id)
    step = SecondStep.asked_of(account.id).first()
    left = RecoveryCode.objects.filter(step=step, used_at=None).count() if step else 0
    programs = _live_tokens().filter(account=account).count()
    since = step.confirmed_at if step else None
    passkeys = Passkey.objects.filter(account=account).count()
    return OwnAccount(account.email, account.has_usable_password(), since, left, programs, passkeys)


def outside_accounts(by: Principal) -> list[OutsideView]:
    """The accounts elsewhere by which the caller signs in."""
    policies.by_hand(by).require()
    rows = OutsideAccount.objects.filter(account=by.account_id).order_by("created_at")
    return [OutsideView(row.id, row.issuer, row.label, row.created_at) for row in rows]


def passkeys_of(by: Principal) -> list[PasskeyView]:
    """The caller's passkeys, the oldest first."""
    policies.by_hand(by).require()
    rows = Passkey.objects.filter(account=by.account_id).order_by("created_at")
    return [PasskeyView(row.id, row.name, row.created_at, row.used_at) for row in rows]


def credentials_of(account_id: UUID) -> list[str]:
    """The ids of an account's passkeys, by which a browser knows them; whose it is has been proved."""
    return list(Passkey.objects.filter(account=account_id).values_list("credential", flat=True))


def secret_to_confirm(by: Principal) -> Secret | None:
    """The secret that waits for its first code; None where nothing was begun. Once confirmed nobody sees it."""
    policies.by_hand(by).require()
    assert by.account_id  # noqa: S101 - the policy refuses whoever has no account
    step = SecondStep.begun_for(by.account_id).select_related("account").first()
    if step is None:
        return None
    secret = onetime.secret_of(step.id)
    letters, address = onetime.letters_of(secret), onetime.address_of(secret, step.account.email)
    return Secret(" ".join(letters[at : at + 4] for at in range(0, len(letters), 4)), onetime.picture_of(address))


def wishes_for_passwords(by: Principal, most: int = 50) -> list[UUID]:
    """Who wants a link to choose a new password, the longest waiting first."""
    policies.system_only(by).require("passwordwish")
    return list(PasswordWish.objects.order_by("created_at").values_list("id", flat=True)[:most])
