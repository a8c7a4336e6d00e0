"""Finding help, a service's page, and an organisation's own form: what is found, what is kept, what is refused."""

import re
from collections.abc import Iterator
from datetime import time

import pytest
from django.db import transaction
from django.test import Client
from django.utils.html import escape

from ecotone.access.actions import open_account
from ecotone.directory import actions, queries
from ecotone.directory.models import Service
from ecotone.ground import clock, ids
from ecotone.people import actions as people
from tests.web import places_world as worlds
from tests.web.places_world import text_of, within_budget


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[worlds.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(worlds.BEGUN), ids.seeded("directory pages"):
            made = worlds.build()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built: worlds.World, db, monday) -> worlds.World:
    return built


@pytest.fixture
def marcus(world: worlds.World) -> Client:
    return worlds.client_of(world, "Marcus")


@pytest.fixture
def elaine(world: worlds.World) -> Client:
    return worlds.client_of(world, "Elaine")


@pytest.fixture
def herself(world: worlds.World) -> Client:
    """Jean, signed in as herself."""
    account = open_account(by=worlds.SYSTEM, name="Jean Rafferty", email="jean@example.org")
    people.link_account(by=worlds.SYSTEM, person_id=world.jean.id, account_id=account.id)
    client = Client()
    client.force_login(account)
    return client


def found(response) -> list[str]:
    """The services listed, in their order."""
    return re.findall(r'found__name"><a href="[^"]*">([^<]*)</a>', response.content.decode())


def test_plain_words_find_a_service_in_any_sector(world, marcus):
    assert set(found(within_budget(marcus, "/find-help/?q=lonely"))) == {"Kettle On befriending", "Lunch club"}
    assert found(within_budget(marcus, "/find-help/?q=cannae+get+in+the+bath")) == ["Therapy at home"]


@pytest.mark.parametrize("words", ["", "%00", "a" * 5000, "!!!", "żółć 洗澡", "%3Cscript%3Ealert(1)%3C/script%3E"])
def test_no_words_do_harm(world, marcus, words):
    response = within_budget(marcus, f"/find-help/?q={words}")
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("rest", ["place=nonsense", "need=none", "sector=%00", "page=-4", "page=99999", "parent=7"])
def test_what_cannot_be_meant_is_taken_as_not_said(world, marcus, rest):
    within_budget(marcus, f"/find-help/?q=lonely&{rest}")


def test_choices_in_the_form_stay_as_they_were_made(world, marcus):
    place = world.places["airdrie"].id
    html = within_budget(marcus, f"/find-help/?q=lonely&place={place}&need=company&room=1").content.decode()
    assert f'<option value="{place}" selected>' in html
    assert '<option value="company" selected>' in html
    assert 'id="room" name="room" value="1" checked' in html
    assert 'value="lonely"' in html


def test_for_someone_help_near_home_comes_first_with_the_way_to_ask(world, marcus):
    response = within_budget(marcus, f"/find-help/?q=lonely&person={world.jean.id}")
    html, text = response.content.decode(), text_of(response)
    assert "Jean Rafferty" in text
    assert "For someone who lives in Petersburn" in text
    assert found(response) == ["Kettle On befriending"]
    assert f"/people/{world.jean.id}/refer/?service={world.services['visits'].id}" in html
    assert "Ask them to help Jean Rafferty" in text
    assert "Ask a question" in text
    assert f"/actors/{world.actors['kettle'].id}/ask/?person={world.jean.id}" in html


def test_what_was_found_says_why_and_how_near(world, marcus):
    text = text_of(within_budget(marcus, f"/find-help/?q=lonely&person={world.jean.id}"))
    assert "1 service, best match first, then nearest." in text
    assert "Found for your word “lonely”." in text
    assert "for all of Airdrie" in text
    anywhere = text_of(within_budget(marcus, f"/find-help/?place={world.places['wishaw'].id}"))
    assert "nearest first" in anywhere and "best match" not in anywhere
    assert "in Wishaw" in anywhere


