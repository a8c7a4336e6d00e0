"""Having to repeat one's story, counted: contacts after the first, by the sector of the team met. Pure.

    contacts at a place ─> the sector of the team ─> how the story was met, and whose word that is

The tree is apart from the exchange's: contacts are counted in it, not asks. That she had to repeat it is her word
alone; telling it again by choice is counted apart from it and never against anyone.
"""

from collections.abc import Hashable, Iterable
from enum import StrEnum
from itertools import product

from ecotone.analysis.disclosure import Published, Rule, protect, tally
from ecotone.ecosystem.rules import Sector
from ecotone.observatory.rules import RULE
from ecotone.people.rules import Mode, NamedBy


class Told(StrEnum):
    """How the story was met, and whose word it is."""

    REPEATED = "repeated"
    CHOSE_OWN_WORD = "chose_own_word"
    CHOSE_TEAMS_WORD = "chose_teams_word"
    READ_OWN_WORD = "read_own_word"
    READ_TEAMS_WORD = "read_teams_word"


Telling = tuple[str, Told, Hashable]
"""A contact as it is counted: the sector of the team, how the story was met, with whom."""


def told(mode: Mode, said_by: str) -> Told:
    """How a contact is counted. A carer's word is counted with the team's: it is not hers."""
    if mode is Mode.HAD_TO_REPEAT:
        return Told.REPEATED
    own = said_by == NamedBy.PERSON
    if mode is Mode.TOLD_BY_CHOICE:
        return Told.CHOSE_OWN_WORD if own else Told.CHOSE_TEAMS_WORD
    return Told.READ_OWN_WORD if own else Told.READ_TEAMS_WORD


def telling_table(key: str, tellings: Iterable[Telling], *, rule: Rule = RULE) -> Published:
    """The table of one place and window, protected."""
    shape = [(str(sector), str(each)) for sector, each in product(Sector, Told)]
    rows = [((sector, str(each)), person) for sector, each, person in tellings]
    return protect(tally(key, shape=shape, referrals=rows), rule=rule)
