"""Who sees how much of a referral. Pure."""

from enum import StrEnum


class Sight(StrEnum):
    """How much of a referral one may see."""

    FULL = "full"
    OUTLINE = "outline"
    NOTHING = "nothing"


def sight(
    *, is_person: bool, is_party: bool, is_ancestor_party: bool, knows_person: bool, sees_referrals: bool
) -> Sight:
    """How much of a referral is seen, and by whom.

    The person sees all of it; its two ends see all of it while their relationship lasts, and afterwards that it
    was; whoever asked further up the chain sees states and dates; others see it only if that part of the record
    was shared with them.
    """
    if is_person or (knows_person and (is_party or sees_referrals)):
        return Sight.FULL
    if is_party or (is_ancestor_party and knows_person):
        return Sight.OUTLINE
    return Sight.NOTHING
