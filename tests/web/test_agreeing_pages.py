"""Asking for help where somebody cannot agree to it, and what a carer passed on, on the pages: asked in plain words,
nothing typed is lost, and to whoever may be pressing her it all looks the same."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.care.models import Referral
from ecotone.directory.models import Service
from ecotone.ground import clock
from ecotone.people import actions
from ecotone.people.models import CarerPermission, CarerWish, Person, Relationship
from ecotone.people.rules.signing import Matter
from tests import worlds
from tests.rooms.people.test_signing import assessed, authority
from tests.web.test_pressing_pages import CHANGES, SignIn, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]


@pytest.fixture
def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def permission() -> CarerPermission:
    return CarerPermission.objects.get(account__name="Anne-Marie Boyle")


@pytest.fixture
def marcus():
    return worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr")


def some_service() -> Service:
    """One that whoever likes can ask, and nobody here keeps."""
    open_to_all = Service.objects.filter(self_referral=True, status="active", accepts=None).exclude(
        phone="", email=""
    )
    asked = Referral.objects.filter(person__name="Jean Rafferty", service__isnull=False).values("service")
    own = worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr").actor_id
    return open_to_all.exclude(pk__in=asked).exclude(provider=own).order_by("id")[0]


def at_refer(jean: Person, **query: object) -> str:
    query = {"service": some_service().id} | query
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('refer', kwargs={'person_id': jean.id})}?{asked}"


def filled(**given: object) -> dict[str, object]:
    soon = clock.today() + timedelta(days=7)
    return {"why": "Somebody to play cards with", "urgency": "routine", "reply_by": soon.isoformat()} | given


def newest() -> Referral:
    return Referral.objects.order_by("-created_at", "-id")[0]


def test_where_she_can_agree_the_form_is_as_it_was(sign_in: SignIn, jean):
    page = text(sign_in("Marcus Adeyemi-Kerr").get(at_refer(jean)))
    assert "The person agrees" in page
    assert "nobody_why" not in page and "Whose yes" not in page
    assert re.search(r'value="matters"[^>]*checked', page)


def test_where_she_cannot_the_form_says_who_may_say_yes_and_keeps_what_was_typed(sign_in: SignIn, jean, marcus):
    assessed(marcus, jean, Matter.HELP)
    power = authority(marcus, jean, tie_id=CarerPermission.objects.get(account__name="Anne-Marie Boyle").tie_id)
    other = authority(marcus, worlds.taken_in(marcus, name="Agnes Orr"))
    worker = sign_in("Marcus Adeyemi-Kerr")
    page = text(worker.get(at_refer(jean)))
    assert "Anne-Marie Boyle, as welfare attorney" in page and "Ask for help all the same" in page
    assert "The person agrees" not in page
    assert not re.search(r'value="matters"[^>]*checked', page), "nothing is shared that nobody chose to"
    missing = text(worker.post(at_refer(jean), filled()))
    assert "Please choose one" in missing and "Somebody to play cards with" in missing
    nobody = text(worker.post(at_refer(jean), filled(authority_id="nobody", her_wishes="She liked whist")))
    assert "Please tick this" in nobody and "She liked whist" in nobody
    forged = worker.post(at_refer(jean), filled(authority_id=str(other.id), agreed="herself"))
    assert forged.status_code == 200 and not Referral.objects.filter(person=jean, why=filled()["why"]).exists()
    shown = text(worker.post(at_refer(jean), filled(authority_id=str(power.id), her_wishes="whist"), follow=True))
    assert "Anne-Marie Boyle, as welfare attorney" in shown and "whist" in shown
    hers = text(sign_in("Jean Rafferty").get(reverse("referral", kwargs={"referral_id": newest().id})))
    assert "Anne-Marie Boyle, as welfare attorney" in hers


def test_nobody_could_is_shown_with_why_to_both_ends_and_to_her_and_in_her_file(sign_in: SignIn, jean, marcus):
    assessed(marcus, jean, Matter.HELP)
    worker = sign_in("Marcus Adeyemi-Kerr")
    said = {"authority_id": "nobody", "nobody_why": "Nobody is near", "least": "on"}
    page = text(worker.post(at_refer(jean), filled(**said), follow=True))
    assert "Nobody could be asked: Nobody is near" in re.sub(r"\s*<[^>]+>\s*", "", page)
    me = sign_in("Jean Rafferty")
    at = reverse("referral", kwargs={"referral_id": newest().id})
    assert "Nobody is near" in text(me.get(at))
    for file in (text(me.get(reverse("my_record"))), me.get(reverse("my_record"), {"as": "json"}).content.decode()):
        assert "Nobody is near" in file


def test_a_carer_reads_nothing_of_who_agreed(sign_in: SignIn, jean, marcus):
    assessed(marcus, jean, Matter.HELP)
    said = {"authority_id": "nobody", "nobody_why": "canary why", "least": "on"}
    sign_in("Marcus Adeyemi-Kerr").post(at_refer(jean), filled(**said))
    daughter = sign_in("Anne-Marie Boyle")
    page = daughter.get(reverse("referral", kwargs={"referral_id": newest().id}))
    assert page.status_code != 200 or "told to the person" in text(page)
    assert "canary why" not in text(page)


HERS = (
    "passed_on_for_me",
    "my_referrals",
    "my_sharing",
    "my_story",
    "my_deciding",
    "news",
    "find_help",
    "ask_me_alone",
)


def her_pages(me: Client, jean: Person, row: CarerWish) -> dict[str, bytes]:
    at = {name: reverse(name) for name in HERS}
    at["refer"] = at_refer(jean, wish=row.id)
    return {name: CHANGES.sub(b"", me.get(there).content) for name, there in at.items()}


def answered(daughter: Client, me: Client, worker: Client, jean: Person, *, alone: str) -> tuple[dict, bytes, list]:
    """A carer passes something on, she answers on her page, and staff write down what she said: every page of hers
    at each step, and the carer's."""
    daughter.post(reverse("pass_on"), {"text": "Meals, at noon"})
    row = CarerWish.objects.get(text="Meals, at noon")
    her_pages(me, jean, row)  # so that what is news has been read
    before = her_pages(me, jean, row)
    assert b"Meals, at noon" in before["passed_on_for_me"]
    me.post(reverse("answer_passed_on", kwargs={"wish_id": row.id}), {"wishes": "yes"})
    between = her_pages(me, jean, row)
    given = {"version": CarerWish.of(row.id).version, "wishes": "no", "alone": alone, "said": "kept words"}
    worker.post(reverse("wish", kwargs={"wish_id": row.id}), given)
    after = her_pages(me, jean, row)
    assert b"kept words" not in b"".join(after.values())
    assert after == between, "nothing there of whether staff asked"
    return between, CHANGES.sub(b"", daughter.get(reverse("pass_on")).content), [before, after]