def test_what_was_said_of_room_long_ago_is_not_shown_as_room_now(world, marcus, elaine):
    service = world.services["visits"]
    html = within_budget(marcus, "/find-help/?q=befriending").content.decode()
    assert re.search(r'state--neutral">.*?Had room on 1 September 2025 \(2 places\)', html, re.DOTALL)
    assert "state--done" not in html
    page = text_of(within_budget(marcus, f"/services/{service.id}/"))
    assert "Had room on 1 September 2025 (2 places)" in page
    assert "May be out of date" in page
    actions.set_capacity(
        by=world.by("Elaine"),
        service_id=service.id,
        version=1,
        capacity_word="has_capacity",
        places_available=1,
        wait_band="weeks_2_to_6",
    )
    html = within_budget(marcus, "/find-help/?q=befriending").content.decode()
    assert re.search(r'state--done">.*?Has room: 1 place<', html, re.DOTALL)
    assert "Usual wait 2 to 6 weeks." in html


def test_nobody_is_offered_to_ask_their_own_team(world, marcus):
    address = f"/find-help/?q=lonely&person={world.jean.id}&place={world.places['wishaw'].id}"
    response = within_budget(marcus, address)
    assert found(response) == ["Lunch club"]
    assert "This is your own team." in text_of(response)
    assert "Ask them" not in text_of(response)
    assert "Ask them" not in text_of(within_budget(marcus, f"/services/{world.services['lunch'].id}/"))


def test_handing_on_is_kept_through_the_search(world, marcus):
    parent = "01900000-0000-7000-8000-000000000001"
    html = within_budget(marcus, f"/find-help/?q=lonely&person={world.jean.id}&parent={parent}").content.decode()
    assert f"service={world.services['visits'].id}&amp;parent={parent}" in html
    assert f'name="parent" value="{parent}"' in html


def test_the_whole_form_can_be_had_for_someone_too(world, marcus):
    response = within_budget(marcus, f"/find-help/?q=lonely&person={world.jean.id}&narrow=1")
    assert f'<option value="{world.places["petersburn"].id}" selected>' in response.content.decode()
    assert f'name="person" value="{world.jean.id}"' in response.content.decode()


def test_another_place_and_a_need_are_named_for_someone_too(world, marcus):
    address = f"/find-help/?person={world.jean.id}&place={world.places['wishaw'].id}&need=company"
    text = text_of(within_budget(marcus, address))
    assert "For someone who lives in Wishaw" in text
    assert "Kind of need: Company and belonging" in text


def test_the_most_a_search_for_someone_can_ask_stays_within_the_budget(world, marcus):
    place = world.places["wishaw"].id
    address = f"/find-help/?q=lonley+bath+frend&person={world.jean.id}&place={place}&need=company&sector=third&room=1"
    within_budget(marcus, address)


def test_a_restriction_is_shown_and_never_hides_a_service(world, marcus):
    response = within_budget(marcus, f"/find-help/?q=bath&person={world.jean.id}")
    assert found(response) == ["Therapy at home"]
    assert "takes referrals from some sectors only" in text_of(response)
    assert "/refer/" not in response.content.decode()
    page = text_of(within_budget(marcus, f"/services/{world.services['therapy'].id}/?person={world.jean.id}"))
    assert "It takes referrals only from: NHS" in page


@pytest.mark.commitment(4)
def test_where_little_is_found_ways_on_are_offered_with_their_counts(world, marcus):
    address = f"/find-help/?q=lonely&person={world.jean.id}&place={world.places['wishaw'].id}&room=1"
    response = within_budget(marcus, address)
    assert "Nothing fits yet. Other ways" in text_of(response)
    assert "Show services without room as well" in text_of(response)
    way = re.search(r'href="(/find-help/\?[^"]*)">Show services without room', response.content.decode())
    assert way
    assert found(within_budget(marcus, way[1].replace("&amp;", "&"))) == ["Lunch club"]
    assert "do not let it end there" in text_of(response)


@pytest.mark.commitment(3)
def test_nobody_searches_for_one_whose_record_they_may_not_see(world, elaine):
    answer = elaine.get(f"/find-help/?q=lonely&person={world.jean.id}")
    assert answer.status_code == 404
    assert "Rafferty" not in text_of(answer)
    assert worlds.client_of(world, "Rena").get(f"/find-help/?person={world.jean.id}").status_code == 404


