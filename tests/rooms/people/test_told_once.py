"""Told once: words stay, newer ones take their place beside them, and having had to repeat is hers to say."""

from datetime import timedelta
from uuid import UUID

import pytest

from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.people import actions, queries
from ecotone.people.models import Encounter, FormerName, Person, StoryEntry
from ecotone.people.rules import STORY, Channel, CircleKind, IdentifierKind, Mode, NamedBy, Part, WordsOf
from tests import worlds
from tests.rooms import racing
from tests.worlds import SYSTEM, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"), title="Link worker")


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours)


def section(by, person_id: UUID, part: Part = Part.MATTERS):
    view = queries.person(by, person_id, [part])
    return next(each for each in view.story if each.part is part)


def say(by, jean, text: str, **fields):
    return actions.add_story_entry(by=by, person_id=jean.id, section=Part.MATTERS, text=text, **fields)


@pytest.mark.commitment(2)
def test_newer_words_take_the_place_of_older_ones_which_stay(ours, jean):
    first = say(ours, jean, "My garden", words_of=WordsOf.PERSON)
    other = say(ours, jean, "My sister")
    with worlds.later(days=2):
        newer = say(worlds.herself(jean), jean, "My garden, and to sleep", supersedes=first.id)
        seen = section(ours, jean.id)
    assert [entry.id for entry in seen.entries] == [newer.id, other.id]
    assert [(entry.id, entry.text, entry.superseded_by) for entry in seen.earlier] == [
        (first.id, "My garden", newer.id)
    ]
    assert seen.entries[0].supersedes == first.id
    assert (seen.entries[0].author, seen.earlier[0].author) == ("Jean Rafferty", ours.signature)
    assert StoryEntry.objects.get(pk=first.id).text == "My garden"


@pytest.mark.commitment(2)
def test_words_superseded_meanwhile_are_not_superseded_twice(ours, jean):
    first = say(ours, jean, "My garden")
    say(ours, jean, "My roses", supersedes=first.id)
    assert told(lambda: say(ours, jean, "My peas", supersedes=first.id)) == [("people.superseded", "text")]


def test_only_ones_own_words_in_that_section_are_superseded(ours, jean):
    other = worlds.taken_in(ours, name="Another")
    theirs = say(ours, other, "Football")
    worry = actions.add_story_entry(by=ours, person_id=jean.id, section=Part.HARMS, text="The stairs")
    for wrong in (theirs.id, worry.id, worlds.UNKNOWN):
        assert told(lambda wrong=wrong: say(ours, jean, "x", supersedes=wrong)) == [
            ("people.other_person", "supersedes")
        ]


def test_who_may_not_read_a_section_may_add_to_it_and_supersede_nothing():
    """Whoever helps her may write down what she says; what one cannot read one cannot replace."""
    by = worlds.wearing(worlds.team("Link workers"))
    jean = worlds.taken_in(by, parts=[])
    entry = say(by, jean, "My garden")
    assert section(by, jean.id).entries.code == "people.not_shared"
    assert worlds.refused(lambda: say(by, jean, "x", supersedes=entry.id)) == "people.not_shared"


@pytest.mark.django_db(transaction=True)
def test_of_two_who_supersede_the_same_words_at_once_one_wins_and_one_is_told(ours, jean):
    first = say(ours, jean, "My garden")
    outcomes = racing.both(
        lambda: say(ours, jean, "My roses", supersedes=first.id),
        lambda: say(ours, jean, "My peas", supersedes=first.id),
    )
    won, lost = racing.sorted_out(outcomes)
    assert (len(won), len(lost)) == (1, 1)
    assert isinstance(lost[0], Invalid)
    assert [(p.code, p.field) for p in lost[0].problems] == [("people.superseded", "text")]
    assert StoryEntry.objects.filter(supersedes=first.id).count() == 1


def test_the_story_is_read_in_its_order_newest_first_within_a_section(ours, jean):
    today = clock.today()
    for part in reversed(STORY):
        actions.add_story_entry(by=ours, person_id=jean.id, section=part, text=part)
    old = say(ours, jean, "long ago", said_on=today - timedelta(days=9))
    same_day = say(ours, jean, "later the same day")
    view = queries.person(ours, jean.id)
    assert [each.part for each in view.story] == list(STORY)
    assert view.story[0].entries[0].id == same_day.id
    assert view.story[0].entries[-1].id == old.id