def test_her_pages_and_the_carers_are_the_same_with_the_mark_and_without(sign_in: SignIn, jean, permission, marcus):
    clients = [sign_in(name) for name in ("Anne-Marie Boyle", "Jean Rafferty", "Marcus Adeyemi-Kerr")]
    shown = []
    with clock.at(clock.now()):
        for pressed in (False, True):
            with worlds.undone():
                if pressed:
                    actions.raise_concern(by=marcus, permission_id=permission.id, why="She answers for her mother")
                between, carers, _ = answered(*clients, jean, alone="yes")
                shown.append((between, carers))
                row = CarerWish.objects.get(text="Meals, at noon")
                assert (row.said == "kept words") == pressed, "without the mark her own answer is the answer"
    assert shown[0][1] == shown[1][1]
    ids = re.compile(rb"[0-9a-f]{8}-[0-9a-f-]{27}")
    differ = {name for name in shown[0][0] if ids.sub(b"", shown[0][0][name]) != ids.sub(b"", shown[1][0][name])}
    assert differ == set()


def test_she_says_yes_and_sends_it_with_one_press_more(sign_in: SignIn, jean, permission):
    service = some_service().id
    daughter, me = sign_in("Anne-Marie Boyle"), sign_in("Jean Rafferty")
    daughter.post(f"{reverse('pass_on')}?service={service}", {"text": "Cards on Thursdays"})
    row = CarerWish.objects.get(text="Cards on Thursdays")
    assert reverse("passed_on_for_me") in text(me.get(reverse("news")))
    at = me.post(reverse("answer_passed_on", kwargs={"wish_id": row.id}), {"wishes": "yes"})["Location"]
    page = text(me.get(at))
    assert "who acts for me, asked for this: “Cards on Thursdays”" in page
    words = re.search(r"<textarea[^>]*name=\"why\"[^>]*>\s*(.*?)</textarea>", page, re.DOTALL).group(1)
    assert me.post(at, filled(why=words)).status_code == 302
    made = newest()
    assert (made.began_with_id, made.agreed, made.source_id) == (row.id, "herself", None)
    there = reverse("referral", kwargs={"referral_id": made.id})
    assert "passed on" in text(me.get(there))
    assert "It began with" not in text(daughter.get(there))
    again = me.post(reverse("answer_passed_on", kwargs={"wish_id": row.id}), {"wishes": "no"}, follow=True)
    assert "said yes to this already" in text(again)
    nothing = me.post(reverse("answer_passed_on", kwargs={"wish_id": row.id}), {}, follow=True)
    assert "Please choose one" in text(nothing)


