"""The pages of who may sign for somebody, for the pictures."""

from collections.abc import Iterator

from django.urls import reverse

from ecotone.people.models import Authority, Person, SharingChoice
from tests import worlds


def signing_for() -> Iterator[tuple[str, str]]:
    """What who holds an authority signs on pages of their own."""
    power = Authority.objects.get(tie__name="Shona Kilbride")
    of_it = {"authority_id": power.id}
    granted = SharingChoice.objects.get(person_id=power.person_id, effect="grant")
    yield "sign-for", reverse("sign_for")
    yield "sign-refusal", reverse("sign_refusal", kwargs=of_it)
    yield "pass-on-grant", reverse("pass_on_grant", kwargs=of_it)
    yield "sign-take-back", reverse("sign_take_back", kwargs={**of_it, "choice_id": granted.id})


def who_decides(jean: Person) -> Iterator[tuple[str, str]]:
    """Who may sign for somebody, and ending it."""
    power, looked = worlds.some_authority(jean), worlds.some_assessment(jean)
    yield "person-deciding", reverse("person_deciding", kwargs={"person_id": jean.id})
    yield "end-authority", reverse("end_authority", kwargs={"person_id": jean.id, "authority_id": power.id})
    given = {"person_id": jean.id, "assessment_id": looked.id}
    yield "withdraw-assessment", reverse("withdraw_assessment", kwargs=given)