def test_words_are_kept_as_they_were_said_composed_and_trimmed(ours, jean):
    entry = say(ours, jean, "  Zoe\u0308 – 我的花园 🌻 <b>& 'aw that'</b>\n")
    assert section(ours, jean.id).entries[0].text == "Zoë – 我的花园 🌻 <b>& 'aw that'</b>"
    assert StoryEntry.objects.get(pk=entry.id).language == "en-GB"


# ── contacts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def log(by, jean, mode=Mode.READ_THEN_CHECKED, **fields):
    return actions.log_encounter(by=by, person_id=jean.id, mode=mode, channel=Channel.VISIT, **fields)


@pytest.mark.commitment(2)
def test_that_it_had_to_be_repeated_is_never_a_workers_own_word(ours, jean):
    for said_by in (NamedBy.WORKER, NamedBy.CARER):
        assert told(lambda said_by=said_by: log(ours, jean, Mode.HAD_TO_REPEAT, mode_said_by=said_by)) == [
            ("people.only_she_says", "mode")
        ]
    assert log(ours, jean, Mode.HAD_TO_REPEAT, mode_said_by=NamedBy.PERSON).author == ours.signature


@pytest.mark.commitment(3)
def test_who_had_to_repeat_herself_is_named_only_to_whom_she_has_not_told_to_know_who_she_is(ours, jean):
    log(ours, jean)
    with worlds.later(days=1):
        log(ours, jean, Mode.HAD_TO_REPEAT, mode_said_by=NamedBy.PERSON)
        window = {"since": clock.today(), "until": clock.today() + timedelta(days=1)}
        named = queries.told_again_to(ours, **window)
        assert (named.repeated, [name for _, name, _ in named.shown]) == (1, ["Jean Rafferty"])
        me = worlds.herself(jean)
        actions.choose_sharing(by=me, person_id=jean.id, effect="refusal", part=Part.IDENTITY, actor_id=ours.actor_id)
        unnamed = queries.told_again_to(ours, **window)
        assert (unnamed.repeated, unnamed.shown) == (1, ())


@pytest.mark.commitment(2)
def test_the_person_says_it_herself_and_may_take_it_back(ours, jean):
    me, contact = worlds.herself(jean), log(ours, jean, planned_minutes=30, actual_minutes=20, time_enough=True)
    said = actions.say_about_encounter(
        by=me, encounter_id=contact.id, version=1, had_to_repeat=True, time_enough=False
    )
    assert (said.mode, said.mode_said_by, said.time_enough_person) == ("had_to_repeat", "person", False)
    back = actions.say_about_encounter(by=me, encounter_id=contact.id, version=2, had_to_repeat=False)
    assert (back.mode, back.mode_said_by) == ("told_by_choice", "person")
    assert back.time_enough_person is False, "what she said about time stands until she says otherwise"
    (seen,) = queries.person(ours, jean.id).encounters
    assert (seen.planned_minutes, seen.actual_minutes, seen.time_enough_worker) == (30, 20, True)


def test_not_having_repeated_leaves_how_it_was_met_alone(ours, jean):
    contact = log(ours, jean, Mode.READ_ONLY)
    said = actions.say_about_encounter(
        by=worlds.herself(jean), encounter_id=contact.id, version=1, had_to_repeat=False
    )
    assert said.mode == "read_only"


def test_what_she_logs_is_her_word(jean):
    me, council = worlds.herself(jean), worlds.actor("Drumgray Council")
    made = log(me, jean, Mode.HAD_TO_REPEAT, actor_id=council.id)
    assert (made.mode_said_by, made.actor_id, made.author) == ("person", council.id, "Jean Rafferty")
    assert told(lambda: log(me, jean)) == [("ground.required", "actor_id")]


@pytest.mark.commitment(2)
def test_how_they_met_is_asked_of_a_team_and_never_made_up_for_her(ours, jean):
    me, team = worlds.herself(jean), ours.actor_id
    made = actions.log_encounter(by=me, person_id=jean.id, mode=Mode.HAD_TO_REPEAT, actor_id=team)
    assert made.channel == ""
    taken_back = actions.say_about_encounter(by=me, encounter_id=made.id, version=1, had_to_repeat=False)
    assert (taken_back.mode, taken_back.channel) == ("told_by_choice", "")
    log_ = {"by": ours, "person_id": jean.id, "mode": Mode.READ_ONLY}
    assert told(lambda: actions.log_encounter(**log_)) == [("ground.required", "channel")]
    assert told(lambda: actions.log_encounter(**log_, channel="pigeon")) == [("ground.unknown_choice", "channel")]


