"""An organisation's own programs: registered by hand, calling in their own name, held to what no program may do."""

import base64
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecotone.access import actions as access
from ecotone.access.models import Account, ApiToken, AuditEntry
from ecotone.access.rules import NOT_FOR_A_PROGRAM, AccountKind, Role, Scope
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem import queries
from ecotone.ecosystem.models import Program, Tie
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import actions as people
from ecotone.people.rules import EmergencyReason
from ecotone.procedures import letting_in, own_programs, staff
from ecotone.rights import actions as rights
from ecotone.web.api.table import APART, BY_ID
from tests import worlds
from tests.web.counting import DATA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


@pytest.fixture
def here() -> Any:
    """A surgery with its administrator and two people; its program with a token, whose team helps Jean."""
    surgery = worlds.actor("Millrace Surgery")
    keeper = worlds.wearing(surgery, Role.ADMINISTRATOR)
    first, second = worlds.wearing(surgery), worlds.wearing(surgery)
    row = own_programs.register_program(
        by=keeper,
        name="GP system",
        purpose="Passes asks on",
        actor_id=surgery.id,
        title="Passes asks on",
        owner_id=first.account_id,
        second_owner_id=second.account_id,
    )
    (hat,) = queries.hats_of(row.account_id)
    given = {"by": keeper, "program_id": row.id}
    token = own_programs.give_program_token(
        **given, hat_id=hat.id, name="Asks", scopes=[Scope.PEOPLE_READ, Scope.MAP_READ]
    )
    jean = worlds.taken_in(first)
    return SimpleNamespace(
        surgery=surgery, keeper=keeper, first=first, second=second, row=row, hat=hat, token=token, jean=jean
    )


