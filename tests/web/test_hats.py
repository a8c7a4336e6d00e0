"""A form that was opened in one hat and is sent in another does nothing, loses nothing, and is carried back."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import NoReverseMatch, reverse

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Actor, Hat
from tests import worlds
from tests.web.test_every_page import samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
MARCUS = "Marcus Adeyemi-Kerr"
WORDS = "Said in the first hat, and kept: “a < b & c”.\nOn two lines."


class Filled(HTMLParser):
    """What a browser would send of the form that a page is for, filled in with whatever is the first to choose."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.sent: dict[str, list[str]] = {}
        self.area = self.chosen = ""
        main = page[page.index("<main") :]
        of_it = main[main.index('<form method="post"') :]
        self.feed(of_it[: of_it.index("</form>")])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = dict(attrs)
        name, value, kind = has.get("name") or "", has.get("value") or "", has.get("type") or "text"
        if tag == "select":
            self.chosen = name
        elif tag == "option" and self.chosen and value and ("selected" in has or self.chosen not in self.sent):
            self.sent[self.chosen] = [value]
        elif tag == "textarea":
            self.area = name
            self.sent[name] = [""]
        elif tag == "input" and name:
            self._input(name, value, kind, has)

    def _input(self, name: str, value: str, kind: str, has: dict[str, str | None]) -> None:
        if kind in ("radio", "checkbox"):
            if "checked" in has or name not in self.sent:
                self.sent[name] = [value or "on"]
        elif kind != "file":
            self.sent[name] = [value]

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent[self.area][0] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.chosen = ""
        elif tag == "textarea":
            # A browser drops the line's end that follows the tag.
            self.sent[self.area][0] = self.sent[self.area][0].removeprefix("\n")
            self.area = ""


FORMS: dict[str, dict[str, str]] = {
    "add_story_entry": {"text": WORDS},  # people
    "add_to_circle": {"name": "Somebody", "named_by": "person"},
    "say_wrong_for_them": {"wrong": WORDS, "should_say": "Otherwise"},  # rights
    "ask_question": {"text": WORDS},  # care
    "log_friction": {"words": WORDS},
    "promise": {"words": "To ring", "by_when": ""},
    "add_context": {"text": WORDS, "source": "The minutes", "source_on": ""},  # ecosystem
    "news_mail": {"how": "weekly"},  # notices
    "tokens": {"name": "The diary", "days": "30", "scopes": "map:read"},  # access
    "ask_for_access": {"why": WORDS},
}


@pytest.fixture
def marcus() -> Principal:
    return worlds.wearing_of_the_cast(MARCUS)


@pytest.fixture
def other(marcus: Principal) -> Hat:
    """Another hat of his, elsewhere."""
    kettle = Actor.objects.get(name__startswith="Kettle On")
    return ecosystem.give_hat(
        by=worlds.SYSTEM, account_id=marcus.account_id, actor_id=kettle.id, role=Role.WORKER, title="Volunteer"
    )


@pytest.fixture
def client(other: Hat, marcus: Principal, sign_in: Callable[..., Client]) -> Client:
    client = sign_in(MARCUS)
    client.post(reverse("wear_hat"), {"hat": str(marcus.hat_id)})
    return client


def address(name: str) -> str:
    known, takes = samples(), ("referral_id", "person_id", "actor_id", "slug", "mark")
    for these in ([], *([each] for each in takes), ["person_id", "mark"]):
        try:
            return reverse(name, kwargs={each: known[each] for each in these})
        except NoReverseMatch:
            continue
    raise AssertionError(name)


def switched(client: Client, hat_id: Any) -> None:
    """In another tab."""
    client.post(reverse("wear_hat"), {"hat": str(hat_id)})


def written() -> Iterator[AuditEntry]:
    return AuditEntry.objects.filter(kind="write").order_by("-created_at", "-id").iterator()


