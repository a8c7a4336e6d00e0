"""Digests: on the day each chose, never twice for one event, empty of all that is anyone's; and stopped by a link."""

import email
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from itertools import pairwise
from random import Random

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.urls import resolve

from ecotone.access.models import Account, AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.care import queries as queries_of_care
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor, Hat
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices import actions, digests, queries
from ecotone.notices.actions import POST
from ecotone.notices.delivery import deliver
from ecotone.notices.models import Mail, Notice, Reader, Wish
from ecotone.notices.rules import How, Sort, Unsent
from ecotone.notices.views import Wearing
from ecotone.procedures.digests import due
from ecotone.procedures.tick import CLOCK, tick
from tests import worlds
from tests.rooms.care.conftest import house
from tests.rooms.racing import both, sorted_out
from tests.worlds import moved

__all__ = ["house"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def quiet(monday, house) -> None:
    """Only those a test is about want mail: the group's coordinator, who said nothing."""
    for by in (house.asker, house.rehab, house.stranger):
        actions.choose(by=by, how=How.NEVER)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> None:
    """Mail lands where a test can read it."""
    monkeypatch.setattr(settings, "DATA", tmp_path)


def landed(to: str = "") -> list[EmailMessage]:
    """The mail that landed, oldest first; to one address, where it is given."""
    files = sorted((settings.DATA / "mail").glob("*.eml"))
    read = [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]
    return [each for each in read if to in ("", each["To"])]


def mails(by: Principal) -> list[str]:
    """The counting lines of each digest that somebody was sent, oldest first."""
    to = Account.objects.get(id=by.account_id).email
    bodies = [each.get_content() for each in landed(to)]
    return ["; ".join(line[2:] for line in body.splitlines() if line.startswith("- ")) for body in bodies]


def ask(house, n: int = 0):
    jean = worlds.taken_in(house.asker, name=f"Person {n}")
    return worlds.ask(house.asker, jean, Actor.of(house.group.team_id))


def at(day: int, hour: int, minute: int = 5):
    """A moment in March 2026, the second of which is a Monday."""
    return clock.at(datetime(2026, 3, day, hour, minute, tzinfo=clock.LOCAL))


def test_those_who_work_with_people_hear_daily_at_eight_without_having_said_so(house):
    ask(house, 1), ask(house, 2)
    for hour in (10, 12, 23):
        with at(2, hour):
            tick()
    with at(3, 7, 59):
        tick()
    assert mails(house.group) == []
    for hour in (8, 9, 20):
        with at(3, hour):
            tick()
    assert mails(house.group) == ["2 came in that wait for an answer"]


def test_it_says_what_waits_altogether_and_how_much_of_it_is_late_as_my_day_does(house):
    ask(house, 1)
    with at(3, 8):
        tick()
    with at(17, 9):
        ask(house, 2)
        moved(ask(house, 3), house.group, "accept")
        care.ask_question(by=house.asker, target_id=house.group.team_id, text="Have you room?")
    with at(18, 8):
        tick()
        day = queries_of_care.my_day(house.group)
    waits = [line for mail in landed() for line in mail.get_content().splitlines() if line.startswith("All in all")]
    assert waits == ["All in all, 1 waits for you now.", "All in all, 3 wait for you now, and 1 of them is late."]
    assert (day.late.total, day.to_answer.total, len(day.questions)) == (1, 1, 1)


def test_late_ticks_tell_no_more_than_a_punctual_one(house):
    ask(house, 1)
    with at(3, 7, 0):
        ask(house, 2)
    with at(3, 10):
        ask(house, 3)
    with at(3, 11):
        tick()
    with at(4, 8):
        tick()
    assert mails(house.group) == ["2 came in that wait for an answer", "1 came in that waits for an answer"]


def test_at_once_is_gathered_and_never_twice_within_a_quarter_of_an_hour(house):
    actions.choose(by=house.group, how=How.AT_ONCE)
    for minute in range(31, 60):
        with at(2, 9, minute):
            if minute % 4 == 0:
                ask(house, minute)
            tick()
    times = list(Mail.objects.order_by("created_at").values_list("created_at", flat=True))
    assert all(b - a >= timedelta(minutes=15) for a, b in pairwise(times))
    with at(2, 10, 16):
        tick()
    told = [int(each.split()[0]) for each in mails(house.group)]
    assert sum(told) == 7 and len(told) == 2


def test_weekly_is_on_monday_also_when_the_clocks_change(house):
    actions.choose(by=house.group, how=How.WEEKLY)
    with at(24, 10):
        ask(house, 1)
    told = {}
    for day in range(24, 31):
        for hour in (7, 8):
            with at(day, hour):
                tick()
                told[day, hour] = len(mails(house.group))
    assert [when for when, n in told.items() if n] == [(30, 8)]


def test_what_was_read_on_the_page_is_not_mailed(house):
    ask(house, 1)
    actions.see(by=house.group, upto=clock.now())
    with at(2, 12):
        ask(house, 2)
    with at(3, 8):
        tick()
    assert mails(house.group) == ["1 came in that waits for an answer"]


def test_where_nothing_is_new_no_mail_comes_and_nothing_is_written(house):
    tick(), ask(house)
    actions.see(by=house.group, upto=clock.now())
    before = (AuditEntry.objects.count(), Reader.objects.count())
    with at(3, 8):
        tick()
    assert (AuditEntry.objects.count(), Reader.objects.count()) == before
    assert not Mail.objects.exists()


def test_an_account_with_two_hats_gets_one_mail_that_counts_both(house):
    both_hats = Account.objects.get(id=house.group.account_id)
    second = worlds.team("The other team")
    ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=both_hats.id, actor_id=second.id, role=Role.WORKER, title="Volunteer"
    )
    ask(house, 1)
    worlds.ask(house.asker, worlds.taken_in(house.asker, name="P"), second)
    with at(3, 8):
        tick()
    assert mails(house.group) == ["2 came in that wait for an answer"]
    assert Reader.objects.exclude(mailed_at=None).count() == 2


