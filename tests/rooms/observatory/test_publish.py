"""Publishing: whole quarters that are over, once, by Ecotone itself, and nothing of them changes afterwards."""

from datetime import UTC, date, datetime

import pytest

from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.observatory import actions, queries
from ecotone.observatory.models import Publication, PublishedCell, PublishedNeed
from tests.rooms.observatory import world
from tests.rooms.observatory.world import AFTER, DURING, SINCE, SYSTEM, UNTIL, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy():
    return world.busy()


def tables() -> list:
    models = (Publication, PublishedCell, PublishedNeed)
    return [list(model.objects.order_by("id").values()) for model in models]


def answers(busy) -> list:
    """Every question of this room, asked of every place, pair of sectors and quarter."""
    by = world.board_member()
    found = [queries.windows(by)]
    for place_id in busy.places.values():
        found += [queries.timeline(by, place_id)]
        for window in [None, *(each.key for each in queries.windows(by))]:
            found += [query(by, place_id, window) for query in (queries.map_at, queries.ties_at, queries.unmet_at)]
            pairs = [("nhs", "third"), ("third", "council"), ("informal", "third"), ("council", "nhs")]
            found += [queries.exchange_between(by, place_id, *pair, window) for pair in pairs]
    return found


@pytest.mark.commitment(8)
def test_nothing_published_changes_when_records_do(busy):
    publish()
    before, told = tables(), answers(busy)
    with clock.at(DURING):
        [late, *_] = busy.ask("Airdrie", "Ward", "Befrienders", times=6)
        busy.decline(late)
    with clock.at(datetime(2026, 2, 1, tzinfo=UTC)):
        busy.ask("Wishaw", "Ward", "Befrienders", times=6)
    assert answers(busy) == told
    assert not publish().made
    assert tables() == before
    assert answers(busy) == told


def test_a_second_call_changes_nothing_and_says_so(busy):
    first, second = publish(), publish()
    assert (first.made, first.code) == (True, "observatory.published")
    assert (second.made, second.code) == (False, "observatory.published_before")
    assert second.publication_id == first.publication_id


@pytest.mark.parametrize(
    ("since", "until", "code"),
    [
        (date(2026, 1, 1), date(2026, 4, 1), "observatory.still_running"),
        (date(2026, 4, 1), date(2026, 7, 1), "observatory.still_running"),
        (date(2025, 10, 1), date(2025, 12, 31), "observatory.not_a_quarter"),
        (date(2025, 11, 1), date(2026, 2, 1), "observatory.not_a_quarter"),
        (date(2025, 7, 1), date(2026, 1, 1), "observatory.not_a_quarter"),
        (date(2026, 1, 1), date(2025, 10, 1), "observatory.not_a_quarter"),
    ],
)
def test_only_a_calendar_quarter_that_is_over_is_published(since, until, code):
    with pytest.raises(Invalid, match=code):
        publish(since, until)
    assert not Publication.objects.exists()


def test_a_quarter_is_over_when_its_last_day_is_where_the_people_are():
    """At half past midnight on 1 July it is still 30 June in UTC."""
    with clock.at(datetime(2026, 6, 30, 22, 59, tzinfo=UTC)), pytest.raises(Invalid, match="still_running"):
        actions.publish(by=SYSTEM, since=date(2026, 4, 1), until=date(2026, 7, 1))
    with clock.at(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)):
        assert actions.publish(by=SYSTEM, since=date(2026, 4, 1), until=date(2026, 7, 1)).made


@pytest.mark.parametrize("by", [Principal.nobody(), world.board_member()])
def test_nobody_but_ecotone_itself_publishes(by):
    with clock.at(AFTER):
        with pytest.raises(Refused):
            actions.publish(by=by, since=SINCE, until=UNTIL)
        with pytest.raises(Refused):
            actions.publish_closed(by=by, today=clock.today())
    assert not Publication.objects.exists()


def test_the_closed_quarters_that_are_missing_are_published():
    publish()
    with clock.at(AFTER):
        made = actions.publish_closed(by=SYSTEM, today=clock.today(), most=3)
        again = actions.publish_closed(by=SYSTEM, today=clock.today(), most=3)
    assert [(each.window, each.made) for each in made] == [("2025-q2", True), ("2025-q3", True), ("2025-q4", False)]
    assert not any(each.made for each in again)


def test_looking_back_no_quarter_is_refused_in_words():
    with clock.at(AFTER), pytest.raises(Invalid, match="at_least_one"):
        actions.publish_closed(by=SYSTEM, today=clock.today(), most=0)


def test_publish_closed_never_believes_a_day_to_come():
    with clock.at(AFTER), pytest.raises(Invalid, match="still_running"):
        actions.publish_closed(by=SYSTEM, today=date(2027, 1, 1))
    assert not Publication.objects.exists()


def test_each_referral_falls_into_one_window_by_local_midnight():
    here = world.empty()
    for moment in (datetime(2025, 6, 30, 22, 59, tzinfo=UTC), datetime(2025, 6, 30, 23, 0, tzinfo=UTC)):
        with clock.at(moment):
            here.ask("Wishaw", "Ward", "Home Support", times=5 if moment.minute else 10)
    publish(date(2025, 4, 1), date(2025, 7, 1))
    publish(date(2025, 7, 1), date(2025, 10, 1))
    moments = queries.timeline(world.board_member(), here.places["Wishaw"]).moments
    assert [(flow.figure.low, flow.figure.high) for each in moments for flow in each.flows] == [(5, 9), (10, 14)]
