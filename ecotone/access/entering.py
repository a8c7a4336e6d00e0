"""Whether somebody is let in: by an address and a password, counted first, then looked at, then noted; or because an
identity provider vouched for them.

Known and unknown addresses cost the same: a password is hashed for either, and the same lanes are counted.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ecotone.access import guesses, tokens
from ecotone.access.actions.accounts import open_account
from ecotone.access.actions.passkeys import use_passkey
from ecotone.access.actions.signing import KNOWN
from ecotone.access.audit import record_refusal
from ecotone.access.claims import Vouched
from ecotone.access.models import Account, Browser, OutsideAccount, Passkey, SecondStep
from ecotone.access.passkeys import NotSigned, Site, credential_in, signed
from ecotone.access.principal import Principal
from ecotone.access.providers import IdentityProvider
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem

CODE = "access.sign_in"


@dataclass(frozen=True)
class Tried:
    """What came of a try. Neither an account nor a time to wait until: address and password do not fit.

    has_step  a second step has been set up; `trusted`: this browser may skip it
    why       why somebody whom an identity provider vouched for is not let in
    """

    account_id: UUID | None = None
    wait_until: datetime | None = None
    browser_id: UUID | None = None
    has_step: bool = False
    trusted: bool = False
    why: str = ""


def try_password(address: str, password: str, *, source: str, keys: Collection[str] = ()) -> Tried:
    """Tries a password from a network `source`, in a browser whose cookie holds these `keys`.

    A wrong one leaves a refusal in the audit, with the account where there is one; while a lane is to wait nothing is
    tried and nothing recorded.
    """
    given = address.strip().lower()
    account = Account.objects.at(given)
    browser = known(account.id, keys) if account else None
    lanes = guesses.for_password(given, source, browser.id if browser else None)
    if until := guesses.take(lanes):
        return Tried(wait_until=until)
    if not _is_right(account, password) or account is None:
        refuse("access.wrong_password", account.id if account else None)
        return Tried()
    guesses.right(lanes)
    return Tried(account.id, None, browser.id if browser else None, has_step(account.id), _trusted(browser))


def try_vouched(
    provider: IdentityProvider, vouched: Vouched, *, match: Callable[..., UUID], keys: Collection[str] = ()
) -> Tried:
    """Whose account it is for whom that provider has vouched: by the link to it, or once by an address it speaks for.

    `match` is what links it then, and tells its owner. Nobody gets an account by it unless the setting says so.
    """
    account, why = _linked(vouched), ""
    if account is None:
        account, why = _matched(provider, vouched, match)
    if account is not None and not account.is_active:
        refuse("access.account_closed", account.id)
        return Tried(why="access.outside_nobody")
    if account is None:
        refuse(why, None)
        return Tried(why=why)
    browser = known(account.id, keys)
    return Tried(account.id, None, browser.id if browser else None, has_step(account.id), _trusted(browser))


def _linked(vouched: Vouched) -> Account | None:
    found = OutsideAccount.objects.filter(issuer=vouched.issuer, subject=vouched.subject)
    row = found.select_related("account").first()
    return row.account if row else None


def _matched(provider: IdentityProvider, vouched: Vouched, match: Callable[..., UUID]) -> tuple[Account | None, str]:
    """The account with the address that it says it has verified, linked from now on if it is open; else why not."""
    if not vouched.address or not provider.speaks_for(vouched.address):
        return None, "access.outside_nobody"
    account = Account.objects.at(vouched.address)
    if account is None and provider.opens_accounts:
        account = _opened(vouched)
    if account is None:
        return None, "access.outside_nobody"
    if not account.is_active:
        return account, ""
    whom = {"issuer": vouched.issuer, "subject": vouched.subject, "label": vouched.label}
    try:
        match(by=Principal.nobody(), account_id=account.id, **whom)
    except Invalid:
        # By another of theirs, or by themselves in another window a moment ago.
        return (account, "") if _linked(vouched) == account else (None, "access.outside_other")
    return account, ""


def _opened(vouched: Vouched) -> Account | None:
    """A new account for them, or the one that was opened in another window just now; None for an odd address."""
    name = vouched.name or vouched.address.partition("@")[0]
    with suppress(Invalid):
        open_account(by=Principal.system("identity-provider"), name=name, email=vouched.address)
    return Account.objects.at(vouched.address)


@dataclass(frozen=True)
class Shown:
    """What came of a passkey: whose account it opened, or why none."""

    account_id: UUID | None = None
    why: str = ""


def try_passkey(site: Site, challenge: str, answer: str, *, account_id: UUID | None = None) -> Shown:
    """Whose account a passkey opens, by its answer to this challenge; of that account alone, where one is named.

    What does not fit leaves a refusal in the audit, with the account where it is one of its passkeys.
    """
    passkey: Passkey | None = None
    try:
        credential, handle = credential_in(answer)
        passkey = Passkey.objects.filter(credential=credential).select_related("account").first()
        if passkey is None or not passkey.account.is_active or account_id not in (None, passkey.account_id):
            return _not_shown("access.passkey_unknown", passkey)
        if handle not in (b"", passkey.account_id.bytes):
            return _not_shown("access.passkey_wrong", passkey)
        count = signed(site, challenge, answer, passkey.public_key)
        use_passkey(by=Principal.nobody(), passkey_id=passkey.id, sign_count=count)
    except NotSigned:
        return _not_shown("access.passkey_wrong", passkey)
    except Invalid:
        return _not_shown("access.passkey_copied", passkey)
    return Shown(passkey.account_id)


def _not_shown(why: str, passkey: Passkey | None) -> Shown:
    refuse(why, passkey.account_id if passkey else None)
    return Shown(why=why)


def must_know_password(account_id: UUID, present: str) -> None:
    """Raises Invalid for what is not the password of that account, where it has one."""
    account = Account.objects.get(pk=account_id)
    if account.has_usable_password() and not account.check_password(present):
        raise Invalid(Problem("access.wrong_password", "present"))


def _trusted(browser: Browser | None) -> bool:
    return browser is not None and browser.trusted_until is not None and browser.trusted_until > clock.now()


def refuse(code: str, account_id: UUID | None) -> None:
    """Records a sign-in that failed."""
    refusal = Refused(Verdict.refuse(code), kind="account", subject_id=account_id)  # words: access.wrong_*
    record_refusal(Principal.nobody(), CODE, refusal)


def known(account_id: UUID, keys: Collection[str]) -> Browser | None:
    """The browser in which this account has signed in before, by the keys of its cookie."""
    hashes = [tokens.hashed(key) for key in keys]
    return Browser.objects.filter(account=account_id, key_hash__in=hashes).first()


def forget() -> int:
    """Takes away browsers that were last used too long ago to be known by their cookie, and says how many."""
    return Browser.objects.filter(seen_at__lte=clock.now() - KNOWN).delete()[0]


def has_step(account_id: UUID) -> bool:
    """Whether this account is asked for a second step."""
    return SecondStep.asked_of(account_id).exists()


def _is_right(account: Account | None, password: str) -> bool:
    if account is None:
        Account().set_password(password)  # takes as long as looking would
        return False
    return account.check_password(password) and account.is_active
