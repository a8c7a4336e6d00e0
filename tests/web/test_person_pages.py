"""A person's pages, to those who help and to herself: nobody is taken for another, and she is spoken to."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care.actions import add_outcome
from ecotone.care.rules import OutcomeKind
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.clock import LOCAL
from ecotone.people import actions
from ecotone.people.models import Encounter, Person, Relationship
from ecotone.people.rules import CareRole, Effect, Part
from tests import worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
SYSTEM = Principal.system("tests")


@pytest.fixture
def jean(invented, db) -> Person:
    return Person.objects.get(name="Jean Rafferty")


@pytest.fixture
def marcus(sign_in) -> Client:
    return sign_in("Marcus Adeyemi-Kerr")


@pytest.fixture
def herself(sign_in) -> Client:
    return sign_in("Jean Rafferty")


def words_of(client: Client, address: str) -> str:
    """What a page says, without its tags and with single spaces."""
    main = client.get(address).content.decode().partition("</header>")[2].partition("<footer")[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", main)).split())


def born(person: Person) -> str:
    day = person.birth_date
    assert day is not None
    return f"born {day.day} {day:%B %Y}, aged "


def helped_by(person: Person, name: str, *, parts: tuple[Part, ...] = (), sensitive: bool = False) -> Actor:
    """A team that helps her from now on."""
    team = Actor.objects.get(name=name)
    actions.open_relationship(
        by=SYSTEM,
        person_id=person.id,
        actor_id=team.id,
        role=CareRole.MEMBER,
        purpose="help",
        parts=parts,
        basis=Basis.CONSENT,
        sensitive=sensitive,
    )
    return team


# ── who it is ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_people_are_told_apart_by_their_date_of_birth(marcus: Client, jean: Person) -> None:
    assert f"Jean Rafferty {born(jean)}" in words_of(marcus, "/people/?q=Jean")
    assert f"Jean Rafferty {born(jean)}" in words_of(marcus, f"/people/{jean.id}/")


def test_a_name_is_said_once_and_another_one_is_said(marcus: Client, jean: Person) -> None:
    pages = ("/people/?q=Rafferty", f"/people/{jean.id}/circle/")
    assert not any("called Jean" in words_of(marcus, page) for page in pages)
    actions.change_person(by=SYSTEM, person_id=jean.id, version=jean.version, known_as="Jeanie")
    assert all("called Jeanie" in words_of(marcus, page) for page in pages)


def test_a_safe_contact_reads_as_sentences(marcus: Client, jean: Person) -> None:
    how = {"contact_how": "Ring Joseph first, please, then ask for me.", "contact_detail": "07700 900712"}
    actions.change_person(by=SYSTEM, person_id=jean.id, version=jean.version, **how, contact_warning="No texts")
    page = words_of(marcus, f"/people/{jean.id}/")
    assert "Ring Joseph first, please, then ask for me. 07700 900712. No texts" in page


def test_a_form_says_who_how_to_reach_them_and_how_to_be_understood_and_no_more(marcus: Client, jean: Person) -> None:
    page = words_of(marcus, f"/people/{jean.id}/story/new/")
    assert page.startswith(f"Jean Rafferty {born(jean)}", page.index("Jean"))
    for said in (jean.contact_how.strip("."), jean.contact_warning, jean.communication):
        assert said in page
    assert "Lives in" not in page


def test_someone_new_is_added_only_with_their_agreement_asked_right_after_the_name(marcus: Client) -> None:
    page = marcus.get("/people/new/").content.decode()
    assert "Add someone new" in page
    assert page.index('name="pronouns"') < page.index('name="agreed"') < page.index('name="birth_date"')
    refused = marcus.post("/people/new/", {"name": "Una Tait"}).content.decode()
    assert "without their agreement nothing is kept" in refused
    assert not Person.objects.filter(name="Una Tait").exists()
    marcus.post("/people/new/", {"name": "Una Tait", "agreed": "on"})
    assert Person.objects.filter(name="Una Tait").exists()


# ── the story and the circle ──────────────────────────────────────────────────────────────────────────────────────


def test_a_section_is_added_to_in_one_place_and_every_link_says_to_what(marcus: Client, jean: Person) -> None:
    actions.add_story_entry(by=SYSTEM, person_id=jean.id, section=Part.MATTERS, text="The buses, still.")
    page = words_of(marcus, f"/people/{jean.id}/")
    assert page.count("Add to this : What matters to me") == 1
    assert page.count("Add to this") == 5
    assert page.count("Replace with newer words : What matters to me,") == 2
    assert "Replace with newer words : What matters to me, The buses, still." in page


def test_a_word_for_a_tie_is_said_when_it_says_more_than_its_kind(marcus: Client, jean: Person) -> None:
    page = words_of(marcus, f"/people/{jean.id}/circle/")
    assert "Family: daughter." in page
    assert "Neighbour." in page
    assert "Neighbour: neighbour" not in page


# ── contacts ──────────────────────────────────────────────────────────────────────────────────────────────────────


def contact(day: object, **given: object) -> dict[str, object]:
    return {"at": str(day), "channel": "place", "mode": "read_only", **given}


@pytest.mark.commitment(2)
def test_yesterdays_contact_is_logged_as_yesterdays(marcus: Client, jean: Person) -> None:
    yesterday = clock.today() - timedelta(days=1)
    page = f"/people/{jean.id}/contacts/new/"
    assert f'value="{clock.today()}"' in marcus.get(page).content.decode()
    marcus.post(page, contact(yesterday, note="At the bus station"))
    kept = Encounter.objects.get(note="At the bus station")
    assert kept.at.astimezone(LOCAL) == datetime.combine(yesterday, datetime.min.time(), LOCAL).replace(hour=12)
    told = words_of(marcus, f"/people/{jean.id}/contacts/")
    assert f"{yesterday.day} {yesterday:%B %Y} Somewhere else, or out and about." in told


def test_todays_contact_is_of_now_and_tomorrows_is_refused(marcus: Client, jean: Person) -> None:
    page = f"/people/{jean.id}/contacts/new/"
    marcus.post(page, contact(clock.today(), note="Just now"))
    assert clock.now() - Encounter.objects.get(note="Just now").at < timedelta(minutes=1)
    refused = marcus.post(page, contact(clock.today() + timedelta(days=1), note="Not yet"))
    assert "This date lies in the future." in refused.content.decode()
    assert not Encounter.objects.filter(note="Not yet").exists()


@pytest.mark.commitment(2)
def test_she_says_that_she_had_to_tell_it_again_though_nobody_logged_it(herself: Client, jean: Person) -> None:
    assert "I had to tell my story again" in words_of(herself, "/my-story/contacts/")
    team = Actor.objects.get(name="Millrace Practice")
    given = {"actor_id": team.id, "at": clock.today() - timedelta(days=2), "channel": "phone"}
    herself.post("/my-story/contacts/new/", {**given, "time_enough_person": "no", "note": "All of it, twice"})
    (kept,) = Encounter.objects.filter(person=jean)
    assert (kept.actor_id, kept.mode, kept.mode_said_by) == (team.id, "had_to_repeat", "person")
    assert (kept.channel, kept.time_enough_person, kept.time_enough_worker) == ("phone", False, None)
    page = words_of(herself, "/my-story/contacts/")
    assert "Millrace Practice, 2 days ago By phone. You had to tell it again (your word)." in page


@pytest.mark.commitment(2)
def test_she_says_so_only_of_those_who_help_her_now(herself: Client, jean: Person) -> None:
    stranger = Actor.objects.get(name="Airdrie Integrated Rehabilitation Team")
    given = {"actor_id": stranger.id, "at": clock.today(), "channel": "phone"}
    assert "Select a valid choice" in herself.post("/my-story/contacts/new/", given).content.decode()
    assert not Encounter.objects.filter(person=jean).exists()
    Relationship.objects.filter(person=jean).update(until=clock.now())
    assert "I had to tell my story again" not in words_of(herself, "/my-story/contacts/")
    assert herself.get("/my-story/contacts/new/").status_code == 302


# ── who sees what ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.commitment(3)
def test_who_can_see_what_now_is_said_to_her_and_to_those_who_help(
    marcus: Client, herself: Client, jean: Person
) -> None:
    helped_by(jean, "Kettle On", parts=(Part.HISTORY, Part.MATTERS))
    staffs, hers = words_of(marcus, f"/people/{jean.id}/sharing/"), words_of(herself, "/my-story/sharing/")
    assert "Kettle On Sees what matters to them, their history. Since today." in staffs
    assert "Kettle On Sees what matters to you, your history. Since today." in hers
    assert "Whinhall Hearth Sees everything." in staffs and "Whinhall Hearth Sees everything." in hers
    Relationship.objects.filter(person=jean, actor__name="Kettle On").update(until=clock.now())
    assert "Kettle On" not in words_of(marcus, f"/people/{jean.id}/sharing/")
    assert "Who helped me before, and sees nothing now Kettle On" in words_of(herself, "/my-story/sharing/")


@pytest.mark.commitment(3)
def test_a_sensitive_teams_name_is_kept_back_and_a_choice_about_it_is_not_everyones(
    marcus: Client, herself: Client, jean: Person
) -> None:
    team = helped_by(jean, "Kettle On", parts=(Part.MATTERS,), sensitive=True)
    actions.choose_sharing(
        by=worlds.herself(jean), person_id=jean.id, effect=Effect.GRANT, actor_id=team.id, part=Part.HISTORY
    )
    page = words_of(marcus, f"/people/{jean.id}/sharing/")
    assert "Kettle On" not in page
    assert "Another service may see their history" in page
    assert "Everyone may see" not in page
    assert "Kettle On may see your history" in words_of(herself, "/my-story/sharing/")


def test_the_circle_says_who_is_involved_and_leads_to_what_they_may_see(marcus: Client, jean: Person) -> None:
    page = marcus.get(f"/people/{jean.id}/circle/").content.decode()
    assert f'href="/people/{jean.id}/sharing/">What they may see' in page
    assert "Took the story down" not in page
    assert "My CHI and NHS numbers" not in page


# ── to herself ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_her_own_pages_speak_to_her(marcus: Client, herself: Client, jean: Person) -> None:
    marcus.get(f"/people/{jean.id}/")
    herself.post("/my-story/tell/", {"section": "matters", "text": "The buses, still."})
    add_outcome(by=worlds.herself(jean), person_id=jean.id, words="A Thursday", kind=OutcomeKind.QUALITY_OF_LIFE)
    story = words_of(herself, "/my-story/")
    today = f"{clock.today().day} {clock.today():%B %Y}"
    assert f"The buses, still. You said, {today}" in story
    assert f"A Thursday You said, {today}" in story
    assert "You said; written down by Marcus" in story
    assert "You named them" in story
    for page in ("", "sharing/", "looks/", "contacts/", "contacts/new/", "tell/"):
        said = words_of(herself, f"/my-story/{page}")
        for of_a_stranger in ("In the words of", "the person", "reach them", "Her practice", "Took the story down"):
            assert of_a_stranger not in said, page


def test_a_form_about_herself_does_not_introduce_her(herself: Client, jean: Person) -> None:
    page = words_of(herself, f"/people/{jean.id}/hopes/new/")
    assert "Jean Rafferty" not in page
    assert "In your own words." in page


def test_what_ecotone_did_by_itself_has_its_reason(herself: Client) -> None:
    page = words_of(herself, "/my-story/looks/")
    assert "Ecotone itself" in page
    assert "wrote something about who you are: so that you can sign in here" in page


@pytest.mark.commitment(3)
def test_who_was_refused_everything_is_said_to_see_nothing(herself: Client, jean: Person) -> None:
    link_workers = Actor.objects.get(name__startswith="Whinhall")
    actions.choose_sharing(by=SYSTEM, person_id=jean.id, effect=Effect.REFUSAL, actor_id=link_workers.id)
    page = words_of(herself, "/my-story/sharing/")
    assert "Whinhall Hearth Sees nothing: it was refused." in page
