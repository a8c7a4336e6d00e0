"""An administrator's pages: who is let in, whose hat and account is ended, and all that is out of their reach."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ecotone.access import queries
from ecotone.access.models import Account, ApiToken, AuditEntry, AuditSubject, Session
from ecotone.access.principal import Principal
from ecotone.access.rules import Role, Scope
from ecotone.access.verdicts import Refused
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.models import Hat
from ecotone.ecosystem.queries import principal_for
from ecotone.notices.models import Mail
from ecotone.people import actions as people
from ecotone.procedures import letting_in
from tests import worlds
from tests.rooms.access.signing import PASSWORD, somebody, with_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


class Place:
    """A charity with a team, its administrator signed in with a second step; and another charity."""

    def __init__(self) -> None:
        self.charity = worlds.actor("Kettle On")
        self.team = worlds.team("Befrienders", self.charity)
        self.other = worlds.actor("Plains Larder")
        self.kirsty = somebody("Kirsty")
        self.hat = self.give(self.kirsty, self.charity, Role.ADMINISTRATOR)
        self.client = Client()
        worlds.enter(self.client, self.kirsty)

    def give(self, account: Account, actor: Any, role: Role = Role.WORKER) -> Hat:
        return ecosystem.give_hat(
            by=worlds.SYSTEM, account_id=account.id, actor_id=actor.id, role=role, title=role.title()
        )

    @property
    def by(self) -> Principal:
        found = principal_for(self.kirsty.id, "Kirsty", self.hat.id)
        assert found
        return found

    def let_in(self, **given: Any) -> Any:
        sent = {
            **{"name": "Ailsa", "email": "ailsa@example.org", "actor": str(self.team.id)},
            **{"role": "worker", "title": "Befriender"},
        }
        return self.client.post(reverse("colleagues"), {**sent, **given})

    def post(self, name: str, account: Account, **more: Any) -> Any:
        return self.client.post(reverse(name, kwargs={"account_id": account.id, **more}))


@pytest.fixture
def here() -> Place:
    return Place()


def test_somebody_is_let_in_by_mail_and_signs_in(here: Place, client: Client) -> None:
    assert here.let_in()["Location"] == reverse("colleagues")
    mail = Mail.objects.get()
    assert mail.to == "ailsa@example.org" and "Ailsa" not in mail.body and "Kettle On" not in mail.subject
    path = "/choose-password/" + mail.body.split("/choose-password/")[1].split()[0]
    client.post(path, {"password": PASSWORD, "again": PASSWORD})
    client.post("/sign-in/", {"username": "ailsa@example.org", "password": PASSWORD})
    assert client.get("/my-day/").status_code == 200
    page = here.client.get(reverse("colleagues")).content.decode()
    assert "Befriender, Befrienders" in page
    account = Account.objects.get(email="ailsa@example.org")
    assert AuditSubject.objects.filter(subject_id=account.id, entry__account_id=here.kirsty.id).exists()


def test_whoever_has_an_account_keeps_name_and_password(here: Place) -> None:
    ailsa = somebody()
    here.let_in(name="Somebody Else")
    ailsa.refresh_from_db()
    assert (ailsa.name, ailsa.check_password(PASSWORD)) == ("Ailsa", True)
    assert "/choose-password/" not in Mail.objects.get().body
    assert here.let_in().status_code == 200
    assert Hat.objects.filter(account=ailsa).count() == 1


@pytest.mark.parametrize("role", ["guardian", "steward", "officer", "board_member", "planner", "researcher", "king"])
def test_no_hat_that_reaches_beyond_the_organisation_is_given(here: Place, role: str) -> None:
    here.let_in(role=role)
    assert not Account.objects.filter(email="ailsa@example.org").exists()
    if role in [*Role]:
        with pytest.raises(Refused):
            letting_in.invite(
                by=here.by, name="A", email="a@example.org", actor_id=here.team.id, role=Role(role), title="x"
            )


def test_nobody_is_let_in_to_another_organisation(here: Place) -> None:
    here.let_in(actor=str(here.other.id))
    assert not Account.objects.filter(email="ailsa@example.org").exists()
    with pytest.raises(Refused):
        letting_in.invite(
            by=here.by, name="A", email="a@example.org", actor_id=here.other.id, role=Role.WORKER, title="x"
        )
    assert not Account.objects.filter(email="a@example.org").exists()


def test_nobody_gives_themselves_a_hat_nor_ends_their_own_nor_closes_themselves(here: Place) -> None:
    """Else an administrator, who sees no record, would put on the hat of a team that does."""
    here.let_in(email=here.kirsty.email)
    sent = {"actor": str(here.team.id), "role": "worker", "title": "x"}
    here.client.post(reverse("colleague", args=[here.kirsty.id]), sent)
    assert Hat.objects.filter(account=here.kirsty).count() == 1
    assert here.post("end_hat", here.kirsty, hat_id=here.hat.id).status_code == 403
    for name in ("close_account", "lift_second_step", "welcome_again"):
        assert here.post(name, here.kirsty).status_code == 403
    here.kirsty.refresh_from_db()
    assert here.kirsty.is_active and here.client.get(reverse("colleagues")).status_code == 200


def test_a_hat_is_ended_and_another_given(here: Place, client: Client) -> None:
    ailsa = somebody()
    hat = here.give(ailsa, here.team)
    client.force_login(ailsa)
    assert client.get("/my-day/").status_code == 200
    sent = {"actor": str(here.charity.id), "role": "lead", "title": "Coordinator"}
    assert here.client.post(reverse("colleague", args=[ailsa.id]), sent).status_code == 302
    assert here.post("end_hat", ailsa, hat_id=hat.id).status_code == 302
    assert client.get("/my-day/").status_code == 403
    assert "Coordinator, Kettle On" in here.client.get(reverse("colleagues")).content.decode()


def test_hats_of_others_and_such_as_reach_beyond_are_not_theirs_to_end(here: Place) -> None:
    ailsa = somebody()
    elsewhere, guards = here.give(ailsa, here.other), here.give(ailsa, here.charity, Role.GUARDIAN)
    for hat in (elsewhere, guards):
        assert here.post("end_hat", ailsa, hat_id=hat.id).status_code == 403
        hat.refresh_from_db()
        assert hat.until is None


def test_an_account_is_closed_with_everything_that_was_open(here: Place, client: Client) -> None:
    ailsa = somebody()
    hat = here.give(ailsa, here.team)
    client.post("/sign-in/", {"username": ailsa.email, "password": PASSWORD})
    client.post(reverse("tokens"), {"name": "diary", "scopes": [Scope.PEOPLE_READ], "days": "7"})
    assert here.post("close_account", ailsa).status_code == 302
    assert client.get("/my-day/").status_code == 302
    assert not Session.objects.filter(account_id=ailsa.id).exists()
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    hat.refresh_from_db()
    assert hat.until is not None
    assert AuditEntry.objects.filter(code="procedures.close_account", account_id=here.kirsty.id).exists()
    assert "closed" in here.let_in().content.decode()


ALSO = {
    "a hat elsewhere": lambda here, ailsa: here.give(ailsa, here.other),
    "a guardian's hat": lambda here, ailsa: here.give(ailsa, here.charity, Role.GUARDIAN),
    "a steward's hat": lambda here, ailsa: here.give(ailsa, here.charity, Role.STEWARD),
    "a record of her own": lambda here, ailsa: people.link_account(
        by=worlds.SYSTEM, person_id=worlds.person().id, account_id=ailsa.id
    ),
}


@pytest.mark.parametrize("also", ALSO)
def test_an_account_that_is_more_than_theirs_is_not_touched_and_not_told_why(here: Place, also: str) -> None:
    ailsa = somebody()
    here.give(ailsa, here.team)
    with_step(ailsa)
    ALSO[also](here, ailsa)
    page = here.client.get(reverse("colleague", args=[ailsa.id])).content.decode()
    assert "not your organisation’s alone" in page and "Close their account" not in page
    for name in ("close_account", "lift_second_step", "welcome_again"):
        answer = here.post(name, ailsa)
        assert answer.status_code == 403 and "not your organisation’s alone" in answer.content.decode()
    ailsa.refresh_from_db()
    assert ailsa.is_active


def test_a_second_step_is_taken_off_for_who_has_lost_the_device(here: Place, client: Client) -> None:
    ailsa = somebody()
    here.give(ailsa, here.team)
    assert here.post("lift_second_step", ailsa).status_code == 400
    with_step(ailsa)
    assert here.post("lift_second_step", ailsa).status_code == 302
    answer = client.post("/sign-in/", {"username": ailsa.email, "password": PASSWORD})
    assert answer["Location"] == "/"


def test_the_first_link_is_sent_again_until_a_password_is_chosen(here: Place) -> None:
    here.let_in()
    ailsa = Account.objects.get(email="ailsa@example.org")
    assert "Send the link again" in here.client.get(reverse("colleague", args=[ailsa.id])).content.decode()
    assert here.post("welcome_again", ailsa).status_code == 302
    assert Mail.objects.filter(to=ailsa.email).count() == 2
    ailsa.set_password(PASSWORD)
    ailsa.save()
    assert here.post("welcome_again", ailsa).status_code == 400


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_sees_or_does_any_of_it(here: Place, role: Role) -> None:
    ailsa, bert = somebody(), somebody("Bert")
    here.give(ailsa, here.team)
    here.give(bert, here.charity, role)
    client = Client()
    worlds.enter(client, bert)
    assert client.get(reverse("colleagues")).status_code == 403
    assert client.get(reverse("colleague", args=[ailsa.id])).status_code == 403
    for name in ("close_account", "lift_second_step", "welcome_again"):
        assert client.post(reverse(name, args=[ailsa.id])).status_code == 403
    with pytest.raises(Refused):
        queries.without_password(Principal.nobody(), [ailsa.id])


def test_a_large_organisation_costs_no_more_questions_than_a_small_one(here: Place) -> None:
    asked: dict[str, set[int]] = {}
    for n in range(8):
        colleague = somebody(f"Colleague {n}".replace(" ", ""))
        here.give(colleague, here.team)
        here.give(colleague, here.charity, Role.LEAD)
        for address in (reverse("colleagues"), reverse("colleague", args=[colleague.id])):
            with CaptureQueriesContext(connection) as captured:
                assert here.client.get(address).status_code == 200
            asked.setdefault((address.count("/") > 2 and "one") or "all", set()).add(len(captured.captured_queries))
    assert max(asked["all"]) <= 15 and max(asked["one"]) <= 15, asked
    assert len(asked["all"]) <= 2, "the first page settles the session"


def test_whoever_does_not_work_there_is_not_there(here: Place) -> None:
    assert here.client.get(reverse("colleague", args=[somebody().id])).status_code == 404
    for name in ("close_account", "lift_second_step", "welcome_again"):
        assert here.post(name, Account.objects.get(name="Ailsa")).status_code == 403
