"""The page of one's own tokens, and who a token lets call."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory
from django.urls import reverse

from ecotone.access import actions
from ecotone.access.models import ApiToken, AuditEntry
from ecotone.access.rules import Scope
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions as people
from ecotone.people import queries
from ecotone.web.bearer import TooMany, Unknown, caller_of
from tests import worlds

pytestmark = pytest.mark.django_db


def calling(secret: str, **meta: Any) -> Any:
    return RequestFactory().get("/api/v1/", headers={"Authorization": f"Bearer {secret}"}, **meta)


def token_for(by: Any, *scopes: Scope) -> str:
    return actions.make_token(by=by, name="diary", scopes=scopes or [*Scope]).secret


@pytest.mark.commitment(3)
def test_a_token_calls_in_its_hat_and_ends_with_it():
    by = worlds.wearing(worlds.team("Whinhall"))
    request = calling(token_for(by, Scope.PEOPLE_READ))
    caller = caller_of(request)
    assert (caller.principal.hat_id, caller.principal.signature) == (by.hat_id, by.signature)
    assert caller.may(Scope.PEOPLE_READ) and not caller.may(Scope.PEOPLE_WRITE)
    ecosystem.take_off_hat(by=worlds.SYSTEM, hat_id=by.hat_id)
    with pytest.raises(Unknown):
        caller_of(request)


def test_a_token_ends_on_its_day_when_it_is_ended_and_with_its_account():
    by = worlds.wearing(worlds.team("Whinhall"))
    request = calling(token_for(by))
    assert caller_of(request).principal.hat_id == by.hat_id
    with clock.at(clock.now() + timedelta(days=31)), pytest.raises(Unknown):
        caller_of(request)
    get_user_model().objects.filter(pk=by.account_id).update(is_active=False)
    with pytest.raises(Unknown):
        caller_of(request)
    get_user_model().objects.filter(pk=by.account_id).update(is_active=True)
    actions.revoke_token(by=by, token_id=ApiToken.objects.get().id)
    with pytest.raises(Unknown):
        caller_of(request)


def test_nobody_ends_anothers_token():
    token_for(worlds.wearing(worlds.team("Whinhall")))
    other = worlds.wearing(worlds.team("Befrienders"))
    with pytest.raises(NotFound):
        actions.revoke_token(by=other, token_id=ApiToken.objects.get().id)
    assert ApiToken.objects.get().revoked_at is None


def test_the_person_calls_as_herself_and_the_use_is_noted_once_an_hour():
    jean = worlds.herself(worlds.person())
    request = calling(token_for(jean))
    for _ in range(3):
        assert caller_of(request).principal.own_id == jean.own_id
    entry = AuditEntry.objects.get(code="access.use_token")
    assert entry.token_id == ApiToken.objects.get().id


@pytest.mark.parametrize("said", ["", "Basic abc", "Bearer", "Bearer wrong", "Bearer " + "x" * 5000, "Bearer \u00e9"])
def test_without_a_token_that_holds_nobody_is_known_and_calls_are_few(said, settings):
    settings.API_UNKNOWN_CALLS_A_MINUTE = 2
    request = RequestFactory().get("/api/v1/", headers={"Authorization": said})
    for _ in range(2):
        with pytest.raises(Unknown) as unknown:
            caller_of(request)
        assert unknown.value.headers["WWW-Authenticate"].startswith("Bearer")
    with pytest.raises(TooMany):
        caller_of(request)
    with pytest.raises(Unknown):
        caller_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8::1"))


def test_a_household_has_one_count(settings):
    settings.API_UNKNOWN_CALLS_A_MINUTE = 1
    with pytest.raises(Unknown):
        caller_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8::1"))
    with pytest.raises(TooMany):
        caller_of(RequestFactory().get("/", REMOTE_ADDR="2001:db8::ffff:2"))


def test_the_page_makes_one_shows_it_once_and_ends_it(client: Client):
    by = worlds.wearing(worlds.team("Whinhall"))
    client.force_login(get_user_model().objects.get(pk=by.account_id))
    page = client.post(reverse("tokens"), {"name": "diary", "scopes": ["people:read"], "days": "7"}).content.decode()
    token = ApiToken.objects.get()
    secret = page.split("<code>")[1].split("</code>")[0]
    assert caller_of(calling(secret)).principal.hat_id == by.hat_id
    assert secret not in client.get(reverse("tokens")).content.decode()
    client.post(reverse("revoke_token", args=[token.id]))
    with pytest.raises(Unknown):
        caller_of(calling(secret))
    wrong = client.post(reverse("tokens"), {"name": "", "days": "9999"}).content.decode()
    assert "This field is required" in wrong or "Please" in wrong
    assert ApiToken.objects.count() == 1


def test_she_reads_that_a_program_looked(client: Client):
    by = worlds.wearing(worlds.team("Whinhall"))
    jean = worlds.taken_in(by)
    caller = caller_of(calling(token_for(by)))
    queries.person(caller.principal, jean.id)
    people.link_account(by=worlds.SYSTEM, person_id=jean.id, account_id=worlds.account("Jean").id)
    client.force_login(jean.__class__.of(jean.id).account)
    assert "by a program of theirs" in client.get(reverse("my_looks")).content.decode()