def called(here: Any, address: str = "me", secret: str = "", **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {secret or here.token.secret}"}
    return Client().get(f"/api/v1/{address}", headers=headers, **more)


def asked(
    here: Any, *, client_id: Any = None, secret: str = "", body: Any = None, headers: Any = None, method: str = "post"
) -> Any:
    basic = base64.b64encode(f"{client_id or here.token.id}:{secret or here.token.secret}".encode()).decode()
    sent = {"grant_type": "client_credentials"} if body is None else body
    return getattr(Client(), method)(
        "/oauth/token", sent, headers={"Authorization": f"Basic {basic}", **(headers or {})}
    )


def test_a_program_calls_in_its_own_name_and_she_reads_that_it_was_one(here: Any) -> None:
    account = Account.of(here.row.account_id)
    assert (account.name, account.kind, account.has_usable_password()) == (
        "GP system (a program)",
        AccountKind.SERVICE,
        False,
    )
    seen = called(here, f"people/{here.jean.id}")
    assert seen.status_code == 200 and seen.json()["identity"]["name"] == "Jean Rafferty"
    hers = Client()
    worlds.enter(hers, Account.objects.get(pk=worlds.herself(here.jean).account_id))
    assert "GP system (a program)" in hers.get(reverse("my_looks")).content.decode()
    entry = AuditEntry.objects.filter(account_id=account.id, kind="look").first()
    assert entry and entry.token_id == here.token.id


def test_nobody_signs_in_with_it_nor_is_its_address_anybodys(here: Any) -> None:
    account = Account.of(here.row.account_id)
    assert Account.objects.at(account.email) is None
    page = Client().post("/sign-in/", {"username": account.email, "password": "x"})
    assert "do not belong together" in page.content.decode()
    access.ask_reset(by=worlds.NOBODY, address=account.email)
    with pytest.raises(Invalid):
        given = {"name": "Nan", "email": account.email, "actor_id": here.surgery.id}
        letting_in.invite(by=here.keeper, **given, role=Role.WORKER, title="Nurse")
    assert not [hat for hat in queries.practising(worlds.SYSTEM) if hat.account_id == account.id], "no mail"


def test_what_no_program_does(here: Any) -> None:
    by = queries.principal_for(here.row.account_id, "GP system (a program)", here.hat.id)
    assert by and by.is_service
    jean, helper = here.jean, here.first
    referral = worlds.ask(helper, jean, worlds.actor("Kettle On"))
    for code in NOT_FOR_A_PROGRAM:
        assert code in APART or any(getattr(each.act, "action_code", "") == code for each in BY_ID.values()), code
    with pytest.raises(Refused, match=r"access\.not_by_program"):
        people.choose_sharing(by=by, person_id=jean.id, effect="refusal", actor_id=None, part=None)
    with pytest.raises(Refused, match=r"access\.not_by_program"):
        care.judge(by=by, referral_id=referral.id)
    with pytest.raises(Refused, match=r"access\.not_by_program"):
        people.offer_permission(by=by, person_id=jean.id)
    for act in (people.record_authority, people.record_assessment, rights.ask_erasure):
        with pytest.raises(Refused, match=r"access\.not_by_program"):
            act(by=by, person_id=jean.id)
    with pytest.raises(Refused):
        people.break_glass(by=by_token(by), person_id=jean.id, reason=EmergencyReason.DANGER_TO_LIFE, text="Now")
    with pytest.raises(Refused, match=r"access\.by_hand"):
        access.make_token(by=by_token(by), name="More", scopes=[Scope.PEOPLE_READ])


def by_token(by: Any) -> Any:
    return replace(by, token_id=worlds.UNKNOWN)


def test_a_program_is_a_worker_of_its_own_organisation_alone(here: Any) -> None:
    other = worlds.actor("Plains Larder")
    their_keeper = worlds.wearing(other, Role.ADMINISTRATOR)
    given = {"account_id": here.row.account_id, "title": "Spy"}
    with pytest.raises(Invalid, match="program_hat"):
        ecosystem.give_hat(by=their_keeper, actor_id=other.id, role=Role.WORKER, **given)
    for role in (Role.LEAD, Role.ADMINISTRATOR):
        with pytest.raises(Invalid, match="program_hat"):
            ecosystem.give_hat(by=here.keeper, actor_id=here.surgery.id, role=role, **given)
    with pytest.raises(Invalid, match="program_hat"):
        ecosystem.give_hat(by=worlds.SYSTEM, actor_id=here.surgery.id, role=Role.GUARDIAN, **given)
    for of_another in (
        lambda: own_programs.end_program(by=their_keeper, program_id=here.row.id),
        lambda: own_programs.end_program_token(by=their_keeper, program_id=here.row.id, token_id=here.token.id),
        lambda: own_programs.end_program(by=here.first, program_id=here.row.id),
    ):
        with pytest.raises(Refused):
            of_another()


def test_in_a_team_that_left_its_organisation_a_program_calls_no_more(here: Any) -> None:
    team = worlds.team("Treatment room", here.surgery)
    new = {"account_id": here.row.account_id, "actor_id": team.id, "role": Role.WORKER, "title": "Passes asks on"}
    hat = ecosystem.give_hat(by=here.keeper, **new)
    its = {"by": here.keeper, "program_id": here.row.id}
    token = own_programs.give_program_token(**its, hat_id=hat.id, name="There", scopes=[Scope.MAP_READ])
    of_there = {"client_id": token.id, "secret": token.secret}
    assert (called(here, secret=token.secret).status_code, asked(here, **of_there).status_code) == (200, 200)
    tie = Tie.objects.get(source=team, target=here.surgery)
    ecosystem.end_tie(by=here.keeper, tie_id=tie.id, version=tie.version)
    assert (called(here, secret=token.secret).status_code, asked(here, **of_there).status_code) == (401, 401)
    assert called(here).status_code == 200


def test_one_owner_may_leave_and_without_any_it_gets_no_answer(here: Any) -> None:
    for by, status in ((here.first, 200), (here.second, 401)):
        staff.leave(by=here.keeper, account_id=by.account_id, on=clock.today(), handed={})
        assert called(here).status_code == status
    assert asked(here).status_code == 401
    with pytest.raises(Invalid):
        ecosystem.name_owners(
            by=here.keeper,
            program_id=here.row.id,
            version=1,
            owner_id=here.keeper.account_id,
            second_owner_id=here.keeper.account_id,
        )
    third = worlds.wearing(here.surgery)
    owners = {"owner_id": here.keeper.account_id, "second_owner_id": third.account_id}
    ecosystem.name_owners(by=here.keeper, program_id=here.row.id, version=1, **owners)
    assert called(here).status_code == 200


def test_a_token_is_changed_over_with_days_between(here: Any) -> None:
    given = {"by": here.keeper, "program_id": here.row.id, "token_id": here.token.id}
    made = own_programs.rotate_program_token(**given, overlap=7)
    assert called(here).status_code == called(here, secret=made.secret).status_code == 200
    with worlds.later(days=8):
        assert called(here).status_code == 401 and called(here, secret=made.secret).status_code == 200
        with pytest.raises(Invalid, match="token_over"):
            own_programs.rotate_program_token(**given)
    with pytest.raises(Invalid):
        own_programs.rotate_program_token(**given, days=366)
    with pytest.raises(NotFound):
        own_programs.rotate_program_token(**{**given, "token_id": worlds.UNKNOWN})


def test_it_ends_with_its_organisation_and_by_hand(here: Any) -> None:
    with worlds.undone():
        until = clock.today() + timedelta(days=1)
        ecosystem.end_actor(by=worlds.SYSTEM, actor_id=here.surgery.id, version=1, until=until)
        with worlds.later(days=1):
            assert called(here).status_code == 401
    short = asked(here).json()["access_token"]
    own_programs.end_program(by=here.keeper, program_id=here.row.id)
    for secret in (here.token.secret, short):
        assert called(here, secret=secret).status_code == 401
    assert Program.objects.get().ended_at and ApiToken.of(here.token.id).revoked_at


def test_an_accounts_calls_are_counted_together_whatever_its_tokens(here: Any) -> None:
    other = own_programs.give_program_token(
        by=here.keeper, program_id=here.row.id, hat_id=here.hat.id, name="More", scopes=[Scope.MAP_READ]
    )
    with override_settings(API_CALLS_A_MINUTE=3):
        answers = [called(here, secret=secret).status_code for secret in (here.token.secret, other.secret) * 2]
        assert answers == [200, 200, 200, 429]
        assert asked(here).status_code == 429


def test_a_secret_is_given_a_token_for_an_hour_that_ends_with_it(here: Any) -> None:
    answer = asked(here, body={"grant_type": "client_credentials", "scope": "map:read"})
    said = answer.json()
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    assert (said["token_type"], said["expires_in"], said["scope"]) == ("Bearer", 3600, "map:read")
    assert called(here, "terms", secret=said["access_token"]).status_code == 200
    assert called(here, f"people/{here.jean.id}", secret=said["access_token"]).status_code == 403
    with worlds.later(hours=1, minutes=1):
        assert called(here, secret=said["access_token"]).status_code == 401
    again = asked(here, secret=said["access_token"], client_id=ApiToken.objects.get(parent__isnull=False).id)
    assert again.status_code == 401, "what was given is no secret"
    own_programs.end_program_token(by=here.keeper, program_id=here.row.id, token_id=here.token.id)
    assert called(here, secret=said["access_token"]).status_code == 401 == asked(here).status_code


def test_what_is_asked_wrongly_is_told_in_the_words_of_the_rfc(here: Any) -> None:
    mine = access.make_token(by=here.first, name="Mine", scopes=[Scope.MAP_READ])
    for wrong in (
        asked(here, secret="ecotone_" + "x" * 43),
        asked(here, client_id=worlds.UNKNOWN),
        asked(here, client_id="not-an-id"),
        asked(here, client_id=mine.id, secret=mine.secret),
        asked(here, headers={"Authorization": "Basic !!!"}),
        asked(here, headers={"Authorization": f"Bearer {here.token.secret}"}),
        Client().post("/oauth/token", {"client_id": here.token.id, "client_secret": here.token.secret}),
    ):
        assert (wrong.status_code, wrong.json()["error"]) == (401, "invalid_client")
        assert wrong["WWW-Authenticate"].startswith("Basic") and here.token.secret not in wrong.content.decode()
    for body, error in (
        ({}, "unsupported_grant_type"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "news:write"}, "invalid_scope"),
        ({"grant_type": "client_credentials", "scope": "all"}, "invalid_scope"),
    ):
        told = asked(here, body=body)
        assert (told.status_code, told.json()["error"]) == (400, error)
    assert asked(here, method="get").status_code == 405


