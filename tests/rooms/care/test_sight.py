"""Who sees how much of a referral: its ends and the person all, earlier askers an outline, others what was shared."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ecotone.access.audit import gathering
from ecotone.access.models import AuditSubject
from ecotone.access.rules import Basis, Role
from ecotone.access.verdicts import Withheld
from ecotone.care import actions, queries
from ecotone.care.machine import State
from ecotone.care.rules import GiftKind, Sight
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.models import Person
from ecotone.people.rules import CareRole, CircleKind, Effect, Part
from tests import worlds
from tests.worlds import SYSTEM, moved, refused_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def sight(by, referral) -> Sight:
    return queries.referral(by, referral.id).row.sight


def outsider(house, *parts):
    """A team that helps her with these parts of her record shared, and has no part in the referral."""
    by = worlds.wearing(worlds.team("Nurses"))
    people.open_relationship(
        by=house.asker,
        person_id=house.jean.id,
        actor_id=by.actor_id,
        role=CareRole.MEMBER,
        purpose="nursing",
        parts=parts,
        basis=Basis.CONSENT,
    )
    return by


@pytest.fixture
def chain(house):
    """Link workers asked the group, which handed on to rehabilitation; only the group and rehab know her by that."""
    parent = moved(house.ask(why="Alone all week", contact_note="After noon"), house.group, "accept", worker="Betty")
    child = moved(house.on(parent, contact_note="Not by phone"), house.rehab, "accept", worker="Iain")
    return parent, child


def test_the_ends_and_the_person_see_all_and_others_by_what_was_shared(house, chain):
    parent, _ = chain
    for by in (house.asker, house.group, house.me):
        assert sight(by, parent) is Sight.FULL
    assert sight(outsider(house, Part.REFERRALS), parent) is Sight.FULL
    closed = outsider(house, Part.MATTERS)
    assert refused_reading(lambda: queries.referral(closed, parent.id)) == "people.not_shared"
    assert queries.referrals_of(closed, house.jean.id) == []


def test_roles_that_see_counts_see_no_referral_of_their_own_team(house, chain):
    for role in Role:
        by = replace(house.asker, role=role)
        if role in (Role.WORKER, Role.LEAD):
            assert sight(by, chain[0]) is Sight.FULL
        elif role is Role.GUARDIAN:
            assert sight(by, chain[0]) is Sight.OUTLINE
        else:
            assert refused_reading(lambda by=by: queries.referral(by, chain[0].id)) == "people.counts_only"
            assert queries.my_day(by).in_hand.total == 0
            assert queries.team_list(by)[0] == []


def test_strangers_nobody_and_ecotone_itself_see_nothing(house, chain):
    parent, _ = chain
    for by, reason in (
        (house.stranger, "people.no_relationship"),
        (worlds.NOBODY, "access.nobody"),
        (SYSTEM, "access.nobody"),
        (worlds.herself(worlds.person("Another")), "people.counts_only"),
    ):
        assert refused_reading(lambda by=by: queries.referral(by, parent.id)) == reason
        assert queries.referrals_of(by, house.jean.id) == []
    with pytest.raises(NotFound):
        queries.referral(house.asker, worlds.UNKNOWN)


@pytest.mark.commitment(3)
def test_who_asked_earlier_sees_how_it_stands_and_not_what_was_said(house, chain):
    """The link workers no longer see what was asked for her: then the hand-on is an outline to them."""
    parent, child = chain
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, part=Part.REFERRALS)
    actions.judge(by=house.me, referral_id=child.id, view="not_met")
    seen = queries.referral(house.asker, child.id)
    veil = Withheld("care.outline")
    assert (seen.row.sight, seen.row.target, seen.row.state) == (Sight.OUTLINE, "Rehabilitation", State.ACCEPTED)
    assert seen.row.offered_at is not None
    told = (seen.why, seen.hoped_for, seen.contact_note, seen.moves, seen.author, seen.row.need, seen.row.service)
    assert set(told) == {veil}
    assert (seen.row.worker, seen.row.detail, seen.row.judged, seen.row.closures.need) == ("", "", None, None)
    assert (seen.parts, seen.judgements, seen.gifts, seen.open_moves, seen.outcome) == ((), (), (), (), None)
    assert not (seen.can_acknowledge or seen.can_judge or seen.can_hand_on)
    assert [row.id for row in queries.referral(house.asker, parent.id).chain] == [parent.id, child.id]
    assert queries.referral(house.group, parent.id).row.is_handed_on


def test_down_the_chain_one_does_not_see_up(house, chain):
    parent, child = chain
    assert [row.id for row in queries.referral(house.rehab, child.id).chain] == [child.id]
    assert refused_reading(lambda: queries.referral(house.rehab, parent.id)) == "people.not_shared"


def test_a_chain_of_three_is_outlined_to_the_first(house, chain):
    _, child = chain
    nurses = worlds.team("Nurses")
    grandchild = worlds.ask(house.rehab, house.jean, nurses, parent_id=child.id, parts=[])
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, part=Part.REFERRALS)
    for by in (house.asker, house.group):
        assert sight(by, grandchild) is Sight.OUTLINE
        assert [row.sight for row in queries.referral(by, grandchild.id).chain][-1] is Sight.OUTLINE
    with worlds.later(hours=1):
        moved(grandchild, house.rehab, "cancel")
        moved(child, house.me, "withdraw")
        assert sight(house.rehab, child) is Sight.OUTLINE, "that it was stays with those who had a part in it"
        assert refused_reading(lambda: queries.referral(house.rehab, chain[0].id)) == "people.no_relationship"


@pytest.mark.commitment(3)
def test_once_the_relationship_is_over_an_end_sees_that_it_was_and_why_no_more(house):
    declined = moved(house.ask(), house.group, "decline")
    with worlds.later(hours=1):
        seen = queries.referral(house.group, declined.id)
    assert (seen.row.sight, seen.row.state) == (Sight.OUTLINE, State.REJECTED)
    assert seen.row.person.identity == seen.why == seen.moves == Withheld("people.no_relationship")


# ── drafts and errors ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_draft_is_its_authors_alone(house):
    draft = house.draft()
    assert sight(house.asker, draft) is Sight.FULL
    for by in (house.group, house.me, outsider(house, Part.REFERRALS)):
        assert queries.referrals_of(by, house.jean.id) == []
        refused_reading(lambda by=by: queries.referral(by, draft.id))
    assert [row.id for row in queries.my_day(house.asker).drafts.rows] == [draft.id]
    own = worlds.draft(house.me, house.jean, Actor.of(house.group.team_id))
    assert [row.id for row in queries.referrals_of(house.me, house.jean.id)] == [own.id]
    assert queries.referrals_of(house.asker, house.jean.id)[0].id == draft.id


def test_who_helps_her_already_does_not_see_that_more_is_about_to_be_asked(house):
    first = house.ask(parts=[Part.REFERRALS])
    draft = house.draft(need_id=worlds.need("moving.bath").id)
    for by in (house.group, house.me):
        assert [row.id for row in queries.referrals_of(by, house.jean.id)] == [first.id]
        assert refused_reading(lambda by=by: queries.referral(by, draft.id)) == "care.not_a_party"


def test_a_draft_of_a_hand_on_stands_in_nobody_elses_chain(house, chain):
    parent, child = chain
    nurses = worlds.team("Nurses")
    worlds.draft(house.group, house.jean, nurses, parent_id=parent.id)
    assert [row.id for row in queries.referral(house.asker, parent.id).chain] == [parent.id, child.id]


def test_what_was_entered_in_error_is_kept_and_hidden_from_everyone(house):
    mistaken = moved(house.ask(why="About another woman"), house.asker, "mark_error", reason_text="Wrong record")
    veil = Withheld("care.entered_in_error")
    for by in (house.asker, house.me, house.guardian, outsider(house, Part.REFERRALS)):
        seen = queries.referral(by, mistaken.id)
        assert (seen.row.sight, seen.row.state) == (Sight.OUTLINE, State.ENTERED_IN_ERROR)
        assert {seen.why, seen.moves, seen.author, seen.row.need} == {veil}
        assert "another woman" not in repr(seen)


def test_a_guardian_sees_that_a_referral_is_there_to_mark_and_nothing_of_whom_it_is_about(house):
    referral = moved(house.ask(why="Alone"), house.group, "accept")
    seen = queries.referral(house.guardian, referral.id)
    assert seen.row.person.identity == Withheld("people.counts_only")
    assert not seen.why
    assert [move.code for move in seen.open_moves] == ["mark_error"]
    assert queries.referrals_of(house.guardian, house.jean.id) == []


def test_who_asked_first_learns_nothing_of_a_next_ask_that_is_only_begun(house):
    parent = moved(house.ask(why="Alone all week"), house.group, "accept")
    begun = worlds.draft(house.group, house.jean, Actor.of(house.rehab.team_id), parent_id=parent.id)
    assert [row.id for row in queries.referrals_of(house.asker, house.jean.id)] == [parent.id]
    assert refused_reading(lambda: queries.referral(house.asker, begun.id)) == "care.not_a_party"
    assert sight(house.group, begun) is Sight.FULL


# ── sensitive services ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def refuge():
    return worlds.wearing(worlds.actor("Safe Haven"), title="Advocate")


def ask_refuge(house, refuge, by=None, **draft):
    service = worlds.service(Actor.of(refuge.team_id), "Safety planning", sensitivity="sensitive")
    return worlds.ask(by or house.asker, house.jean, service, **draft)


@pytest.mark.commitment(3)
def test_a_sensitive_referral_is_seen_by_its_ends_and_her_whatever_else_was_shared(house, refuge):
    asked = ask_refuge(house, refuge)
    for by in (house.asker, refuge, house.me):
        assert sight(by, asked) is Sight.FULL
    nurse = outsider(house, Part.REFERRALS, Part.INVOLVED)
    assert refused_reading(lambda: queries.referral(nurse, asked.id)) == "care.not_a_party"
    assert queries.referrals_of(nurse, house.jean.id) == []
    assert "Safe Haven" not in repr(records.person(nurse, house.jean.id))


@pytest.mark.commitment(3)
def test_to_earlier_askers_a_sensitive_hand_on_is_another_service(house, refuge):
    parent = moved(house.ask(), house.group, "accept")
    child = ask_refuge(house, refuge, by=house.group, parent_id=parent.id)
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, part=Part.REFERRALS)
    seen = queries.referral(house.asker, child.id)
    assert seen.row.target == seen.row.service == Withheld("care.another_service")
    assert seen.target_id is None
    shown = repr((seen, queries.referral(house.asker, parent.id)))
    assert "Safe Haven" not in shown
    assert str(refuge.actor_id) not in shown
    guarded = queries.referral(house.guardian, child.id)
    assert "Safe Haven" not in repr(guarded)


@pytest.mark.commitment(3)
def test_to_earlier_askers_what_a_sensitive_team_hands_on_comes_from_another_service(house, refuge):
    parent = moved(house.ask(), house.group, "accept")
    child = moved(ask_refuge(house, refuge, by=house.group, parent_id=parent.id), refuge, "accept")
    onward = worlds.ask(refuge, house.jean, Actor.of(house.rehab.team_id), parent_id=child.id)
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, part=Part.REFERRALS)
    for seen in (queries.referral(house.asker, parent.id), queries.referral(house.asker, onward.id)):
        assert "Safe Haven" not in repr(seen)
        assert str(refuge.actor_id) not in repr(seen)
    assert seen.row.source == Withheld("care.another_service")
    assert queries.referral(house.rehab, onward.id).row.source == "Safe Haven"


@pytest.mark.commitment(3)
def test_a_team_with_a_sensitive_service_is_hidden_however_it_is_asked(house, refuge):
    worlds.service(Actor.of(refuge.team_id), "Safety planning", sensitivity="sensitive")
    nurse = outsider(house, Part.REFERRALS, Part.INVOLVED)
    actions.ask_question(by=house.asker, target_id=refuge.team_id, text="Have you room?", person_id=house.jean.id)
    assert "Safe Haven" not in repr(records.person(nurse, house.jean.id))
    asked = worlds.ask(house.asker, house.jean, Actor.of(refuge.team_id))
    assert asked.sensitive
    assert queries.referrals_of(nurse, house.jean.id) == []


@pytest.mark.commitment(3)
def test_what_a_sensitive_team_asks_of_others_does_not_give_it_away_either(house, refuge):
    """An ordinary referral with a refuge at its other end tells as much as one to the refuge."""
    ask_refuge(house, refuge, parts=[Part.OUTCOMES])
    nurse = outsider(house, Part.REFERRALS, Part.OUTCOMES)
    onward = worlds.ask(refuge, house.jean, Actor.of(house.rehab.team_id), parts=[])
    back = worlds.ask(house.asker, house.jean, Actor.of(refuge.team_id))
    for referral in (onward, back):
        assert refused_reading(lambda referral=referral: queries.referral(nurse, referral.id)) == "care.not_a_party"
    assert sight(house.rehab, onward) is Sight.FULL
    assert queries.referrals_of(nurse, house.jean.id) == []
    hope = actions.add_outcome(by=refuge, person_id=house.jean.id, words="A door that locks")
    actions.review_outcome(by=refuge, outcome_id=hope.id, version=1, change="same", pen="worker")
    (seen,) = queries.outcomes_of(nurse, house.jean.id)
    assert seen.words == "A door that locks"
    assert seen.author == seen.reviews[0].author == Withheld("people.sensitive_team")


@pytest.mark.commitment(3)
def test_a_sensitive_team_that_ticks_off_what_was_promised_is_not_named(house, refuge):
    hope = actions.add_outcome(by=house.me, person_id=house.jean.id, words="A door that locks")
    made = actions.promise(by=house.me, words="Ring the locksmith", carrier="alone", outcome_id=hope.id)
    moved(ask_refuge(house, refuge, parts=[Part.OUTCOMES]), refuge, "accept")
    actions.settle_promise(by=refuge, promise_id=made.id, version=1, state="done")
    nurse = outsider(house, Part.IDENTITY, Part.OUTCOMES)
    told = {by.name: queries.promised(by, house.jean.id).for_hopes[0].settled_by for by in (house.me, refuge, nurse)}
    assert told == {
        house.me.name: refuge.signature,
        refuge.name: refuge.signature,
        nurse.name: Withheld("people.sensitive_team"),
    }


@pytest.mark.commitment(3)
def test_what_a_sensitive_team_writes_down_beside_the_story_does_not_name_it(house, refuge):
    asked = moved(house.ask(parts=[Part.CIRCLE, Part.REFERRALS]), house.group, "accept")
    moved(ask_refuge(house, refuge, parts=[Part.CIRCLE, Part.REFERRALS]), refuge, "accept")
    tie = people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    people.offer_permission(
        by=refuge,
        person_id=house.jean.id,
        tie_id=tie.id,
        email="ann@example.org",
        parts=[Part.CIRCLE],
        acts=[],
        until=clock.now() + timedelta(days=9),
        said_how="Alone with us",
    )
    actions.log_friction(by=refuge, kind="rule", referral_id=asked.id, words="Two forms")
    people.note_move(
        by=refuge,
        person_id=house.jean.id,
        version=Person.of(house.jean.id).version,
        home_id=None,
        on=clock.today(),
        told_by="She",
    )
    seen = [
        records.permissions_of(house.group, house.jean.id),
        records.departures_of(house.group, house.jean.id),
        queries.frictions_of_referral(house.group, asked.id),
    ]
    assert all(seen)
    assert "Safe Haven" not in repr(seen) and "Advocate" not in repr(seen)
    assert "Safe Haven" in repr(records.departures_of(refuge, house.jean.id))


# ── what else stands on the page ──────────────────────────────────────────────────────────────────────────────────


def test_those_of_her_circle_are_named_to_who_may_know_of_them(house):
    referral = moved(house.ask(), house.group, "accept")
    ann = people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    actions.contribute(
        by=house.me,
        to="referral",
        to_id=referral.id,
        kind=GiftKind.TRANSPORT,
        words="A lift",
        circle_tie_id=ann.id,
    )
    assert queries.referral(house.asker, referral.id).gifts[0].giver == "Ann"
    assert queries.referral(house.group, referral.id).gifts[0].giver == Withheld("people.not_shared")


def test_her_hope_is_shown_where_that_part_was_shared(house):
    hope = actions.add_outcome(by=house.me, person_id=house.jean.id, words="To sleep through")
    referral = house.ask(outcome_id=hope.id)
    assert queries.referral(house.asker, referral.id).outcome.words == "To sleep through"
    assert queries.referral(house.group, referral.id).outcome is None
    assert refused_reading(lambda: queries.outcomes_of(house.group, house.jean.id)) == "people.not_shared"


@pytest.mark.commitment(3)
def test_each_look_at_a_referral_stands_in_her_own_list_of_looks(house):
    hope = actions.add_outcome(by=house.me, person_id=house.jean.id, words="To sleep through")
    referral = house.ask(outcome_id=hope.id)
    looks = {
        "web.referral": lambda: queries.referral(house.asker, referral.id),
        "web.asked": lambda: queries.referrals_of(house.asker, house.jean.id),
        "web.my_day": lambda: queries.my_day(house.group),
        "web.team": lambda: queries.team_list(house.group),
    }
    for code, look in looks.items():
        with gathering(house.asker, code):
            look()
    seen = {each.code: each for each in records.looks(house.me) if each.kind == "look"}
    assert seen.keys() == looks.keys()
    assert seen["web.referral"].parts == ("identity", "outcomes", "referrals")
    assert seen["web.asked"].parts == seen["web.my_day"].parts == seen["web.team"].parts == ("identity", "referrals")
    assert {each.bases for each in seen.values()} == {("relationship",)}
    kinds = AuditSubject.objects.filter(entry__kind="look", kind="referral").values_list("part", "basis")
    assert set(kinds) == {("full", "relationship")}
