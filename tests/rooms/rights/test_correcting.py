"""Something is wrong: it is said, answered by whoever wrote it, and her word stands beside what stays."""

from datetime import timedelta

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices.models import Notice
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.models import Encounter, StoryEntry
from ecotone.people.rules import Act, Channel, CircleKind, Mode, Part
from ecotone.procedures.tick import tick
from ecotone.rights import actions, queries
from ecotone.rights.models import Correction, CorrectionStep
from ecotone.rights.rules.correcting import Answer, months_on
from tests import worlds
from tests.worlds import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
WRONG = {"wrong": "I never said that I am afraid of dogs", "should_say": "I love dogs"}


@pytest.fixture
def entry(house) -> StoryEntry:
    given = {"person_id": house.jean.id, "section": Part.HARMS, "text": "She is afraid of dogs"}
    return people.add_story_entry(by=house.asker, **given)


def said_wrong(house, entry: StoryEntry | Encounter, by: Principal | None = None) -> Correction:
    given = {"person_id": house.jean.id, "subject_kind": entry.record_kind(), "subject_id": entry.id}
    return actions.ask_correction(by=by or house.me, **given, **WRONG)


def answered(by: Principal, row: Correction, outcome: Answer, **words: str) -> Correction:
    given = {"correction_id": row.id, "version": Correction.of(row.id).version, "outcome": outcome}
    return actions.answer_correction(by=by, **given, **words)


def told(by_kind: str) -> set[tuple[str, str]]:
    return {(n.to_kind, n.sort) for n in Notice.objects.filter(kind=by_kind)}


def test_the_team_that_wrote_it_has_it_on_its_day_and_a_calendar_month(house, entry):
    row = said_wrong(house, entry)
    assert (row.team_id, row.due_on) == (house.asker.team_id, months_on(clock.today(), 1))
    assert [each.id for each in queries.to_put_right(house.asker)] == [row.id]
    assert queries.to_put_right(house.group) == []
    assert told("ask_correction") == {("team", "to_do")}
    assert queries.correction(house.me, row.id).said == "She is afraid of dogs"
    assert said_wrong(house, entry).id == row.id, "twice is once"


def test_corrected_a_newer_version_takes_its_place_and_the_older_is_marked(house, entry):
    row = answered(house.asker, said_wrong(house, entry), Answer.CORRECT, now_says="She loves dogs")
    view = records.person(house.me, house.jean.id)
    section = next(s for s in view.story if s.part is Part.HARMS)
    assert [e.text for e in section.entries] == ["She loves dogs"]
    assert [e.id for e in section.earlier] == [entry.id]
    assert row.replaced_by == section.entries[0].id
    assert queries.statements(house.me, house.jean.id)[str(entry.id)].state == "corrected"
    assert told("answer_correction") == {("person", "came_back")}


def test_not_corrected_it_says_why_and_her_word_stands_beside_it_for_all_who_see_it(house, entry):
    row = said_wrong(house, entry)
    with pytest.raises(Invalid):
        answered(house.asker, row, Answer.REFUSE)
    answered(house.asker, row, Answer.REFUSE, answer="We saw it ourselves")
    for by in (house.me, house.asker):
        statement = queries.statements(by, house.jean.id)[str(entry.id)]
        assert (statement.state, statement.wrong, statement.should_say) == ("not_corrected", *WRONG.values())
    assert queries.statements(house.stranger, house.jean.id) == {}
    assert StoryEntry.objects.count() == 1


def test_partly_needs_both_a_version_and_a_reason(house, entry):
    row = said_wrong(house, entry)
    for words in ({"answer": "Half of it"}, {"now_says": "Some dogs"}):
        with pytest.raises(Invalid):
            answered(house.asker, row, Answer.PARTLY, **words)
    answered(house.asker, row, Answer.PARTLY, answer="Half of it", now_says="Large dogs frighten her")
    assert StoryEntry.objects.filter(supersedes=entry, text="Large dogs frighten her").exists()
    assert queries.statements(house.me, house.jean.id)[str(entry.id)].state == "partly"


def test_a_note_of_a_contact_is_put_right_and_what_it_said_is_kept(house):
    given = {"by": house.asker, "person_id": house.jean.id, "mode": Mode.READ_ONLY, "channel": Channel.VISIT}
    contact = people.log_encounter(**given, note="The house was a mess")
    row = answered(house.asker, said_wrong(house, contact), Answer.CORRECT, now_says="The kitchen was being painted")
    assert Encounter.objects.get().note == "The kitchen was being painted"
    assert Correction.of(row.id).said == "The house was a mess"


