"""Every list of a page can be had as a file: of the page's own rows, by whom the page is shown to, nobody else."""

import csv
import io
import re
from datetime import datetime
from html import unescape

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ecotone.access.models import Account, AuditEntry
from ecotone.access.rules import Entry
from ecotone.care import actions as care
from ecotone.care.models import Question, Signpost, StatedNeed
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Institution, Need, Place
from ecotone.ecosystem.queries import principal_for
from ecotone.ground import clock
from ecotone.people.models import Person
from ecotone.procedures import leaving
from ecotone.web.pages import directory, doors, questions
from tests import worlds
from tests.web.test_every_page import CALLERS, DATA, MOST

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
WORKER, PERSON = ("Marcus Adeyemi-Kerr", ""), ("Jean Rafferty", "")
PAGES = {
    "compare": (WORKER, "/compare/?a={kettle}&b={rehab}"),
    "find_help": (WORKER, "/find-help/?q=lonely&place={airdrie_id}"),
    "needs": (WORKER, "/needs/?place=airdrie"),
    "needs_ours": (WORKER, "/needs/?place=airdrie&show=ours"),
    "our_doors": (WORKER, "/doors/ours/"),
    "our_joint": (WORKER, "/joint/"),
    "person_asked": (WORKER, "/people/{somebody}/asked/"),
    "place": (WORKER, "/places/airdrie/"),
    "place_for_a_need": (WORKER, "/places/airdrie/?need=home"),
    "place_remits": (WORKER, "/places/airdrie/who-does-what/"),
    "place_map": (WORKER, "/places/airdrie/map/"),
    "doors": (WORKER, "/doors/"),
    "frictions": (WORKER, "/frictions/?place=airdrie"),
    "my_sent_on": (PERSON, "/my-story/sent-on/"),
}
"""What each page offers a file of, whose page it is, and where."""


@pytest.fixture
def known() -> dict[str, object]:
    """What the addresses are filled in with: Jean, for whom Marcus has asked, and who was sent on."""
    marcus = Account.objects.get(name=WORKER[0])
    by = principal_for(marcus.id, marcus.name, marcus.hats.get().id)
    jean, service = Person.objects.get(name="Jean Rafferty"), Service.objects.get(name="Kettle On befriending")
    worlds.ask(by, jean, service, need_id=Need.objects.get(code="company.connection").id)
    care.signpost(by=by, person_id=jean.id, to_words="The library", on=clock.today())
    return {
        "kettle": service.provider_id,
        "rehab": Actor.objects.get(name="Airdrie Integrated Rehabilitation Team").id,
        "airdrie_id": Place.objects.get(name="Airdrie", kind="locality").id,
        "somebody": jean.id,
    }


def files_on(client: Client, address: str) -> list[str]:
    """The addresses of the files that a page offers."""
    page = client.get(address)
    assert page.status_code == 200, address
    links = [unescape(each) for each in re.findall(r'href="([^"]*as=csv[^"]*)"', page.content.decode())]
    return [address.partition("?")[0] + each if each.startswith("?") else each for each in links]


