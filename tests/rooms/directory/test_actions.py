"""Keeping a listing: all of it or none, every fault at its field, nobody's change overwritten."""

import dataclasses
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecotone.access.models import AuditEntry, AuditSubject
from ecotone.directory import actions, queries
from ecotone.directory.listing import Contact, Cost, Document, Identifier, Language, Listing, Location, Opening
from ecotone.directory.models import Service, ServiceWord
from ecotone.directory.rules import CapacityWord, ServiceStatus, Weekday
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from tests.rooms.directory.world import SYSTEM, service, site, wearing
from tests.rooms.ecosystem.world import undone


def full(world) -> Listing:
    """A listing that says all that can be said."""
    return Listing().given(
        name="Càirdeas: tea and a blether",
        alternate_name="The Blether",
        description="Tea, cake and company for anyone who would like some.",
        url="https://blether.example.org",
        email="hello@blether.example.org",
        phone="01236 555 010",
        application_process="Just come, or phone first.",
        fees="Tea is £1.50.",
        minimum_age=16,
        maximum_age=120,
        eligibility="Anyone over 16.",
        ineligibility="We cannot help with lifting.",
        accessibility="Ramp, loop, no stairs.",
        interpretation="Polish on Tuesdays.",
        wait_band="under_2_weeks",
        capacity_word="has_capacity",
        places_available=4,
        places_maximum=12,
        places_funded=10,
        review_due=date(2026, 9, 1),
        self_referral=True,
        sensitivity="ordinary",
        alert="Closed on Easter Monday.",
        accreditations="Volunteer Friendly.",
        licences="None.",
        need_codes=["company.groups", "company.connection"],
        place_ids=[world.at("Airdrie"), world.at("Wishaw")],
        accepts=["third", "nhs"],
        attending=["venue", "phone"],
        access=["drop_in", "referral"],
        sites=[Location(site(world, "Airdrie").id, True)],
        schedules=[
            Opening("TH", time(14), time(16)),
            Opening("MO", time(10), time(12, 30), "first Mondays", date(2026, 1, 1), date(2026, 12, 31)),
            Opening("MO"),
        ],
        languages=[Language("Polish", "pl", "on Tuesdays"), Language("English", "en")],
        contacts=[Contact("Morag Baird", "coordinator", "01236 555 011", "morag@blether.example.org")],
        cost_options=[Cost("tea", 150), Cost("cake", None, "GBP", "what you can", date(2026, 1, 1))],
        required_documents=[Document("A form", "https://blether.example.org/form")],
        identifiers=[Identifier("aliss", "id", "007"), Identifier("cs", "", "CS2003000001")],
    )


def fields(listing: Listing) -> dict:
    return {f.name: getattr(listing, f.name) for f in dataclasses.fields(listing)}


def alike(one: Listing, other: Listing) -> bool:
    """Whether two listings say the same; only of needs does the order say anything."""
    for name, mine in fields(one).items():
        others = getattr(other, name)
        if isinstance(mine, tuple) and name != "need_codes":
            if set(mine) != set(others) or len(mine) != len(others):
                return False
        elif mine != others:
            return False
    return True


