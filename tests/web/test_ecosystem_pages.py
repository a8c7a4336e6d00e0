"""The pages of the ecosystem: who is at work at a place, what ties them, what is exchanged, two side by side."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from ecotone.care import actions as care
from ecotone.care.models import Referral
from ecotone.directory import actions as directory
from ecotone.directory.models import Service
from ecotone.ecosystem import actions
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Actor, Institution, PlaceContext, Stance
from ecotone.ecosystem.rules import ActorKind, Claim, Domain, Sector, TieKind
from ecotone.ground import clock, ids
from ecotone.observatory import actions as observatory
from tests.conftest import MOMENT
from tests.web import places_world as worlds
from tests.web.places_world import text_of, within_budget


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker) -> Iterator[worlds.World]:
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.at(worlds.BEGUN), ids.seeded("places"):
            made = worlds.build()
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def world(built: worlds.World, db, monday) -> worlds.World:
    return built


@pytest.fixture
def marcus(world: worlds.World) -> Client:
    return worlds.client_of(world, "Marcus")


def test_the_ecosystem_opens_at_the_hats_own_place(world, marcus):
    assert marcus.get("/ecosystem/")["Location"] == "/places/airdrie/"


def test_who_belongs_nowhere_sees_the_smallest_place_that_holds_all(world):
    rena = worlds.client_of(world, "Rena")
    assert rena.get("/ecosystem/")["Location"] == "/places/north/"


@pytest.mark.parametrize(("place", "order"), [("north", 1), ("airdrie", -1), ("petersburn", -1)])
def test_a_place_is_laid_out_by_domain_as_the_research_has_it(world, marcus, place, order):
    """From government down for a large place; close by, those who are closest come first."""
    text = text_of(within_budget(marcus, f"/places/{place}/"))
    at = [text.index(each) for each in ("The government", "Health Board", "Kettle On")]
    assert at == sorted(at, reverse=order < 0)
    for role in (
        "Strategic decisions",
        "Local decisions; statutory delivery to set goals",
        "Define local need; deliver",
    ):
        assert role in text
    assert "Multi-disciplinary teams" in text
    assert "Home within four hours" in text
    assert "Legacy, still obeyed" in text


def test_a_domain_is_no_sector(world, marcus):
    """Plaidwork is third sector by sector, and of the system by domain."""
    html = within_budget(marcus, "/places/airdrie/").content.decode()
    system = html[html.index("domain--system") : html.index("domain--government")]
    assert "Plaidwork" in system
    assert "Third sector" in system


def test_ties_between_domains_are_counted_and_a_gap_is_said(world, marcus):
    text = text_of(within_budget(marcus, "/places/airdrie/"))
    assert "Government · and Community Nobody has recorded a tie between them here." in text
    assert "2 ties: being part of 1, speaking for 1" in text


def test_zooming_to_one_kind_of_need_keeps_to_those_who_are_there_for_it(world, marcus):
    text = text_of(within_budget(marcus, "/places/airdrie/?need=company.connection"))
    assert "Whinhall Hearth" not in text.split("Zoom to one kind of need")[1]
    assert "Kettle On" in text
    assert "Nobody in this domain is listed here for this need." in text


@pytest.mark.parametrize(
    "address", ["/places/nowhere/", "/places/airdrie/?need=nonsense", "/places/airdrie/?need=%00"]
)
def test_what_is_not_there_is_not_found(world, marcus, address):
    assert marcus.get(address).status_code == 404


def test_names_are_shown_and_never_run(world, marcus):
    html = within_budget(marcus, "/places/airdrie/").content.decode()
    assert "Rehabilitation Team &lt;b&gt;bold&lt;/b&gt;" in html
    assert "<b>bold" not in html


def test_who_does_what_puts_those_with_the_same_task_side_by_side(world, marcus):
    response = within_budget(marcus, "/places/airdrie/who-does-what/")
    kettle, irt = world.actors["kettle"], world.actors["irt"]
    pairs = {f"?a={a.id}&amp;b={b.id}" for a, b in ((kettle, irt), (irt, kettle))}
    assert any(pair in response.content.decode() for pair in pairs)
    assert "have not said what for" in text_of(response)


def test_about_says_how_to_read_an_index(world, marcus):
    text = text_of(within_budget(marcus, "/places/airdrie/about/"))
    assert "Index of area deprivation 2020v2" in text
    assert "44%" in text
    assert "1 = most deprived" in text
    assert "never of a person who lives here" in text


def test_anyone_signed_in_adds_what_they_know_with_where_it_comes_from(world, marcus):
    given = {
        "topic": "transport",
        "text": "The last bus is at 17:40.",
        "source": "I live here",
        "source_on": "2026-02-01",
    }
    answer = marcus.post("/places/airdrie/context/new/", given)
    assert answer["Location"] == "/places/airdrie/about/"
    text = text_of(marcus.get("/places/airdrie/about/"))
    assert "The last bus is at 17:40." in text
    assert "Marcus, Marcus's job" in text.replace("&#x27;", "'")
    assert "I live here, 1 February 2026" in text


def test_a_wrong_word_about_a_place_stays_in_its_form(world, marcus):
    given = {"topic": "weather", "text": "Wet.", "source_on": "2027-01-01"}
    answer = marcus.post("/places/airdrie/context/new/", given)
    assert answer.status_code == 200
    assert "Wet." in text_of(answer)
    assert not PlaceContext.objects.exists()


@pytest.mark.commitment(7)
def test_an_actors_page_shows_a_claim_as_a_claim(world, marcus):
    text = text_of(within_budget(marcus, f"/actors/{world.actors['kettle'].id}/"))
    assert "Claimed by Plaidwork, not yet answered" in text
    assert "Nobody has said when those spoken for were last asked." in text
    assert "Confirm or dispute" not in text


def test_a_confidential_site_is_withheld_from_all_but_those_who_work_there(world, marcus):
    address = f"/actors/{world.actors['kettle'].id}/"
    assert "Secret Row" not in text_of(marcus.get(address))
    assert "known only to those who work there" in text_of(marcus.get(address))
    assert "Secret Row" in text_of(worlds.client_of(world, "Elaine").get(address))


def test_the_other_side_disputes_a_claim_and_says_why(world):
    elaine = worlds.client_of(world, "Elaine")
    page, form = (
        f"/actors/{world.actors['kettle'].id}/",
        f"/actors/{world.actors['kettle'].id}/ties/{world.claim.id}/",
    )
    assert "They wait for your word" in text_of(within_budget(elaine, page))
    refused = elaine.post(form, {"version": world.claim.version, "answer": "disputed", "reason": " "})
    assert "Please say why you dispute this." in text_of(refused)
    answered = elaine.post(form, {"version": world.claim.version, "answer": "disputed", "reason": "Never asked us."})
    assert answered["Location"] == page
    assert "Disputed by Kettle On" in text_of(elaine.get(page))
    assert "Never asked us." in text_of(worlds.client_of(world, "Rena").get(page))


def test_nobody_answers_a_claim_for_another(world, marcus):
    form = f"/actors/{world.actors['kettle'].id}/ties/{world.claim.id}/"
    given = {"version": world.claim.version, "answer": "confirmed"}
    assert marcus.post(form, given).status_code == 404
    plaid = f"/actors/{world.actors['plaid'].id}/ties/{world.claim.id}/"
    assert marcus.post(plaid, given).status_code == 404


def test_two_remits_stand_side_by_side(world, marcus):
    address = f"/compare/?a={world.actors['kettle'].id}&b={world.actors['irt'].id}"
    text = text_of(within_budget(marcus, address))
    assert "They share one task: the same need in the same place." in text
    assert "Company and connection: Airdrie" in text
    assert "Secret Row" not in text


def two_teams(world) -> tuple[Actor, Actor]:
    """An old team and a new one beside it, of two organisations, one of them claiming the overlap."""
    council = actions.add_actor(
        by=worlds.SYSTEM,
        name="The council",
        kind=ActorKind.ORGANISATION,
        sector=Sector.COUNCIL,
        domain=Domain.SYSTEM,
    )
    both = [world.actors["board"].id, council.id]
    old, new = (
        actions.add_actor(
            by=worlds.SYSTEM,
            name=name,
            kind=ActorKind.TEAM,
            sector=Sector.NHS,
            domain=Domain.COMMUNITY,
            part_of_ids=both,
            phone=phone,
            description=f"We are {name}.",
            identifiers=[("demo", f"key of {name}"), ("GB-SC", f"SC {name}")],
        )
        for name, phone in (("Old team", "01632 960010"), ("New team", "01632 960011"))
    )
    tie = actions.add_tie(
        by=worlds.SYSTEM,
        kind=TieKind.OVERLAPS,
        source_id=new.id,
        target_id=old.id,
        note="Two phone numbers",
        claim=Claim.CLAIMED,
        claimed_by_id=old.id,
    )
    actions.answer_tie(by=worlds.SYSTEM, tie_id=tie.id, version=tie.version, answer=Claim.CONFIRMED)
    return old, new


def listed(world, team: Actor, name: str, **given: object) -> Service:
    return directory.list_service(by=worlds.SYSTEM, provider_id=team.id, name=name, attending=["home"], **given)


def test_two_teams_are_compared_in_what_one_needs_to_choose_between_them(world, marcus):
    old, new = two_teams(world)
    listed(world, new, "Home soon", capacity_word="has_capacity", places_available=3, wait_band="under_2_weeks")
    text = text_of(within_budget(marcus, f"/compare/?a={old.id}&b={new.id}"))
    for words in (
        "NHS Council Team, since March 2026",
        "01632 960010",
        "01632 960011",
        "Home soon Has room: 3 places Usual wait under 2 weeks.",
        "We are Old team.",
        "We are New team.",
        "Old team says so",
        "Ask Old team a question",
    ):
        assert words in text
    assert "not said" not in text


def test_an_actors_page_begins_with_how_to_reach_and_ask_them(world, marcus):
    old, new = two_teams(world)
    only = listed(world, old, "Home later")
    listed(world, old, "For the NHS alone", accepts=["nhs"])
    response = within_budget(marcus, f"/actors/{old.id}/")
    html, text = response.content.decode(), text_of(response)
    at = [
        text.index(each)
        for each in (
            "Ask them to help someone",
            "New team does some of the same work",
            "How to reach them",
            "What they offer",
            "How they stand to others",
            "More about how they stand in the ecosystem",
        )
    ]
    assert at == sorted(at)
    assert f'href="/people/?service={only.id}"' in html
    assert f"/compare/?a={old.id}&amp;b={new.id}" in html
    assert "Ties between services Health Board , The council , New team" in text
    assert "meso" not in text.lower()
    assert "Scottish charity number: SC Old team" in text
    assert "key of" not in text


def test_a_team_with_several_services_is_asked_itself_and_for_the_one_who_was_sought_for(world, marcus):
    old, _ = two_teams(world)
    assert "Ask them to help" not in text_of(within_budget(marcus, f"/actors/{old.id}/"))
    first, _ = listed(world, old, "Home later"), listed(world, old, "Home again")
    assert f'href="/people/?team={old.id}"' in within_budget(marcus, f"/actors/{old.id}/").content.decode()
    people = within_budget(marcus, f"/people/?team={old.id}").content.decode()
    assert f"/people/{world.jean.id}/refer/?team={old.id}" in people
    html = within_budget(marcus, f"/actors/{old.id}/?person={world.jean.id}").content.decode()
    assert "Ask them to help this person" in html
    assert f"/people/{world.jean.id}/refer/?team={old.id}" in html
    assert f"/services/{first.id}/?person={world.jean.id}" in html


def test_a_question_says_who_reads_it_and_since_when_it_waits(world, marcus):
    irt = world.actors["irt"]
    text = text_of(within_budget(marcus, "/questions/"))
    assert "Ask a team a question" in text
    response = within_budget(marcus, f"/actors/{irt.id}/ask/")
    assert "and everyone in your own team. They answer here" in text_of(response)
    assert f'href="/people/?question={irt.id}"' in response.content.decode()
    people = within_budget(marcus, f"/people/?question={irt.id}")
    assert "Choose whom your question to" in text_of(people)
    about_jean = f"/actors/{irt.id}/ask/?person={world.jean.id}"
    assert about_jean in people.content.decode()
    assert "until four weeks after you have read the answer" in text_of(within_budget(marcus, about_jean))
    asked = marcus.post(f"/actors/{irt.id}/ask/", {"text": "Do you do stairs?"})
    assert "it has waited since 2 March" in text_of(within_budget(marcus, asked["Location"]))
    assert "Waiting for them since 2 March" in text_of(within_budget(marcus, "/questions/"))
    brendan = worlds.client_of(world, "Brendan")
    assert "Waiting for us since 2 March" in text_of(within_budget(brendan, "/questions/"))


def test_who_has_chosen_one_finds_the_other_by_name(world, marcus):
    kettle = world.actors["kettle"].id
    response = within_budget(marcus, f"/compare/?a={kettle}&q=hearth")
    assert f"?a={kettle}&amp;b={world.actors['hearth'].id}" in response.content.decode()
    assert marcus.get(f"/compare/?a={kettle}&b={kettle}").status_code == 200
    assert marcus.get("/compare/?a=nonsense").status_code == 404


def test_institutions_are_found_and_told(world, marcus):
    text = text_of(within_budget(marcus, "/institutions/?orientation=efficiency&kind=nonsense"))
    assert "Home within four hours" in text
    metric = Institution.objects.get(name="Home within four hours")
    text = text_of(within_budget(marcus, f"/institutions/{metric.id}/"))
    assert "no longer in force, still obeyed" in text
    assert "Said to steer towards Efficiency as whoever recorded it here sees it" in text
    assert "Health and social care system; between services" in text
    assert "Who follows it, and who does not" in text
    assert "Nobody has said how they stand to it." in text


def test_a_lead_says_how_the_team_stands_to_it_and_a_worker_may_not(world, marcus):
    metric = Institution.objects.get(name="Home within four hours")
    form = f"/institutions/{metric.id}/stance/"
    assert marcus.post(form, {"kind": "contests"}).status_code == 403
    elaine = worlds.client_of(world, "Elaine")
    assert elaine.post(form, {"kind": "contests", "note": "For whom?"}).status_code == 302
    assert Stance.objects.get().actor == world.actors["kettle"]
    again = elaine.post(form, {"kind": "contests"})
    assert "This stance is recorded already." in text_of(again)


@pytest.mark.commitment(8)
def test_the_map_says_that_few_are_few_and_never_how_few(world):
    rena = worlds.client_of(world, "Rena")
    text = text_of(within_budget(rena, "/places/north/map/"))
    assert "No quarter has been published yet." in text
    observatory.publish_closed(by=worlds.SYSTEM, today=clock.today(), most=1)
    response = within_budget(rena, "/places/airdrie/map/")
    text = text_of(response)
    assert "October to December 2025" in text
    assert "fewer than 5 people" in text
    assert "without giving someone away" in text
    assert response.content.decode().count('class="map__link"') == 2
    assert rena.get("/places/airdrie/map/?window=2031-q1").status_code == 404


def test_a_neighbourhood_leads_to_its_locality(world, marcus):
    response = within_budget(marcus, "/places/petersburn/map/")
    assert "Look at the locality this place lies in." in text_of(response)
    assert 'href="/places/airdrie/map/"' in response.content.decode()


def asked_for(world, people, month: datetime) -> list[Referral]:
    """Marcus asks for a visit for each of these people in that month."""
    with clock.at(month):
        return [
            care.offer_referral(
                by=world.by("Marcus"),
                person_id=person.id,
                service_id=world.services["visits"].id,
                why="Lonely",
                reply_by=clock.today(),
                basis=worlds.CONSENT,
            )
            for person in people
        ]


def test_flows_that_are_large_enough_are_drawn_and_listed(world):
    november = MOMENT.replace(year=2025, month=11)
    with clock.at(november):
        people = worlds.more_people(world, 12)
    asked_for(world, people, november)
    observatory.publish_closed(by=worlds.SYSTEM, today=clock.today(), most=1)
    response = within_budget(worlds.client_of(world, "Rena"), "/places/airdrie/map/")
    text, html = text_of(response), response.content.decode()
    assert "Third sector Third sector 10" in text
    assert html.count("flow__stream") == 1
    assert "Whinhall Hearth" in text
    assert not [person.name for person in people if person.name in text]


def declined(world, month: datetime, times: int) -> None:
    """So many asks for so many people in a month, each turned down for want of room."""
    why = {"reason_code": "no_capacity", "reason_text": "Full", "alternative": "None known", "who_tells": "us"}
    with clock.at(month):
        people = worlds.more_people(world, times)
    for asked in asked_for(world, people, month):
        with clock.at(month):
            care.move(
                by=world.by("Elaine"), referral_id=asked.id, version=asked.version, code="decline", recorded=why
            )


@pytest.mark.commitment(4)
@pytest.mark.commitment(8)
def test_the_map_says_what_was_not_met_and_how_it_was_in_other_quarters(world):
    declined(world, MOMENT.replace(year=2025, month=9), 3)
    declined(world, MOMENT.replace(year=2025, month=11), 12)
    observatory.publish_closed(by=worlds.SYSTEM, today=clock.today(), most=2)
    response = within_budget(worlds.client_of(world, "Rena"), "/places/airdrie/map/")
    text, html = text_of(response), response.content.decode()
    assert "What could not be met: 10 to 14" in text
    assert "July to September 2025 fewer than 10 people October to December 2025 10 to 19" in text
    assert 'href="?window=2025-q3"' in html and "2025-q4" not in html
    assert re.findall(r'class="bar".*?rect width="(\d+)"', html) == ["0", "100"]


def test_actors_are_found_by_any_word_of_their_name(world, marcus):
    assert "Kettle On" in text_of(within_budget(marcus, "/actors/?q=kettle"))
    assert "Nobody of that name" in text_of(within_budget(marcus, "/actors/?q=%3Cscript%3E"))


def test_every_place_of_the_world_opens(world, marcus):
    for place in ecosystem.places():
        for page in ("", "who-does-what/", "about/", "map/"):
            within_budget(marcus, f"/places/{place.slug}/{page}")
