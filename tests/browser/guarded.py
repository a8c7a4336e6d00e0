"""Stops of the walk past every page: somebody whom one's team does not help, and what those do who guard records."""

from collections.abc import Iterator

from django.urls import reverse

from ecotone.access.principal import Principal
from ecotone.people import actions, policies
from ecotone.people.models import Person
from ecotone.people.rules import SHAREABLE, Effect, Part
from ecotone.web import found
from tests import worlds
from tests.browser.rights import erasing


def reaching() -> Iterator[tuple[str, str]]:
    """Somebody whom one's team does not help: looked for, asked about, opened in an emergency."""
    ciara = worlds.wearing_of_the_cast("Ciara Gallacher")
    asked = worlds.some_request(ciara)
    mark = {"mark": found.carried(ciara, asked.person_id)}
    yield "find-somebody", reverse("find_somebody")
    yield "ask-for-access", reverse("ask_for_access", kwargs=mark)
    yield "break-glass", reverse("break_glass", kwargs=mark)
    yield "access-requests", reverse("access_requests")
    yield "access-request", reverse("access_request", kwargs={"request_id": asked.id})
    opened = worlds.some_emergency(ciara)
    yield "person-in-an-emergency", reverse("person", kwargs={"person_id": opened.person_id})
    yield "contacts-in-an-emergency", reverse("person_contacts", kwargs={"person_id": opened.person_id})
    law = worlds.some_duty()
    yield "my-duties", reverse("my_duties")
    yield "ask-to-see", reverse("ask_for_part", kwargs=not_shared_with(ciara))
    yield "person-by-law", reverse("person", kwargs={"person_id": law.person_id})


def not_shared_with(by: Principal) -> dict[str, object]:
    """Somebody whom this team helps, with a part that was not shared with it."""
    for who in policies.helped_by(by).order_by("id"):
        closed = [part for part in SHAREABLE if policies.may_ask_for_part(by, who.id, part).allowed]
        if closed:
            return {"person_id": who.id, "part": closed[0]}
    raise AssertionError("all is shared with this team")


def learning() -> Iterator[tuple[str, str]]:
    """Whose story whoever is here to learn may read, and one of them."""
    jean = Person.objects.get(name="Jean Rafferty")
    to_us = {"actor_id": worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr").team_id, "part": Part.MATTERS}
    said = {"effect": Effect.GRANT, "purpose": "improvement", **to_us}
    actions.choose_sharing(by=worlds.herself(jean), person_id=jean.id, **said)
    yield from [("to-learn", reverse("to_learn")), ("learn-from", reverse("learn_from", args=[jean.id]))]


def guarding() -> Iterator[tuple[str, str]]:
    """What whoever guards records reviews."""
    opened = worlds.some_emergency(worlds.wearing_of_the_cast("Ciara Gallacher"))
    yield "guardian-news", reverse("news")
    yield "emergencies", reverse("emergencies")
    yield "emergency", reverse("emergency", kwargs={"emergency_id": opened.id})
    law = worlds.some_duty()
    yield "duties", reverse("duties")
    yield "duty", reverse("duty", kwargs={"duty_id": law.id})
    about = reverse("record_duty", kwargs={"person_id": law.person_id})
    yield "record-a-duty-for-whom", f"{about}?q=team"
    yield "record-a-duty", f"{about}?with={law.actor_id}"
    yield from erasing(Person.objects.get(name="Jean Rafferty"))