def test_an_administrator_sees_all_of_theirs_on_one_page(here: Any) -> None:
    client = Client()
    worlds.enter(client, Account.objects.get(pk=here.keeper.account_id))
    assert called(here).status_code == 200
    page = client.get(reverse("programs")).content.decode()
    assert "GP system (a program)" in page and "Last used about" in page and "May call" in page
    assert client.get(reverse("programs") + "?as=csv").status_code == 200
    leaves = reverse("leave_colleague", args=[here.first.account_id])
    assert "Programs they answer for" in client.get(leaves).content.decode()
    its_own = (reverse("program", args=[here.row.id]), reverse("name_owners", args=[here.row.id]))
    for address in (reverse("programs"), leaves, reverse("staff_review"), *its_own):
        with CaptureQueriesContext(connection) as all_asked:
            client.get(address)
        assert len([q for q in all_asked.captured_queries if DATA.match(q["sql"])]) <= 15, address
    given = {"name": "Rota", "purpose": "Knows who is in", "actor": str(here.surgery.id), "title": "Rota"}
    unchosen = client.get(reverse("programs")).content.decode()
    assert unchosen.count('<option value="" selected>Choose one') == 2, (
        "nobody answers for it by being first in a list"
    )
    owners = {"owner": str(here.first.account_id), "second_owner": str(here.first.account_id)}
    assert "two different people" in client.post(reverse("programs"), {**given, **owners}).content.decode()
    made = client.post(reverse("programs"), {**given, **owners, "second_owner": str(here.second.account_id)})
    assert made.status_code == 302
    program = made["Location"]
    hat = client.get(program).content.decode().split('<option value="')[1].split('"')[0]
    shown = client.post(program, {"name": "Asks", "hat": hat, "scopes": ["map:read"], "days": "90"}).content.decode()
    secret = shown.split("<code>")[1].split("</code>")[0]
    assert called(here, secret=secret).status_code == 200
    assert secret not in client.get(program).content.decode(), "shown once"
    token = ApiToken.objects.get(name="Asks", expires_at__gt=clock.now() + timedelta(days=80))
    row = Program.objects.get(account=token.account_id)
    changed = client.post(reverse("rotate_program_token", args=[row.id, token.id]), {"overlap": "0", "days": "30"})
    assert "shown once" in changed.content.decode() and called(here, secret=secret).status_code == 401
    outsider = Client()
    worlds.enter(
        outsider, Account.objects.get(pk=worlds.wearing(worlds.actor("Other"), Role.ADMINISTRATOR).account_id)
    )
    assert outsider.get(program).status_code == 404
    assert outsider.post(reverse("end_program", args=[row.id])).status_code in (403, 404)
    assert client.post(reverse("end_program", args=[row.id])).status_code == 302