def test_where_no_service_was_named_a_yes_leads_there_by_finding_help(sign_in: SignIn, jean, permission):
    sign_in("Anne-Marie Boyle").post(reverse("pass_on"), {"text": "Company"})
    row, me = CarerWish.objects.get(text="Company"), sign_in("Jean Rafferty")
    found = me.post(reverse("answer_passed_on", kwargs={"wish_id": row.id}), {"wishes": "yes"}, follow=True)
    assert "the form to ask with has it filled in" in text(found), "or she would not know what became of her yes"
    assert f"wish={row.id}" in text(found)
    openly = f"{reverse('ask_openly', kwargs={'person_id': jean.id})}?need=company.connection&wish={row.id}"
    page = text(me.get(openly))
    assert "asked for this: “Company”" in page
    assert me.post(openly, filled(note="Company, ground floor", agreed="on")).status_code == 302
    assert newest().began_with_id == row.id


def test_a_carer_cannot_post_her_answer_nor_anybody_else(sign_in: SignIn, jean, permission):
    daughter = sign_in("Anne-Marie Boyle")
    daughter.post(reverse("pass_on"), {"text": "Company"})
    row = CarerWish.objects.get(text="Company")
    at = reverse("answer_passed_on", kwargs={"wish_id": row.id})
    for name in ("Anne-Marie Boyle", "Marcus Adeyemi-Kerr"):
        assert sign_in(name).post(at, {"wishes": "yes"}).status_code in (403, 404)
    unknown = reverse("answer_passed_on", kwargs={"wish_id": worlds.UNKNOWN})
    assert sign_in("Jean Rafferty").post(unknown, {"wishes": "yes"}).status_code == 404
    assert sign_in("Jean Rafferty").get(at).status_code == 405
    assert CarerWish.of(row.id).own_answer == ""


def test_staff_are_led_to_the_ask_with_it_filled_in_and_nothing_of_what_she_said(sign_in: SignIn, jean, permission):
    service = some_service().id
    sign_in("Anne-Marie Boyle").post(f"{reverse('pass_on')}?service={service}", {"text": "Cards on Thursdays"})
    row, marcus = CarerWish.objects.get(text="Cards on Thursdays"), sign_in("Marcus Adeyemi-Kerr")
    given = {"version": 1, "wishes": "yes", "alone": "yes", "said": "not while he is there"}
    page = text(marcus.post(reverse("wish", kwargs={"wish_id": row.id}), given, follow=True))
    assert "“Cards on Thursdays”" in page and "not while he is there" not in page
    assert marcus.post(at_refer(jean, wish=row.id), filled(agreed="on")).status_code == 302
    assert newest().began_with_id == row.id


def test_where_there_is_nobody_to_ask_the_carer_reads_how_to_reach_the_service(sign_in: SignIn, jean, permission):
    service = some_service()
    Relationship.objects.filter(person=jean).update(until=clock.now() - timedelta(seconds=1))
    Person.objects.filter(pk=jean.id).update(account=None)
    page = text(sign_in("Anne-Marie Boyle").post(f"{reverse('pass_on')}?service={service.id}", {"text": "Cards"}))
    assert "Nobody helps them here at present" in page and "Cards" in page
    assert (service.phone or service.email) in page
