"""One truth, two answers: the policy for one record and the condition for lists say what the oracle says, always.

Each test asks more than a hundred thousand questions: every caller, about every person and part, at four moments,
reading, writing and carrying away. A question that is answered wrongly is printed with the seed of its world.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest

from ecotone.access import audit
from ecotone.access.audit import wrote
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind
from ecotone.ground import clock
from ecotone.people import policies
from ecotone.people.rules import Part
from tests.rooms.people.random_worlds import EXPORT, MOMENTS, READ, WRITE, World, a_world, lawful

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


NOT_HELPED = (Basis.VITAL_INTEREST, Basis.LEGAL_DUTY)


@contextmanager
def while_it(doing: str, by: Principal) -> Iterator[None]:
    """As a page reads, as an action asks, as a file is made."""
    if doing == WRITE:
        with audit.writing(by, "tests.ask"):
            wrote("person", UUID(int=1), act="tests.ask")
            yield
        return
    with audit.gathering(by, "tests.ask"):
        if doing == EXPORT:
            audit.exporting()
        yield


def works(by: Principal) -> bool:
    return by.practises or by.learns


@pytest.mark.commitment(3)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_policy_the_lists_and_the_words_of_the_rule_agree(seed):
    world, found = a_world(seed), Counter[str]()
    for after in MOMENTS:
        with clock.at(world.start + after):
            for by in world.callers:
                for doing in (READ, WRITE, EXPORT) if works(by) and after == MOMENTS[2] else (READ,):
                    with while_it(doing, by):
                        found += asked(world, by, doing)
    assert found.total() > 100_000
    assert not {*Basis} & {"self", "carer", "relationship", "grant", "vital_interest", "legal_duty"} - {*found}
    assert min(found[basis] for basis in ("carer", "grant", "vital_interest", "legal_duty")) > 50, found


def asked(world: World, by: Principal, doing: str) -> Counter[str]:
    """All questions of one caller at this moment; how often each basis was the answer."""
    at, found, ids, seen = clock.now(), Counter[str](), list(world.people), set()
    verdicts = policies.verdicts(by, ids)
    for id_ in ids:
        for part in Part:
            verdict, truth = verdicts[id_][part], lawful(world, by, id_, part, at, doing)
            if verdict.basis != truth or verdict.allowed != (truth is not None):
                pytest.fail(f"seed {world.seed}, {at}, to {doing} {part} of {id_}: {verdict}, not {truth}; by {by}")
            found[truth or "no"] += 1
        if lawful(world, by, id_, Part.IDENTITY, at, doing):
            seen.add(id_)
    lists_agree(world, by, doing, seen)
    return found


def lists_agree(world: World, by: Principal, doing: str, seen: set[UUID]) -> None:
    """Lists hold whoever the caller may know; of those helped no emergency or law counts; a link has none."""
    at, seen = clock.now(), set() if by.kind is Kind.LINK else seen
    told = f"seed {world.seed}, {at}, to {doing}: the lists of {by}"
    assert {*policies.visible_to(by).values_list("id", flat=True)} == seen, told
    lent = {id_ for id_ in seen if lawful(world, by, id_, Part.IDENTITY, at) in NOT_HELPED}
    assert {*policies.helped_by(by).values_list("id", flat=True)} == seen - lent, told


def test_one_record_alone_is_answered_as_many_together_are():
    world = a_world(4)
    for by in world.callers:
        together = policies.verdicts(by, list(world.people))
        for id_ in list(world.people)[:6]:
            assert policies.verdicts(by, [id_])[id_] == together[id_]
            assert policies.verdict(by, id_, Part.CIRCLE) == together[id_][Part.CIRCLE]
