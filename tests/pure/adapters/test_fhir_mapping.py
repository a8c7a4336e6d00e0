"""FHIR's mappings there and back, the table of states, and searches as anyone may write them."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.verdicts import Withheld
from ecotone.adapters.fhir.along import includes, planned, reverse_includes
from ecotone.adapters.fhir.asked import UPDATED, Asked, Parameter, Unfit, asked
from ecotone.adapters.fhir.mapping import organisations, people, referrals, services
from ecotone.adapters.fhir.mapping.elements import CHI_SYSTEMS, Served, person_kind, scheme_of, scheme_system
from ecotone.adapters.fhir.resources import KINDS
from ecotone.care.machine import FHIR, State
from ecotone.directory.listing import Language, Listing, Opening
from ecotone.directory.rules import AttendingAccess, AttendingType, CapacityWord, Weekday
from ecotone.directory.views import NamedNeed, ServiceCard
from ecotone.ecosystem.rules import ActorKind, Sector
from ecotone.ecosystem.views import ActorCard
from ecotone.ground.clock import LOCAL
from ecotone.people.rules import IdentifierKind
from ecotone.people.views import CircleTieView, IdentifierView, Identity, PersonView, SafeContact

HERE = Served("https://here.example/fhir/R4")
ONE = UUID(int=1)
lines = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=30)
maybe = st.just("") | lines
numbers = st.builds(
    IdentifierView,
    st.sampled_from(["chi", "nhs"]),
    st.just(""),
    st.from_regex(r"[0-9]{10}", fullmatch=True),
) | st.builds(IdentifierView, st.just("local"), st.from_regex(r"[a-z]{1,9}", fullmatch=True), lines)


@st.composite
def persons(draw) -> PersonView:
    who = Identity(
        name=draw(lines),
        known_as=draw(maybe),
        pronouns=draw(maybe),
        birth_date=draw(st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))),
        age=None,
        died_on=draw(st.none() | st.dates(date(1900, 1, 1), date(2026, 1, 1))),
        home_id=None,
        home=draw(maybe),
    )
    contact = SafeContact("phone", draw(maybe), draw(maybe), draw(maybe), draw(st.booleans()), "")
    those = draw(st.lists(numbers, max_size=3, unique_by=lambda each: (each.kind, each.value)))
    empty = {"story": (), "circle": None, "involved": None, "encounters": None, "verdicts": {}}
    return PersonView(ONE, 1, False, identity=who, contact=contact, identifiers=tuple(those), **empty)


@given(persons())
def test_a_person_comes_back_as_she_went(view):
    resource = people.patient(view, HERE)
    found, who = people.person_fields(resource), view.identity
    assert (found["name"], found["known_as"], found["pronouns"]) == (who.name, who.known_as, who.pronouns)
    assert (found["birth_date"], people.died_on(resource)) == (who.birth_date, who.died_on)
    assert (found["language"], found["interpreter"]) == (view.contact.language, view.contact.interpreter)
    assert people.person_numbers(resource, HERE) == [(n.kind, n.source, n.value) for n in view.identifiers]


@given(persons())
def test_where_something_warns_of_using_it_her_number_stays_here(view):
    given_out = "telecom" in people.patient(view, HERE)
    assert given_out == bool(view.contact.detail and not view.contact.warning)


def test_every_system_of_chi_is_understood_and_the_chosen_one_is_given():
    chosen = Served("https://here.example", chi="https://fhir.nhs.uk/Id/chi-number")
    for system in CHI_SYSTEMS:
        assert person_kind(system, HERE) == (IdentifierKind.CHI, "")
    identity = Identity("Jean", "", "", None, None, None, None, "")
    chi = (IdentifierView("chi", "", "0101011237"),)
    view = PersonView(ONE, 1, False, identity, None, (), None, None, None, chi, {})
    (number,) = people.patient(view, chosen)["identifier"]
    assert number == {"system": chosen.chi, "value": "0101011237"}


def test_what_is_withheld_is_not_there_and_is_labelled_as_masked_without_the_reason():
    identity = Identity("Jean", "", "", None, None, None, None, "")
    closed = Withheld("people.not_shared")
    resource = people.patient(PersonView(ONE, 1, False, identity, closed, (), None, None, None, closed, {}), HERE)
    assert resource["meta"]["security"][0]["code"] == "MASKED"
    assert not {"identifier", "telecom", "communication"} & resource.keys() and "not_shared" not in str(resource)
    with pytest.raises(ValueError):
        people.patient(PersonView(ONE, 1, False, closed, closed, (), None, None, None, closed, {}), HERE)


@given(st.sampled_from(sorted(people.SOMEBODY)), lines, maybe)
def test_somebody_of_her_circle_comes_back_as_they_went(kind, name, relation):
    today = date(2026, 1, 1)
    tie = CircleTieView(ONE, 1, kind, name, relation, None, 1, "person", "", today, None)
    resource = people.related_person(tie, UUID(int=2), "Jean", HERE)
    found = people.tie_fields(resource)
    assert (found["kind"], found["name"]) == (kind, name)
    assert found["relation"] == relation or not relation


@given(lines.filter(lambda scheme: ":" not in scheme and "/" not in scheme))
def test_every_scheme_of_a_number_comes_back(scheme):
    assert scheme_of(scheme_system(scheme, HERE)) == scheme
    assert scheme_of(scheme_system(f"https://{scheme}", HERE)) == f"https://{scheme}"


@given(
    st.sampled_from(ActorKind), st.sampled_from(Sector), lines, maybe, st.sampled_from(["GB-SC", "ODS", "CS"]), lines
)
def test_an_organisation_comes_back_as_it_went(kind, sector, name, phone, scheme, number):
    card = ActorCard(ONE, name, kind, sector, "", "", "", phone, ((scheme, number),), (), None, True)
    resource = organisations.organization(card, HERE)
    found = organisations.organisation_fields(resource)
    assert (found["name"], found["sector"], found["phone"]) == (name, sector, phone)
    assert found.get("kind", ActorKind.ORGANISATION) == kind
    assert organisations.public_numbers(resource) == ((scheme, number),)


times = st.times(time(0, 0), time(23, 58)).map(lambda each: each.replace(second=0, microsecond=0))
openings = st.builds(Opening, st.sampled_from([str(day) for day in Weekday]), times, times)


@given(
    name=lines,
    description=maybe,
    cost_free=st.booleans(),
    attending=st.lists(st.sampled_from([str(each) for each in AttendingType]), min_size=1, unique=True),
    access=st.lists(st.sampled_from([str(each) for each in AttendingAccess]), unique=True),
    languages=st.lists(st.builds(Language, lines, st.just("gd")), max_size=2),
    schedules=st.lists(openings, max_size=3),
    capacity_word=st.sampled_from(["", *(str(each) for each in CapacityWord)]),
)
def test_a_listing_comes_back_as_it_went(**said):
    listing = Listing().given(**said)
    needs = (NamedNeed("company", "Company"),)
    card = ServiceCard(ONE, UUID(int=2), "Good", listing, "active", needs, False, datetime(2026, 1, 1, tzinfo=UTC))
    resource = services.healthcare_service(card, HERE)
    found = services.service_fields(resource)
    assert {name: getattr(Listing().given(**found), name) for name in said} == {n: getattr(listing, n) for n in said}
    assert services.needs_met(resource) == ["company"]


def test_a_confidential_site_leaves_a_mask_and_nothing_else():
    card = ServiceCard(
        ONE, ONE, "Good", Listing(name="A refuge"), "active", (), True, datetime(2026, 1, 1, tzinfo=UTC)
    )
    resource = services.healthcare_service(card, HERE)
    assert [*resource["location"][0]] == ["extension"] and resource["meta"]["security"]


def test_every_state_leaves_as_statuses_of_fhir():
    but_cancel = set(State) - {State.CANCEL_REQUESTED}
    assert set(referrals.ASK_STATUS) == set(FHIR) == but_cancel
    ask = {"draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"}
    assert set(referrals.ASK_STATUS.values()) <= ask
    for state in but_cancel:
        assert state in referrals.states_of(FHIR[state], FHIR)


PAGE = Path(__file__).parents[3] / "docs/reference/fhir.md"


def test_the_page_says_what_is_served_and_what_each_state_becomes():
    text = PAGE.read_text()
    for kind, served in KINDS.items():
        names = ", ".join(f"`{parameter.name}`" for parameter in served.parameters)
        assert f"| {kind} | `{served.scope}` | {names} |" in text
        forth, back = (", ".join(f"`{name}`" for name in of(kind)) for of in (includes, reverse_includes))
        assert " ".join(f"| {kind} | {forth} | {back} |".split()) in text
    for state, status in FHIR.items():
        assert f"| `{state}` | {status} | {referrals.ASK_STATUS[state]} |" in text


KNOWN = (
    UPDATED,
    Parameter("name", "string", ""),
    Parameter("_id", "token", ""),
    Parameter("patient", "reference", ""),
)
NAMES = ("name", "_id", "patient", "_lastUpdated", "_count", "_after", "_summary", "_include", "_revinclude")
names = st.sampled_from(NAMES) | st.text(max_size=9)


@given(st.lists(st.tuples(names, st.text(max_size=30)), max_size=5), st.booleans())
def test_a_search_is_read_or_refused_in_a_sentence(pairs, strict):
    try:
        found = asked(pairs, KNOWN, strict=strict)
        found.ids()
        found.one("name")
        found.refers("patient", "Patient")
        found.refers_each("patient", "Patient")
        planned("Patient", found, lambda scope: True)
        found.span("_lastUpdated")
        assert 1 <= found.most <= 200
    except Unfit as unfit:
        assert unfit.status == 400 and unfit.words.endswith((".", "”."))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-48, 48))
def test_a_day_is_all_of_it_and_nothing_more(day, hours):
    start = datetime(day.year, day.month, day.day, tzinfo=LOCAL)
    moment = start.astimezone(UTC) + timedelta(hours=hours, minutes=30)
    fits = {"eq": moment.astimezone(LOCAL).date() == day, "ge": moment.astimezone(LOCAL).date() >= day}
    fits |= {"lt": moment.astimezone(LOCAL).date() < day, "gt": moment.astimezone(LOCAL).date() > day}
    for prefix, expected in fits.items():
        begins, ends = Asked({"on": (f"{prefix}{day}",)}).span("on")
        assert ((begins is None or begins <= moment) and (ends is None or moment < ends)) == expected, prefix


@pytest.mark.parametrize(
    ("given_as", "first", "after"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
    ],
)
def test_a_year_and_a_month_are_all_of_it(given_as, first, after):
    begins, ends = Asked({"on": (given_as,)}).span("on")
    assert (begins.date().isoformat(), ends.date().isoformat()) == (first, after)
