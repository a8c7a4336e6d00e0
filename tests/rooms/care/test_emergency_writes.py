"""What an emergency or a law opens is read and nothing else: every action that takes a person is walked."""

import inspect
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from ecotone.access import audit
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.adapters import actions as adapters
from ecotone.care import actions as care
from ecotone.care import queries as asked
from ecotone.ecosystem.models import Actor, Need, Place
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people import policies
from ecotone.people.rules import (
    COVERABLE,
    Act,
    CareRole,
    Channel,
    CircleKind,
    DutyKind,
    Effect,
    IdentifierKind,
    KeptKind,
    Mode,
    Part,
)
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.procedures import leaving
from ecotone.rights import actions as rights
from ecotone.rights.rules.erasing import Ground, HoldWhy
from tests import worlds
from tests.house.source import doors, public_functions
from tests.rooms.care.test_closed_doors import ACTS, desk  # noqa: F401 - the fixture
from tests.worlds import UNKNOWN, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BY_IT = {"people.ask_for_access", "people.break_glass", "people.record_duty"}
"""What it is there for, or stays open beside it; and what only those do who guard records."""

Written = Callable[[Principal, Any], Any]
WRITES: dict[str, Written] = {
    "people.change_person": lambda by, h: people.change_person(by=by, person_id=h.jean.id, version=1, known_as="J"),
    "people.add_identifier": lambda by, h: people.add_identifier(
        by=by, person_id=h.jean.id, kind=IdentifierKind.LOCAL, value="7"
    ),
    "people.add_story_entry": lambda by, h: people.add_story_entry(
        by=by, person_id=h.jean.id, section=Part.HARMS, text="Stairs"
    ),
    "people.add_to_circle": lambda by, h: people.add_to_circle(
        by=by, person_id=h.jean.id, kind=CircleKind.FRIEND, name="Isa"
    ),
    "people.log_encounter": lambda by, h: people.log_encounter(
        by=by, person_id=h.jean.id, mode=Mode.READ_ONLY, channel=Channel.PHONE
    ),
    "people.ask_for_part": lambda by, h: people.ask_for_part(by=by, person_id=h.jean.id, part=Part.HARMS, why="x"),
    "people.begin_stay": lambda by, h: people.begin_stay(by=by, person_id=h.jean.id, where="Monklands"),
    "people.choose_sharing": lambda by, h: people.choose_sharing(by=by, person_id=h.jean.id, effect=Effect.REFUSAL),
    "people.open_relationship": lambda by, h: people.open_relationship(
        by=by,
        person_id=h.jean.id,
        actor_id=h.rehab.team_id,
        role=CareRole.MEMBER,
        purpose="x",
        parts=[],
        basis=Basis.CONSENT,
    ),
    "people.end_relationship": lambda by, h: people.end_relationship(
        by=by, person_id=h.jean.id, actor_id=h.asker.team_id, because_of=UNKNOWN
    ),
    "people.offer_permission": lambda by, h: people.offer_permission(
        by=by,
        person_id=h.jean.id,
        tie_id=UNKNOWN,
        email="ann@example.org",
        parts=[Part.REFERRALS],
        acts=[Act.ASK],
        until=clock.now(),
        said_how="x",
    ),
    "people.record_authority": lambda by, h: people.record_authority(
        by=by,
        person_id=h.jean.id,
        tie_id=UNKNOWN,
        kind=AuthorityKind.GUARDIAN,
        covers=[Matter.SHARING],
        number="7",
        seen_on=clock.today(),
        since=clock.today(),
    ),
    "people.record_assessment": lambda by, h: people.record_assessment(
        by=by,
        person_id=h.jean.id,
        matter=Matter.SHARING,
        able=False,
        assessed_by="x",
        how="x",
        on=clock.today(),
        again_on=clock.today() + timedelta(days=9),
    ),
    "people.pass_on_wish": lambda by, h: people.pass_on_wish(by=by, person_id=h.jean.id, text="x"),
    "people.pass_on_grant": lambda by, h: people.pass_on_grant(
        by=by, person_id=h.jean.id, authority_id=UNKNOWN, part=Part.MATTERS, text="x"
    ),
    "people.note_death": lambda by, h: people.note_death(
        by=by, person_id=h.jean.id, died_on=clock.today(), told_by="x"
    ),
    "people.note_move": lambda by, h: people.note_move(
        by=by, person_id=h.jean.id, version=1, home_id=None, on=clock.today(), told_by="x"
    ),
    "people.undo_death": lambda by, h: people.undo_death(by=by, person_id=h.jean.id, reason="x"),
    "people.link_account": lambda by, h: people.link_account(by=by, person_id=h.jean.id, account_id=UNKNOWN),
    "people.offer_own_way_in": lambda by, h: people.offer_own_way_in(
        by=by, person_id=h.jean.id, address="jean@example.org", knew="in_person"
    ),
    "people.take_off_account": lambda by, h: people.take_off_account(by=by, person_id=h.jean.id, reason="x"),
    "people.keep_back": lambda by, h: people.keep_back(
        by=by, person_id=h.jean.id, kind=KeptKind.REFERRAL, subject_id=UNKNOWN
    ),
    "people.show_again": lambda by, h: people.show_again(by=by, person_id=h.jean.id, subject_id=UNKNOWN),
    "rights.ask_correction": lambda by, h: rights.ask_correction(by=by, person_id=h.jean.id, wrong="All of it"),
    "rights.ask_erasure": lambda by, h: rights.ask_erasure(by=by, person_id=h.jean.id),
    "rights.decide_erasure": lambda by, h: rights.decide_erasure(
        by=by, person_id=h.jean.id, ground=Ground.NO_LONGER_NEEDED
    ),
    "rights.note_erased_again": lambda by, h: rights.note_erased_again(by=by, person_id=h.jean.id, account_id=None),
    "rights.hold": lambda by, h: rights.hold(
        by=by, person_id=h.jean.id, kind=HoldWhy.CLAIMS, why="x", review_on=clock.today()
    ),
    "people.erase_person": lambda by, h: people.erase_person(by=by, person_id=h.jean.id),
    "care.erase_person": lambda by, h: care.erase_person(by=by, person_id=h.jean.id, account_id=None),
    "adapters.erase_person": lambda by, h: adapters.erase_person(by=by, person_id=h.jean.id, subjects=[], names=[]),
    "care.signpost": lambda by, h: care.signpost(by=by, person_id=h.jean.id, to_actor_id=h.rehab.team_id),
    "care.start_joint": lambda by, h: care.start_joint(
        by=by, title="x", aim="x", partner_ids=[h.rehab.team_id], person_id=h.jean.id
    ),
    "care.draft_again": lambda by, h: care.draft_again(by=by, person_id=h.jean.id, ids=[]),
    "care.flag_out_of_area": lambda by, h: care.flag_out_of_area(by=by, person_id=h.jean.id, home_id=None),
    "care.lapse_asks": lambda by, h: care.lapse_asks(by=by, person_id=h.jean.id, reason="x"),
    "care.drop_promises": lambda by, h: care.drop_promises(by=by, person_id=h.jean.id, words="x"),
    "care.take_up_promises": lambda by, h: care.take_up_promises(by=by, person_id=h.jean.id, ids=[]),
    "care.offer_openly": lambda by, h: worlds.ask_openly(by, h.jean, Need.objects.get(), where=Place.objects.get()),
    "care.add_outcome": lambda by, h: care.add_outcome(by=by, person_id=h.jean.id, words="A garden"),
    "care.ask_question": lambda by, h: care.ask_question(
        by=by, target_id=h.rehab.team_id, text="x", person_id=h.jean.id
    ),
    "care.draft_referral": lambda by, h: worlds.draft(by, h.jean, Actor.of(h.rehab.team_id)),
    "care.offer_referral": lambda by, h: worlds.ask(by, h.jean, Actor.of(h.rehab.team_id)),
    "procedures.record_death": lambda by, h: leaving.record_death(
        by=by, person_id=h.jean.id, died_on=clock.today(), told_by="x"
    ),
    "procedures.undo_death": lambda by, h: leaving.undo_death(by=by, person_id=h.jean.id, reason="x"),
    "procedures.record_move": lambda by, h: leaving.record_move(
        by=by, person_id=h.jean.id, version=1, home_id=None, on=clock.today(), told_by="x"
    ),
}
PLAINLY = {
    *("people.change_person", "people.add_story_entry", "people.log_encounter", "people.choose_sharing"),
    *("people.open_relationship", "care.offer_referral", "care.add_outcome", "care.ask_question", "care.signpost"),
}
"""What whoever helps her does every day: there the no says that this may only be read."""


