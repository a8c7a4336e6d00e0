"""Somebody whom one's team does not help, as pages show her: found, asked about, opened in an emergency, reviewed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access.principal import Principal
from ecotone.ecosystem.models import Hat
from ecotone.ground import clock
from ecotone.people import actions, policies
from ecotone.people.models import AccessRequest, EmergencyAccess, Person
from ecotone.people.rules import Effect
from ecotone.web import found
from ecotone.web.principals import WORN
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
SignIn = Callable[..., Client]
FINE = {"reason": "danger_to_life", "text": "She fell and cannot speak", "tell": "yes"}


@pytest.fixture
def ciara() -> Principal:
    return worlds.wearing_of_the_cast("Ciara Gallacher")


@pytest.fixture
def who(ciara) -> Person:
    """Somebody whom the discharge team does not help, of a name that nobody else here has."""
    who = next(p for p in policies.strangers(ciara).exclude(birth_date=None).order_by("id") if p.account_id is None)
    who.change(version=who.version, name="Wilhelmina Quigg-Ross")
    return who


def searched(client: Client, who: Person, **instead: object) -> str:
    asked = {"name": who.name, "born": who.birth_date.isoformat()} | instead
    return client.post(reverse("find_somebody"), asked).content.decode()


def opened(client: Client, ciara: Principal, who: Person, **instead: str):
    there = reverse("break_glass", kwargs={"mark": found.carried(ciara, who.id)})
    return client.post(there, FINE | instead)


@pytest.mark.commitment(3)
def test_a_stranger_is_initials_and_two_ways_on(sign_in: SignIn, who):
    text = searched(sign_in("Ciara Gallacher"), who)
    assert "W Q" in text and "Known to a service here" in text
    assert "Quigg" not in re.sub(r'value="[^"]*"', "", text), "but for what was typed"
    assert len(re.findall(r'href="/find-somebody/[^"]+/(?:ask|emergency)/"', text)) == 2


@pytest.mark.commitment(3)
def test_whoever_refused_looks_like_nobody_to_the_last_letter(sign_in: SignIn, who):
    client = sign_in("Ciara Gallacher")
    actions.choose_sharing(by=worlds.SYSTEM, person_id=who.id, effect=Effect.REFUSAL)
    pages = [searched(client, who, name=name) for name in (who.name, "Wilhelmina Nobody-Ros")]
    plain = [re.sub(r'Wilhelmina [\w-]+|csrf[^>]*value="[^"]+"|"X-CSRFToken": "[^"]+"', "", page) for page in pages]
    assert "Nobody is known here by that" in plain[0]
    assert plain[0] == plain[1]


@pytest.mark.commitment(3)
def test_the_way_on_is_for_whoever_searched_and_not_made_by_hand(sign_in: SignIn, ciara, who):
    mark = found.carried(ciara, who.id)
    client, other = sign_in("Ciara Gallacher"), sign_in("Yvonne Weir")
    for name in ("ask_for_access", "break_glass"):
        assert client.get(reverse(name, kwargs={"mark": mark})).status_code == 200
        assert other.get(reverse(name, kwargs={"mark": mark})).status_code == 404
        for forged in (mark[:-1], str(who.id), f"{mark}x"):
            assert client.get(reverse(name, kwargs={"mark": forged})).status_code == 404
    assert not EmergencyAccess.objects.filter(person=who).exists()


@pytest.mark.commitment(3)
def test_it_opens_to_whoever_broke_it_with_a_banner_and_closes_on_every_open_page(sign_in: SignIn, ciara, who):
    client = sign_in("Ciara Gallacher")
    page = reverse("person", kwargs={"person_id": who.id})
    assert client.get(page).status_code == 404
    assert opened(client, ciara, who)["Location"] == page
    assert opened(client, ciara, who)["Location"] == page, "sent twice"
    (row,) = EmergencyAccess.objects.filter(person=who)
    for name in ("person", "person_circle", "person_asked", "person_hopes", "person_contacts"):
        text = client.get(reverse(name, kwargs={"person_id": who.id})).content.decode()
        assert "to read only" in text and "End it now" in text, name
        assert "Write down" not in text and "Log a contact" not in text and "Add to" not in text, name
    text = client.get(reverse("my_people")).content.decode()
    assert "Quigg" not in text and "Quigg" not in client.get(f"{reverse('my_people')}?as=csv").content.decode()
    with clock.at(row.until):
        for name in ("person", "person_circle", "person_contacts"):
            gone = client.get(reverse(name, kwargs={"person_id": who.id}))
            assert gone.status_code == 404 and "Quigg" not in gone.content.decode()
    client.post(reverse("end_emergency", kwargs={"emergency_id": row.id}))
    assert client.get(page).status_code == 404


@pytest.mark.commitment(3)
def test_a_colleague_of_the_same_team_sees_nothing_by_it(sign_in: SignIn, ciara, who):
    opened(sign_in("Ciara Gallacher"), ciara, who)
    colleague = Hat.objects.filter(actor=ciara.actor_id).exclude(account=ciara.account_id).order_by("id")[0]
    client = Client()
    client.force_login(colleague.account)
    session = client.session
    session[WORN] = str(colleague.id)
    session.save()
    assert client.get(reverse("my_people")).status_code == 200
    assert client.get(reverse("person", kwargs={"person_id": who.id})).status_code == 404


@pytest.mark.commitment(3)
def test_a_form_that_writes_is_refused_in_plain_words(sign_in: SignIn, ciara, who):
    client = sign_in("Ciara Gallacher")
    opened(client, ciara, who)
    there = reverse("add_story_entry", kwargs={"person_id": who.id})
    said = client.post(there, {"section": "harms", "text": "Stairs", "words_of": "person"})
    assert said.status_code == 403
    assert "you may read it, and nothing else" in said.content.decode()
    assert client.get(reverse("person_sharing", kwargs={"person_id": who.id})).status_code == 403


def test_what_is_missing_stands_at_its_field_and_nothing_is_opened(sign_in: SignIn, ciara, who):
    text = opened(sign_in("Ciara Gallacher"), ciara, who, tell="no", text=" ").content.decode()
    assert text.count("Please fill this in.") + text.count("This field is required") >= 1
    assert not EmergencyAccess.objects.filter(person=who).exists()


@pytest.mark.commitment(3)
def test_a_guardian_reviews_it_and_opens_no_record(sign_in: SignIn, ciara, who):
    opened(sign_in("Ciara Gallacher"), ciara, who, tell="no", why_not_told="Her son reads the post")
    row = EmergencyAccess.objects.get(person=who)
    fiona = sign_in("Fiona Lochhead", "Guardian of records")
    there = reverse("emergency", kwargs={"emergency_id": row.id})
    assert "Quigg" in fiona.get(reverse("emergencies")).content.decode()
    assert "A record was opened in an emergency" in fiona.get(reverse("news")).content.decode()
    assert "Her son reads the post" in fiona.get(there).content.decode()
    assert fiona.get(reverse("person", kwargs={"person_id": who.id})).status_code == 403
    fiona.post(reverse("tell_after_all", kwargs={"emergency_id": row.id}))
    answer = {"version": EmergencyAccess.of(row.id).version, "outcome": "justified", "review": "Rang the ward"}
    assert fiona.post(there, answer)["Location"] == reverse("emergencies")
    assert "It was right" in fiona.get(f"{reverse('emergencies')}?show=reviewed").content.decode()
    assert "It was right" in fiona.get(f"{reverse('emergencies')}?show=reviewed&as=csv").content.decode()
    for name in ("Ciara Gallacher", "Rena Pettigrew"):
        assert sign_in(name).get(there).status_code == 403


@pytest.mark.commitment(3)
def test_she_reads_who_asks_to_know_her_and_says_no(sign_in: SignIn, ciara):
    jean = Person.objects.get(name="Jean Rafferty")
    asker = next(
        by
        for by in (
            worlds.wearing_of_the_cast(name) for name in ("Ciara Gallacher", "Gurpreet Bains", "Stuart Meikle")
        )
        if policies.strangers(by).filter(pk=jean.id).exists()
    )
    client = sign_in(asker.name)
    there = reverse("ask_for_access", kwargs={"mark": found.carried(asker, jean.id)})
    assert client.post(there, {"why": "We were called to her door"}).status_code == 302
    row = AccessRequest.objects.get(person=jean)
    hers, one = sign_in("Jean Rafferty"), reverse("access_request", kwargs={"request_id": row.id})
    assert asker.actor_name in hers.get(reverse("access_requests")).content.decode()
    assert hers.post(one, {"agreed": "no", "version": 1}).status_code == 302
    assert "The answer was no" in client.get(one).content.decode()
    assert "Rafferty" not in client.get(one).content.decode()
    assert client.get(reverse("person", kwargs={"person_id": jean.id})).status_code == 404
    assert sign_in("Rena Pettigrew").get(one).status_code == 404
    assert row.lapses_on == clock.today() + timedelta(days=14)
