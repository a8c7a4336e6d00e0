"""Who agrees to an ask, by the pure rule: it never stops one, and nobody's code is what they say it is."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.people.rules.agreeing import NEEDS_NO_YES, Agreed, nobody_problems, who_agrees
from ecotone.people.rules.signing import Assessed, AuthorityKind, Held, Matter, Signing, may_sign

DAY, AGAIN = date(2026, 6, 1), date(2026, 12, 1)
AT = datetime(2026, 6, 1, 12, tzinfo=UTC)
BORN = st.none() | st.dates(date(1930, 1, 1), date(2026, 1, 1))
ASSESSED = st.lists(st.builds(Assessed, st.sampled_from(Matter), st.booleans(), st.just(DAY), st.just(AGAIN)))
HELD = st.none() | st.builds(
    Held, st.sampled_from(AuthorityKind), st.frozensets(st.sampled_from(Matter)), st.dates(DAY, AGAIN)
)
FACTS = st.builds(Signing, born=BORN, assessed=ASSESSED.map(tuple), held=HELD, narrows=st.booleans())
BASES = st.sampled_from([Basis.CONSENT, *sorted(NEEDS_NO_YES)])


@given(FACTS, BASES)
def test_one_way_is_always_open_to_staff_and_her_own_ask_is_never_stopped(facts, basis):
    assert who_agrees(facts, basis, AT, own=True) in (Agreed.HERSELF, Agreed.NOT_NEEDED)
    alone = Signing(facts.born, facts.assessed)
    ways = [who_agrees(alone, basis, AT, nobody=nobody) for nobody in (False, True)]
    assert any(isinstance(way, Agreed) for way in ways)
    assert basis in NEEDS_NO_YES or sum(isinstance(way, Agreed) for way in ways) == 1, "and one alone"


@given(FACTS, BASES, st.booleans())
def test_each_code_is_the_rules_and_stands_for_what_may_sign(facts, basis, nobody):
    found = who_agrees(facts, basis, AT, nobody=nobody)
    alone = may_sign(Signing(facts.born, facts.assessed), Matter.HELP, AT).allowed
    if basis in NEEDS_NO_YES:
        assert found is Agreed.NOT_NEEDED
    elif isinstance(found, Verdict):
        assert not found.allowed
    elif found is Agreed.IN_HER_PLACE:
        assert facts.held is not None and facts.held.kind is not AuthorityKind.NAMED_PERSON
        assert facts.held.holds(Matter.HELP, DAY)
    else:
        assert facts.held is None and (found is Agreed.HERSELF) == alone


def test_that_nobody_could_takes_why_and_the_least():
    assert [each.field for each in nobody_problems(" ", least=False)] == ["nobody_why", "least"]
    assert nobody_problems("She lives alone", least=True) == []