def with_a_person() -> set[str]:
    found = [each for module in doors("actions") for each in public_functions(module)]
    found += [leaving.record_death, leaving.record_move, leaving.undo_death]
    return {each.action_code for each in found if "person_id" in inspect.signature(each).parameters}


def test_every_action_that_takes_a_person_is_walked():
    assert with_a_person() == WRITES.keys() | BY_IT


@pytest.fixture
def medic(house):
    people.break_glass(by=house.stranger, person_id=house.jean.id, reason="danger_to_life", text="She fell")
    assert policies.verdict(house.stranger, house.jean.id, Part.HARMS).code == "people.by_emergency"
    return house.stranger


@pytest.mark.commitment(3)
@pytest.mark.parametrize("code", WRITES)
def test_none_of_them_is_done_by_an_emergency(code, house, medic):
    worlds.need("home.meals")
    worlds.place("Airdrie")
    reason = refused(lambda: WRITES[code](medic, house))
    assert reason == "people.read_only_emergency" or code not in PLAINLY


@pytest.fixture
def council(house):
    """Whom a law lets read every part, over her refusal of all."""
    guardian, theirs = worlds.wearing(worlds.team("Records"), Role.GUARDIAN), house.stranger.team_id
    people.choose_sharing(by=house.asker, person_id=house.jean.id, effect=Effect.REFUSAL, actor_id=theirs)
    people.record_duty(
        by=guardian,
        person_id=house.jean.id,
        actor_id=theirs,
        kind=DutyKind.COURT_ORDER,
        parts=COVERABLE,
        reference="Order 7",
        until=clock.now() + timedelta(days=1),
    )
    assert policies.verdict(house.stranger, house.jean.id, Part.HARMS).code == "people.by_duty_court_order"
    return house.stranger


