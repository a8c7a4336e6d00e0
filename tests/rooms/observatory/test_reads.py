"""What is read: true to the records at the time, silent about the small, and for everyone who has signed in."""

import dataclasses
from collections import Counter, defaultdict
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import PlaceKind, Sector
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.ground.ids import new_id
from ecotone.observatory import queries
from ecotone.observatory.rules import Figure
from tests.rooms.observatory import world
from tests.rooms.observatory.world import DURING, SYSTEM, publish

pytestmark = pytest.mark.django_db
BY = world.board_member()


@pytest.fixture
def busy():
    made = world.busy()
    publish()
    return made


def truth(asks, key) -> dict:
    """Referrals and distinct people by `key`, counted plainly."""
    referrals, people = Counter(), defaultdict(set)
    for ask in asks:
        referrals[key(ask)] += 1
        people[key(ask)].add(ask.person)
    return {each: (n, len(people[each])) for each, n in referrals.items()}


def is_true(figure: Figure, referrals: int, people: int) -> bool:
    if not figure.shown:
        return people <= figure.high
    return people >= 5 and figure.low <= referrals and (figure.high is None or referrals <= figure.high)


@pytest.mark.parametrize(("locality", "unnamed"), [("Airdrie", set()), ("Wishaw", {"Befrienders"})])
def test_the_map_of_a_locality_agrees_with_a_plain_count(busy, locality, unnamed):
    """Befrienders work in Airdrie; in Wishaw they are among the others of their sector."""
    asks = [ask for ask in busy.asks if ask.locality == locality]
    view = queries.map_at(BY, busy.places[locality])
    assert is_true(view.total, *truth(asks, lambda ask: None)[None])
    plain = truth(asks, lambda ask: tuple("" if end in unnamed else end for end in (ask.source, ask.target)))
    shown = {(tie.from_name, tie.to_name): (tie.figure.low, tie.figure.high) for tie in view.ties}
    assert shown == {ends: (n // 5 * 5, n // 5 * 5 + 4) for ends, (n, people) in plain.items() if people >= 5}


@pytest.mark.parametrize("locality", ["Airdrie", "Wishaw"])
def test_every_flow_agrees_with_a_plain_count(busy, locality):
    asks = [ask for ask in busy.asks if ask.locality == locality]
    flows = truth(asks, lambda ask: (busy.sector(ask.source), busy.sector(ask.target)))
    for source in Sector:
        for target in Sector:
            view = queries.exchange_between(BY, busy.places[locality], source, target)
            assert is_true(view.figure, *flows.get((source, target), (0, 0)))


def test_what_is_shown_of_airdrie(busy):
    view = queries.map_at(BY, busy.places["Airdrie"])
    assert [(f.from_sector, f.to_sector, f.figure.low, f.figure.high) for f in view.flows] == [
        ("nhs", "third", 10, 14),
        ("informal", "third", 5, None),
    ]
    assert view.hidden_flows == len(Sector) ** 2 - 2
    assert [(t.from_name, t.to_name, t.figure.low) for t in view.ties] == [
        ("Ward", "Befrienders", 10),
        ("", "Befrienders", 5),
    ]
    assert view.hidden_ties == (len(Sector) + 3) ** 2 - 2
    assert view.window.key == "2025-q4"
    assert view.elsewhere == Figure(0, 4, hidden=1)


def test_six_referrals_about_one_person_are_one_persons_business(busy):
    view = queries.exchange_between(BY, busy.places["Airdrie"], "council", "third")
    assert not view.figure.shown
    assert view.ties == ()


def test_a_larger_place_is_the_sum_of_what_its_localities_show(busy):
    whole = queries.map_at(BY, busy.places["Partnership"])
    parts = [queries.map_at(BY, busy.places[each]) for each in ("Airdrie", "Wishaw")]
    assert [each.figure for each in whole.localities] == [each.total for each in parts]
    assert (whole.total.low, whole.total.high) == (sum(each.total.low for each in parts), None)
    flows = {(f.from_sector, f.to_sector): f.figure for f in whole.flows}
    assert flows["nhs", "third"] == Figure(15, None, hidden=0)
    assert flows["informal", "third"] == Figure(5, None, hidden=1)
    assert (whole.ties, whole.hidden_ties) == ((), 0)
    assert whole.notes == ("observatory.sum_of_localities",)
    assert queries.ties_at(BY, busy.places["Partnership"]).ties == ()


def test_ties_are_those_of_the_map(busy):
    here = busy.places["Airdrie"]
    seen, told = queries.map_at(BY, here), queries.ties_at(BY, here)
    assert (told.ties, told.hidden_ties) == (seen.ties, seen.hidden_ties)
    between = queries.exchange_between(BY, here, "nhs", "third")
    assert between.ties == seen.ties[:1]


def test_unmet_needs_by_kind_and_by_people():
    """One person's need that was turned down six times is one need."""
    here = world.empty()
    wanted = {code: ecosystem.add_need(by=SYSTEM, code=code, name=code.title()).id for code in ("company", "food")}
    secret = ecosystem.add_need(by=SYSTEM, code="refuge", name="Refuge", sensitive=True).id
    with clock.at(DURING):
        asked = here.ask("Airdrie North", "Ward", "Befrienders", times=6, need_id=wanted["company"])
        here.ask_in_vain("Airdrie", "Ward", "Befrienders", times=6, need_id=wanted["food"])
        asked += here.ask("Airdrie", "Ward", "Befrienders", times=6, need_id=secret)
        asked += here.ask("Airdrie", "Ward", "Home Support", times=2)
        for referral in asked:
            here.decline(referral)
    publish()
    view = queries.unmet_at(BY, here.places["Airdrie"])
    assert [(each.code, each.figure.low, each.figure.high) for each in view.needs] == [("company", 5, 9)]
    assert view.hidden_needs == 2
    assert (view.total.low, view.total.high) == (5, 9)
    assert queries.unmet_at(BY, here.places["Partnership"]).total == Figure(5, None, hidden=1)


@pytest.mark.commitment(8)
def test_sensitive_services_never_appear():
    here = world.empty()
    here.actor("Safe House", Sector.THIRD, "Airdrie")
    refuge = here.service("Safe House", "Refuge", sensitive=True)
    secret = ecosystem.add_need(by=SYSTEM, code="harm", name="Harm", sensitive=True).id
    with clock.at(DURING):
        declined = here.ask("Airdrie", "Ward", "Safe House", times=9, service_id=refuge)
        here.ask("Airdrie", "Ward", "Home Support", times=9, need_id=secret)
        here.ask("Airdrie", "Safe House", "Home Support", times=5)
        for referral in declined:
            here.decline(referral)
    publish()
    view = queries.map_at(BY, here.places["Airdrie"])
    assert [(f.from_sector, f.to_sector, f.figure.low) for f in view.flows] == [("third", "council", 5)]
    assert [(t.from_id, t.from_name, t.to_name) for t in view.ties] == [(None, "", "Home Support")]
    assert (view.total.low, view.total.high) == (5, 14)
    assert not queries.unmet_at(BY, here.places["Airdrie"]).total.shown


def test_drafts_and_mistakes_do_not_count():
    here = world.empty()
    with clock.at(DURING):
        for referral in here.ask("Airdrie", "Ward", "Befrienders", times=6):
            world.care.move(
                by=SYSTEM,
                referral_id=referral.id,
                version=referral.version,
                code="mark_error",
                recorded={"reason_text": "Wrong person"},
            )
    publish()
    assert not queries.map_at(BY, here.places["Airdrie"]).total.shown


def test_before_anything_is_published_and_where_nothing_ever_is():
    here = world.empty()
    assert queries.windows(BY) == []
    view = queries.map_at(BY, here.places["Airdrie"])
    assert (view.window, view.total, view.notes) == (None, None, ("observatory.nothing_published",))
    publish()
    below = queries.map_at(BY, here.places["Airdrie North"])
    assert (below.total, below.flows, below.notes) == (None, (), ("observatory.no_locality",))


READS = {
    "map_at": lambda by, place: queries.map_at(by, place),
    "exchange_between": lambda by, place: queries.exchange_between(by, place, "nhs", "third"),
    "ties_at": lambda by, place: queries.ties_at(by, place),
    "unmet_at": lambda by, place: queries.unmet_at(by, place),
    "timeline": lambda by, place: queries.timeline(by, place),
}


@pytest.fixture
def quiet():
    made = world.empty()
    publish()
    return made


@pytest.mark.parametrize("read", READS)
def test_anyone_signed_in_reads_and_nobody_else(quiet, read):
    place = quiet.places["Airdrie"]
    person = Principal(kind=Kind.PERSON, account_id=new_id(), person_id=new_id())
    workers = [Principal(kind=Kind.WORKER, account_id=new_id(), role=role) for role in Role]
    for by in [person, *workers]:
        assert READS[read](by, place).window.key == "2025-q4"
    with pytest.raises(Refused):
        READS[read](Principal.nobody(), place)
    with pytest.raises(Refused):
        queries.windows(Principal.nobody())


@pytest.mark.parametrize("read", READS)
def test_a_look_is_left_and_is_about_no_person(quiet, read):
    READS[read](BY, quiet.places["Airdrie"])
    entry = AuditEntry.objects.get(kind="look", code=f"observatory.{read}")
    assert [(each.kind, each.subject_id) for each in entry.subjects.all()] == [("place", quiet.places["Airdrie"])]


@pytest.mark.parametrize("read", READS)
def test_what_is_not_there_is_not_found(quiet, read):
    with pytest.raises(NotFound):
        READS[read](BY, new_id())


def test_unknown_windows_and_sectors_are_not_found(quiet):
    here = quiet.places["Airdrie"]
    for window in ("2026-q1", "", "tomorrow\x00"):
        with pytest.raises(NotFound):
            queries.map_at(BY, here, window)
    with pytest.raises(NotFound):
        queries.exchange_between(BY, here, "nhs", "pirates")


def costs(seen: world.World) -> dict[str, list[int]]:
    """How many queries each read takes at a locality, and at the place above it."""
    found = {}
    for name, read in READS.items():
        found[name] = []
        for place in ("Airdrie", "Partnership"):
            with CaptureQueriesContext(connection) as told:
                read(BY, seen.places[place])
            asked = [each["sql"] for each in told.captured_queries]
            found[name].append(sum("SAVEPOINT" not in sql and sql != "BEGIN" for sql in asked))
    return found


def test_the_number_of_queries_does_not_grow():
    here = world.empty()
    with clock.at(DURING.replace(month=8)):
        here.ask("Airdrie", "Ward", "Befrienders", times=5)
    publish(date(2025, 7, 1), date(2025, 10, 1))
    before = costs(here)
    for name in ("Bellshill", "Coatbridge"):
        here.place(name, PlaceKind.LOCALITY, "Partnership")
    here.actor("Bellshill Club", Sector.COMMUNITY, "Partnership")
    with clock.at(DURING):
        for target in ("Befrienders", "Home Support", "Bellshill Club"):
            here.ask("Airdrie", "Ward", target, times=5)
        here.ask("Bellshill", "Ward", "Bellshill Club", times=5)
    publish()
    assert len(queries.map_at(BY, here.places["Airdrie"]).ties) == 3
    assert costs(here) == before
    assert before == {
        "map_at": [7, 6],
        "exchange_between": [6, 5],
        "ties_at": [6, 4],
        "unmet_at": [6, 6],
        "timeline": [5, 5],
    }


def test_answers_are_frozen(quiet):
    view = queries.map_at(BY, quiet.places["Airdrie"])
    with pytest.raises(dataclasses.FrozenInstanceError):
        view.total = None
