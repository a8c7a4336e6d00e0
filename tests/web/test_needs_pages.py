"""The pages of what is not met and of what gets in the way, as a request meets them."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse

from ecotone.care.models import Friction, NeedVoice, Referral, StatedNeed, UnmetNeed
from ecotone.ecosystem.models import Actor, Need, Place
from ecotone.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]


@pytest.fixture
def marcus(sign_in):
    return sign_in("Marcus Adeyemi-Kerr")


@pytest.fixture
def elaine(sign_in):
    return sign_in("Elaine Cuthbertson", "Befriending coordinator")


@pytest.fixture
def jean(sign_in):
    return sign_in("Jean Rafferty")


def theirs() -> StatedNeed:
    """A need that stands and that neither Marcus's nor Elaine's team stated."""
    own = Actor.objects.filter(name__in=["Whinhall Hearth", "Kettle On"])
    return StatedNeed.objects.filter(state="standing").exclude(actor__in=own).first()


def stated(**more) -> dict:
    return {
        "title": "No bus home",
        "words": "The last one is at twenty to six.",
        "touches": "People up the hill",
        "need": str(Need.objects.get(code="moving.travel").id),
        "place": str(Place.objects.get(slug="airdrie").id),
        **more,
    }


@pytest.mark.commitment(9)
@pytest.mark.parametrize("who", ["marcus", "elaine", "jean"])
def test_two_taps_keep_what_got_in_the_way(who, request):
    client = request.getfixturevalue(who)
    assert reverse("log_friction") in client.get("/needs/", follow=True).content.decode(), "a link on every page"
    once = {"kind": "systems", "once": str(uuid4())}
    first, again = client.post("/frictions/new/", once), client.post("/frictions/new/", once)
    assert first.status_code == again.status_code == 302
    assert first["Location"] == again["Location"]
    assert "Separate systems or forms" in client.get(first["Location"]).content.decode()


def test_on_an_ask_its_own_facts_are_taken_and_it_stands_on_its_page(marcus):
    asked = Referral.objects.filter(source__name="Whinhall Hearth", ended_at=None).exclude(state="draft").first()
    page = marcus.get(f"/frictions/new/?referral={asked.id}").content.decode()
    assert 'name="place"' not in page
    answer = marcus.post("/frictions/new/", {"kind": "rule", "referral": asked.id, "words": "Over 65 only."})
    made = Friction.objects.get(words="Over 65 only.")
    assert answer["Location"] == reverse("friction", kwargs={"friction_id": made.id})
    assert (made.referral_id, made.to_actor_id) == (asked.id, asked.target_id)
    assert "Over 65 only." in marcus.get(reverse("referral", kwargs={"referral_id": asked.id})).content.decode()


@pytest.mark.commitment(3)
def test_a_strangers_ask_and_none_at_all_read_the_same(sign_in):
    rena, asked = sign_in("Rena Pettigrew"), Referral.objects.exclude(state="draft").first()
    answers = [
        rena.post("/frictions/new/", {"kind": "rule", "referral": str(each), "words": "Kept for you"})
        for each in (asked.id, uuid4())
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "no such request among those you see" in answer.content.decode()
        assert "Kept for you" in answer.content.decode(), "nothing typed is lost"


def test_a_rule_and_a_team_are_found_by_a_few_letters(marcus):
    given = {"kind": "rule", "institution": "two record", "from_sector": "nhs", "to_sector": "council"}
    address = marcus.post("/frictions/new/", {**given, "other": "Airdrie Social Work", "minutes": "20"})["Location"]
    page = marcus.get(address).content.decode()
    assert "Two record systems" in page
    assert "Airdrie Social Work" in page
    several = marcus.post("/frictions/new/", {**given, "institution": "act"}).content.decode()
    assert "Several fit:" in several
    assert "Carers (Scotland) Act 2016" in several
    assert (
        "Nothing here has that name"
        in marcus.post("/frictions/new/", {**given, "institution": "zzz"}).content.decode()
    )


def test_a_friction_is_added_to_mended_and_back_and_an_old_form_is_told(marcus):
    address = marcus.post("/frictions/new/", {"kind": "rule"})["Location"]
    assert marcus.post(f"{address}more/", {"kind": "rule", "words": "So it was", "version": 1}).status_code == 302
    assert marcus.post(f"{address}more/", {"kind": "rule", "version": 1}).status_code == 409
    mended = {"became": "met", "met_by": "words", "words": "One form now"}
    assert marcus.post(f"{address}mended/", {**mended, "version": 2}).status_code == 302
    assert marcus.post(f"{address}mended/", {"became": "standing", "words": "Gone", "version": 2}).status_code == 409
    assert "One form now" in marcus.get(address).content.decode()
    assert (
        marcus.post(f"{address}mended/", {"became": "standing", "words": "It is back", "version": 3}).status_code
        == 302
    )


@pytest.mark.commitment(3)
def test_others_read_coded_facts_and_never_the_words(marcus, elaine, jean):
    address = marcus.post("/frictions/new/", {"kind": "rule", "words": "Her son said no"})["Location"]
    for client in (elaine, jean):
        answer = client.get(address)
        assert "Her son said no" not in answer.content.decode()
        assert client.get(f"{address}more/").status_code == client.get(f"{address}mended/").status_code == 404
    assert elaine.get(address).status_code == 200
    assert jean.get(address).status_code == 404


@pytest.mark.commitment(1)
def test_a_need_is_stated_endorsed_contested_offered_to_and_met(elaine, marcus, jean):
    address = elaine.post("/needs/new/", stated())["Location"]
    for _ in range(2):
        assert marcus.post(f"{address}endorse/").status_code == 302
    jean.post(f"{address}endorse/")
    assert "endorse/back/" in jean.get(address).content.decode()
    jean.post(f"{address}endorse/back/")
    assert "You have said so too" not in jean.get(address).content.decode()
    jean.post(f"{address}endorse/")
    marcus.post(f"{address}contest/", {"words": "Dial-a-ride <script>runs</script>"})
    given = {"kind": "vehicle", "words": "Our minibus", "once": str(uuid4())}
    for _ in range(2):
        marcus.post(f"{address}offer/", given)
    page = jean.get(address).content.decode()
    assert "<strong>1</strong> team says so too, <strong>1</strong> person too" in page
    assert "&lt;script&gt;runs" in page
    assert page.count("Our minibus") == 1
    need = StatedNeed.objects.get(title="No bus home")
    offer = need.offers.get()
    assert marcus.get(f"{address}close/").status_code == 404, "only those who stated it"
    elaine.post(f"{address}offers/{offer.id}/", {"became": "taken_up", "words": "Thank you", "version": 1})
    assert (
        elaine.post(f"{address}offers/{offer.id}/", {"became": "taken_up", "words": "x", "version": 1}).status_code
        == 409
    )
    met = {"became": "met", "met_by": f"offer:{offer.id}", "words": "", "version": 1}
    assert elaine.post(f"{address}close/", met).status_code == 302
    assert elaine.post(f"{address}close/", {**met, "became": "standing", "version": 1}).status_code == 409
    assert "It was met" in jean.get(address).content.decode()
    assert "No bus home" in jean.get("/needs/?show=met&place=airdrie").content.decode()


def test_what_was_typed_is_there_when_something_is_missing(elaine):
    page = elaine.post("/needs/new/", stated(touches="", words="Half a story")).content.decode()
    assert "Half a story" in page
    assert not StatedNeed.objects.filter(words="Half a story").exists()


def begins_with(page: str) -> str:
    """The place that a form has chosen beforehand."""
    chosen = re.search(r'<select[^>]*name="place".*?</select>', page, re.S)
    return "".join(re.findall(r"<option[^>]*selected[^>]*>\s*([^<]*?)\s*</option>", chosen[0]))


@pytest.mark.commitment(3)
@pytest.mark.commitment(9)
def test_a_need_is_stated_for_her_locality_unless_she_says_another_place(jean):
    who = Person.objects.get(name="Jean Rafferty")
    around = Place.objects.get(kind="locality", below__descendant=who.home)
    assert who.home.kind == "neighbourhood"
    assert begins_with(jean.get("/needs/new/").content.decode()) == around.name, "not the few streets she lives in"
    elsewhere = Place.objects.exclude(pk=around.id).filter(kind="locality").first()
    asked = jean.get(f"/needs/new/?place={elsewhere.slug}").content.decode()
    assert begins_with(asked) == elsewhere.name, "the page that led here was about it"
    assert begins_with(jean.get("/needs/new/?place=nowhere").content.decode()) == around.name
    address = jean.post("/needs/new/", stated(place=str(elsewhere.id), title="A bench"))["Location"]
    assert elsewhere.name in jean.get(address).content.decode()


@pytest.mark.commitment(3)
def test_a_person_states_and_endorses_without_her_name(jean, elaine):
    address = jean.post("/needs/new/", stated(title="A bench at the stop"))["Location"]
    other = reverse("stated", kwargs={"stated_id": theirs().id})
    jean.post(f"{other}endorse/")
    for each in (address, other):
        assert "Rafferty" not in elaine.get(each).content.decode()
    named = jean.post("/needs/new/", stated(title="Two benches", named="1"))["Location"]
    assert "Jean</dd>" in elaine.get(named).content.decode()


@pytest.mark.parametrize("text", ["x" * 20_001, "a\x00b"])
def test_what_no_table_takes_is_answered_in_words(elaine, text):
    for address, given in (
        ("/needs/new/", stated(words=text)),
        (f"/needs/{theirs().id}/contest/", {"words": text}),
        ("/frictions/new/", {"kind": "rule", "words": text}),
    ):
        answer = elaine.post(address, given)
        assert answer.status_code == 200
        assert "Error:" in answer.content.decode()


@pytest.mark.commitment(4)
def test_a_search_in_vain_is_counted_at_a_click_without_its_words(marcus, jean):
    place = Place.objects.get(slug="airdrie")
    page = marcus.get(f"/find-help/?q=trombone&place={place.id}").content.decode()
    assert "Count it as not met" in page
    once = page.split('name="once" value="')[1].split('"')[0]
    for client in (marcus, marcus, jean):
        given = {"once": once if client is marcus else str(uuid4()), "q": "trombone", "place": str(place.id)}
        assert client.post("/needs/unfound/", given).status_code == 302
    rows = UnmetNeed.objects.filter(reason="nothing_found")
    assert [(row.need, row.place_id) for row in rows] == [(None, place.id)] * 2
    assert "trombone" not in repr(list(rows.values()))
    marcus.post("/needs/unfound/", {"once": str(uuid4()), "q": "getting about", "place": str(place.id)})
    assert rows.get(need__isnull=False).need.code == "moving.travel", "words that name a need are kept as that need"
    assert "Count it as not met" not in marcus.get("/find-help/?q=trombone&place=").content.decode()
    assert marcus.post("/needs/unfound/", {"once": str(uuid4()), "q": "trombone"}).status_code == 400
    assert marcus.post("/needs/unfound/", {"once": "x"}).status_code == 404


def test_what_was_left_unmet_is_closed_by_what_met_it(elaine, sign_in):
    ours = elaine.get("/needs/?show=ours").content.decode()
    item = UnmetNeed.objects.filter(state="standing", origin="referral").order_by("id")
    mine = [each for each in item if f"/needs/unmet/{each.id}/" in ours]
    assert mine, "Elaine's own asks left something unmet"
    address = f"/needs/unmet/{mine[0].id}/"
    assert sign_in("Rena Pettigrew").get(address).status_code == 404
    assert "Say what met it" in elaine.post(address, {"became": "met", "version": 1}).content.decode()
    met = {"became": "met", "met_by": "words", "words": "Her niece moved in", "version": 1}
    assert elaine.post(address, met).status_code == 302
    assert elaine.post(address, {"became": "standing", "words": "x", "version": 1}).status_code == 409
    assert "Her niece moved in" in elaine.get("/needs/?show=ours").content.decode()


@pytest.mark.commitment(8)
def test_a_number_too_small_to_show_says_so(sign_in):
    rena = sign_in("Rena Pettigrew")
    page = rena.get("/frictions/?place=airdrie").content.decode()
    assert "too few to show without showing who" in page
    need = rena.get("/needs/?place=airdrie&need=home.personal-care").content.decode()
    assert "So few people that a number would point at them" in need
    for wrong in ("/needs/?place=atlantis", "/needs/?place=airdrie&need=wings", "/frictions/?place=%00"):
        assert rena.get(wrong).status_code == 404


def test_one_team_cannot_endorse_a_hundred_times(marcus):
    address = reverse("endorse_need", kwargs={"stated_id": theirs().id})
    before = NeedVoice.objects.count()
    for _ in range(5):
        marcus.post(address)
    assert NeedVoice.objects.count() <= before + 1
    assert marcus.get(address).status_code == 405
