"""Writes docs/reference/who-signs.md by asking the rule; with --check, says whether it is still true."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from ecotone.people.rules.signing import Signing

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "who-signs.md"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

HEAD = """# Who may sign for whom

Written by asking `ecotone.people.rules.signing.may_sign` itself, for every case, by `make fix`. It is asked
matter by matter: who sees what (*sharing*), who may act for her (*acting*), being asked for help and sent on to it
(*help*). The table is the same for each; an authority signs only what it covers, while it holds. Seeing is no matter
of signing.

`opens`: a grant, a permission, taking a refusal back. `narrows`: a refusal, taking a grant back, ending a permission.

This is how the program decides, and no legal advice: whoever deploys it has the table read by a lawyer
([ADR 37](../adr/0037-who-may-sign-for-whom.md) says what it rests on).
"""
OWN_PAGE = """## On their own page

Whoever holds an authority over somebody, and acts for them here by a permission, has a page of their own
([ADR 52](../adr/0052-who-holds-an-authority-signs.md)). Written by asking `on_own_page`, for who sees what.

`refuses`: a refusal, or taking back what others were allowed, holds at once. `passes on`: what they wish to allow
waits with those who help, who sign it with them by the table above, or decline. Of one part at a time, that their
permission lets them see; letting others act, and being asked for help, is not signed there. Nobody signs there who
also works with the person, nor by an authority or an assessment of which the person was not told.
"""
ASKS = """
## Who agrees to an ask for help

Written by asking `ecotone.people.rules.agreeing.who_agrees` for every case. Nothing here stops an ask
([ADR 53](../adr/0053-who-agreed-to-an-ask.md)).