def test_a_person_asks_for_herself_only_where_that_is_taken(world, herself):
    response = within_budget(herself, "/find-help/?place=")
    html = response.content.decode()
    assert f"/people/{world.jean.id}/refer/?service={world.services['therapy'].id}" in html
    assert f"service={world.services['visits'].id}" not in html
    assert "Ask them myself" in text_of(response)
    assert "Someone who works with you has to refer you." in text_of(response)
    assert "phone--large" in html


def test_a_person_cannot_put_another_in_her_place(world, herself, marcus):
    other = people.add_person(by=world.by("Marcus"), name="Somebody Else")
    html = within_budget(herself, f"/find-help/?place=&person={other.id}").content.decode()
    assert str(other.id) not in html
    assert "Somebody Else" not in html


def test_a_services_page_says_all_of_it_in_plain_words(world, marcus):
    text = text_of(within_budget(marcus, f"/services/{world.services['visits'].id}/"))
    for words in (
        "01632 960002",
        "Had room on 1 September 2025 (2 places)",
        "People who live in Airdrie",
        "Someone has to refer you",
    ):
        assert words in text
    assert "Still right as it is" not in text


def test_the_person_is_kept_from_the_search_to_the_service_and_back(world, marcus):
    address = f"/find-help/?q=lonely&person={world.jean.id}"
    html = within_budget(marcus, address).content.decode()
    link = re.search(r'found__name"><a href="([^"]*)"', html)
    assert link
    response = within_budget(marcus, link[1].replace("&amp;", "&"))
    html, text = response.content.decode(), text_of(response)
    assert "Ask them to help Jean Rafferty" in text
    assert f"/people/{world.jean.id}/refer/?service={world.services['visits'].id}" in html
    assert f"/actors/{world.actors['kettle'].id}/ask/?person={world.jean.id}" in html
    assert f"/actors/{world.actors['kettle'].id}/?person={world.jean.id}" in html
    back = re.search(r'class="back-link" href="([^"]*)"', html)
    assert back
    assert found(within_budget(marcus, back[1].replace("&amp;", "&"))) == ["Kettle On befriending"]


def test_without_a_person_one_chooses_for_whom_to_ask(world, marcus):
    service = world.services["visits"]
    response = within_budget(marcus, f"/services/{service.id}/")
    assert "Ask them to help someone" in text_of(response)
    assert f'href="/people/?service={service.id}"' in response.content.decode()
    response = within_budget(marcus, f"/people/?service={service.id}")
    assert "Choose whom you ask Kettle On befriending to help." in text_of(response)
    assert f"/people/{world.jean.id}/refer/?service={service.id}" in response.content.decode()
    assert f'type="hidden" name="service" value="{service.id}"' in response.content.decode()
    assert "Ask for this person" not in text_of(within_budget(marcus, "/people/"))
    assert "Ask for this person" not in text_of(within_budget(marcus, f"/people/?service={world.jean.id}"))
    assert marcus.get("/people/?service=nonsense").status_code == 404


def test_a_service_names_nobody_whom_the_reader_may_not_know(world):
    brendan = worlds.client_of(world, "Brendan")
    response = within_budget(brendan, f"/services/{world.services['visits'].id}/?person={world.jean.id}")
    assert "Rafferty" not in text_of(response)
    assert str(world.jean.id) not in response.content.decode()
    assert "Ask them to help someone" in text_of(response)


@pytest.mark.parametrize(
    ("free", "fees", "said"),
    [
        (True, "Free", "Free."),
        (True, "What you can", "It is free. What you can."),
        (False, "£3, or nothing", "£3, or"),
    ],
)
def test_what_it_costs_is_said_once_and_in_sentences(world, marcus, free, fees, said):
    service = world.services["visits"]
    actions.change_service(
        by=world.by("Elaine"), service_id=service.id, version=1, cost_free=free, fees=fees, self_referral=True
    )
    text = text_of(within_budget(marcus, f"/services/{service.id}/"))
    assert f"What it costs {said}" in text
    listed = text_of(within_budget(marcus, "/find-help/?q=befriending"))
    assert ("Free. People can ask" if free else "£3, or nothing. People can ask") in listed


def test_room_is_said_with_one_press(world, elaine):
    service = world.services["visits"]
    page = f"/services/{service.id}/"
    assert "Is there room now?" in text_of(within_budget(elaine, page))
    assert elaine.post(f"{page}room/", {"version": 1, "capacity_word": "no_capacity"})["Location"] == page
    assert "Full" in text_of(elaine.get(page))
    kept = Service.objects.get(pk=service.id)
    assert (kept.capacity_word, kept.places_available) == ("no_capacity", None)