def test_a_worker_logs_the_own_teams_contacts_only(ours, jean):
    elsewhere = worlds.team("Elsewhere")
    assert log(ours, jean, actor_id=elsewhere.id).actor_id == ours.actor_id


def test_a_contact_lies_in_the_past(ours, jean):
    ahead = clock.now() + timedelta(minutes=1)
    assert told(lambda: log(ours, jean, at=ahead)) == [("people.future", "at")]
    assert log(ours, jean, at=clock.now()).at == clock.now()


def test_a_stale_word_on_a_contact_is_not_kept(ours, jean):
    me, contact = worlds.herself(jean), log(ours, jean)
    actions.say_about_encounter(by=me, encounter_id=contact.id, version=1, had_to_repeat=True)
    with pytest.raises(Stale):
        actions.say_about_encounter(by=me, encounter_id=contact.id, version=1, had_to_repeat=False)
    assert Encounter.of(contact.id).mode == "had_to_repeat"


# ── who she is, her circle, her numbers ───────────────────────────────────────────────────────────────────────────


def test_a_new_name_keeps_the_old_one_and_white_space_is_no_new_name(ours, jean):
    change = {"by": ours, "person_id": jean.id}
    actions.change_person(**change, version=1, name=" Jean Rafferty ")
    assert not FormerName.objects.exists()
    actions.change_person(**change, version=2, name="Jean Boyle", known_as="Jeanie")
    who = queries.person(ours, jean.id).identity
    assert (who.name, who.called, who.other_names) == ("Jean Boyle", "Jeanie", ("Jean Rafferty",))


def test_of_two_changes_from_one_version_the_second_is_stale_and_writes_nothing(ours, jean):
    actions.change_person(by=ours, person_id=jean.id, version=1, name="Jean Boyle")
    before = worlds.kept()
    with pytest.raises(Stale):
        actions.change_person(by=ours, person_id=jean.id, version=1, name="Joan")
    assert worlds.kept() == before


def test_how_to_reach_her_is_changed_only_by_who_may_read_it(ours, jean):
    actions.choose_sharing(by=worlds.herself(jean), person_id=jean.id, effect="refusal", part=Part.CONTACT)
    change = {"by": ours, "person_id": jean.id, "version": 2}
    assert worlds.refused(lambda: actions.change_person(**change, contact_detail="01234")) == "people.person_refused"
    actions.change_person(**change, known_as="Jeanie")
    actions.change_person(by=worlds.herself(jean), person_id=jean.id, version=3, contact_detail="01234")
    assert Person.of(jean.id).contact_detail == "01234"


def test_a_tie_ends_once_and_a_mistake_is_taken_back_the_same_day(ours, jean):
    tie = actions.add_to_circle(by=ours, person_id=jean.id, kind=CircleKind.FAMILY, name="Ann", closeness=9)
    assert tie.closeness == 3
    ended = actions.end_circle_tie(by=ours, tie_id=tie.id, version=1)
    assert ended.until == tie.since
    assert not ended.holds(clock.today())
    assert told(lambda: actions.end_circle_tie(by=ours, tie_id=tie.id, version=2)) == [("people.ended", "until")]
    (seen,) = queries.circle(ours, jean.id)
    assert (seen.name, seen.until) == ("Ann", tie.since)


def test_a_number_is_one_persons_wherever_it_came_from(ours, jean):
    other = worlds.taken_in(ours, name="Another")
    add, chi = actions.add_identifier, {"kind": IdentifierKind.CHI, "value": "010 101 1237"}
    assert add(by=ours, person_id=jean.id, **chi, source="GP").value == "0101011237"
    for source in ("GP", "hospital", ""):
        given = {"by": ours, "person_id": other.id, **chi, "source": source}
        assert told(lambda given=given: add(**given)) == [("people.identifier_taken", "value")]
    local = {"kind": IdentifierKind.LOCAL, "value": "17"}
    add(by=ours, person_id=jean.id, **local, source="Food bank")
    add(by=ours, person_id=other.id, **local, source="Choir")
    numbers = {(n.kind, n.source, n.value) for n in queries.person(ours, jean.id).identifiers}
    assert numbers == {("chi", "GP", "0101011237"), ("local", "Food bank", "17")}


def test_ecotone_itself_builds_a_record_and_reads_none(jean):
    entry = say(SYSTEM, jean, "My garden")
    assert entry.author == "tests"
    say(SYSTEM, jean, "My roses", supersedes=entry.id)
    assert worlds.refused_reading(lambda: queries.person(SYSTEM, jean.id)) == "access.nobody"