`herself`, `in her place`, `nobody could`: what stands in the ask. `–`: it is said what is missing, or why not, and
another way is open. “Nobody could” takes why, and that the least was chosen that does it.
"""
DAY = date(2026, 6, 1)
NOON = datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC)
BORN = {"16 or over": date(2008, 6, 1), "12 to 15": date(2012, 6, 1), "under 12": date(2018, 6, 1), "not known": None}
SAID = {"no": (), "able": (True,), "unable": (False,), "both, on one day": (True, False)}


def written() -> str:
    """The page: for each age and assessment what opens, what narrows, by whose signature; who agrees to an ask."""
    django.setup()
    asked = [ASKS, *asks(), "", *of_asks(), ""]
    return "\n".join([HEAD, *table(), "", *reasons(), "", OWN_PAGE, *own_table(), *asked])


def table() -> Iterator[str]:
    from ecotone.people.rules.signing import AuthorityKind
    from ecotone.people.words_signing import AUTHORITIES

    yield (
        "| the person is | assessed | she herself | a carer she permitted | "
        + " | ".join(str(AUTHORITIES[kind]).lower() for kind in AuthorityKind)
        + " |"
    )
    yield "|---" * (4 + len(AuthorityKind)) + "|"
    for age in BORN:
        for said in SAID:
            cells = [
                cell(age, said),
                cell(age, said, by_carer=True),
                *(cell(age, said, kind) for kind in AuthorityKind),
            ]
            yield f"| {age} | {said} | " + " | ".join(cells) + " |"


def own_table() -> Iterator[str]:
    """What each holder does on their own page, asked of `on_own_page`."""
    from ecotone.people.rules.signing import AuthorityKind
    from ecotone.people.words_signing import AUTHORITIES

    yield (
        "| the person is | assessed | " + " | ".join(str(AUTHORITIES[kind]).lower() for kind in AuthorityKind) + " |"
    )
    yield "|---" * (2 + len(AuthorityKind)) + "|"
    for age in BORN:
        for said in SAID:
            cells = " | ".join(own_cell(age, said, str(kind)) for kind in AuthorityKind)
            yield f"| {age} | {said} | {cells} |"


def own_cell(age: str, said: str, kind: str) -> str:
    opens, narrows = (on_own_page(age, said, kind, narrows=each) for each in (False, True))
    done = ["passes on" * (opens == "people.is_passed_on"), "refuses" * (narrows == "")]
    return ", ".join(filter(None, done)) or "–"


def on_own_page(age: str, said: str, kind: str, *, narrows: bool) -> str:
    """Why not, in one code; empty where it is signed at once."""
    from ecotone.people.rules import signing

    given = signing.on_own_page(facts_of(age, said, kind, narrows=narrows), signing.Matter.SHARING, NOON)
    return "" if given.allowed else given.code


def cell(age: str, said: str, kind: object = None, *, by_carer: bool = False) -> str:
    opens, narrows = (answer(age, said, kind, by_carer=by_carer, narrows=each) for each in (False, True))
    return {(True, True): "opens, narrows", (False, True): "narrows", (False, False): "–"}[opens, narrows]


def answer(age: str, said: str, kind: object, *, by_carer: bool, narrows: bool) -> bool:
    from ecotone.people.rules.signing import Matter, may_sign

    facts = facts_of(age, said, kind, by_carer=by_carer, narrows=narrows)
    return may_sign(facts, Matter.SHARING, NOON).allowed


def facts_of(age: str, said: str, kind: object, *, narrows: bool, by_carer: bool = False) -> "Signing":
    from ecotone.people.rules.signing import Assessed, AuthorityKind, Held, Matter, Signing

    matter, again = Matter.SHARING, date(2026, 12, 1)
    return Signing(
        born=BORN[age],
        assessed=tuple(Assessed(matter, able, DAY, again) for able in SAID[said]),
        held=Held(AuthorityKind(kind), frozenset({matter}), DAY) if isinstance(kind, str) else None,
        by_carer=by_carer,
        narrows=narrows,
    )


def reasons() -> Iterator[str]:
    yield "- An assessment says nothing any more on the day on which it is to be looked at again."
    yield "- A birthday counts from its first moment in Europe/London; 29 February is 1 March where there is none."
    yield "- What a parent opens for a child under 12 holds until the twelfth birthday, later to the sixteenth."
    yield "- What she refused herself is opened by nobody in her place; only she takes it back, while she may open."
    yield "- After her death no authority signs."
    yield "- No date of birth: nothing is presumed of a child, and a parent’s authority cannot be recorded."


def asks() -> Iterator[str]:
    from ecotone.people.rules.signing import AuthorityKind
    from ecotone.people.words_signing import AUTHORITIES

    yield (
        "| the person is | assessed | she asks | her yes, written down | nobody could | "
        + " | ".join(str(AUTHORITIES[kind]).lower() for kind in AuthorityKind)
        + " |"
    )
    yield "|---" * (5 + len(AuthorityKind)) + "|"
    for age in BORN:
        for said in SAID:
            ways = [{"own": True}, {}, {"nobody": True}, *({"kind": kind} for kind in AuthorityKind)]
            yield f"| {age} | {said} | " + " | ".join(agrees(age, said, **way) for way in ways) + " |"


def agrees(age: str, said: str, *, kind: object = None, **way: bool) -> str:
    from ecotone.access.rules import Basis
    from ecotone.people.rules.agreeing import Agreed, who_agrees
    from ecotone.people.rules.signing import Assessed, AuthorityKind, Held, Matter, Signing

    facts = Signing(
        born=BORN[age],
        assessed=tuple(Assessed(Matter.HELP, able, DAY, date(2026, 12, 1)) for able in SAID[said]),
        held=Held(AuthorityKind(kind), frozenset({Matter.HELP}), DAY) if isinstance(kind, str) else None,
    )
    found = who_agrees(facts, Basis.CONSENT, datetime(DAY.year, DAY.month, DAY.day, 12, tzinfo=UTC), **way)
    return str(found).replace("_", " ") if isinstance(found, Agreed) else "–"


def of_asks() -> Iterator[str]:
    yield "- An ask that rests on a legal duty, or on saving a life, keeps that basis and needs no yes: `not needed`."
    yield "- What she asks herself is hers, whatever was assessed; what was assessed, staff who help her read."
    yield "- Nobody could is open wherever she cannot sign, also beside an authority: its holder may be out of reach."
    yield "- Each hand-on, open offer and return is agreed to anew: what she agreed to covers nothing further."
    yield "- `not recorded`: made before this was asked, or brought over by Ecotone where it cannot be known."


def main(check: bool) -> int:
    from tools.generated import kept

    return kept(PAGE, written(), check=check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
