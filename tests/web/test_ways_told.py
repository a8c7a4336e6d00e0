"""What changes how somebody gets in is mailed to them: once, in the act's own transaction, and naming nothing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecotone.access import actions, passwords
from ecotone.access.claims import Vouched
from ecotone.access.entering import try_vouched
from ecotone.access.models import Account, AuditEntry, OutsideAccount, Passkey
from ecotone.access.passkeys import Made
from ecotone.access.providers import IdentityProvider
from ecotone.access.rules import Kind, Scope
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.notices.delivery import deliver
from ecotone.notices.models import Mail
from ecotone.procedures import letting_in, ways_in
from tests import worlds
from tests.rooms.access.signing import PASSWORD, as_, device, somebody, with_step

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
WHOM = {"issuer": "https://login.drumgray.example", "subject": "there-1", "label": "ailsa@drumgray.example"}
COUNCIL = IdentityProvider(
    "council", "Drumgray Council", WHOM["issuer"], "id", "s", addresses=frozenset({"example.org"})
)
MADE = Made("c", "k", 0)


@pytest.fixture
def ailsa() -> Account:
    return somebody()


def told() -> list[str]:
    return [mail.body for mail in Mail.objects.order_by("created_at", "id")]


def key(account: Account) -> Passkey:
    return Passkey.add(account=account, name="The telephone in the hall", credential="x", public_key="k")


def link_to(account: Account) -> OutsideAccount:
    return OutsideAccount.add(account=account, **WHOM)


def choose(account: Account) -> None:
    token = passwords.path_for(account).strip("/").rpartition("/")[2]
    ways_in.choose_password(by=worlds.NOBODY, account_id=account.id, token=token, password="four odd wheels")


def renew(account: Account) -> None:
    with_step(account)
    ways_in.renew_recovery_codes(by=as_(account), code=device(account))


def end_step(account: Account) -> None:
    with_step(account)
    ways_in.end_second_step(by=as_(account), present=PASSWORD, code=device(account))


def lift(account: Account) -> None:
    with_step(account)
    letting_in.lift_second_step(by=worlds.SYSTEM, account_id=account.id)


def confirm(account: Account) -> None:
    actions.begin_second_step(by=as_(account), present=PASSWORD)
    ways_in.confirm_second_step(by=as_(account), code=device(account))


def match(account: Account) -> None:
    came = Vouched(WHOM["issuer"], "there-1", address=account.email)
    assert try_vouched(COUNCIL, came, match=ways_in.match_outside_account).account_id == account.id


ACTS: dict[str, tuple[Callable[[Account], Any], str]] = {
    "change_password": (
        lambda a: ways_in.change_password(by=as_(a), present=PASSWORD, password="four odd wheels"),
        "The password was changed",
    ),
    "choose_password": (choose, "chosen by a link that was mailed"),
    "add_passkey": (
        lambda a: ways_in.add_passkey(by=as_(a), name="Hall telephone", made=MADE, present=PASSWORD),
        "A passkey was added",
    ),
    "remove_passkey": (
        lambda a: ways_in.remove_passkey(by=as_(a), passkey_id=key(a).id, is_sure=True),
        "A passkey was taken off",
    ),
    "take_ways_off": (
        lambda a: ways_in.take_ways_off(by=as_(a), is_sure=bool(key(a))),
        "Every passkey, account elsewhere and program was taken off",
    ),
    "confirm_second_step": (confirm, "A second step was set up"),
    "renew_recovery_codes": (renew, "New recovery codes"),
    "end_second_step": (end_step, "The second step was taken off."),
    "lift_second_step": (lift, "by whoever keeps accounts"),
    "link_outside_account": (
        lambda a: ways_in.link_outside_account(by=as_(a), **WHOM, present=PASSWORD),
        "An account elsewhere was linked, by which",
    ),
    "match_outside_account": (match, "at its first sign-in"),
    "unlink_outside_account": (
        lambda a: ways_in.unlink_outside_account(by=as_(a), outside_id=link_to(a).id),
        "An account elsewhere was taken off",
    ),
    "make_token": (
        lambda a: ways_in.make_token(by=replace(as_(a), kind=Kind.PERSON), name="A diary", scopes=[Scope.MAP_READ]),
        "A program was let in",
    ),
}


def test_every_way_that_is_told_is_tried_here():
    assert {f"access.{name}" for name in ACTS} == ways_in.SAID.keys()


@pytest.mark.commitment(3)
@pytest.mark.parametrize("name", ACTS)
def test_its_owner_is_mailed_once_what_it_was_and_what_to_do(ailsa: Account, name: str) -> None:
    act, words = ACTS[name]
    act(ailsa)
    mail = Mail.objects.get()
    assert (mail.to, mail.account_id) == (ailsa.email, ailsa.id)
    assert words in mail.body and f"on {clock.now().astimezone(clock.LOCAL):%-d %B %Y} at" in mail.body
    for address in ("/reset-password/", "/account/"):
        assert address in mail.body
    for named in ("Ailsa", "Drumgray", "drumgray", "telephone", "diary", PASSWORD, "there-1", "Whinhall"):
        assert named not in mail.body + mail.subject
    entry = AuditEntry.objects.filter(subjects__kind="mail").get()
    assert names_of(entry) >= {name, "queue_mail"}
    assert deliver() == 1 and deliver() == 0


def names_of(entry: AuditEntry) -> set[str]:
    return {subject.act.partition(".")[2] for subject in entry.subjects.all()}


def test_what_fails_tells_nothing(ailsa: Account) -> None:
    with pytest.raises(Invalid):
        ways_in.change_password(by=as_(ailsa), present="wrong", password="four odd wheels")
    with pytest.raises(Invalid):
        ways_in.add_passkey(by=as_(ailsa), name="x", made=MADE, present="wrong")
    assert told() == []


def test_an_act_that_is_sent_twice_is_told_once(client: Client, ailsa: Account) -> None:
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    mine = key(ailsa)
    for _ in range(2):
        client.post(reverse("remove_passkey", args=[mine.id]))
    assert len(told()) == 1


def test_the_mail_goes_to_nobody_else_once_the_account_is_closed(ailsa: Account) -> None:
    ways_in.change_password(by=as_(ailsa), present=PASSWORD, password="four odd wheels")
    Account.objects.update(is_active=False)
    assert deliver() == 0 and Mail.objects.get().failed_reason == "address_changed"


def test_by_the_pages_too(client: Client, ailsa: Account) -> None:
    client.post(reverse("sign_in"), {"username": ailsa.email, "password": PASSWORD})
    sent = {"present": PASSWORD, "password": "four odd wheels", "again": "four odd wheels"}
    client.post(reverse("change_password"), sent)
    assert "The password was changed" in told()[0]
    client.post(reverse("sign_out"))
    path = passwords.reset_path_for(Account.objects.get())
    client.post(path, {"password": "five odd wheels", "again": "five odd wheels"})
    assert len(told()) == 2 and "chosen by a link" in told()[1]
