"""May this principal do this to accounts and the deployment? Fails closed."""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict


def system_only(principal: Principal) -> Verdict:
    """What only a named part of Ecotone does: building the demo, publishing counts."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    return Verdict.refuse("access.system_only")


def with_role(principal: Principal, *roles: Role) -> Verdict:
    """What a hat of one of these roles may do, and Ecotone itself."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.role in roles:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_note_sign_in(principal: Principal, account_id: UUID) -> Verdict:
    """One signs in as oneself; who wears no hat and has no record yet is nobody, and signs in all the same."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.account_id in (None, account_id):
        return Verdict.allow("access.signs_in", Basis.OPEN)
    return Verdict.refuse("access.no_role")


def may_make_token(principal: Principal) -> Verdict:
    """Whoever signed in by hand, in a hat, as the person or acting for her. A token makes no other."""
    if principal.token_id or principal.account_id is None or principal.kind is Kind.NOBODY:
        return Verdict.refuse("access.by_hand" if principal.token_id else "access.nobody")
    return Verdict.allow("access.signs_in", Basis.OPEN)


def may_revoke_token(principal: Principal, account_id: UUID) -> Verdict:
    """Its owner by hand or by itself, and Ecotone. Of a token of somebody else nothing is known."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.account_id == account_id:
        return Verdict.allow("access.signs_in", Basis.OPEN)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def by_hand(principal: Principal) -> Verdict:
    """What whoever signed in does with their own account, whatever they wear. No program does it, nor a link."""
    if principal.token_id:
        return Verdict.refuse("access.by_hand")
    if principal.account_id is None or principal.kind in (Kind.LINK, Kind.SYSTEM):
        return Verdict.refuse("access.nobody")
    return Verdict.allow("access.signs_in", Basis.SELF)


def anybody(principal: Principal) -> Verdict:
    """What asks for nobody's leave: to have a link mailed to an address."""
    return Verdict.allow("access.signs_in", Basis.OPEN if not principal.is_system else Basis.SYSTEM)
