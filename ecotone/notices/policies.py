"""May this principal queue mail, send it, or look at what landed? Fails closed."""

from ecotone.access import policies as access
from ecotone.access import queries as places
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict


def may_post(principal: Principal) -> Verdict:
    """Mail is a consequence of what somebody did, written and sent by Ecotone itself."""
    return access.system_only(principal)


def may_see_landed() -> Verdict:
    """In a demo anyone may read the invented mail that landed; nobody reads any anywhere else."""
    mark = places.deployment()
    if mark is not None and mark.is_demo:
        return Verdict.allow("notices.demo_only", Basis.OPEN)
    return Verdict.refuse("notices.demo_only")