def test_a_hat_that_was_taken_off_and_an_account_that_was_closed_hear_nothing(house):
    other = worlds.wearing(Actor.of(house.group.team_id), title="Organiser")
    ask(house)
    hat = Hat.objects.get(id=house.group.hat_id)
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=hat.id)
    Account.objects.filter(id=other.account_id).update(is_active=False)
    with at(3, 8):
        tick()
        assert due(CLOCK) == []
        for by in (house.group, other):
            with pytest.raises(Invalid):
                actions.mail_digest(by=CLOCK, account_id=by.account_id, wearing=[])
    assert not Mail.objects.exists()


def test_a_hat_put_on_today_is_told_nothing_of_before(house):
    ask(house)
    with at(4, 9):
        worlds.wearing(Actor.of(house.group.team_id), title="Organiser")
    with at(5, 8):
        tick()
    assert Mail.objects.count() == 1, "the coordinator's alone"


def test_a_changed_wish_tells_nothing_twice_and_loses_nothing(house):
    actions.choose(by=house.group, how=How.AT_ONCE)
    ask(house, 1)
    with at(2, 9, 50):
        tick()
        ask(house, 2)
        actions.choose(by=house.group, how=How.DAILY)
    with at(2, 11):
        tick()
    with at(3, 8):
        tick()
        actions.choose(by=house.group, how=How.WEEKLY)
        ask(house, 3)
    for day in (4, 9, 10):
        with at(day, 8):
            tick()
    assert mails(house.group) == ["1 came in that waits for an answer"] * 3


def test_one_who_wanted_none_is_not_told_of_what_came_then(house):
    actions.choose(by=house.group, how=How.NEVER)
    ask(house, 1)
    with at(3, 9):
        tick()
        actions.choose(by=house.group, how=How.DAILY)
    with at(3, 12):
        tick()
        assert mails(house.group) == []
        ask(house, 2)
    with at(4, 8):
        tick()
    assert mails(house.group) == ["1 came in that waits for an answer"]


def test_she_hears_only_if_she_asked_to(house):
    asked = house.ask()
    with at(3, 8):
        tick()
    assert mails(house.me) == []
    with at(3, 9):
        actions.choose(by=house.me, how=How.DAILY)
    with at(3, 10):
        moved(asked, house.group, "accept")
    with at(4, 8):
        tick()
    assert mails(house.me) == ["1 more thing to know"]


def test_that_one_is_late_is_mailed_to_leads_alone(house):
    lead = worlds.wearing(Actor.of(house.group.team_id), Role.LEAD, title="Lead")
    house.ask(days=1)
    with at(3, 9):
        tick()
    with at(4, 9):
        tick()
    with at(5, 8):
        tick()
    assert mails(house.group) == ["1 came in that waits for an answer"]
    assert mails(lead) == ["1 came in that waits for an answer", "1 is late, for you to see to"]


@pytest.mark.commitment(3)
def test_a_digest_holds_nothing_that_is_anyones(house):
    house.ask(why="She fell on the stairs")
    care.ask_question(by=house.asker, target_id=house.group.team_id, text="Any room?")
    with at(3, 8):
        tick()
    (one,) = landed()
    text = f"{one['Subject']} {one.get_content()}"
    names = [*Actor.objects.values_list("name", flat=True), *Account.objects.values_list("name", "email")[0]]
    for secret in [*names, "Jean", "Rafferty", "stairs", "room?", "Coordinator", str(house.jean.id)]:
        assert secret not in text


@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_tell_each_event_once(house):
    for by in [worlds.wearing(Actor.of(house.group.team_id), title=f"Worker {n}") for n in range(3)]:
        actions.choose(by=by, how=How.DAILY)
    ask(house, 1), ask(house, 2)
    with at(3, 8):
        both(tick, tick, tick)
    assert Mail.objects.count() == 4
    assert ["2 came in" in each.get_content() for each in landed()] == [True] * 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_make_up_one_digest_one_does(house):
    ask(house)
    wearing = [Wearing(house.group.hat_id, house.group.team_id, frozenset(Sort))]

    def make_up():
        return actions.mail_digest(by=CLOCK, account_id=house.group.account_id, wearing=wearing)

    for day in (3, 4):
        with at(day, 8):
            done, errors = sorted_out(both(make_up, make_up))
            assert len(done) == 1 and isinstance(errors[0], Stale | Invalid)
        with at(day, 9):
            ask(house, day)
    assert Mail.objects.count() == 2


