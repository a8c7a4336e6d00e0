"""What's new, as a worker, a person and a stranger meet it; how one chooses to hear; the link that stops it."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.models import Account, AuditEntry
from ecotone.access.rules import Role
from ecotone.care import actions as care
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.notices import actions, digests, queries
from ecotone.notices.models import Notice, Wish
from ecotone.notices.rules import How
from ecotone.people import actions as people
from ecotone.people.rules import Effect
from tests import worlds
from tests.rooms.care.conftest import house
from tests.rooms.care.linking import ADDRESS, let_in
from tests.worlds import moved

__all__ = ["house"]
pytestmark = [pytest.mark.django_db]


@pytest.fixture
def as_(db):
    """A browser in which that principal is signed in, in that hat."""

    def signed_in(by) -> Client:
        client = Client()
        worlds.enter(client, Account.objects.get(id=by.account_id))
        return client

    return signed_in


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


@pytest.mark.commitment(4)
def test_both_ends_and_she_read_in_plain_words_what_happened(house, as_):
    asked = house.ask()
    moved(asked, house.group, "accept")
    theirs, ours, hers = (text(as_(by).get("/news/")) for by in (house.group, house.asker, house.me))
    assert "Jean Rafferty" in theirs and "Link workers asks you for help." in theirs
    assert "Jean Rafferty" in ours and "Good Neighbours said yes." in ours
    assert "Good Neighbours said yes." in hers and "Link workers asked Good Neighbours to help you." in hers
    link = reverse("referral", kwargs={"referral_id": asked.id})
    assert all(f'href="{link}"' in page for page in (theirs, ours, hers))


@pytest.mark.commitment(4)
@pytest.mark.commitment(9)
def test_a_group_s_own_sentence_is_news_for_who_asked_and_says_what_to_do(house, as_):
    asked = worlds.ask(house.asker, house.jean, worlds.actor("The Knitting Lane", email=ADDRESS))
    client = as_(house.asker)
    text(client.get("/news/"))
    care.say_in_a_sentence(by=let_in(asked), text="Aye, Ina has room on Thursdays")
    page = text(client.get("/news/"))
    assert "1 is new since you last looked." in page
    assert "The Knitting Lane answered in a sentence of their own. Read it, and fill in the rest." in page
    assert "Ina has room" not in page, "what was said stands at the ask"
    assert "Ina has room" in text(client.get(reverse("referral", kwargs={"referral_id": asked.id})))
    assert "sentence of their own" not in text(as_(house.me).get("/news/"))


def test_what_is_new_stands_out_once_and_is_counted_beside_the_menu(house, as_):
    house.ask()
    client = as_(house.group)
    counted = '<span class="count">1<span class="govuk-visually-hidden"> waiting</span></span>'
    assert counted in text(client.get("/my-day/"))
    first, second = text(client.get("/news/")), text(client.get("/news/"))
    assert "1 is new since you last looked." in first and "news__line--new" in first
    assert "since you last looked" not in second and "news__line--new" not in second
    assert counted not in text(client.get("/my-day/"))


def test_it_is_grouped_by_day(house, as_):
    for days in range(3):
        worlds.ask(house.asker, worlds.taken_in(house.asker), Actor.of(house.group.team_id))
        newest = Notice.objects.filter(to_id=house.group.team_id).order_by("-id")[0]
        Notice.objects.filter(pk=newest.pk).update(created_at=clock.now() - timedelta(days=days))
    page = text(as_(house.group).get("/news/"))
    places = [page.index(words) for words in (">Today<", ">Yesterday<", "</main>")]
    assert all(a < b for a, b in pairwise(places))
    assert page.count("asks you for help") == 3


@pytest.mark.commitment(3)
def test_what_one_may_no_longer_see_is_said_without_a_name(house, as_):
    asked = house.ask()
    moved(asked, house.me, "withdraw")
    page = text(as_(house.group).get("/news/"))
    assert "Rafferty" not in page
    assert "Someone you no longer help" in page and "The person stopped it." in page


@pytest.mark.commitment(3)
def test_a_notice_of_what_is_none_of_the_readers_says_nothing(house, as_):
    """As if a team had been told of an ask in which it has no part, or of one that is gone."""
    asked = house.ask()
    Notice.objects.filter(to_id=house.group.team_id).update(to_id=house.stranger.team_id)
    Notice.objects.filter(to_id=house.jean.id).update(subject_id=worlds.UNKNOWN)
    for by in (house.stranger, house.me):
        page = text(as_(by).get("/news/"))
        assert "Something you may no longer see." in page
        assert "Rafferty" not in page.partition("<main")[2] and str(asked.id) not in page


@pytest.mark.commitment(3)
def test_an_open_offer_is_read_of_without_whom_it_is_for(house, as_):
    need = worlds.need("company")
    worlds.can_help(Actor.of(house.group.team_id), need)
    asked = worlds.ask_openly(house.asker, house.jean, need, where=worlds.place("Airdrie"))
    page = text(as_(house.group).get("/news/"))
    assert "Link workers asks whoever can help." in page and "Company, Airdrie" in page
    assert "Rafferty" not in page and reverse("offer", kwargs={"referral_id": asked.id}) in page


@pytest.mark.commitment(3)
def test_a_question_about_someone_refused_meanwhile_names_her_no_more(house, as_):
    care.ask_question(by=house.asker, target_id=house.group.team_id, text="Room for Jean?", person_id=house.jean.id)
    client = as_(house.group)
    assert "Jean Rafferty" in text(client.get("/news/"))
    people.choose_sharing(by=house.me, person_id=house.jean.id, effect=Effect.REFUSAL, actor_id=house.group.team_id)
    page = text(client.get("/news/"))
    assert "Something you may no longer see." in page and "Jean" not in page


def test_a_sensitive_service_asked_for_her_is_not_told_to_her_practice(house, as_):
    quiet = worlds.service(Actor.of(house.rehab.team_id), sensitivity="sensitive")
    worlds.ask(house.asker, house.jean, quiet)
    assert "Nothing yet" in text(as_(house.group).get("/news/"))


def test_the_open_page_is_told_and_asking_leaves_no_look(house, as_):
    client, drawn = as_(house.me), clock.now().isoformat()
    before = AuditEntry.objects.count()
    quiet = client.get("/news/pulse/", {"since": drawn, "on": "my_referrals"})
    assert text(quiet).strip() == ""
    again = client.get("/news/pulse/", {"since": drawn}, headers={"If-None-Match": quiet["ETag"]})
    assert again.status_code == 304
    assert AuditEntry.objects.count() == before
    house.ask()
    told = client.get(
        "/news/pulse/", {"since": drawn, "on": "my_referrals"}, headers={"If-None-Match": quiet["ETag"]}
    )
    assert 'href="/my-story/asked/"' in text(told) and "Show it" in text(told)


STRANGE = (
    "yesterday",
    "2026-99-99T00:00",
    "2026-03-02T09:30:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "",
)


@pytest.mark.parametrize("given", STRANGE)
def test_a_pulse_with_a_strange_moment_or_page_is_quiet(given, house, as_):
    house.ask()
    answer = as_(house.me).get("/news/pulse/", {"since": given, "on": "//evil.example"})
    assert text(answer).strip() == ""


def test_her_pages_ask_for_it(house, as_):
    client = as_(house.me)
    for address in ("/news/", "/my-story/", "/my-story/asked/"):
        assert 'hx-get="/news/pulse/?' in text(client.get(address)), address


def test_many_are_paged_and_cost_the_same(house, as_):
    for n in range(45):
        worlds.ask(house.asker, worlds.taken_in(house.asker, name=f"Person {n}"), Actor.of(house.group.team_id))
    client = as_(house.group)
    client.get("/news/")
    costs = [worlds.cost(lambda n=n: client.get("/news/", {"page": n})) for n in (1, 2)]
    assert max(costs) <= 15
    assert "Person 0<" in text(client.get("/news/", {"page": 2}))


def test_who_gets_no_news_is_told_so(as_):
    planner = worlds.stranger(Role.PLANNER)
    assert "There is no news for this hat" in text(as_(planner).get("/news/"))


def test_one_chooses_how_to_hear(house, as_):
    client = as_(house.group)
    page = text(client.get("/news/mail/"))
    assert Account.objects.get(id=house.group.account_id).email in page and "You have not chosen yet" in page
    assert client.post("/news/mail/", {"how": "weekly"}).status_code == 302
    assert queries.how_i_hear(house.group)[0] is How.WEEKLY
    assert "You have not chosen yet" not in text(client.get("/news/mail/"))
    assert "govuk-error-summary" in text(client.post("/news/mail/", {"how": "hourly"}))
    assert queries.how_i_hear(house.group)[0] is How.WEEKLY


def test_the_link_stops_it_by_a_press_and_never_by_being_opened(house):
    actions.choose(by=house.group, how=How.DAILY)
    path, client = digests.stop_path(house.group.account_id), Client(enforce_csrf_checks=True)
    for _ in range(2):
        assert "Stop this mail?" in text(client.get(path))
    assert client.head(path).status_code == 200
    assert Wish.objects.get().how == How.DAILY
    assert "This mail has stopped" in text(client.post(path, {"List-Unsubscribe": "One-Click"}))
    assert "This mail has stopped" in text(client.post(path))
    assert Wish.objects.get().how == How.NEVER
    assert Account.objects.get(id=house.group.account_id).email not in text(client.get(path))


def test_a_forged_link_stops_nothing(house):
    path, client = digests.stop_path(house.group.account_id), Client()
    for forged in (
        path[:-2] + "/",
        path.replace(house.group.account_id.hex, house.me.account_id.hex),
        "/news/stop/x/",
    ):
        assert client.post(forged).status_code == 404
    assert not Wish.objects.exists()
