"""The pages of a person's rights, for the walk past every page."""

from collections.abc import Iterator

from django.urls import reverse

from ecotone.people.models import Person
from ecotone.rights import actions as rights
from tests import worlds

Walk = Iterator[tuple[str, str]]


def of_her_own(jean: Person) -> Walk:
    """All that is held of her, what she said is wrong in it, and having it erased."""
    wrong = {"correction_id": worlds.some_correction(jean).id}
    yield from [("my-record", reverse("my_record")), ("say-wrong", reverse("say_wrong"))]
    yield "ask-erasure", reverse("ask_erasure")
    yield from [("corrections", reverse("corrections")), ("correction", reverse("correction", kwargs=wrong))]


def said_wrong(jean: Person) -> Walk:
    """What is said to be wrong, to the team that wrote it."""
    wrong = {"correction_id": worlds.some_correction(jean).id}
    for name in ("correction", "extend_correction", "pass_on_correction"):
        yield f"our-{name.replace('_', '-')}", reverse(name, kwargs=wrong)


def erasing(jean: Person) -> Iterator[tuple[str, str]]:
    """Deciding whether somebody is erased, and what holds it up."""
    rights.ask_erasure(by=worlds.herself(jean), person_id=jean.id, why="I do not want to be in it any more.")
    yield from [("erasures", reverse("erasures")), ("erase-account", reverse("erase_account"))]
    yield from [("retention", reverse("retention")), ("set-period", reverse("set_period", kwargs={"rule": "adult"}))]
    for name in ("erase", "refuse_erasure", "hold"):
        yield name.replace("_", "-"), reverse(name, kwargs={"person_id": jean.id})
    yield "lift-hold", reverse("lift_hold", kwargs={"hold_id": worlds.some_hold(jean).id})
    yield "erase-held-up", reverse("erase", kwargs={"person_id": jean.id})
