"""Breaking the glass: one account's own, for three hours, to read; never over a refusal; told, and reviewed."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.audit import gathering
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.notices import queries as notices
from ecotone.people import actions, policies, queries
from ecotone.people.models import EmergencyAccess
from ecotone.people.rules import Channel, Effect, Mode, Part
from ecotone.procedures.tick import tick
from tests import worlds
from tests.worlds import NOBODY, SYSTEM, UNKNOWN, refused, refused_reading, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
EVERY_PART = {*Part}


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def medic():
    return worlds.wearing(worlds.team("Rapid response"))


@pytest.fixture
def guardian():
    return worlds.wearing(worlds.team("Records"), Role.GUARDIAN)


@pytest.fixture
def jean(ours):
    made = worlds.taken_in(ours, birth_date=date(1944, 3, 24))
    actions.add_story_entry(by=ours, person_id=made.id, section=Part.HARMS, text="Stairs")
    return made


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def glass(by, jean, **given):
    return actions.break_glass(
        by=by, person_id=jean.id, **{"reason": "danger_to_life", "text": "She fell and cannot speak"} | given
    )


def seen(by, jean):
    return {part for part, verdict in policies.verdicts(by, [jean.id])[jean.id].items() if verdict.allowed}


@pytest.mark.commitment(3)
def test_it_opens_every_part_to_whoever_broke_it_for_three_hours_and_to_nobody_else(jean, medic):
    colleague = replace(worlds.wearing(worlds.actor("Another")), actor_id=medic.actor_id)
    other_hat = replace(medic, hat_id=UNKNOWN)
    other_team = replace(medic, actor_id=worlds.team("Elsewhere").id)
    program = replace(medic, token_id=UNKNOWN)
    planner = replace(medic, role=Role.PLANNER)
    assert seen(medic, jean) == set()
    row = glass(medic, jean)
    assert row.until - row.since == timedelta(hours=3)
    assert seen(medic, jean) == EVERY_PART
    assert policies.verdict(medic, jean.id, Part.HARMS).basis is Basis.VITAL_INTEREST
    assert [section.entries[0].text for section in queries.person(medic, jean.id).story if section.entries] == [
        "Stairs"
    ]
    assert policies.visible_to(medic).filter(pk=jean.id).exists()
    for by in (colleague, other_hat, other_team, program, planner):
        assert seen(by, jean) == set()
        assert not policies.visible_to(by).filter(pk=jean.id).exists()
    with clock.at(row.until - timedelta(seconds=1)):
        assert seen(medic, jean) == EVERY_PART
    with clock.at(row.until):
        assert seen(medic, jean) == set()
        assert refused_reading(lambda: queries.person(medic, jean.id)) == "people.no_relationship"


@pytest.mark.commitment(3)
def test_a_refusal_stays_closed_whether_it_was_said_before_or_after(jean, me, medic):
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, part=Part.HARMS)
    glass(medic, jean)
    assert seen(medic, jean) == EVERY_PART - {Part.HARMS}
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, actor_id=medic.actor_id)
    assert seen(medic, jean) == set()
    assert refused_reading(lambda: queries.person(medic, jean.id)) == "people.person_refused"
    with gathering(medic, "web.person"):
        policies.verdicts(medic, [jean.id])
        assert queries.met_emergencies(medic) == [], "not even the banner names her"


def test_whoever_refused_who_she_is_died_or_is_known_to_sensitive_services_alone_is_not_here(jean, me, ours, medic):
    hidden = worlds.taken_in(worlds.wearing(worlds.team("Refuge")), name="Bo", sensitive=True)
    unknown = worlds.person("Cy")
    dead = worlds.taken_in(ours, name="Di")
    actions.note_death(by=ours, person_id=dead.id, died_on=clock.today(), told_by="Her son")
    actions.choose_sharing(by=me, person_id=jean.id, effect=Effect.REFUSAL, part=Part.IDENTITY)
    for who in (jean.id, hidden.id, unknown.id, dead.id, UNKNOWN):
        for act in (
            lambda who=who: actions.break_glass(by=medic, person_id=who, reason="other", text="x"),
            lambda who=who: actions.ask_for_access(by=medic, person_id=who, why="x"),
            lambda who=who: queries.stub_of(medic, who),
        ):
            with pytest.raises(NotFound):
                act()
    assert not EmergencyAccess.objects.exists()


def test_who_helps_her_has_no_glass_to_break(jean, ours):
    with pytest.raises(NotFound):
        glass(ours, jean)


def test_only_who_practises_breaks_it_and_by_hand(jean, me, medic, guardian):
    not_these = (guardian, me, NOBODY, SYSTEM, replace(medic, token_id=UNKNOWN), replace(medic, hat_id=None))
    reasons = refused(*[partial(glass, by, jean) for by in not_these])
    assert set(reasons.split()) == {"access.no_role", "access.nobody", "access.by_hand"}


def test_what_is_missing_is_said_at_its_field(jean, medic):
    assert told(lambda: glass(medic, jean, reason="curious", text=" ", tell=False)) == [
        ("ground.unknown_choice", "reason"),
        ("ground.required", "text"),
        ("ground.required", "why_not_told"),
    ]


def test_sent_twice_it_is_one_and_in_another_hat_the_first_ends(jean, medic):
    first = glass(medic, jean)
    assert glass(medic, jean).id == first.id
    elsewhere = worlds.wearing(worlds.team("Night team"))
    moved = replace(elsewhere, account_id=medic.account_id)
    second = glass(moved, jean)
    assert EmergencyAccess.of(first.id).ended_at is not None
    assert (seen(medic, jean), seen(moved, jean)) == (set(), EVERY_PART)
    assert actions.end_emergency(by=medic, emergency_id=second.id).ended_at, "its maker, in whatever hat"
    assert seen(moved, jean) == set()


def test_it_can_be_broken_anew_once_it_is_over_but_not_again_and_again(ours, medic):
    people = [worlds.taken_in(ours, name=f"Person {n}") for n in range(6)]
    with worlds.later(hours=-4):
        glass(medic, people[0])
    glass(medic, people[0])
    for who in people[1:4]:
        glass(medic, who)
    assert told(lambda: glass(medic, people[5])) == [("people.many_emergencies", "")]
    with worlds.later(hours=21):
        glass(medic, people[5])


@pytest.mark.commitment(3)
@pytest.mark.parametrize(
    "spoilt",
    [
        {"until": timedelta(hours=3, seconds=1)},
        {"until": timedelta(0)},
        {"told": False},
        {"reason": "curious"},
        {"text": ""},
        {"outcome": "justified"},
        {"ended_at": timedelta(seconds=-1)},
    ],
    ids=str,
)
def test_the_database_itself_holds_nothing_longer_untold_or_half_reviewed(spoilt, jean, medic):
    row = glass(medic, jean)
    changed = {name: row.since + value if isinstance(value, timedelta) else value for name, value in spoilt.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.filter(pk=row.id).update(**changed)


WRITES = {
    "change_person": lambda by, jean: actions.change_person(by=by, person_id=jean.id, version=1, known_as="J"),
    "story": lambda by, jean: actions.add_story_entry(by=by, person_id=jean.id, section=Part.HARMS, text="x"),
    "contact": lambda by, jean: actions.log_encounter(
        by=by, person_id=jean.id, mode=Mode.READ_ONLY, channel=Channel.PHONE
    ),
    "refusal": lambda by, jean: actions.choose_sharing(by=by, person_id=jean.id, effect=Effect.REFUSAL),
    "grant": lambda by, jean: actions.choose_sharing(by=by, person_id=jean.id, effect=Effect.GRANT),
}


@pytest.mark.commitment(3)
@pytest.mark.parametrize("write", WRITES)
def test_it_never_writes(write, jean, medic):
    glass(medic, jean)
    assert refused(lambda: WRITES[write](medic, jean)) == "people.read_only_emergency"


def test_nothing_is_passed_on_or_taken_away(jean, medic):
    glass(medic, jean)
    assert policies.may_write(medic, jean.id).code == "people.read_only_emergency"
    assert policies.may_share(medic, jean.id, [Part.HARMS]).code == "people.read_only_emergency"
    assert queries.shareable_parts(medic, jean.id) == []
    assert queries.my_people(medic) == ([], 0), "she is not of those the team helps"


@pytest.mark.commitment(3)
def test_she_and_those_who_guard_records_are_told_and_she_reads_who_looked(jean, me, medic, guardian):
    row = glass(medic, jean)
    queries.person(medic, jean.id)
    assert [each.kind for each in notices.news(me).notices] == ["break_glass"]
    assert [each.kind for each in notices.news(guardian).notices] == ["break_glass"]
    assert {look.kind for look in queries.looks(me) if look.account_id == medic.account_id} == {"override", "look"}
    entry = AuditEntry.objects.get(code="people.break_glass")
    assert (entry.kind, entry.account_id, entry.hat_id) == ("override", medic.account_id, medic.hat_id)
    assert queries.emergencies_told(me, [row.id]).keys() == {row.id}
    assert queries.emergencies_told(medic, [row.id]) == {}


@pytest.mark.commitment(3)
def test_where_it_is_not_safe_her_list_keeps_it_back_until_she_is_told(jean, me, medic, guardian):
    row = glass(medic, jean, tell=False, why_not_told="Her son reads her phone")
    queries.person(medic, jean.id)
    with worlds.later(hours=4):
        assert notices.news(me).notices == ()
        assert [look for look in queries.looks(me) if look.account_id == medic.account_id] == []
        view, looks = queries.emergency(guardian, row.id)
        assert (view.told, view.why_not_told) == (False, "Her son reads her phone")
        assert {part for look in looks for part in look.parts} == EVERY_PART - {Part.OUTCOMES, Part.REFERRALS}
        assert refused(lambda: actions.tell_after_all(by=medic, emergency_id=row.id)) == "access.own_account"
        actions.tell_after_all(by=guardian, emergency_id=row.id)
        actions.tell_after_all(by=guardian, emergency_id=row.id)
        assert [each.kind for each in notices.news(me).notices] == ["tell_after_all"]
        assert [look for look in queries.looks(me) if look.account_id == medic.account_id]


@pytest.mark.commitment(3)
def test_a_guardian_reviews_it_with_an_outcome_once_and_nobody_their_own(jean, me, medic, guardian, ours):
    row = glass(medic, jean)
    say = {"emergency_id": row.id, "version": 1, "outcome": "justified", "review": "The daughter confirmed it"}
    review = partial(actions.review_emergency, **say)
    also_guards = replace(guardian, account_id=medic.account_id)
    for by, why in ((also_guards, "access.own_account"), (ours, "access.no_role"), (me, "access.no_role")):
        assert refused(partial(review, by=by)) == why
    assert told(partial(actions.review_emergency, by=guardian, **say | {"outcome": "fine", "review": " "})) == [
        ("ground.unknown_choice", "outcome"),
        ("ground.required", "review"),
    ]
    review(by=guardian)
    assert told(partial(review, by=guardian)) == [("people.reviewed_already", "")]
    waiting, reviewed = queries.emergencies(guardian)[0], queries.emergencies(guardian, reviewed=True)[0]
    assert (waiting, [each.outcome for each in reviewed]) == ([], ["justified"])
    assert refused_reading(lambda: queries.emergencies(ours)) == "access.no_role"


@pytest.mark.commitment(3)
def test_a_guardian_sees_no_record_by_it(jean, medic, guardian):
    glass(medic, jean)
    assert seen(guardian, jean) == set()


def test_the_clock_reminds_of_a_late_review_once(jean, medic, guardian):
    row = glass(medic, jean)
    assert row.review_by == date(2026, 3, 9), "five working days after a Monday"
    with clock.at(clock.begins(row.review_by + timedelta(days=1)) - timedelta(minutes=1)):
        assert tick().reminded == 0
        assert not queries.emergencies(guardian)[0][0].late
    with clock.at(clock.begins(row.review_by + timedelta(days=1))):
        assert [tick().reminded for _ in range(2)] == [1, 0]
        assert [each.kind for each in notices.news(guardian).notices] == ["review_is_late", "break_glass"]
        assert queries.emergencies(guardian)[0][0].late


def test_only_its_maker_ends_it(jean, medic, guardian, me):
    row = glass(medic, jean)
    for by in (guardian, me, NOBODY, Principal.system("clock")):
        assert refused(partial(actions.end_emergency, by=by, emergency_id=row.id)) == "people.not_your_emergency"
    for _ in range(2):
        actions.end_emergency(by=medic, emergency_id=row.id)
    assert seen(medic, jean) == set()