def faults(attempt) -> set[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        attempt()
    return {(problem.field, problem.code) for problem in refused.value.problems}


def test_all_that_is_listed_is_kept(world):
    listing = full(world)
    made = actions.list_service(by=SYSTEM, provider_id=world.actors["Monklands Blether"].id, **fields(listing))
    kept = queries.listing(SYSTEM, made.id)
    assert alike(kept, listing)
    assert [opening.weekday for opening in kept.schedules] == [Weekday.MONDAY, Weekday.MONDAY, Weekday.THURSDAY]
    assert made.capacity_updated_at == clock.now()


def test_a_name_and_a_way_to_attend_are_enough(world):
    made = service(world, "Tea", attending=["phone"])
    assert made.capacity_updated_at is None
    assert queries.listing(SYSTEM, made.id) == Listing(name="Tea", attending=("phone",))


def test_a_change_touches_only_what_is_given(world):
    listing = full(world)
    made = actions.list_service(by=SYSTEM, provider_id=world.actors["Monklands Blether"].id, **fields(listing))
    with clock.at(clock.now() + timedelta(days=1)):
        changed = actions.change_service(
            by=SYSTEM, service_id=made.id, version=1, name="Blether", languages=["Gaelic"], accepts=()
        )
    expected = dataclasses.replace(listing, name="Blether", languages=(Language("Gaelic"),), accepts=())
    assert alike(queries.listing(SYSTEM, made.id), expected)
    assert changed.version == 2
    assert changed.capacity_updated_at == made.capacity_updated_at, "room was not spoken of"
    assert changed.changed_at == made.changed_at + timedelta(days=1)


def test_what_room_there_is_is_dated_when_it_is_said(world):
    made = service(world)
    later = clock.now() + timedelta(days=3)
    with clock.at(later):
        told = actions.change_service(by=SYSTEM, service_id=made.id, version=1, capacity_word="has_capacity")
        assert told.capacity_updated_at == later
        untold = actions.change_service(by=SYSTEM, service_id=made.id, version=2, capacity_word="")
        assert untold.capacity_updated_at is None


@pytest.mark.commitment(9)
def test_room_is_told_in_two_taps(world):
    made = service(world, capacity_word="has_capacity", places_available=4, places_maximum=12, wait_band="none")
    later = clock.now() + timedelta(days=20)
    with clock.at(later):
        told = actions.set_capacity(
            by=SYSTEM, service_id=made.id, version=1, capacity_word=CapacityWord.NO_CAPACITY_HAS_WAITLIST
        )
    assert (told.capacity_word, told.places_available, told.wait_band) == (
        "no_capacity_has_waitlist",
        None,
        "unknown",
    ), "what was not said again is not known any more"
    assert (told.places_maximum, told.capacity_updated_at, told.version) == (12, later, 2)
    with clock.at(later):
        again = actions.set_capacity(
            by=SYSTEM,
            service_id=made.id,
            version=2,
            capacity_word="has_capacity",
            places_available=20,
            places_maximum=20,
            wait_band="none",
        )
    assert (again.places_available, again.places_maximum, again.wait_band) == (20, 20, "none")


def test_room_that_cannot_be_is_refused(world):
    made = service(world, places_maximum=12)

    def tell(**said):
        return faults(lambda: actions.set_capacity(by=SYSTEM, service_id=made.id, version=1, **said))

    assert tell(capacity_word="loads") == {("capacity_word", "ground.unknown_choice")}
    assert tell(capacity_word="") == {("capacity_word", "ground.required")}
    assert tell(capacity_word="has_capacity", wait_band="ages") == {("wait_band", "ground.unknown_choice")}
    assert tell(capacity_word="has_capacity", places_available=13) == {
        ("places_available", "directory.more_than_maximum")
    }
    assert tell(capacity_word="no_capacity", places_available=1) == {
        ("places_available", "directory.full_but_places")
    }
    assert tell(capacity_word="has_capacity", places_available="3") == {("places_available", "directory.wrong_kind")}
    made.refresh_from_db()
    assert (made.capacity_word, made.version) == ("", 1)


def test_still_right_as_it_is(world):
    lead = wearing(world.actors["Monklands Blether"])
    made = service(world, capacity_word="no_capacity")
    later = clock.now() + timedelta(days=100)
    with clock.at(later):
        sure = actions.assure_service(by=lead, service_id=made.id, version=1)
        assert (sure.assured_on, sure.assured_by) == (clock.today(), lead.account_id)
        assert (sure.capacity_updated_at, sure.review_due) == (later, clock.today() + timedelta(days=180))
        assert queries.stale_listings(made.provider_id) == []


def test_a_closed_service_is_not_found_and_says_why(world):
    made = service(world)
    shut = actions.close_service(
        by=SYSTEM, service_id=made.id, version=1, status=ServiceStatus.TEMPORARILY_CLOSED, reason=" The roof leaks. "
    )
    assert (shut.status, shut.status_reason) == ("temporarily_closed", "The roof leaks.")
    assert queries.find(SYSTEM, words="blether").total == 0
    assert queries.accepts(made.id, "nhs").code == "directory.closed"
    actions.reopen_service(by=SYSTEM, service_id=made.id, version=2)
    assert queries.find(SYSTEM, words="blether").total == 1
    assert queries.service(SYSTEM, made.id).status_reason == ""


def test_what_has_ended_for_good_stays_ended(world):
    made = service(world)

    def close(version, status, reason="The money ran out."):
        return actions.close_service(by=SYSTEM, service_id=made.id, version=version, status=status, reason=reason)

    assert faults(lambda: close(1, "active")) == {("status", "ground.unknown_choice")}
    assert faults(lambda: close(1, "gone", "")) == {
        ("status", "ground.unknown_choice"),
        ("reason", "ground.required"),
    }
    assert faults(lambda: close(1, "inactive", "x" * 201)) == {("reason", "ground.too_long")}
    close(1, "defunct")
    assert faults(lambda: close(2, "inactive")) == {("status", "directory.not_from_this_status")}
    assert faults(lambda: actions.reopen_service(by=SYSTEM, service_id=made.id, version=2)) == {
        ("status", "directory.not_from_this_status")
    }


def test_a_stale_form_overwrites_nothing(world):
    made = service(world, "Tea", languages=["Polish"])
    actions.change_service(by=SYSTEM, service_id=made.id, version=1, name="Tea for all")
    attempts = [
        lambda: actions.change_service(by=SYSTEM, service_id=made.id, version=1, name="Coffee", languages=()),
        lambda: actions.set_capacity(by=SYSTEM, service_id=made.id, version=1, capacity_word="no_capacity"),
        lambda: actions.assure_service(by=SYSTEM, service_id=made.id, version=1),
        lambda: actions.close_service(by=SYSTEM, service_id=made.id, version=1, status="defunct", reason="x"),
    ]
    for attempt in attempts:
        with pytest.raises(Stale):
            attempt()
    kept = queries.service(SYSTEM, made.id)
    assert (kept.name, kept.listing.languages, kept.status) == ("Tea for all", (Language("Polish"),), "active")
    assert (kept.capacity.word, kept.assured_on) == ("", None)


def test_nothing_is_kept_of_a_listing_with_a_fault(world):
    before = [Service.objects.count(), ServiceWord.objects.count(), AuditEntry.objects.count()]
    found = faults(
        lambda: service(world, " ", url="nowhere", minimum_age=80, maximum_age=60, attending=[], phone="ask")
    )
    assert found == {
        ("name", "ground.required"),
        ("url", "directory.url"),
        ("phone", "directory.phone"),
        ("maximum_age", "directory.ages_crossed"),
        ("attending", "directory.no_way_to_attend"),
    }
    assert before == [Service.objects.count(), ServiceWord.objects.count(), AuditEntry.objects.count()]


def test_what_a_listing_refers_to_must_be_there(world):
    service(world, "First", identifiers=[("aliss", "id", "7")])
    stranger = world.actors["Monklands Blether"].id
    found = faults(
        lambda: service(
            world,
            need_codes=["company.groups", "no.such.need"],
            place_ids=[stranger],
            sites=[stranger],
            identifiers=[("aliss", "id", "8"), ("aliss", "id", "7")],
        )
    )
    assert found == {
        ("need_codes", "directory.unknown_need"),
        ("place_ids", "directory.unknown_place"),
        ("sites", "directory.unknown_site"),
        ("identifiers.1.value", "directory.identifier_taken"),
    }


def test_a_service_keeps_its_own_identifiers(world):
    made = service(world, identifiers=[("aliss", "id", "7")])
    again = [("aliss", "id", "7"), ("cs", "", "1")]
    actions.change_service(by=SYSTEM, service_id=made.id, version=1, identifiers=again)
    assert len(queries.listing(SYSTEM, made.id).identifiers) == 2


def test_an_actor_that_has_ended_offers_nothing(world):
    provider = world.actors["Monklands Blether"]
    made = service(world)
    actions.close_service(by=SYSTEM, service_id=made.id, version=1, status="inactive", reason="Winding up.")
    with clock.at(clock.now() + timedelta(days=2)):
        ecosystem.end_actor(by=SYSTEM, actor_id=provider.id, version=1)
        assert faults(lambda: service(world)) == {("provider_id", "directory.provider_ended")}
        assert faults(lambda: actions.reopen_service(by=SYSTEM, service_id=made.id, version=2)) == {
            ("provider_id", "directory.provider_ended")
        }


def test_what_is_not_there_is_not_found(world):
    nowhere = world.at("Airdrie")
    with pytest.raises(NotFound):
        actions.change_service(by=SYSTEM, service_id=nowhere, version=1, name="Tea")
    with pytest.raises(NotFound):
        actions.list_service(by=SYSTEM, provider_id=nowhere, name="Tea", attending=["venue"])
    with pytest.raises(NotFound):
        actions.set_capacity(by=SYSTEM, service_id="no id", version=1, capacity_word="no_capacity")


def test_each_write_leaves_one_entry(world):
    made = service(world)
    actions.set_capacity(by=SYSTEM, service_id=made.id, version=1, capacity_word="no_capacity")
    actions.assure_service(by=SYSTEM, service_id=made.id, version=2)
    rows = AuditSubject.objects.filter(kind="service", subject_id=made.id).order_by("id")
    assert list(rows.values_list("act", flat=True)) == [
        "directory.list_service",
        "directory.set_capacity",
        "directory.assure_service",
    ]


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(names, st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=80))
def test_any_script_is_kept_as_it_was_written(world, name, description):
    with undone():
        made = service(world, name, description=description)
        kept = queries.listing(SYSTEM, made.id)
        expected = Listing().given(name=name, description=description)
        assert (kept.name, kept.description) == (expected.name, expected.description)
