"""Who holds an authority signs on pages of their own: as they see it, as staff see it, and as she reads it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecotone.ground import clock
from ecotone.people import actions
from ecotone.people.models import Authority, CapacityAssessment, CarerPermission, CarerWish, Person, SharingChoice
from ecotone.people.rules import Effect, Part
from tests import worlds
from tests.web.counting import DATA
from tests.web.test_every_page import MOST
from tests.web.test_pressing_pages import CHANGES, holding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented"), pytest.mark.commitment(3)]
ALLOWED = {"what it will do": 21, "sign_wish": 23}
"""What a change will do to every sort of reader is asked besides: how many does not grow with what they hold."""
SignIn = Callable[..., Client]
GIVEN = {"part": "matters", "whom": "sector:third", "purpose": "care", "until": "", "text": "She liked them"}


@pytest.fixture
def jean() -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def power(jean: Person) -> Authority:
    return holding(jean)


def text(answer) -> str:
    return answer.content.decode()


def of(power: Authority, name: str, **more: object) -> str:
    return reverse(name, kwargs={"authority_id": power.id, **more})


def test_a_refusal_is_read_signed_kept_once_and_told_to_her(sign_in: SignIn, jean, power):
    daughter, me, marcus = sign_in("Anne-Marie Boyle"), sign_in("Jean Rafferty"), sign_in("Marcus Adeyemi-Kerr")
    assert reverse("sign_for") in text(daughter.get(reverse("my_story")))
    assert reverse("sign_for") in text(daughter.get("/", follow=True)), "on the page they come to first"
    assert reverse("sign_for") not in text(sign_in("Jean Rafferty").get(reverse("my_referrals")))
    page = text(daughter.get(reverse("sign_for")))
    assert "cannot decide who sees what at present" in page and "You sign for them now" in page
    assert "OPG" not in page, "the number stays with those who help, and her"
    there = of(power, "sign_refusal")
    given = {"part": "matters", "whom": "", "until": "x"}
    assert "Please give a day" in text(daughter.post(there, given))
    assert "Select a valid choice" in text(daughter.post(there, {"part": "harms", "whom": ""})), "they do not see it"
    given |= {"until": "", "signed_by": "Somebody else", "signed_as": "parental", "note": "x", "effect": "grant"}
    sure = text(daughter.post(there, given))
    assert "You sign it in their place, as welfare attorney" in sure and "will no longer see" in sure
    assert "You cannot open it again on your page" in sure, "before she signs it"
    offered = text(daughter.get(there))
    assert "Everyone in the NHS" in offered and "Informal" not in offered, "whom she may name, as the person does"
    given |= {"whom": "sector:council"}
    assert "read it again" in text(daughter.post(there, given | {"sure": "yes", "mark": "old"}))
    assert not SharingChoice.objects.filter(person=jean, said_by="holder").exists()
    for _ in range(2):
        assert "the person is told" in text(daughter.post(there, given | {"sure": "yes"}, follow=True))
    made = SharingChoice.objects.get(person=jean, said_by="holder")
    assert (made.effect, made.part, made.signed_as, made.note) == ("refusal", "matters", "welfare_attorney", "")
    assert f"signed in their place by {made.signed_by}" in text(daughter.get(reverse("sign_for")))
    mine = text(me.get(reverse("my_sharing")))
    assert "chosen for you" in mine and f"signed in their place by {made.signed_by}, as welfare attorney" in mine
    assert "Somebody signed something in your place" in text(me.get(reverse("news")))
    assert "chosen for the person" in text(marcus.get(reverse("person_sharing", kwargs={"person_id": jean.id})))


def test_what_was_allowed_is_taken_back_by_who_may_and_nobody_elses_ids_are_there(sign_in: SignIn, jean, power):
    daughter, marcus = sign_in("Anne-Marie Boyle"), worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr")
    said = {"by": marcus, "person_id": jean.id, "effect": Effect.GRANT, "sector": "third", "authority_id": power.id}
    seen = actions.choose_sharing(**said, part=Part.MATTERS)
    there = of(power, "sign_take_back", choice_id=seen.id)
    assert there in text(daughter.get(reverse("sign_for")))
    assert "as welfare attorney" in text(daughter.get(there))
    daughter.post(there)
    assert SharingChoice.of(seen.id).withdrawn_at
    assert daughter.post(there).status_code == 404, "there is nothing to take back any more"
    unseen = actions.choose_sharing(**said, part=Part.REFERRALS)
    other = worlds.some_authority(Person.objects.exclude(pk=jean.id).filter(died_on=None).order_by("id")[0])
    for name, which, more in (
        ("sign_refusal", other, {}),
        ("pass_on_grant", other, {}),
        ("sign_take_back", other, {"choice_id": unseen.id}),
        ("sign_take_back", power, {"choice_id": worlds.UNKNOWN}),
    ):
        for way in (daughter.get, daughter.post):
            assert way(of(which, name, **more)).status_code == 404, name
    for other_reader in (sign_in("Jean Rafferty"), sign_in("Marcus Adeyemi-Kerr")):
        assert other_reader.get(reverse("sign_for")).status_code in (403, 404)


def test_what_is_to_be_allowed_waits_with_staff_who_sign_it_or_decline(sign_in: SignIn, jean, power):
    daughter, marcus = sign_in("Anne-Marie Boyle"), sign_in("Marcus Adeyemi-Kerr")
    there = of(power, "pass_on_grant")
    assert "Please fill this in." in text(daughter.post(there, GIVEN | {"text": " "}))
    for _ in range(2):
        assert "Passed on to those who help them" in text(daughter.post(there, GIVEN, follow=True))
    row = CarerWish.objects.get(authority=power)
    at = reverse("sign_wish", kwargs={"wish_id": row.id})
    assert at in text(marcus.get(reverse("wishes")))
    assert marcus.get(reverse("wish", kwargs={"wish_id": row.id}))["Location"] == at
    page = text(marcus.get(at))
    assert "She liked them" in page and "as welfare attorney" in page and "Sign it with them" in page
    assert marcus.post(at, {"sign": "yes", "version": 7}).status_code == 409
    assert "read it again" in text(marcus.post(at, {"sign": "yes", "version": 1, "mark": "old"}))
    assert "the person is told" in text(marcus.post(at, {"sign": "yes", "version": 1}, follow=True))
    made = SharingChoice.objects.get(pk=CarerWish.of(row.id).choice_id)
    assert (made.signed_as, made.effect, made.part) == ("welfare_attorney", "grant", "matters")
    daughter.post(there, GIVEN | {"text": "Again"})
    second = reverse("sign_wish", kwargs={"wish_id": CarerWish.objects.get(text="Again").id})
    assert "Please fill this in." in text(marcus.post(second, {"version": 1, "said": ""}))
    assert "Declined" in text(marcus.post(second, {"version": 1, "said": "kept words"}, follow=True))
    assert "kept words" not in text(daughter.get(reverse("sign_for")))
    plain = worlds.some_wish(CarerPermission.objects.get(account__name="Anne-Marie Boyle"))
    assert marcus.get(reverse("sign_wish", kwargs={"wish_id": plain.id})).status_code == 302


def test_where_she_was_assessed_able_the_page_says_so_and_an_open_form_signs_nothing(sign_in: SignIn, jean, power):
    daughter = sign_in("Anne-Marie Boyle")
    CapacityAssessment.objects.filter(person=jean).update(able=True)
    page = text(daughter.get(reverse("sign_for")))
    assert "They were assessed able to decide who sees what: you do not sign for them now." in page
    assert of(power, "sign_refusal") not in page
    for name in ("sign_refusal", "pass_on_grant"):
        answer = daughter.post(of(power, name), GIVEN | {"sure": "yes"})
        assert "you do not sign for them now" in text(answer)
    assert not SharingChoice.objects.filter(said_by="holder").exists()
    assert not CarerWish.objects.filter(authority=power).exists()
    actions.end_authority(by=worlds.SYSTEM, authority_id=power.id, version=1, reason="Revoked")
    assert "You hold no authority here" in text(daughter.get(reverse("sign_for")))
    assert reverse("sign_for") not in text(daughter.get(reverse("my_story")))
    assert daughter.post(of(power, "sign_refusal"), GIVEN | {"sure": "yes"}).status_code == 404


def test_she_is_told_reads_who_when_and_what_paper_and_says_that_it_is_wrong(sign_in: SignIn, jean, power):
    me = sign_in("Jean Rafferty")
    news = text(me.get(reverse("news")))
    assert "somebody may sign for you in some things" in news and reverse("my_deciding") in news
    page = text(me.get(reverse("my_deciding")))
    assert "saw the paper on" in page and "Dr Baird, GP" in page
    wrong = f"{reverse('say_wrong')}?of=authority:{power.id}"
    assert wrong in page
    assert me.post(wrong, {"wrong": "She holds none"}, follow=True).status_code == 200
    looked = CapacityAssessment.objects.filter(person=jean).first()
    assert f"of=capacityassessment:{looked.id}" in page
    assert "She holds none" in text(me.get(reverse("corrections")))


def test_where_telling_is_not_safe_nothing_of_hers_shows_it_until_she_is_told(sign_in: SignIn, jean):
    me, marcus = sign_in("Jean Rafferty"), sign_in("Marcus Adeyemi-Kerr")
    before = CHANGES.sub(b"", me.get(reverse("my_deciding")).content)
    day = f"{clock.today():%d/%m/%Y}"
    given = {"matter": "help", "able": "no", "assessed_by": "Dr Zqx", "how": "Twice", "on": day, "tell": "no"}
    given |= {"again_on": f"{clock.today() + timedelta(days=30):%d/%m/%Y}"}
    at = reverse("record_assessment", kwargs={"person_id": jean.id})
    assert "Please fill this in." in text(marcus.post(at, given))
    page = text(marcus.post(at, given | {"why_not_told": "He reads with her"}, follow=True))
    assert "not told yet" in page and "He reads with her" in page and "Tell them now" in page
    assert CHANGES.sub(b"", me.get(reverse("my_deciding")).content) == before
    for name in ("my_record", "news", "my_sharing"):
        assert "Dr Zqx" not in text(me.get(reverse(name)))
    row = CapacityAssessment.objects.get(assessed_by="Dr Zqx")
    tell = reverse("tell_of_assessment", kwargs={"person_id": jean.id, "assessment_id": row.id})
    assert "From this moment it counts" in text(marcus.post(tell, {"version": 1}, follow=True))
    assert "Dr Zqx" in text(me.get(reverse("my_deciding")))
    assert "whether you can decide something" in text(me.get(reverse("news")))


def test_none_of_these_pages_asks_the_database_more_than_a_page_may(sign_in: SignIn, jean, power):
    daughter, marcus = sign_in("Anne-Marie Boyle"), sign_in("Marcus Adeyemi-Kerr")
    grant = worlds.some_grant_passed_on(jean)
    refuse, sure = of(power, "sign_refusal"), {"part": "matters", "whom": ""}
    for what, ask in {
        "sign_for": lambda: daughter.get(reverse("sign_for")),
        "sign_refusal": lambda: daughter.get(refuse),
        "what it will do": lambda: daughter.post(refuse, sure),
        "pass_on_grant": lambda: daughter.get(of(power, "pass_on_grant")),
        "sign_wish": lambda: marcus.get(reverse("sign_wish", kwargs={"wish_id": grant.id})),
    }.items():
        with CaptureQueriesContext(connection) as asked:
            assert ask().status_code == 200, what
        queries = [each["sql"] for each in asked.captured_queries if DATA.match(each["sql"])]
        assert len(queries) <= ALLOWED.get(what, MOST), f"{what}: {len(queries)}\n" + "\n".join(queries)