@pytest.mark.commitment(3)
@pytest.mark.parametrize("name", FORMS)
def test_it_is_held_up_and_carried_back_in_the_hat_it_was_opened_in(
    client: Client, marcus: Principal, other: Hat, name: str
) -> None:
    at = address(name)
    page = client.get(at)
    assert page.status_code == 200
    sent = {**Filled(page.content.decode()).sent, **{field: [text] for field, text in FORMS[name].items()}}
    assert sent["opened_as"] == [str(marcus.hat_id)]
    switched(client, other.id)
    before, entries = worlds.kept(), AuditEntry.objects.count()
    held = client.post(at, sent)
    text = held.content.decode()
    assert held.status_code == 409 and "private" in held["Cache-Control"]
    assert f"Now you are here as Volunteer ({other.actor.name})" in text
    assert worlds.kept() == before and AuditEntry.objects.count() == entries, "nothing was done"
    again = Filled(text).sent
    ours = {"csrfmiddlewaretoken", "send_as"}
    carried, typed = ({k: v for k, v in each.items() if k not in ours} for each in (again, sent))
    assert carried == typed
    done = client.post(at, again)
    assert done.status_code == 302 or (name == "tokens" and done.status_code == 200), done.content.decode()[:9000]
    assert next(written()).hat_id == marcus.hat_id, "signed in the hat it was filled in in"
    assert client.session["hat"] == str(marcus.hat_id)


def test_in_the_same_hat_and_back_again_nothing_is_asked(client: Client, marcus: Principal, other: Hat) -> None:
    at = address("add_story_entry")
    sent = {**Filled(client.get(at).content.decode()).sent, "text": WORDS}
    switched(client, other.id)
    switched(client, marcus.hat_id)
    assert client.post(at, sent).status_code == 302


def test_in_a_hat_that_has_ended_or_is_anothers_nothing_is_sent_and_the_words_are_there(
    client: Client, marcus: Principal, other: Hat
) -> None:
    at = address("add_story_entry")
    sent = {**Filled(client.get(at).content.decode()).sent, "text": WORDS, "send_as": "yes"}
    switched(client, other.id)
    strangers = Hat.objects.exclude(account=marcus.account_id).first()
    before = worlds.kept()
    for hat in (strangers.id, "for:x", "learn:", "x" * 300, worlds.UNKNOWN):
        text = client.post(at, {**sent, "opened_as": str(hat)}).content.decode()
        assert "a hat that you cannot wear any more" in text and "a &lt; b &amp; c" in text
        assert strangers.title not in text
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=marcus.hat_id)
    assert client.post(at, sent).status_code == 409
    changed = {table for table, rows in worlds.kept().items() if rows != before.get(table)}
    assert "people_storyentry" not in changed and client.session["hat"] == str(other.id)


def test_a_file_is_to_be_chosen_again(client: Client, marcus: Principal, other: Hat) -> None:
    at = reverse("new_import")
    opened = Filled(client.get(at).content.decode()).sent["opened_as"]
    switched(client, other.id)
    sheet = SimpleUploadedFile("list.csv", b"Name\nA service\n")
    held = client.post(at, {"opened_as": opened, "file": sheet, "send_as": "yes"})
    assert held.status_code == 409 and "Choose the file again" in held.content.decode()
    assert "Send it as" not in held.content.decode()


def test_ones_own_account_is_the_same_in_every_hat(client: Client, marcus: Principal, other: Hat) -> None:
    switched(client, other.id)
    sent = {"opened_as": str(marcus.hat_id), "hat": str(marcus.hat_id)}
    assert client.post(reverse("wear_hat"), sent)["Location"] == reverse("home")
    assert client.post(reverse("end_sessions"), {"opened_as": str(other.id)}).status_code == 302
    assert client.post(reverse("sign_out"), {"opened_as": str(other.id)}).status_code == 302


def test_what_asks_is_needed_as_before(client: Client, marcus: Principal, other: Hat) -> None:
    """The field opens nothing: without the mark against other sites it is refused as ever."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    at = address("add_story_entry")
    assert strict.post(at, {"opened_as": str(other.id), "send_as": "yes"}).status_code == 403
    assert client.session["hat"] == str(marcus.hat_id)
    assert Client().post(at, {"opened_as": str(other.id)})["Location"].startswith("/sign-in/")


def test_between_herself_and_whom_she_acts_for_as_well(sign_in: Callable[..., Client]) -> None:
    ann = sign_in("Anne-Marie Boyle")
    worn = ann.session["hat"]
    assert worn.startswith("for:")
    at = reverse("pass_on")
    sent = {**Filled(ann.get(at).content.decode()).sent, "text": "Meals, at noon"}
    session = ann.session
    session["hat"] = "myself"
    session.save()
    held = ann.post(at, sent)
    assert held.status_code == 409 and "Send it as For Jean" in held.content.decode()
    assert ann.post(at, Filled(held.content.decode()).sent).status_code == 302
