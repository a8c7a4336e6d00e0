"""Every write to a record is refused to whoever has no business with it: the no is in the audit, and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import PRACTICE, Basis, Kind, Role
from ecotone.ground.errors import NotFound
from ecotone.people import actions
from ecotone.people.rules import CareRole, Channel, CircleKind, Effect, IdentifierKind, Mode, Part
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, UNKNOWN, kept, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@dataclass
class House:
    """Jean, helped by a team that sees all of her record; another team that has nothing to do with her."""

    ours: Principal
    theirs: Principal
    jean: UUID
    me: Principal
    tie: UUID
    encounter: UUID
    grant: UUID
    refusal: UUID
    entry: UUID
    account: UUID


@pytest.fixture
def house() -> House:
    ours, theirs = worlds.wearing(worlds.team("Link workers")), worlds.wearing(worlds.team("Elsewhere"))
    jean = worlds.taken_in(ours)
    me = worlds.herself(jean)
    given = {"by": me, "person_id": jean.id}
    return House(
        ours=ours,
        theirs=theirs,
        jean=jean.id,
        me=me,
        tie=actions.add_to_circle(**given, kind=CircleKind.FAMILY, name="Ann").id,
        encounter=actions.log_encounter(by=ours, person_id=jean.id, mode=Mode.READ_ONLY, channel=Channel.PHONE).id,
        grant=actions.choose_sharing(**given, effect=Effect.GRANT, actor_id=theirs.actor_id, part=Part.HARMS).id,
        refusal=actions.choose_sharing(**given, effect=Effect.REFUSAL, sector="council", part=Part.HARMS).id,
        entry=actions.add_story_entry(**given, section=Part.MATTERS, text="My garden").id,
        account=worlds.account().id,
    )


Act = Callable[[Principal, House], Any]
ACTS: dict[str, Act] = {
    "change_person": lambda by, h: actions.change_person(by=by, person_id=h.jean, version=2, known_as="J"),
    "change_contact": lambda by, h: actions.change_person(by=by, person_id=h.jean, version=2, contact_how="post"),
    "add_identifier": lambda by, h: actions.add_identifier(
        by=by, person_id=h.jean, kind=IdentifierKind.CHI, value="0101011237"
    ),
    "add_story_entry": lambda by, h: actions.add_story_entry(
        by=by, person_id=h.jean, section=Part.HARMS, text="Stairs"
    ),
    "supersede": lambda by, h: actions.add_story_entry(
        by=by, person_id=h.jean, section=Part.MATTERS, text="My roses", supersedes=h.entry
    ),
    "add_to_circle": lambda by, h: actions.add_to_circle(by=by, person_id=h.jean, kind=CircleKind.FRIEND, name="Isa"),
    "end_circle_tie": lambda by, h: actions.end_circle_tie(by=by, tie_id=h.tie, version=1),
    "log_encounter": lambda by, h: actions.log_encounter(
        by=by, person_id=h.jean, mode=Mode.READ_ONLY, channel=Channel.PHONE, actor_id=h.ours.actor_id
    ),
    "open_relationship": lambda by, h: actions.open_relationship(
        by=by,
        person_id=h.jean,
        actor_id=h.theirs.actor_id,
        role=CareRole.MEMBER,
        purpose="company",
        parts=[Part.MATTERS],
        basis=Basis.CONSENT,
    ),
    "refuse": lambda by, h: actions.choose_sharing(by=by, person_id=h.jean, effect=Effect.REFUSAL, part=Part.HARMS),
    "grant": lambda by, h: actions.choose_sharing(by=by, person_id=h.jean, effect=Effect.GRANT, part=Part.HARMS),
    "withdraw_grant": lambda by, h: actions.withdraw_choice(by=by, choice_id=h.grant),
}
HERS: dict[str, Act] = {
    "say_about_encounter": lambda by, h: actions.say_about_encounter(
        by=by, encounter_id=h.encounter, version=1, had_to_repeat=True
    ),
    "withdraw_refusal": lambda by, h: actions.withdraw_choice(by=by, choice_id=h.refusal),
}
SYSTEMS: dict[str, Act] = {
    "end_relationship": lambda by, h: actions.end_relationship(
        by=by, person_id=h.jean, actor_id=h.ours.actor_id, because_of=UNKNOWN
    ),
}


@pytest.mark.commitment(3)
def test_nobody_a_stranger_and_those_who_see_counts_only_are_refused(house):
    counting = [replace(house.ours, role=role) for role in set(Role) - PRACTICE]
    others = [NOBODY, house.theirs, *counting, worlds.herself(worlds.person("Another"))]
    noes = {"access.nobody", "people.no_relationship", "people.counts_only", "people.only_self", "access.system_only"}
    for name, act in (ACTS | HERS | SYSTEMS).items():
        assert set(refused(*[partial(act, by, house) for by in others]).split()) <= noes, name


@pytest.mark.parametrize("who", ["ours", "me"])
def test_those_who_help_her_now_do_it_and_so_does_she(who, house):
    for act in ACTS.values():
        with worlds.undone():
            act(getattr(house, who), house)


def test_what_is_hers_to_say_her_helpers_cannot_say_for_her(house):
    for act in HERS.values():
        assert refused(lambda act=act: act(house.ours, house)) == "people.only_self"
        act(house.me, house)


def test_relationships_that_asks_opened_are_ended_by_ecotone_alone(house):
    for act in SYSTEMS.values():
        assert refused(lambda act=act: act(house.ours, house)) == "access.system_only"
        assert refused(lambda act=act: act(house.me, house)) == "access.system_only"
        act(SYSTEM, house)


def test_people_are_taken_in_by_those_who_work_with_people(house):
    for role in (None, *Role):
        by = replace(house.theirs, role=role)
        if role in PRACTICE:
            assert actions.add_person(by=by, name="Bo").name == "Bo"
        else:
            assert refused(lambda by=by: actions.add_person(by=by, name="Bo")) == "access.no_role"
    assert refused(lambda: actions.add_person(by=NOBODY, name="Bo")) == "access.nobody"
    assert refused(lambda: actions.add_person(by=house.me, name="Bo")) == "access.no_role"


def test_an_account_is_linked_by_a_guardian_and_never_their_own(house):
    """Whoever signs in as her sees all: a helper who could link would open what was never shared."""
    link = {"person_id": worlds.person("Bo").id, "account_id": house.account}
    for role in {None, *Role} - {Role.GUARDIAN}:
        by = replace(house.ours, role=role)
        assert refused(lambda by=by: actions.link_account(by=by, **link)) == "access.no_role"
    guardian = replace(house.ours, role=Role.GUARDIAN)
    own = link | {"by": guardian, "account_id": guardian.account_id}
    assert refused(lambda: actions.link_account(**own)) == "access.own_account"
    actions.link_account(by=guardian, **link)


def test_one_account_is_one_person_and_one_person_has_one_account(house):
    bo = worlds.person("Bo")
    link = actions.link_account
    assert told(lambda: link(by=SYSTEM, person_id=bo.id, account_id=house.me.account_id)) == [
        ("people.account_taken", "account")
    ]
    assert told(lambda: link(by=SYSTEM, person_id=house.jean, account_id=house.account)) == [
        ("people.linked_already", "account")
    ]
    assert link(by=SYSTEM, person_id=bo.id, account_id=house.account).account_id == house.account


def test_once_the_relationship_is_over_so_is_the_writing(house):
    asked = {"person_id": house.jean, "actor_id": house.theirs.actor_id}
    opened = {"role": CareRole.CONSULT, "purpose": "x", "parts": [], "basis": Basis.CONSENT, "opened_by": UNKNOWN}
    actions.open_relationship(by=house.ours, **asked, **opened)
    write = ACTS["add_story_entry"]
    write(house.theirs, house)
    actions.end_relationship(by=SYSTEM, **asked, because_of=UNKNOWN)
    with worlds.later(seconds=1):
        assert refused(lambda: write(house.theirs, house)) == "people.no_relationship"


MISSING = {
    "home": lambda h: actions.add_person(by=h.ours, name="Bo", home_id=UNKNOWN),
    "new_home": lambda h: actions.change_person(by=h.ours, person_id=h.jean, version=2, home_id=UNKNOWN),
    "account": lambda h: actions.link_account(by=SYSTEM, person_id=h.jean, account_id=UNKNOWN),
    "circle_actor": lambda h: actions.add_to_circle(
        by=h.ours, person_id=h.jean, kind=CircleKind.GROUP, name="Choir", actor_id=UNKNOWN
    ),
    "encounter_actor": lambda h: actions.log_encounter(
        by=h.me, person_id=h.jean, mode=Mode.READ_ONLY, channel=Channel.PHONE, actor_id=UNKNOWN
    ),
    "choice_actor": lambda h: actions.choose_sharing(
        by=h.me, person_id=h.jean, effect=Effect.REFUSAL, actor_id=UNKNOWN
    ),
    "related_actor": lambda h: actions.open_relationship(
        by=h.ours,
        person_id=h.jean,
        actor_id=UNKNOWN,
        role=CareRole.MEMBER,
        purpose="x",
        parts=[],
        basis=Basis.CONSENT,
    ),
    "tie": lambda h: actions.end_circle_tie(by=h.ours, tie_id=UNKNOWN, version=1),
    "encounter": lambda h: actions.say_about_encounter(by=h.me, encounter_id=UNKNOWN, version=1, had_to_repeat=True),
    "choice": lambda h: actions.withdraw_choice(by=h.me, choice_id="no id at all"),
    "person_story": lambda h: actions.add_story_entry(by=SYSTEM, person_id=UNKNOWN, section=Part.MATTERS, text="x"),
    "person_circle": lambda h: actions.add_to_circle(
        by=SYSTEM, person_id=UNKNOWN, kind=CircleKind.FRIEND, name="Isa"
    ),
    "person_number": lambda h: actions.add_identifier(
        by=SYSTEM, person_id=UNKNOWN, kind=IdentifierKind.LOCAL, value="7"
    ),
    "person_choice": lambda h: actions.choose_sharing(by=SYSTEM, person_id=UNKNOWN, effect=Effect.REFUSAL),
    "person_change": lambda h: actions.change_person(by=SYSTEM, person_id=UNKNOWN, version=1, name="x"),
}


def test_what_is_not_there_is_said_not_to_be_and_nothing_is_written(house):
    before = kept()
    for name, act in MISSING.items():
        with pytest.raises(NotFound):
            act(house)
        assert kept() == before, name


NUL, LONG = "a\x00b", "x" * 20_001
BAD: dict[str, tuple[Act, list[tuple[str, str]]]] = {
    "nameless": (lambda by, h: actions.add_person(by=by, name=" "), [("ground.required", "name")]),
    "name_nul": (lambda by, h: actions.add_person(by=by, name=NUL), [("ground.nul", "name")]),
    "name_long": (lambda by, h: actions.add_person(by=by, name="x" * 201), [("ground.too_long", "name")]),
    "unborn": (
        lambda by, h: actions.add_person(by=by, name="", birth_date=date(2027, 1, 1)),
        [("people.birth_date", "birth_date"), ("ground.required", "name")],
    ),
    "renamed_nameless": (
        lambda by, h: actions.change_person(by=by, person_id=h.jean, version=2, name=""),
        [("ground.required", "name")],
    ),
    "renamed_nul": (
        lambda by, h: actions.change_person(by=by, person_id=h.jean, version=2, name=NUL),
        [("ground.nul", "name")],
    ),
    "number": (
        lambda by, h: actions.add_identifier(by=by, person_id=h.jean, kind="chi", value="0101011238"),
        [("people.identifier_check_digit", "value")],
    ),
    "number_kind": (
        lambda by, h: actions.add_identifier(by=by, person_id=h.jean, kind="passport", value="1"),
        [("ground.unknown_choice", "kind")],
    ),
    "entry": (
        lambda by, h: actions.add_story_entry(
            by=by, person_id=h.jean, section=Part.CIRCLE, text=" ", said_on=date(2026, 3, 3), words_of="her dog"
        ),
        [
            ("people.section", "section"),
            ("ground.required", "text"),
            ("people.future", "said_on"),
            ("ground.unknown_choice", "words_of"),
        ],
    ),
    "entry_section": (
        lambda by, h: actions.add_story_entry(
            by=by, person_id=h.jean, section="nonsense", text="x", supersedes=h.entry
        ),
        [("people.section", "section")],
    ),
    "entry_nul": (
        lambda by, h: actions.add_story_entry(by=by, person_id=h.jean, section=Part.MATTERS, text=NUL),
        [("ground.nul", "text")],
    ),
    "entry_long": (
        lambda by, h: actions.add_story_entry(by=by, person_id=h.jean, section=Part.MATTERS, text=LONG),
        [("ground.too_long", "text")],
    ),
    "circle": (
        lambda by, h: actions.add_to_circle(
            by=by, person_id=h.jean, kind="dog", name="", named_by="x", since=date(2026, 3, 3)
        ),
        [
            ("ground.unknown_choice", "kind"),
            ("ground.unknown_choice", "named_by"),
            ("ground.required", "name"),
            ("people.future", "since"),
        ],
    ),
    "circle_end": (
        lambda by, h: actions.end_circle_tie(by=by, tie_id=h.tie, version=1, until=date(2026, 3, 1)),
        [("ground.period", "until")],
    ),
    "encounter": (
        lambda by, h: actions.log_encounter(
            by=by, person_id=h.jean, mode="mind reading", channel="owl", planned_minutes=-1, actual_minutes=1441
        ),
        [
            ("ground.unknown_choice", "mode"),
            ("ground.unknown_choice", "channel"),
            ("people.minutes", "planned_minutes"),
            ("people.minutes", "actual_minutes"),
        ],
    ),
    "relationship": (
        lambda by, h: actions.open_relationship(
            by=by, person_id=h.jean, actor_id=h.theirs.actor_id, role="x", purpose="x", parts=[], basis="y"
        ),
        [("ground.unknown_choice", "role"), ("ground.unknown_choice", "basis")],
    ),
    "choice": (
        lambda by, h: actions.choose_sharing(
            by=by, person_id=h.jean, effect=Effect.REFUSAL, actor_id=h.theirs.actor_id, sector="shops", part="all"
        ),
        [("ground.unknown_choice", "sector"), ("ground.unknown_choice", "part"), ("people.to_whom", "actor_id")],
    ),
    "choice_effect": (
        lambda by, h: actions.choose_sharing(by=by, person_id=h.jean, effect="perhaps"),
        [("ground.unknown_choice", "effect")],
    ),
}


def test_bad_input_gets_its_sentence_at_its_field_and_nothing_is_kept(house):
    for name, (act, faults) in BAD.items():
        assert told(lambda act=act: act(house.ours, house)) == faults, name


def test_fields_that_a_person_does_not_have_are_the_callers_fault(house):
    for act in (
        lambda: actions.add_person(by=house.ours, name="Bo", account_id=house.account),
        lambda: actions.change_person(by=house.ours, person_id=house.jean, version=2, died_on=date(2026, 1, 1)),
    ):
        with pytest.raises(TypeError, match="unknown fields"):
            act()


def test_who_is_meant_by_kind_decides_not_what_ids_they_carry(house):
    """A worker who carries a person's id is not that person."""
    forged = Principal(kind=Kind.WORKER, account_id=house.me.account_id, person_id=house.jean, role=Role.PLANNER)
    assert refused(lambda: ACTS["add_story_entry"](forged, house)) == "people.counts_only"