def test_numbers_that_gainsay_the_word_are_refused_at_their_field(world, elaine):
    given = {"version": 1, "capacity_word": "no_capacity", "places_available": "3", "wait_band": "none"}
    answer = elaine.post(f"/services/{world.services['visits'].id}/room/", given)
    assert "You say there is no room, and places." in text_of(answer)
    assert 'value="3"' in answer.content.decode()


def test_an_old_form_on_room_says_so_and_changes_nothing(world, elaine):
    service = world.services["visits"]
    actions.assure_service(by=world.by("Elaine"), service_id=service.id, version=1)
    answer = elaine.post(f"/services/{service.id}/room/", {"version": 1, "capacity_word": "no_capacity"})
    assert "Someone changed this after you opened it." in text_of(answer)
    assert 'name="version" value="2"' in answer.content.decode()
    assert Service.objects.get(pk=service.id).capacity_word == "has_capacity"


def test_still_right_as_it_is(world, elaine):
    page = f"/services/{world.services['visits'].id}/"
    assert elaine.post(f"{page}still-right/", {"version": 1})["Location"] == page
    assert "Confirmed by them today" in text_of(elaine.get(page))


@pytest.mark.parametrize("what", ["room/", "change/", "close/"])
def test_nobody_keeps_anothers_listing(world, marcus, what):
    page = f"/services/{world.services['visits'].id}/"
    assert marcus.get(page + what).status_code == 403
    assert marcus.post(page + what, {"version": 1, "capacity_word": "no_capacity"}).status_code == 403
    assert marcus.post(f"{page}still-right/", {"version": 1}).status_code == 403
    assert marcus.get(f"/actors/{world.actors['kettle'].id}/services/new/").status_code == 403