def test_what_is_kept_elsewhere_is_put_right_there_and_said_so(house):
    tie = people.add_to_circle(by=house.asker, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Anne")
    row = actions.ask_correction(
        by=house.me, person_id=house.jean.id, subject_kind="circletie", subject_id=tie.id, wrong="It is Ann"
    )
    assert row.said == "Anne"
    answered(house.asker, row, Answer.CORRECT, now_says="Ann, since today")
    assert queries.correction(house.me, row.id).now_says == "Ann, since today"


def test_told_in_words_it_goes_to_those_who_guard_records(house):
    row = actions.ask_correction(by=house.me, person_id=house.jean.id, wrong="My old address is still somewhere")
    assert row.team_id is None
    assert told("ask_correction") == {("guardians", "to_do")}
    assert queries.correction(house.guardian, row.id).may_answer
    with pytest.raises(NotFound):
        queries.correction(house.asker, row.id)
    answered(house.guardian, row, Answer.CORRECT, now_says="It is gone")


def test_her_own_words_she_replaces_herself(house):
    own = people.add_story_entry(by=house.me, person_id=house.jean.id, section=Part.WORKS, text="Dancing")
    with pytest.raises(Invalid) as no:
        said_wrong(house, own)
    assert [p.code for p in no.value.problems] == ["rights.your_own_words"]


def test_nobody_points_at_what_is_not_hers_or_not_theirs_to_see(house, entry):
    other = worlds.taken_in(house.asker, name="Somebody else")
    given = {"subject_kind": "storyentry", "subject_id": entry.id, **WRONG}
    with pytest.raises(NotFound):
        actions.ask_correction(by=worlds.herself(other), person_id=other.id, **given)
    people.open_relationship(
        by=worlds.SYSTEM,
        person_id=house.jean.id,
        actor_id=house.rehab.team_id,
        role="member",
        purpose="x",
        parts=[],
        basis="consent",
    )
    for by in (house.stranger, house.rehab):
        with pytest.raises(Refused):
            said_wrong(house, entry, by)
    account = house.jean.account_id or worlds.herself(house.jean).account_id
    with pytest.raises(Invalid):
        given |= {"subject_kind": "account", "subject_id": account}
        actions.ask_correction(by=house.asker, person_id=house.jean.id, **given)


def test_staff_write_it_down_and_hear_what_was_answered(house, entry):
    helper = worlds.wearing(worlds.team("Day centre"))
    people.open_relationship(
        by=worlds.SYSTEM,
        person_id=house.jean.id,
        actor_id=helper.team_id,
        role="member",
        purpose="x",
        parts=[Part.HARMS],
        basis="consent",
    )
    row = said_wrong(house, entry, helper)
    answered(house.asker, row, Answer.REFUSE, answer="No")
    assert {("team", "came_back"), ("person", "came_back")} == told("answer_correction")
    assert [each.id for each in queries.corrections(helper)[0]] == [row.id]


def test_a_carer_says_so_within_her_permission(house, entry):
    ann = worlds.account("Ann")
    tie = people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    offered = people.offer_permission(
        by=house.me,
        person_id=house.jean.id,
        tie_id=tie.id,
        email=ann.email,
        parts=[Part.HARMS],
        acts=[Act.TELL],
        until=clock.now() + timedelta(days=30),
    )
    people.accept_permission(by=Principal(Kind.NOBODY, ann.id), permission_id=offered.id, version=1)
    carer = records.carer_principal(ann.id, "Ann", offered.id)
    row = said_wrong(house, entry, carer)
    assert [each.id for each in queries.corrections(carer)[0]] == [row.id]
    people.keep_back(by=house.me, person_id=house.jean.id, kind="storyentry", subject_id=entry.id)
    actions.withdraw_correction(by=house.me, correction_id=row.id)
    with pytest.raises(Refused):
        said_wrong(house, entry, carer)


def test_what_she_asked_is_taken_back_by_nobody_else(house, entry):
    ann = worlds.account("Ann")
    tie = people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    given = {"email": ann.email, "parts": [Part.HARMS], "acts": [Act.TELL]}
    until = clock.now() + timedelta(days=30)
    offered = people.offer_permission(by=house.me, person_id=house.jean.id, tie_id=tie.id, until=until, **given)
    people.accept_permission(by=Principal(Kind.NOBODY, ann.id), permission_id=offered.id, version=1)
    carer = records.carer_principal(ann.id, "Ann", offered.id)
    row, erasure = said_wrong(house, entry), actions.ask_erasure(by=house.me, person_id=house.jean.id)
    assert said_wrong(house, entry, carer).id == row.id, "it is once, so that its id is known"
    for by in (carer, house.asker):
        with pytest.raises(Refused, match="for_who_asked"):
            actions.withdraw_correction(by=by, correction_id=row.id)
    with pytest.raises(Refused, match="for_who_asked"):
        actions.withdraw_erasure(by=house.asker, erasure_id=erasure.id)
    assert not queries.correction(house.asker, row.id).may_withdraw


def test_a_team_that_is_not_to_be_known_is_not_named_by_a_correction(house):
    refuge = worlds.wearing(worlds.team("Quiet Refuge"), title="Advocate")
    given = {"role": "lead", "purpose": "safety", "parts": [Part.HARMS], "basis": "consent"}
    people.open_relationship(by=SYSTEM, person_id=house.jean.id, actor_id=refuge.team_id, sensitive=True, **given)
    its = {"person_id": house.jean.id, "section": Part.HARMS, "text": "She is afraid of dogs"}
    theirs, ours = (people.add_story_entry(by=by, **its) for by in (refuge, house.asker))
    of_theirs, of_ours = said_wrong(house, theirs, house.asker), said_wrong(house, ours, refuge)
    answered(refuge, of_theirs, Answer.REFUSE, answer="She told us so")
    told = [queries.correction(house.asker, each.id) for each in (of_theirs, of_ours)]
    assert "Refuge" not in repr([told, queries.corrections(house.asker)])
    assert told[0].kept_unnamed and told[0].steps
    assert "Refuge" in repr(queries.corrections(house.me)), "she reads it all"


def test_what_a_team_noted_that_is_not_to_be_known_is_quoted_to_nobody_who_points_at_its_contact(house):
    refuge = worlds.wearing(worlds.team("Quiet Refuge"), title="Advocate")
    whom = {"person_id": house.jean.id}
    given = {"role": "lead", "purpose": "safety", "parts": [Part.ENCOUNTERS], "basis": "consent"}
    people.open_relationship(by=SYSTEM, **whom, actor_id=refuge.team_id, sensitive=True, **given)
    met = {"mode": Mode.READ_ONLY, "channel": Channel.VISIT, "note": "We meet at Quiet Refuge"}
    theirs = people.log_encounter(by=refuge, **whom, **met)
    at = [row.id for row in records.person(house.asker, house.jean.id, [Part.ENCOUNTERS]).encounters]
    assert theirs.id in at, "that there was one is seen, and its words are not"
    assert queries.pointed_at(house.asker, house.jean.id, "encounter", theirs.id) == ""
    with pytest.raises(Refused):
        said_wrong(house, theirs, house.asker)
    for by in (house.me, refuge):
        assert queries.pointed_at(by, house.jean.id, "encounter", theirs.id) == "We meet at Quiet Refuge"


def test_only_who_wrote_it_answers_and_never_who_asked(house, entry):
    row = said_wrong(house, entry)
    for by in (house.me, house.group, house.stranger, house.guardian):
        with pytest.raises(Refused):
            answered(by, row, Answer.REFUSE, answer="No")


def test_more_time_is_taken_once_two_months_at_most_with_a_reason(house, entry):
    row = said_wrong(house, entry)

    def more(until, why="Who wrote it is away"):
        given = {"correction_id": row.id, "version": Correction.of(row.id).version}
        return actions.extend_correction(by=house.asker, **given, until=until, why=why)

    for until, why in ((months_on(row.due_on, 3), "x"), (row.due_on, "x"), (months_on(row.due_on, 1), " ")):
        with pytest.raises(Invalid):
            more(until, why)
    assert more(months_on(row.due_on, 2)).due_on == months_on(row.due_on, 2)
    assert told("extend_correction") == {("person", "news")}
    with pytest.raises(Invalid):
        more(months_on(row.due_on, 1))


def test_passed_on_those_who_guard_records_have_it(house, entry):
    row = said_wrong(house, entry)
    actions.pass_on_correction(by=house.asker, correction_id=row.id, version=row.version, why="We only typed it")
    assert queries.correction(house.guardian, row.id).may_answer
    assert told("pass_on_correction") == {("guardians", "to_do")}
    with pytest.raises(Refused):
        answered(house.asker, row, Answer.REFUSE, answer="No")


def test_the_clock_tells_once_that_the_day_has_passed_and_guardians_may_answer_then(house, entry):
    row = said_wrong(house, entry)
    assert queries.corrections(house.guardian) == ([], 0)
    with worlds.later(days=40):
        assert tick().reminded == 1
        assert tick().reminded == 0
        assert told("correction_is_late") == {("guardians", "late"), ("team", "late")}
        assert [(each.id, each.late) for each in queries.corrections(house.guardian)[0]] == [(row.id, True)]
        answered(house.guardian, row, Answer.REFUSE, answer="They left; we cannot know")
    assert [s.code for s in CorrectionStep.objects.order_by("id")] == ["remind", "refuse"]


def test_of_two_answers_the_second_finds_it_answered(house, entry):
    row = said_wrong(house, entry)
    answered(house.asker, row, Answer.REFUSE, answer="No")
    with pytest.raises(Invalid) as no:
        answered(house.asker, row, Answer.CORRECT, now_says="Yes")
    assert [p.code for p in no.value.problems] == ["rights.answered_already"]
    again = said_wrong(house, entry)
    with pytest.raises(Stale):
        given = {"correction_id": again.id, "version": again.version + 1}
        actions.answer_correction(by=house.asker, **given, outcome=Answer.REFUSE, answer="No")


def test_taken_back_twice_is_once(house, entry):
    row = said_wrong(house, entry)
    for _ in range(2):
        actions.withdraw_correction(by=house.me, correction_id=row.id)
    assert CorrectionStep.objects.count() == 1
    assert queries.statements(house.me, house.jean.id) == {}
