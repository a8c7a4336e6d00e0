"""A legal duty: recorded by a guardian who does not read by it; to read its parts; named; told, unless unsafe."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from ecotone.access.audit import exporting, gathering
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Role
from ecotone.care import queries as asked
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Stale
from ecotone.notices import queries as notices
from ecotone.people import actions, policies, queries
from ecotone.people.models import LegalDuty
from ecotone.people.rules import LONGEST_DUTY, CareRole, DutyKind, Effect, Part
from tests import worlds
from tests.rooms.ecosystem.world import hat, worn
from tests.worlds import NOBODY, SYSTEM, UNKNOWN, refused, refused_reading, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
BY_LAW = {Part.IDENTITY, Part.HARMS, Part.ENCOUNTERS}


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def council():
    return worlds.wearing(worlds.team("Adult protection"))


@pytest.fixture
def guardian():
    return worlds.wearing(worlds.team("Records"), Role.GUARDIAN)


@pytest.fixture
def jean(ours):
    made = worlds.taken_in(ours)
    for section in (Part.HARMS, Part.HISTORY):
        actions.add_story_entry(by=ours, person_id=made.id, section=section, text=f"What is in {section}")
    return made


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def refuse(me, **whom):
    return actions.choose_sharing(by=me, person_id=me.own_id, effect=Effect.REFUSAL, **whom)


def duty(by, jean, council, **given):
    return actions.record_duty(
        by=by,
        person_id=jean.id,
        actor_id=council.team_id,
        **{
            "kind": DutyKind.ADULT_PROTECTION,
            "parts": [Part.HARMS, Part.ENCOUNTERS],
            "reference": "Case 14/26, asked for by the council officer",
            "until": clock.now() + timedelta(days=30),
        }
        | given,
    )


def seen(by, jean):
    return {part for part, verdict in policies.verdicts(by, [jean.id])[jean.id].items() if verdict.allowed}


def test_it_lifts_a_refusal_for_its_parts_and_team_alone_and_names_the_law(jean, me, council, guardian):
    refuse(me)
    row = duty(guardian, jean, council)
    colleague = replace(worlds.wearing(worlds.actor("Another")), actor_id=council.actor_id)
    assert seen(council, jean) == seen(colleague, jean) == BY_LAW
    verdict = policies.verdict(council, jean.id, Part.HARMS)
    assert (verdict.code, verdict.basis) == ("people.by_duty_adult_protection", Basis.LEGAL_DUTY)
    assert policies.visible_to(council).filter(pk=jean.id).exists()
    story = {section.part: section.entries for section in queries.person(council, jean.id).story}
    assert [entry.text for entry in story[Part.HARMS]] == ["What is in harms"]
    assert story[Part.HISTORY].code == "people.no_relationship", "which does not tell that she refused it"
    others = (
        replace(council, actor_id=worlds.team("Elsewhere").id),
        replace(council, role=Role.PLANNER),
        replace(council, token_id=UNKNOWN),
        guardian,
        NOBODY,
    )
    for by in others:
        assert seen(by, jean) == set()
        assert not policies.visible_to(by).filter(pk=jean.id).exists()
    for at, parts in ((row.until - timedelta(seconds=1), BY_LAW), (row.until, set())):
        with clock.at(at):
            assert seen(council, jean) == parts
            assert policies.visible_to(council).filter(pk=jean.id).exists() == bool(parts)


def test_a_team_that_helps_reads_what_was_refused_it_and_what_was_shared_goes_on_as_before(jean, me, ours, guardian):
    refuse(me, actor_id=ours.team_id, part=Part.HARMS)
    assert policies.verdict(ours, jean.id, Part.HARMS).code == "people.person_refused"
    duty(guardian, jean, ours)
    assert policies.verdict(ours, jean.id, Part.HARMS).basis is Basis.LEGAL_DUTY
    assert policies.verdict(ours, jean.id, Part.HISTORY).basis is Basis.RELATIONSHIP
    assert Part.HARMS not in queries.shareable_parts(ours, jean.id)


def test_what_a_law_opens_is_not_written_in_passed_on_or_taken_away(jean, me, council, guardian):
    refuse(me)
    duty(guardian, jean, council)
    other = worlds.team("Befrienders").id
    writes = (
        partial(actions.add_story_entry, by=council, person_id=jean.id, section=Part.HARMS, text="x"),
        partial(actions.choose_sharing, by=council, person_id=jean.id, effect=Effect.GRANT, actor_id=other),
        partial(
            actions.open_relationship,
            by=council,
            person_id=jean.id,
            actor_id=other,
            role=CareRole.MEMBER,
            purpose="x",
            parts=[Part.HARMS],
            basis=Basis.CONSENT,
        ),
    )
    assert refused(*writes) == "people.read_only_duty"
    with gathering(council, "web.page"):
        assert policies.verdict(council, jean.id, Part.HARMS).allowed
        exporting()
        assert policies.verdict(council, jean.id, Part.HARMS).code == "people.read_only_duty"
        assert not policies.visible_to(council).exists()


def test_nobody_reads_by_what_they_recorded_themselves(jean, me, council, guardian):
    both = hat(worlds.account("Both"), worlds.team("Records too"), Role.GUARDIAN)
    reader = worn(hat(both.account, worlds.team("Police liaison"), Role.WORKER))
    problem = told(partial(duty, worn(both), jean, reader))
    assert problem == [("people.own_duty", "actor_id")]
    duty(worn(both), jean, council)
    later = worn(hat(both.account, council.team_id and worlds.Actor.of(council.team_id), Role.WORKER))
    assert seen(council, jean) == BY_LAW
    assert seen(later, jean) == set(), "also in a hat that was put on afterwards"
    assert not policies.visible_to(later).filter(pk=jean.id).exists()


def test_only_a_guardian_records_it_by_hand_and_not_about_themselves(jean, me, ours, council, guardian):
    record = partial(duty, jean=jean, council=council)
    tries = {
        "access.no_role": (ours, council, me, SYSTEM, replace(guardian, role=Role.LEAD)),
        "access.by_hand": (replace(guardian, token_id=UNKNOWN),),
    }
    for why, callers in tries.items():
        assert refused(*(partial(record, by) for by in callers)) == why
    assert told(partial(record, replace(guardian, account_id=me.account_id))) == [("people.own_duty", "")]
    assert refused(partial(record, NOBODY))
    for read in (
        queries.duties,
        partial(queries.duty, duty_id=UNKNOWN),
        partial(queries.whose_duty, person_id=jean.id),
    ):
        assert refused_reading(lambda read=read: read(council)) == "access.no_role"


def test_every_fault_is_told_at_once(jean, council, guardian):
    nobody_there = worlds.team("Empty")
    now = clock.now()
    assert told(
        partial(
            duty,
            guardian,
            jean,
            replace(council, actor_id=nobody_there.id),
            kind="because",
            parts=[],
            reference=" ",
            until=now,
            tell=False,
        )
    ) == [
        ("ground.unknown_choice", "kind"),
        ("people.nobody_reads", "actor_id"),
        ("ground.required", "parts"),
        ("ground.required", "reference"),
        ("ground.required", "why_not_told"),
        ("people.past", "until"),
    ]
    too_long = now + LONGEST_DUTY + timedelta(seconds=1)
    assert told(partial(duty, guardian, jean, council, until=too_long)) == [("people.duty_too_long", "until")]
    duty(guardian, jean, council)
    assert told(partial(duty, guardian, jean, council)) == [("people.duty_already", "kind")]
    duty(guardian, jean, council, kind=DutyKind.COURT_ORDER)


def test_the_database_holds_what_the_rule_says(jean, council, guardian):
    row = duty(guardian, jean, council)
    changes = (
        {"until": row.since + LONGEST_DUTY + timedelta(seconds=1)},
        {"until": row.since},
        {"reference": ""},
        {"kind": "because"},
        {"told": False},
        {"author_account_id": None},
        {"ended_at": clock.now()},
        {"ended_reason": "x"},
    )
    for change in changes:
        with pytest.raises(IntegrityError), transaction.atomic():
            LegalDuty.objects.filter(pk=row.pk).update(**change)


def test_ended_early_it_opens_nothing_from_that_moment(jean, me, council, guardian):
    row = duty(guardian, jean, council)
    end = partial(actions.end_duty, duty_id=row.id, reason="The inquiry is closed")
    assert refused(partial(end, by=council, version=1), partial(end, by=me, version=1)) == "access.no_role"
    assert told(partial(actions.end_duty, by=guardian, duty_id=row.id, version=1, reason=" ")) == [
        ("ground.required", "reason")
    ]
    with pytest.raises(Stale):
        end(by=guardian, version=7)
    end(by=worlds.wearing(worlds.team("Records elsewhere"), Role.GUARDIAN), version=1)
    assert seen(council, jean) == set()
    assert told(partial(end, by=guardian, version=2)) == [("people.ended", "")]
    assert [each.kind for each in notices.news(council).notices] == ["end_duty", "record_duty"]
    duty(guardian, jean, council)
    assert seen(council, jean) == BY_LAW


def test_she_is_told_and_reads_which_law_and_who_looked(jean, me, council, guardian):
    duty(guardian, jean, council)
    queries.person(council, jean.id, [Part.HARMS])
    assert [each.kind for each in notices.news(me).notices] == ["record_duty"]
    (mine,) = queries.own_duties(me)
    assert (mine.team, mine.kind, mine.holds, mine.reference) == ("Adult protection", "adult_protection", True, "")
    looks = [look for look in queries.looks(me) if look.account_id == council.account_id]
    assert [(look.parts, look.bases) for look in looks] == [(("harms", "identity"), ("legal_duty",))]
    assert queries.laws_of(looks[0], [mine]) == ["adult_protection"]
    (written,) = [look for look in queries.looks(me) if look.account_id == guardian.account_id]
    assert (written.code, written.bases) == ("people.record_duty", ("legal_duty",))


def test_where_telling_is_not_safe_nothing_of_hers_shows_it_until_she_is_told(jean, me, ours, council, guardian):
    before = (queries.looks(me), queries.own_duties(me), notices.news(me).notices, queries.sharing(me, jean.id))
    with worlds.later(minutes=1):
        queries.whose_duty(guardian, jean.id)
        row = duty(guardian, jean, council, tell=False, why_not_told="Her son reads her phone")
    with worlds.later(minutes=2):
        queries.person(council, jean.id)
        queries.duties(guardian)
        view, looks = queries.duty(guardian, row.id)
        assert (view.told, view.why_not_told) == (False, "Her son reads her phone")
        assert {part for look in looks for part in look.parts} == BY_LAW
        mine = [look for look in queries.looks(me) if look.account_id != me.account_id]
        others = [look for look in before[0] if look.account_id != me.account_id]
        assert mine == others
        assert (queries.own_duties(me), notices.news(me).notices) == (before[1], before[2])
        assert queries.duties_told(me, [row.id]) == {}
        actions.tell_of_duty(by=guardian, duty_id=row.id, version=1)
        assert told(partial(actions.tell_of_duty, by=guardian, duty_id=row.id, version=2)) == [
            ("people.told_already", "")
        ]
    with worlds.later(minutes=3):
        assert [each.kind for each in notices.news(me).notices] == ["duty_told_after_all"]
        assert {look.account_id for look in queries.looks(me)} >= {council.account_id, guardian.account_id}
        assert [each.id for each in queries.own_duties(me)] == [row.id]


def test_a_look_that_stands_on_help_as_well_shows_without_what_the_law_opened(jean, me, ours, guardian):
    refuse(me, actor_id=ours.team_id, part=Part.HARMS)
    duty(guardian, jean, ours, tell=False, why_not_told="Not safe")
    with worlds.later(minutes=1):
        queries.person(ours, jean.id, [Part.HARMS, Part.HISTORY])
        newest = next(look for look in queries.looks(me) if look.code == "people.person")
    assert (newest.parts, newest.bases) == (("history", "identity"), ("relationship",))


def test_finding_her_by_number_shows_her_to_the_team_and_no_other_way_in_opens(jean, me, council, guardian):
    actions.add_identifier(by=SYSTEM, person_id=jean.id, kind="nhs", value="9434765919")
    refuse(me)
    assert not queries.find_somebody(council, number="9434765919").mine
    row = duty(guardian, jean, council)
    assert queries.find_somebody(council, number="9434765919").mine == ((jean.id, "Jean Rafferty"),)
    assert [each.id for each in queries.my_duties(council)] == [row.id]
    assert queries.my_people(council) == ([], 0), "by law one is not helped"
    with pytest.raises(NotFound):
        actions.break_glass(by=council, person_id=jean.id, reason="danger_to_life", text="x")
    with pytest.raises(NotFound):
        actions.ask_for_access(by=council, person_id=jean.id, why="x")


def test_what_was_asked_is_read_only_where_the_law_names_it_and_what_is_private_never(jean, me, ours, guardian):
    council = worlds.wearing(worlds.team("Adult protection"))
    ask = worlds.ask(ours, jean, worlds.Actor.of(council.team_id))
    refuge = worlds.wearing(worlds.team("Refuge"))
    private = worlds.service(worlds.Actor.of(refuge.team_id), "Safety planning", sensitivity="sensitive")
    worlds.ask(ours, jean, private)
    refuse(me, actor_id=council.team_id)
    assert [row.sight for row in asked.referrals_of(council, jean.id)] == ["outline"]
    row = duty(guardian, jean, council)
    assert [row.sight for row in asked.referrals_of(council, jean.id)] == ["outline"], "the law names other parts"
    actions.end_duty(by=guardian, duty_id=row.id, version=1, reason="x")
    duty(guardian, jean, council, parts=[Part.REFERRALS, Part.INVOLVED])
    assert [(row.id, row.sight) for row in asked.referrals_of(council, jean.id)] == [(ask.id, "full")]
    involved = queries.person(council, jean.id, [Part.INVOLVED]).involved
    assert "Refuge" not in {str(each.actor) for each in involved}


def test_other_refusals_stay_refusals(jean, me, council, guardian):
    refuse(me)
    duty(guardian, jean, council)
    team = {council.team_id: worlds.ecosystem.belonging([council.team_id])[council.team_id]}
    assert policies.refused_by(jean.id, team) == {council.team_id}, "nobody asks them to help over her no"
    assert policies.seen_by(jean.id, (), team) == {council.team_id: frozenset()}


def test_nobody_is_let_read_of_somebody_who_has_died(jean, ours, council, guardian):
    actions.note_death(by=ours, person_id=jean.id, died_on=clock.today(), told_by="Her daughter")
    assert told(partial(duty, guardian, jean, council)) == [("people.has_died", "")]


def test_a_system_or_a_person_ends_none(jean, me, council, guardian):
    row = duty(guardian, jean, council)
    for by in (NOBODY, Principal.system("clock"), me):
        assert refused(partial(actions.end_duty, by=by, duty_id=row.id, version=1, reason="x"))