def blank(**given: object) -> dict[str, object]:
    """A service form with nothing in it but what is given, as a browser sends it."""
    rows = ("schedules", "cost_options", "languages", "contacts", "required_documents")
    counts = {
        f"{name}-{count}": 2 if count == "TOTAL_FORMS" else 0
        for name in rows
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    return {"sensitivity": "ordinary", "wait_band": "unknown", **counts, **given}


def test_a_small_group_lists_a_service_with_a_name_and_a_way_to_attend(world, marcus):
    address = f"/actors/{world.actors['hearth'].id}/services/new/"
    within_budget(marcus, address)
    made = marcus.post(address, blank(name="Soup and songs", attending=["venue"]))
    assert made.status_code == 302
    assert "Soup and songs" in found(marcus.get("/find-help/?q=soup"))


def test_all_of_a_listing_is_kept_as_it_was_given(world, marcus):
    address = f"/actors/{world.actors['hearth'].id}/services/new/"
    given = blank(
        name="Soup and songs",
        attending=["venue", "phone"],
        main_need="company.connection",
        need_codes=["home.bath"],
        place_ids=[str(world.places["airdrie"].id)],
        accepts=["nhs", "third"],
        minimum_age="60",
        self_referral="on",
        **{
            "schedules-0-weekday": "TU",
            "schedules-0-opens": "12:00",
            "schedules-0-closes": "14:30",
            "cost_options-1-option": "Lunch",
            "cost_options-1-amount": "4.50",
            "cost_options-1-currency": "GBP",
            "contacts-0-name": "Isa",
            "languages-0-name": "Scots",
        },
    )
    assert marcus.post(address, given).status_code == 302
    made = Service.objects.get(name="Soup and songs")
    kept = queries.listing(world.by("Marcus"), made.id)
    assert kept.need_codes == ("company.connection", "home.bath")
    assert (kept.schedules[0].opens, kept.schedules[0].closes) == (time(12), time(14, 30))
    assert [(cost.option, cost.amount) for cost in kept.cost_options] == [("Lunch", 450)]
    assert set(kept.accepts) == {"nhs", "third"}
    text = text_of(within_budget(marcus, f"/services/{made.id}/"))
    assert "Tuesday 12:00 to 14:30" in text
    assert "Lunch £4.50" in text


def test_every_fault_stands_at_its_field_and_nothing_is_lost(world, marcus):
    before = Service.objects.count()
    given = blank(
        name="Soup & songs",
        email="not an address",
        minimum_age="70",
        maximum_age="60",
        **{"schedules-1-weekday": "MO", "schedules-1-opens": "15:00", "schedules-1-closes": "14:00"},
    )
    answer = marcus.post(f"/actors/{world.actors['hearth'].id}/services/new/", given)
    html, text = answer.content.decode(), text_of(answer)
    assert answer.status_code == 200
    assert Service.objects.count() == before
    for sentence in (
        "Tick at least one way",
        "does not look like an e-mail",
        "oldest age is below",
        "closes before it opens",
    ):
        assert text.count(sentence) == 2, sentence  # once above, once at its field
    assert '<a href="#id_schedules-1-closes">' in html
    assert f'value="{escape("Soup & songs")}"' in html
    assert 'value="15:00"' in html


def test_a_time_that_is_none_and_a_count_that_is_forged_do_no_harm(world, marcus):
    address = f"/actors/{world.actors['hearth'].id}/services/new/"
    wrong = blank(name="Soup", attending=["venue"], **{"schedules-0-weekday": "MO", "schedules-0-opens": "noonish"})
    assert "Please give a time" in text_of(marcus.post(address, wrong))
    forged = blank(name="Soup", attending=["venue"]) | {"schedules-TOTAL_FORMS": "9999999"}
    assert marcus.post(address, forged).status_code == 200
    assert marcus.post(address, {"name": "Soup"}).status_code == 200


def form_of(response) -> dict[str, object]:
    """What a browser would send back from this page's listing form, unchanged."""
    form = response.context["form"]
    sent: dict[str, object] = {"version": response.context["version"]}
    for each in [form, *(row for rows in form.rows.values() for row in rows)]:
        for field in each:
            value = field.value()
            if value not in (None, "", False, []):
                sent[field.html_name] = value
    for rows in form.rows.values():
        sent |= {field.html_name: field.value() for field in rows.management_form}
    return sent


def test_opening_and_saving_a_form_changes_nothing(world, elaine):
    service = world.services["visits"]
    before = queries.listing(world.by("Elaine"), service.id)
    response = within_budget(elaine, f"/services/{service.id}/change/")
    assert elaine.post(f"/services/{service.id}/change/", form_of(response)).status_code == 302
    assert queries.listing(world.by("Elaine"), service.id) == before


def test_two_who_change_a_listing_both_see_both(world, elaine):
    service, address = world.services["visits"], f"/services/{world.services['visits'].id}/change/"
    mine = form_of(elaine.get(address)) | {"fees": "A pound for the bus"}
    actions.change_service(by=world.by("Elaine"), service_id=service.id, version=1, fees="Nothing at all")
    answer = elaine.post(address, mine)
    text = text_of(answer)
    assert "Someone changed this listing after you opened it" in text
    assert "What it costs, in words Nothing at all A pound for the bus" in text
    assert Service.objects.get(pk=service.id).fees == "Nothing at all"
    again = form_of(answer)
    assert again["fees"] == "A pound for the bus"
    assert elaine.post(address, again).status_code == 302
    assert Service.objects.get(pk=service.id).fees == "A pound for the bus"


def test_a_closed_service_is_no_longer_found_and_says_why(world, elaine, marcus):
    page = f"/services/{world.services['visits'].id}/"
    assert "Please fill this in" in text_of(
        elaine.post(f"{page}close/", {"version": 1, "status": "inactive", "reason": " "})
    ) or "This field is required" in text_of(elaine.post(f"{page}close/", {"version": 1, "status": "inactive"}))
    closed = elaine.post(
        f"{page}close/", {"version": 1, "status": "temporarily_closed", "reason": "The boiler went."}
    )
    assert closed["Location"] == page
    assert "The boiler went." in text_of(marcus.get(f"{page}?person={world.jean.id}"))
    assert "/refer/" not in marcus.get(f"{page}?person={world.jean.id}").content.decode()
    assert found(marcus.get("/find-help/?q=befriending")) == []
    assert elaine.post(f"{page}open/", {"version": 2})["Location"] == page
    assert found(marcus.get("/find-help/?q=befriending")) == ["Kettle On befriending"]
