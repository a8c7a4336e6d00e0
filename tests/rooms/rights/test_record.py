"""Her whole record: hers alone, all of it, bounded, and nothing that it would not be safe to tell."""

from datetime import timedelta

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.ground import clock
from ecotone.people import actions as people
from ecotone.people.models import EmergencyAccess, StoryEntry
from ecotone.people.rules import CircleKind, Part
from ecotone.rights import queries
from ecotone.rights.rules.record import Heading
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


def kinds(by) -> list[str]:
    return [entry.kind for entry in queries.record(by, most=10_000)[0]]


def texts(by) -> str:
    return repr(queries.record(by, most=10_000)[0])


def test_it_holds_what_everyone_wrote_with_who_and_when(house):
    people.add_story_entry(by=house.asker, person_id=house.jean.id, section=Part.MATTERS, text="The curlews")
    people.add_to_circle(by=house.asker, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    asked = worlds.moved(house.ask(), house.group, "accept")
    care.ask_question(by=house.asker, person_id=house.jean.id, target_id=house.group.team_id, text="Room for her?")
    entries, total = queries.record(house.me)
    assert total == len(entries)
    story = next(e for e in entries if e.kind == "storyentry")
    assert (story.values["text"], story.written_by) == ("The curlews", house.asker.signature)
    assert story.written_at == clock.now()
    referral = next(e for e in entries if e.kind == "referral")
    assert (referral.values["target"].label, referral.id) == ("Good Neighbours", str(asked.id))
    assert {"circletie", "relationship", "referralmove", "question", "account", "notice"} <= {e.kind for e in entries}
    order = [Heading(entry.heading) for entry in entries]
    assert order == sorted(order, key=list(Heading).index)


def test_only_she_has_it(house):
    for by in (house.asker, house.group, house.stranger, house.guardian):
        with pytest.raises(Refused) as no:
            queries.record(by)
        assert no.value.verdict.code == "people.only_self"


def test_it_leaves_a_look(house):
    queries.record(house.me)
    entry = AuditEntry.objects.filter(code="rights.record").get()
    assert [(s.kind, s.subject_id, s.basis) for s in entry.subjects.all()] == [("person", house.jean.id, "self")]


def test_nothing_of_anybody_else_is_in_it(house):
    other = worlds.taken_in(house.asker, name="Zebedee Quill")
    people.add_story_entry(by=house.asker, person_id=other.id, section=Part.MATTERS, text="Zebedee's own words")
    people.add_to_circle(by=house.asker, person_id=other.id, kind=CircleKind.FRIEND, name="Jean Rafferty")
    worlds.ask(house.asker, other, worlds.actor("A third group"))
    assert "Zebedee" not in texts(house.me)
    assert "Jean Rafferty" not in texts(worlds.herself(other)).replace("'name': 'Jean Rafferty'", "", 1)


def test_a_draft_and_an_emergency_that_is_not_told_wait(house):
    house.draft(why="Not sent yet")
    row = worlds.some_emergency(house.stranger)
    assert row.person_id == house.jean.id
    assert "Not sent yet" not in texts(house.me)
    assert "emergencyaccess" not in kinds(house.me)
    EmergencyAccess.objects.update(told=True)
    assert "Found on the stairs" in texts(house.me)


def test_why_a_permission_was_stopped_waits_where_it_is_not_safe_to_show(house):
    tie = people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    offered = people.offer_permission(
        by=house.me,
        person_id=house.jean.id,
        tie_id=tie.id,
        email="ann@example.org",
        parts=[Part.REFERRALS],
        acts=[],
        until=clock.now() + timedelta(days=30),
    )
    given = {"permission_id": offered.id, "version": offered.version}
    people.suspend_permission(by=house.asker, **given, reason="She fears her", unsafe_to_tell=True)
    assert "She fears her" not in texts(house.me)
    entry = next(e for e in queries.record(house.me)[0] if e.kind == "carerpermission")
    assert entry.withheld["suspended_reason"] == "people.unsafe_to_tell"


def test_read_some_at_a_time_it_is_the_same(house):
    for number in range(7):
        people.add_story_entry(by=house.me, person_id=house.jean.id, section=Part.WORKS, text=f"Words {number}")
    house.ask()
    whole, total = queries.record(house.me, most=10_000)
    found, after = [], None
    while some := queries.record(house.me, most=3, after=after)[0]:
        found += some
        after = f"{some[-1].kind}:{some[-1].id}"
    assert found == whole
    assert len(found) == total
    by_number = [each for start in range(0, total, 3) for each in queries.entries(house.me, start=start, most=3)[0]]
    assert by_number == whole


def test_a_large_record_costs_as_many_queries_as_a_small_one(house):
    def cost() -> int:
        return worlds.cost(lambda: queries.entries(house.me, most=None))

    people.add_story_entry(by=house.me, person_id=house.jean.id, section=Part.WORKS, text="The first")
    before, entry = cost(), StoryEntry.objects.get()
    more = [
        StoryEntry(person=house.jean, section=Part.WORKS, text=f"Words {n}", words_of="person", said_on=clock.today())
        for n in range(300)
    ]
    StoryEntry.objects.bulk_create(more)
    assert entry.text in texts(house.me)
    assert cost() == before
