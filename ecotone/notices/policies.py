"""May this principal queue mail, send it, or look at what landed? Fails closed."""

from ecotone.access import policies as access
from ecotone.access import queries as places
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Verdict


def may_post(principal: Principal) -> Verdict:
    """Mail is a consequence of what somebody did, written and sent by Ecotone itself."""
    return access.system_only(principal)


def may_tell(principal: Principal) -> Verdict:
    """Whoever does something tells those it concerns; the action around it has asked whether they may do it."""
    if principal.kind is Kind.NOBODY:
        return Verdict.refuse("access.nobody")
    return Verdict.allow("access.by_role", Basis.SYSTEM if principal.is_system else Basis.ROLE)


def may_read(principal: Principal) -> Verdict:
    """Those who work with people read their team's news, a person her own, whoever guards records what guardians are
    told; nobody anyone else's."""
    if principal.practises or principal.kind is Kind.PERSON or principal.role is Role.GUARDIAN:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_choose(principal: Principal) -> Verdict:
    """One says for one's own account how one wants to hear."""
    if principal.account_id and principal.kind in (Kind.WORKER, Kind.PERSON):
        return Verdict.allow("access.own_account", Basis.SELF)
    return Verdict.refuse("access.nobody")


def may_see_landed() -> Verdict:
    """In a demo anyone may read the invented mail that landed; nobody reads any anywhere else."""
    mark = places.deployment()
    if mark is not None and mark.is_demo:
        return Verdict.allow("notices.demo_only", Basis.OPEN)
    return Verdict.refuse("notices.demo_only")