def test_a_fault_after_the_counting_leaves_it_to_be_told(house):
    def full(execute, sql, params, many, context):
        if sql.startswith("INSERT") and Mail._meta.db_table in sql:
            raise OperationalError("the disk is full")
        return execute(sql, params, many, context)

    ask(house)
    with at(3, 8):
        with connection.execute_wrapper(full):
            tick()
        assert not Mail.objects.exists() and not Reader.objects.exclude(mailed_at=None).exists()
        tick()
    assert Mail.objects.count() == 1


def test_a_digest_to_an_address_that_changed_meanwhile_is_not_sent(house):
    ask(house)
    with at(3, 8):
        (digest,) = due(CLOCK)
        actions.mail_digest(by=CLOCK, account_id=digest.account_id, wearing=digest.wearing)
        Account.objects.filter(id=house.group.account_id).update(email="new@example.org")
        assert deliver() == 0
    assert Mail.objects.get().failed_reason == Unsent.ADDRESS_CHANGED


def test_a_closed_accounts_mail_is_not_sent(house):
    ask(house)
    with at(3, 8):
        (digest,) = due(CLOCK)
        actions.mail_digest(by=CLOCK, account_id=digest.account_id, wearing=digest.wearing)
        Account.objects.filter(id=house.group.account_id).update(is_active=False)
        assert deliver() == 0


def test_the_link_stops_it_for_its_account_alone(house):
    path = digests.stop_path(house.group.account_id)
    assert resolve(path).url_name == "stop_mail"
    token = resolve(path).kwargs["token"]
    assert digests.account_of(token) == house.group.account_id
    actions.stop(by=POST, account_id=house.group.account_id)
    assert Wish.objects.get(account_id=house.group.account_id).how == How.NEVER
    ask(house)
    with at(3, 8):
        tick()
    assert not Mail.objects.exists()


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: "0" * 32 + t[32:], lambda t: "", lambda t: t + "A"])
def test_a_forged_link_stops_nothing(house, change):
    token = resolve(digests.stop_path(house.group.account_id)).kwargs["token"]
    with pytest.raises(NotFound):
        digests.account_of(change(token))


def test_nobody_chooses_stops_or_mails_for_others(house):
    for by in (worlds.NOBODY, house.stranger, house.me):
        with pytest.raises(Refused):
            actions.stop(by=by, account_id=house.group.account_id)
        with pytest.raises(Refused):
            actions.mail_digest(by=by, account_id=house.group.account_id, wearing=[])
        with pytest.raises(Refused):
            due(by)
        for read in (queries.wishes, lambda by: queries.newest_for(by, []), lambda by: queries.watermarks(by, [])):
            with pytest.raises(Refused):
                read(by)
    for by in (worlds.NOBODY, worlds.SYSTEM):
        with pytest.raises(Refused):
            actions.choose(by=by, how=How.DAILY)
    with pytest.raises(Invalid):
        actions.choose(by=house.group, how="hourly")


@pytest.mark.commitment(4)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_each_event_is_mailed_once_or_was_read(house, seed):
    """A month of asks, looks, new wishes and ticks at odd times; a slow reader counts what must have been told."""
    chance, told_until, expected = Random(seed), clock.now() - timedelta(days=1), 0
    how, at_ = How.DAILY, datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
    for n in range(70):
        at_ += timedelta(minutes=chance.choice((1, 3, 14, 40, 300, 700)))
        with clock.at(at_):
            what = chance.choice(("ask", "ask", "tick", "tick", "look", "wish"))
            if what == "ask":
                ask(house, n)
            elif what == "look":
                actions.see(by=house.group, upto=at_)
                told_until = at_
            elif what == "wish":
                how = chance.choice((How.AT_ONCE, How.DAILY, How.WEEKLY))
                actions.choose(by=house.group, how=how)
            else:
                tick()
                upto = digest_boundary(how, at_)
                mine = Notice.objects.filter(to_id=house.group.team_id).exclude(sort=Sort.LATE)
                times = [t for t in mine.values_list("created_at", flat=True) if told_until < t <= upto]
                expected += len(times)
                told_until = max(told_until, upto) if times else told_until
    counted = [int(part.split()[0]) for line in mails(house.group) for part in line.split("; ")]
    assert sum(counted) == expected


def digest_boundary(how: How, now: datetime) -> datetime:
    """The last time before now, half a minute aside, at which the clock on the wall says so."""
    moment = (now - timedelta(seconds=30)).replace(second=0, microsecond=0)
    while True:
        wall = moment.astimezone(clock.LOCAL)
        if how is How.AT_ONCE and wall.minute % 15 == 0:
            return moment
        if (wall.hour, wall.minute) == (8, 0) and (how is How.DAILY or (how is How.WEEKLY and wall.weekday() == 0)):
            return moment
        moment -= timedelta(minutes=1)
