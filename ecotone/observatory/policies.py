"""May this principal publish, or read what was published? Fails closed."""

from ecotone.access import policies as access
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Verdict
from ecotone.ecosystem import policies as ecosystem


def may_publish(principal: Principal) -> Verdict:
    """Only Ecotone itself counts people whose records the reader may not open."""
    return access.system_only(principal)


def may_read(principal: Principal) -> Verdict:
    """What is published is for everyone who has signed in, whatever their role."""
    return ecosystem.signed_in(principal)
