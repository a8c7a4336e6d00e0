"""Writes to accounts at identity providers by which one signs in here.

signed in, by hand ──the provider vouches, the password──> linked ──unlink──> gone
signing in ──the provider vouches for an address that this place lets it speak for──> matched, once, to its account
in by it ──they sign out there, and the provider says so──> out here too, of the sessions that they came in by it
"""

from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from ecotone.access import policies, tokens
from ecotone.access.actions.passkeys import must_be_sure, own, take_off
from ecotone.access.audit import wrote
from ecotone.access.claims import Gone
from ecotone.access.doors import action
from ecotone.access.models import Account, OutsideAccount, Session, SignOut
from ecotone.access.principal import Principal
from ecotone.ground.errors import Invalid, Problem


@action("access.link_outside_account")
def link_outside_account(
    *, by: Principal, issuer: str, subject: str, label: str, present: str, took_both: bool = False
) -> UUID:
    """From now on the caller also signs in by that account, which the provider has just vouched for.

    `present` is the password, where the account has one; `took_both`, that this session has taken the second step,
    without which nobody adds a way round it. Raises Invalid for a wrong password, where a second step is there and
    was not taken, and where either account is linked already.
    """
    account = own(by)
    must_be_sure(account, present, took_both=took_both)
    return _link(account, issuer, subject, label, "access.link_outside_account")


@action("access.match_outside_account")
def match_outside_account(*, by: Principal, account_id: UUID, issuer: str, subject: str, label: str) -> UUID:
    """Links the account with a verified address to the one at the provider, at its first sign-in by it.

    Raises Invalid where the account has another one there already: an address may pass from one to another.
    """
    policies.may_note_sign_in(by, account_id).require("account", account_id)
    account = Account.objects.select_for_update().get(pk=account_id)
    return _link(account, issuer, subject, label, "access.match_outside_account", matched=True)


@action("access.unlink_outside_account")
def unlink_outside_account(*, by: Principal, outside_id: UUID, session_key: str | None = None) -> None:
    """The caller signs in by it no more, and is out everywhere but in the session of that key.

    Raises NotFound for somebody else's; Invalid where there would be no way in left.
    """
    take_off(by, OutsideAccount, outside_id, "access.unlink_outside_account", session_key=session_key)


@action("access.end_outside_sessions")
def end_outside_sessions(*, by: Principal, issuer: str, gone: Gone) -> int:
    """Ends the sessions that somebody came in by through that provider, which has just said that they signed out.

    All of them, or those that it calls `sid`, with those of theirs of which it did not say how it calls them; how
    many. Raises Invalid for what it said before.
    """
    policies.system_only(by).require("session")
    try:
        with transaction.atomic():
            said = SignOut.add(key_hash=tokens.hashed(f"{issuer} {gone.number}"))
    except IntegrityError as error:
        raise Invalid(Problem("access.outside_again")) from error
    wrote("signout", said.id, act="access.end_outside_sessions", keeps_access=True)
    theirs = Session.objects.filter(_meant(gone), issuer=issuer)
    for account_id in filter(None, {*theirs.values_list("account_id", flat=True)}):
        wrote("account", account_id, act="access.end_outside_sessions")
    return theirs.delete()[0]


def _meant(gone: Gone) -> Q:
    hers = Q(subject=gone.subject) if gone.subject else Q()
    if not gone.sid:
        return hers
    return hers & (Q(sid=gone.sid) | Q(sid="")) if gone.subject else Q(sid=gone.sid)


def _link(account: Account, issuer: str, subject: str, label: str, act: str, *, matched: bool = False) -> UUID:
    try:
        with transaction.atomic():
            made = OutsideAccount.add(account=account, issuer=issuer, subject=subject, label=label, matched=matched)
    except IntegrityError as error:
        raise Invalid(Problem("access.outside_taken")) from error
    wrote("outsideaccount", made.id, act=act, part="matched" if matched else "")
    wrote("account", account.id, act=act)
    return made.id
