"""Published counts as a file: their days, what they rest on, the page's words; no number that the page hides."""

import csv
import io
import re
from datetime import timedelta
from html import unescape
from random import Random

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.models import Account
from ecotone.care import actions as care
from ecotone.care.models import Referral
from ecotone.care.rules import FrictionKind
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.observatory import actions as observatory
from ecotone.observatory.rules import figure, together
from ecotone.observatory.shares import Span, share_of
from ecotone.observatory.words import span as words_of
from ecotone.people import actions as people
from ecotone.people.rules import Channel, Mode, NamedBy
from ecotone.web import figures
from ecotone.web.sheets import cell
from tests import worlds
from tests.rooms.observatory import world
from tests.rooms.observatory.world import DURING, SYSTEM, publish

pytestmark = pytest.mark.django_db
NUMBERS = ("At least", "At most", "Rests on at least", "Rests on at most")
SUPPRESSED = re.compile(r"too few|not told apart|fewer than \d+ people|left out")


def publish_the_next() -> None:
    with clock.at(world.AFTER + timedelta(days=60)):
        observatory.publish(by=SYSTEM, since=world.UNTIL, until=world.UNTIL.replace(month=4))


@pytest.fixture
def quarter() -> world.World:
    """A quarter in which much was asked, answered, turned down, told again and in the way; in Wishaw too little."""
    here, chance = world.empty(), Random(7)
    for name in ("Clinic", "Night nurses"):
        here.actor(name, Sector.NHS, "Partnership")
    company = ecosystem.add_need(by=SYSTEM, code="company", name="Company").id
    with clock.at(DURING):
        asked = here.ask("Airdrie", "Ward", "Befrienders", times=26, need_id=company)
        asked += here.ask("Airdrie", "Ward", "Home Support", times=16, need_id=company)
        asked += here.ask("Airdrie", "Befrienders", "Home Support", times=14)
        here.ask("Wishaw", "Ward", "Befrienders", times=3)
    for referral in asked:
        with clock.at(DURING + timedelta(days=chance.choice((1, 5, 9)))):
            code = chance.choice(("accept", "accept", "decline"))
            care.move(
                by=SYSTEM,
                referral_id=referral.id,
                version=Referral.of(referral.id).version,
                code=code,
                recorded=worlds.whole(code),
            )
    for referral in asked[:30]:
        for days in (10, 11):
            with clock.at(DURING + timedelta(days=days)):
                people.log_encounter(
                    by=SYSTEM,
                    person_id=referral.person_id,
                    mode=chance.choice((Mode.HAD_TO_REPEAT, Mode.TOLD_BY_CHOICE)),
                    mode_said_by=NamedBy.PERSON,
                    channel=Channel.VISIT,
                    actor_id=here.actors["Befrienders"],
                )
    for number in range(12):
        worker = worlds.wearing(worlds.team(f"Callers {number}"))
        with clock.at(DURING):
            care.log_friction(by=worker, kind=FrictionKind.SYSTEMS, place_id=here.places["Airdrie"])
    publish()
    return here


@pytest.fixture
def board(quarter) -> Client:
    member, client = worlds.wearing(worlds.team("Board"), "board_member"), Client()
    client.force_login(Account.objects.get(pk=member.account_id))
    return client


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    response = client.get(f"{address}{'&' if '?' in address else '?'}as=csv")
    assert response["Content-Type"].startswith("text/csv"), address
    return list(csv.DictReader(io.StringIO(response.content.decode()[1:], newline="")))


def text_of(client: Client, *addresses: str) -> str:
    """What a reader reads of these pages: no tags, single spaces."""
    html = " ".join(client.get(each).content.decode() for each in addresses)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def ways_in(client: Client, address: str) -> list[str]:
    """A page and what it opens of itself."""
    links = re.findall(r'href="(\?[^"]*from=[^"]*)#opened"', client.get(address).content.decode())
    return [address, *(address.partition("?")[0] + unescape(each) for each in links)]


PAGES = {
    "doors": "/doors/?place=airdrie",
    "doors of several places": "/doors/?place=partnership",
    "a team": "/doors/with/{team}/",
    "retelling": "/retelling/?place=airdrie",
    "retelling of several places": "/retelling/?place=partnership",
    "the map": "/places/airdrie/map/",
    "the map of several places": "/places/partnership/map/",
    "needs": "/needs/?place=airdrie&file=counted",
    "needs of several places": "/needs/?place=partnership&file=counted",
    "frictions": "/frictions/?place=airdrie&file=counted",
}