@pytest.mark.commitment(3)
@pytest.mark.parametrize("code", WRITES)
def test_none_of_them_is_done_by_a_law(code, house, council):
    worlds.need("home.meals")
    worlds.place("Airdrie")
    reason = refused(lambda: WRITES[code](council, house))
    assert reason == "people.read_only_duty" or code not in PLAINLY


@pytest.mark.commitment(3)
@pytest.mark.parametrize("name", ACTS)
def test_nor_what_is_done_about_what_was_asked_for_her(name, desk):  # noqa: F811 - the fixture
    medic = desk.house.stranger
    people.break_glass(by=medic, person_id=desk.jean, reason="danger_to_life", text="She fell")
    assert refused(lambda: ACTS[name][0](medic, desk))


def test_it_reads_what_was_asked_for_her_but_nothing_sensitive(house, medic):
    shared = house.ask()
    refuge = worlds.wearing(worlds.team("Refuge"))
    private = worlds.service(Actor.of(refuge.team_id), "Safety planning", sensitivity="sensitive")
    worlds.ask(house.asker, house.jean, private)
    rows = asked.referrals_of(medic, house.jean.id)
    assert [row.id for row in rows if row.sight == "full"] == [shared.id]


@pytest.mark.commitment(3)
def test_what_leaves_as_a_file_holds_nothing_of_it(house, medic):
    house.ask()
    with audit.gathering(medic, "web.page"):
        assert policies.verdict(medic, house.jean.id, Part.REFERRALS).allowed
        audit.exporting()
        assert policies.verdict(medic, house.jean.id, Part.REFERRALS).code == "people.read_only_emergency"
        assert not policies.visible_to(medic).exists()