def rows_of(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a file, by their heads."""
    response = client.get(address)
    assert response["Content-Type"].startswith("text/csv"), address
    return list(csv.DictReader(io.StringIO(response.content.decode()[1:], newline="")))


def titles(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r'<span class="rows__title"><a [^>]*>([^<]*)</a>', html)]


@pytest.mark.parametrize("name", PAGES)
def test_each_file_a_page_offers_is_whole_audited_and_within_the_budget(name: str, sign_in, known) -> None:
    whose, address = PAGES[name]
    client = sign_in(*whose)
    files = files_on(client, address.format_map(known))
    assert files
    for each in files:
        known_before = list(AuditEntry.objects.values_list("id", flat=True))
        with CaptureQueriesContext(connection) as ran:
            response = client.get(each)
        head, *rows = csv.reader(io.StringIO(response.content.decode()[1:], newline=""))
        assert rows, each
        assert {len(row) for row in rows} == {len(head)}
        assert len(set(head)) == len(head), "two columns are called alike"
        assert len([q for q in ran.captured_queries if DATA.match(q["sql"])]) <= MOST, each
        left = AuditEntry.objects.exclude(pk__in=known_before).values_list("kind", flat=True)
        assert {*left} <= {Entry.EXPORT}


@pytest.mark.commitment(3)
def test_a_file_is_given_to_whom_its_page_is_and_refused_as_the_page_is(sign_in, known) -> None:
    stranger = Client()
    stranger.force_login(Account.objects.get(pk=worlds.stranger().account_id))
    callers = {name: sign_in(*caller) for name, caller in CALLERS.items()} | {"a stranger": stranger}
    for whose, address in PAGES.values():
        files = files_on(sign_in(*whose), address.format_map(known))
        for name, client in callers.items():
            page = client.get(address.format_map(known))
            if page.status_code != 200:
                answers = [client.get(each) for each in files]
                assert {each.status_code for each in answers} == {page.status_code}, (name, address)
                assert all("text/html" in each["Content-Type"] for each in answers)
    assert stranger.get(f"/people/{known['somebody']}/asked/?as=csv").status_code == 404
    assert Client().get("/doors/?as=csv").status_code == 302


def test_no_file_holds_a_cell_that_a_spreadsheet_would_run(sign_in, known) -> None:
    for model, field in (
        *((model, "name") for model in (Actor, Service, Person, Institution)),
        (StatedNeed, "title"),
        (Signpost, "to_words"),
    ):
        model.objects.update(**{field: Concat(Value("=1+"), F(field))})
    met = set()
    for name, (whose, address) in PAGES.items():
        client = sign_in(*whose)
        for each in files_on(client, address.format_map(known)):
            cells = [cell for row in csv.reader(io.StringIO(client.get(each).content.decode()[1:])) for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))], each
            met |= {name for cell in cells if cell.startswith("'=1+")}
    assert {"compare", "find_help", "our_doors", "our_joint", "person_asked", "place", "place_remits"} <= met


def test_what_was_found_is_in_the_file_on_all_pages_with_its_reasons(sign_in, known, monkeypatch) -> None:
    monkeypatch.setattr(directory, "A_PAGE", 3)
    marcus, address = sign_in(*WORKER), PAGES["find_help"][1].format_map(known)
    on_pages: list[str] = []
    for number in range(1, 20):
        html = marcus.get(f"{address}&page={number}").content.decode()
        on_pages += [unescape(each) for each in re.findall(r'found__name"><a [^>]*>([^<]*)</a>', html)]
        if 'rel="next"' not in html:
            break
    rows = rows_of(marcus, files_on(marcus, f"{address}&page=2")[0])
    assert len(rows) > 3
    assert [row["Service"] for row in rows] == on_pages
    assert all("lonely" in row["Why it was found"] for row in rows)


def test_a_service_that_a_search_does_not_show_is_not_in_its_file(sign_in, known) -> None:
    marcus, address = sign_in(*WORKER), PAGES["find_help"][1].format_map(known)
    closed = rows_of(marcus, f"{address}&as=csv")[0]["Service"]
    Service.objects.filter(name=closed).update(status="inactive")
    assert closed not in marcus.get(address).content.decode()
    assert closed not in [row["Service"] for row in rows_of(marcus, f"{address}&as=csv")]


@pytest.mark.commitment(3)
def test_what_was_found_for_somebody_leaves_as_a_file_without_them(sign_in) -> None:
    """The file is of services near a place; whose home that is, is neither in its address nor in the audit of it."""
    marcus, jean = sign_in(*WORKER), Person.objects.get(name="Jean Rafferty")
    [file] = files_on(marcus, f"/find-help/?person={jean.id}&q=lonely")
    assert str(jean.id) not in file
    before = AuditEntry.objects.filter(kind=Entry.EXPORT, subjects__subject_id=jean.id).count()
    names = [row["Service"] for row in rows_of(marcus, file)]
    assert names
    assert AuditEntry.objects.filter(kind=Entry.EXPORT, subjects__subject_id=jean.id).count() == before
    shown = marcus.get(f"/find-help/?person={jean.id}&q=lonely").content.decode()
    assert names[0] == unescape(re.findall(r'found__name"><a [^>]*>([^<]*)</a>', shown)[0])


def test_two_side_by_side_stand_in_a_column_each(sign_in, known) -> None:
    marcus = sign_in(*WORKER)
    rows = rows_of(marcus, PAGES["compare"][1].format_map(known) + "&as=csv")
    a, b = "Kettle On", "Airdrie Integrated Rehabilitation Team"
    assert [*rows[0]] == ["What", a, b]
    offered = [row[a] for row in rows if row["What"] == "What they offer"]
    assert any(each.startswith("Kettle On befriending: ") for each in offered)
    both = [row for row in rows if row["What"] in ("There for both", "What ties them")]
    assert both
    assert all(row[a] == row[b] for row in both)
    page = " ".join(unescape(marcus.get(PAGES["compare"][1].format_map(known)).content.decode()).split())
    for row in rows:
        for said in (row[a], row[b]):
            if row["What"] in ("Belongs to", "There for one alone", "How to reach them", "Where they sit"):
                assert said in page, row


def test_a_teams_own_asks_are_in_the_file_on_all_pages_in_their_order(sign_in, monkeypatch) -> None:
    monkeypatch.setattr(doors, "A_PAGE", 3)
    marcus = sign_in(*WORKER)
    html = [marcus.get(f"/doors/ours/?page={number}").content.decode() for number in (1, 2)]
    rows = rows_of(marcus, "/doors/ours/?as=csv")
    assert [row["Name"] for row in rows][:6] == [each.partition(": ")[0] for page in html for each in titles(page)]
    assert rows_of(marcus, "/doors/ours/?side=us&as=csv") != rows
    entry = AuditEntry.objects.filter(code="web.our_doors", kind=Entry.EXPORT).first()
    assert entry.subjects.filter(kind="person").exists()


def test_what_was_asked_for_somebody_is_three_files(sign_in, known) -> None:
    marcus, page = sign_in(*WORKER), PAGES["person_asked"][1].format_map(known)
    html, name = unescape(marcus.get(page).content.decode()), Person.objects.get(pk=known["somebody"]).name
    asked = rows_of(marcus, f"{page}?as=csv")
    assert {row["Name"] for row in asked} == {name}
    assert [row["Need"] or row["Service"] for row in asked] == [
        each.partition(": ")[2] for each in titles(html) if each.startswith(f"{name}: ")
    ]
    [sent] = rows_of(marcus, f"{page}?as=csv&file=sent-on")
    assert (sent["Sent on to"], sent["Was it the right place?"]) == ("The library", "Not known yet")
    promises = [row["What"] for row in rows_of(marcus, f"{page}?as=csv&file=promises")]
    assert promises
    assert promises == [each.strip() for each in re.findall(r'promise__words">([^<]*)<', html)]


def test_where_she_was_sent_is_her_own_file(sign_in, known) -> None:
    [row] = rows_of(sign_in(*PERSON), "/my-story/sent-on/?as=csv")
    assert (row["When"], row["Sent on to"]) == (clock.today().isoformat(), "The library")
    assert row["Said by"] == "a worker"
    assert sign_in(*WORKER).get("/my-story/sent-on/?as=csv").status_code == 403


def test_who_is_here_what_is_at_work_and_the_ties_are_three_files(sign_in) -> None:
    marcus = sign_in(*WORKER)
    html = unescape(marcus.get("/places/airdrie/").content.decode())
    who = [row["Name"] for row in rows_of(marcus, "/places/airdrie/?as=csv")]
    assert who == re.findall(r'actors__item"><a [^>]*>([^<]*)</a>', html)
    rules = [row["Name"] for row in rows_of(marcus, "/places/airdrie/?as=csv&file=institutions")]
    assert rules == re.findall(r'institutions__item"><a [^>]*>([^<]*)</a>', html)
    ties = [(row["From"], row["To"]) for row in rows_of(marcus, "/places/airdrie/?as=csv&file=ties")]
    assert ties == re.findall(r'ties__item"><a [^>]*>([^<]*)</a> [^<]* <a [^>]*>([^<]*)</a>', html)


def test_who_does_what_is_in_the_file_in_the_order_of_the_page(sign_in) -> None:
    marcus = sign_in(*WORKER)
    rows = rows_of(marcus, "/places/airdrie/who-does-what/?as=csv")
    html = marcus.get("/places/airdrie/who-does-what/").content.decode()
    assert [row["Who"] for row in rows] == titles(html)
    needs = re.findall(r'<h2 id="need-\d+">([^<]*)</h2>', html)
    assert [*dict.fromkeys(row["Kind of need"] for row in rows)] == [unescape(each) for each in needs]


def test_stated_needs_and_those_of_our_own_work_are_files(sign_in) -> None:
    marcus = sign_in(*WORKER)
    for show in ("", "&show=ours"):
        html = unescape(marcus.get(f"/needs/?place=airdrie{show}").content.decode())
        rows = rows_of(marcus, f"/needs/?place=airdrie{show}&as=csv")
        assert rows
        assert all(row["Need"] in html for row in rows)
    ours = rows_of(marcus, "/needs/?place=airdrie&show=ours&as=csv&file=unmet")
    assert [row["Kind of need"] for row in ours] == [each.partition(",")[0] for each in titles(html)]


def test_work_with_others_and_what_was_done_are_two_files(sign_in) -> None:
    marcus = sign_in(*WORKER)
    html = unescape(marcus.get("/joint/").content.decode())
    assert [row["What"] for row in rows_of(marcus, "/joint/?as=csv")] == titles(html)
    events = rows_of(marcus, "/joint/?as=csv&file=events")
    days = re.findall(r'rows__title">[^<]*, (\d+ \w+ \d{4})</span>', html)
    assert [datetime.strptime(each, "%d %B %Y").date().isoformat() for each in days] == [e["When"] for e in events]
    assert events


def test_what_guardians_look_after_is_theirs_alone_as_a_file_too() -> None:
    worker = worlds.wearing(worlds.team("Callers"))
    her = worlds.taken_in(worker, name="=Morag Sweeney")
    leaving.record_death(by=worker, person_id=her.id, died_on=clock.today(), told_by="Her son")
    guardian, other = Client(), Client()
    team = worlds.team("Records")
    worlds.enter(guardian, Account.objects.get(pk=worlds.wearing(team, "guardian").account_id))
    other.force_login(Account.objects.get(pk=worker.account_id))
    row = rows_of(guardian, "/guarding/?as=csv&file=deaths")[0]
    assert (row["Person"], row["Told by"]) == ("'=Morag Sweeney", "Her son")
    assert AuditEntry.objects.filter(code="web.guarding", kind=Entry.EXPORT, subjects__subject_id=her.id).exists()
    for file in ("", "&file=deaths"):
        assert other.get(f"/guarding/?as=csv{file}").status_code == 403


def test_a_page_that_shows_fewer_than_its_file_says_so(sign_in, monkeypatch) -> None:
    marcus = sign_in(*WORKER)
    said = "are shown here; the file holds the others too."
    assert said not in marcus.get("/questions/").content.decode()
    monkeypatch.setattr(questions, "A_PAGE", 1)
    html = marcus.get("/questions/").content.decode()
    assert f"Only the first 1 {said}" in html
    assert len(re.findall(r'href="/questions/[^"]+">', html)) == 1
    team = Actor.objects.get(name="Whinhall Hearth")
    newest = (Question.objects.filter(source=team) | Question.objects.filter(target=team)).order_by("-created_at")
    assert str(newest[0].id) in html
    assert len(rows_of(marcus, "/questions/?as=csv")) == newest.count() > 1
