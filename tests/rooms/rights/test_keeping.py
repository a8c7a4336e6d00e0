"""What is due is listed and proposed, and goes only once a guardian has agreed; nothing goes by itself."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.notices.models import Notice
from ecotone.people import actions as people
from ecotone.people.models import Person, Relationship
from ecotone.people.rules import ERASED_NAME, Part
from ecotone.procedures import erasing
from ecotone.procedures.tick import tick
from ecotone.rights import actions, queries
from ecotone.rights.models import Erasure
from ecotone.rights.rules.erasing import HoldWhy
from ecotone.rights.rules.keeping import Kept
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def years_on(years: float):
    return worlds.later(days=years * 365.25 + 1)


@pytest.fixture
def quiet(house) -> Person:
    """Jean, whom nobody helps any more."""
    Relationship.objects.filter(person=house.jean).update(until=clock.now() + timedelta(seconds=1))
    return house.jean


def due(house) -> list:
    return [row.person_id for row in queries.due(house.guardian)]


def test_somebody_is_due_six_years_after_the_last_entry_and_not_a_day_sooner(house, quiet):
    with years_on(5.9):
        assert due(house) == []
    with years_on(6):
        assert due(house) == [quiet.id]
        (row,) = queries.due(house.guardian)
        assert (row.rule, row.last) == ("adult", date(2026, 3, 2))


def test_whoever_is_helped_asked_for_or_written_of_is_not(house, quiet):
    with years_on(3):
        people.add_story_entry(by=house.me, person_id=quiet.id, section=Part.WORKS, text="Still here")
    with years_on(8.9):
        assert due(house) == []
    with years_on(9):
        assert due(house) == [quiet.id]
        given = {"person_id": quiet.id, "actor_id": house.group.team_id, "role": "member", "purpose": "x"}
        people.open_relationship(by=worlds.SYSTEM, **given, parts=[], basis="consent")
        assert due(house) == []


def test_somebody_who_died_is_due_three_years_later_whoever_still_helped(house):
    people.note_death(by=house.asker, person_id=house.jean.id, died_on=clock.today(), told_by="Ann")
    with years_on(2.9):
        assert due(house) == []
    with years_on(3):
        assert due(house) == [house.jean.id]


def test_a_child_is_kept_until_25(house, quiet):
    Person.objects.filter(pk=quiet.id).update(birth_date=date(2016, 6, 1))
    with years_on(14):
        assert due(house) == []
    with clock.at(datetime(2041, 6, 1, 12, tzinfo=ZoneInfo("UTC"))):
        assert due(house) == [quiet.id]


def test_a_place_keeps_longer_and_never_shorter(house, quiet):
    given = {"by": house.guardian, "rule": Kept.ADULT, "why": "Our records manager says so"}
    with pytest.raises(Invalid):
        actions.set_period(**given, months=71)
    actions.set_period(**given, months=120)
    with pytest.raises(Stale):
        actions.set_period(**given, months=130, version=7)
    with years_on(9):
        assert due(house) == []
    with years_on(10):
        assert due(house) == [quiet.id]
    for by in (house.asker, house.me):
        with pytest.raises(Refused):
            actions.set_period(**{**given, "by": by}, months=120)
        with pytest.raises(Refused):
            queries.due(by)


def test_the_clock_tells_guardians_once_a_month_and_deletes_nothing(house, quiet):
    with clock.at(datetime(2032, 4, 2, 8, tzinfo=ZoneInfo("UTC"))):
        tick()
        tick()
        assert Notice.objects.filter(kind="retention_is_due").count() == 1
        assert Person.objects.get(pk=quiet.id).erased_at is None
    with clock.at(datetime(2032, 4, 20, 8, tzinfo=ZoneInfo("UTC"))):
        tick()
    with clock.at(datetime(2032, 5, 1, 8, tzinfo=ZoneInfo("UTC"))):
        tick()
        assert Notice.objects.filter(kind="retention_is_due").count() == 2


def test_agreed_to_they_go_each_by_itself_and_what_is_not_due_any_more_stays(house, quiet):
    other = worlds.taken_in(house.asker, name="Zebedee Quill")
    Relationship.objects.filter(person=other).update(until=clock.now() + timedelta(seconds=1))
    with years_on(6):
        assert set(due(house)) == {quiet.id, other.id}
        people.add_story_entry(by=worlds.herself(other), person_id=other.id, section=Part.WORKS, text="I am back")
        done = erasing.retire_all(house.guardian, [quiet.id, other.id, quiet.id])
        assert (done.erased, done.left) == (1, 1)
        assert Person.objects.get(pk=quiet.id).name == ERASED_NAME
        assert Person.objects.get(pk=other.id).name == "Zebedee Quill"
        assert Erasure.objects.get().ground == "retention"


def test_what_is_held_up_is_not_due(house, quiet):
    with years_on(6):
        held = {"person_id": quiet.id, "kind": HoldWhy.INQUIRY, "why": "Asked for"}
        actions.hold(by=house.guardian, **held, review_on=clock.today() + timedelta(days=30))
        assert due(house) == []
        with pytest.raises(Invalid):
            erasing.retire(by=house.guardian, person_id=quiet.id)


def test_only_a_guardian_retires(house, quiet):
    with years_on(6), pytest.raises(Refused):
        erasing.retire(by=house.asker, person_id=quiet.id)