@pytest.mark.commitment(8)
@pytest.mark.parametrize("name", PAGES)
def test_a_file_of_counts_says_no_more_than_its_page_and_says_it_with_its_days(name, board, quarter) -> None:
    address = PAGES[name].format(team=quarter.actors["Home Support"])
    rows = rows_of(board, address)
    said = text_of(board, *ways_in(board, address)).casefold()
    assert any(row["At least"] for row in rows), rows
    for row in rows:
        assert (row["From"], row["To"]) == ("2025-10-01", "2025-12-31")
        for words in filter(None, (*re.split("[;:] ", row["In words"]), row["Likely range"], row["Missing"])):
            assert words.casefold() in said, row
        numbers = [row[each] for each in NUMBERS if row[each]]
        if SUPPRESSED.search(row["In words"]):
            assert not numbers, row
        elif row["Counted in"] == "per cent":
            assert row["Rests on at least"], row
            n = words_of(Span(int(row["Rests on at least"]), int(row["Rests on at most"])))
            assert re.search(rf"rests on {n}|asked {n}|times; taken on", said), row
            assert int(row["At least"]) <= int(row["At most"]) <= 100
        else:
            assert set(numbers) <= set(re.findall(r"\d+", row["In words"])), row


@pytest.mark.commitment(8)
def test_every_share_that_the_page_of_doors_shows_is_in_its_file(board, quarter) -> None:
    address = PAGES["doors of several places"]
    in_file = {row["In words"] for row in rows_of(board, address)}
    html = " ".join(board.get(each).content.decode() for each in ways_in(board, address))
    shares = re.findall(r"<strong>[^<:]+: ([^<]+)</strong>", html) + re.findall(r"#opened\">([^<]+)<", html)
    assert len(shares) > 5
    assert {unescape(each) for each in shares} <= in_file


def test_a_place_of_which_too_little_can_be_said_has_the_pages_words_alone(board) -> None:
    for address in ("/doors/?place=wishaw", "/places/wishaw/map/"):
        rows = rows_of(board, address)
        assert rows
        assert not [row for row in rows for each in NUMBERS if row[each]]
        assert [row["In words"] for row in rows if not SUPPRESSED.search(row["In words"])] == []


def test_the_quarter_that_was_chosen_is_the_files(board, quarter) -> None:
    publish_the_next()
    assert {row["From"] for row in rows_of(board, "/doors/?place=airdrie")} == {"2026-01-01"}
    assert {row["From"] for row in rows_of(board, "/doors/?place=airdrie&window=2025-q4")} == {"2025-10-01"}
    quarters = rows_of(board, "/places/airdrie/map/")
    assert {row["From"] for row in quarters} == {"2025-10-01", "2026-01-01"}


def in_cells(line: figures.Counted) -> dict[str, object]:
    return {str(column.head): cell(column.value(line)) for column in figures.COLUMNS[7:]}


bands = st.tuples(st.integers(0, 60), st.integers(0, 4)).map(lambda b: (5 * b[0], 5 * b[0] + b[1]))


@given(st.lists(bands, min_size=1, max_size=4))
def test_a_count_has_the_numbers_of_its_words_and_where_it_is_hidden_none(parts) -> None:
    line = in_cells(figures.of_figure(together(figure(*each) for each in parts), what="", window=None, place=""))
    numbers = [str(line[each]) for each in NUMBERS if line[each] != ""]
    if any(low for low, _high in parts):
        assert numbers == re.findall(r"\d+", str(line["In words"]).partition(";")[0])[: len(numbers)]
        assert numbers
    else:
        assert not numbers


@given(bands, bands, bands)
def test_a_share_has_what_it_rests_on_or_where_it_is_hidden_no_number_at_all(these, others, gone) -> None:
    share = share_of(Span(*these), Span(*others), missing=Span(*gone))
    line = in_cells(figures.of_share(share, what="", window=None, place=""))
    if share.shown:
        assert (line["Rests on at least"], line["Rests on at most"]) == (share.n.low, share.n.high)
        assert line["At least"] <= line["At most"]
        assert set(re.findall(r"\d+", str(line["In words"]))) <= {str(line["At least"]), str(line["At most"])}
        assert line["Likely range"]
    else:
        assert {line[each] for each in (*NUMBERS, "Likely range", "Missing")} == {""}
        assert line["In words"] == "too few to show"
