"""Whoever came by a link, at every door of the house: each page, query and action. Beyond its one ask, nothing.

The doors are found, not listed: one that is added tomorrow is tried tomorrow, and fails here until it is closed to
links or named among those that are meant for them.
"""

import dataclasses
import inspect
import typing
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import UnionType
from typing import Any
from uuid import UUID

import pytest
from django.core import signing
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ecotone.access import audit
from ecotone.access.models import Account
from ecotone.access.principal import Principal
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.models import AnswerLink, Friction, Outcome, Promise, Question, Referral, Signpost
from ecotone.care.rules import Carrier, FrictionKind
from ecotone.directory.models import Service
from ecotone.ecosystem.models import Actor, Hat, Institution, Place
from ecotone.ground import clock
from ecotone.ground.errors import EcotoneError
from ecotone.people import actions as people
from ecotone.people.models import CircleTie, Encounter, SharingChoice
from ecotone.people.rules import Channel, Mode, Part
from ecotone.web.answering import ANSWER, CODE, DEVICE
from tests import worlds
from tests.house.source import doors, public_functions
from tests.rooms.care.linking import code_in, let_in, newest_mail, token_in
from tests.rooms.ecosystem.world import institution, tie
from tests.web.test_every_page import pages

pytestmark = [pytest.mark.django_db]
BY_LINK = {
    "care.enter_by_link",
    "care.forget_device",
    "care.move",
    "care.say_in_a_sentence",
    "care.send_code",
    "care.try_code",
    "directory.request_claim",
}
"""The actions that are meant for who came by a link."""
MORE = {
    code: {"why": "Xforged", "target_id": worlds.UNKNOWN} for code in ("care.offer_referral", "care.offer_openly")
}
MORE["care.offer_openly"].pop("target_id")
"""What an action hands on to another, which must have it."""
WITHIN = {"notices.tell"}
"""What an action does for whoever does something by it, having asked its own policy: it opens and shows nothing."""
ANYBODY_S = {"access.choose_password"}
"""What needs nobody's hat, but a mailed token of its own."""


@pytest.fixture
def secrets(db, monday) -> dict[str, Any]:
    """Jean and Tam, each with a story, a circle, asks, hopes; a knitting group that was asked one thing by link."""
    asker = worlds.wearing(worlds.team("Link workers"), title="Link worker")
    lane = worlds.actor("The Knitting Lane", worlds.place("Airdrie"), email="kettle@example.org")
    jean, tam = worlds.taken_in(asker), worlds.taken_in(asker, name="Tam Secretson")
    for who in (jean, tam):
        by = {"by": asker, "person_id": who.id}
        people.add_story_entry(**by, section=Part.MATTERS, text="Xshared")
        people.add_story_entry(**by, section=Part.HISTORY, text="Xhidden history")
        people.add_to_circle(**by, kind="family", name="Xhidden sister")
        people.choose_sharing(**by, effect="refusal", part=Part.INVOLVED, note="Xhidden note")
        hope = actions.add_outcome(**by, words="Xhidden hope")
        actions.promise(by=asker, words="Xhidden promise", carrier=Carrier.ALONE, outcome_id=hope.id)
        actions.signpost(**by, to_words="Xhidden office")
        people.log_encounter(
            **by, mode=Mode.READ_ONLY, mode_said_by="worker", channel=Channel.PHONE, note="Xhidden encounter"
        )
    asked = worlds.ask(asker, jean, lane, parts=[Part.MATTERS, Part.REFERRALS], why="Xshared why")
    actions.log_friction(by=asker, kind=FrictionKind.RULE, referral_id=asked.id, words="Xhidden friction")
    worlds.ask(asker, tam, lane, parts=[Part.MATTERS, Part.HISTORY], why="Xhidden why")
    worlds.ask(asker, jean, lane, parts=[], why="Xhidden other why", need_id=worlds.need("other").id)
    worlds.service(lane, "Knitting")
    actions.ask_question(by=asker, target_id=lane.id, text="Xhidden question", person_id=tam.id)
    institution("A law")
    tie(lane, Actor.of(asker.team_id))
    return {"asked": asked, "jean": jean, "tam": tam, "asker": asker, "lane": lane, "held": let_in(asked)}


def ids(world: dict[str, Any], whose: str = "tam") -> dict[str, Any]:
    """For each parameter that an action or a query takes, something of somebody else's; or of hers whom it is for."""
    tam, asker = world[whose], world["asker"]
    other = Referral.objects.filter(person=tam).earliest("created_at", "id")
    of_tam = {"person_id": tam.id, "person_ids": [tam.id], "parts": [Part.MATTERS], "part": Part.HISTORY}
    return {
        **of_tam,
        "referral_id": other.id,
        "to_id": other.id,
        "parent_id": None,
        "outcome_id": Outcome.objects.get(person=tam).id,
        "question_id": Question.objects.get().id,
        "promise_id": Promise.objects.get(person=tam).id,
        "signpost_id": Signpost.objects.get(person=tam).id,
        "friction_id": Friction.objects.get().id,
        "tie_id": CircleTie.objects.get(person=tam).id,
        "choice_id": SharingChoice.objects.get(person=tam).id,
        "encounter_id": Encounter.objects.get(person=tam).id,
        "account_id": asker.account_id,
        "actor_id": world["lane"].id,
        "target_id": asker.actor_id,
        "source_id": None,
        "provider_id": world["lane"].id,
        "service_id": Service.objects.get().id,
        "institution_id": Institution.objects.get().id,
        "place_id": Place.objects.get().id,
        "hat_id": Hat.objects.filter(account=asker.account_id).first().id,
        "live_id": AnswerLink.objects.exclude(pk=world["held"].link_id).first().id,
        "version": 1,
        "to": "referral",
    }


def guessed(name: str, kind: Any, known: dict[str, Any]) -> Any:
    """Something of the type that a parameter takes: what is known by its name, else anything that fits."""
    if name in known:
        return known[name]
    options = [each for each in typing.get_args(kind) if each is not type(None)] or [kind]
    origin = typing.get_origin(kind)
    if origin in (typing.Union, UnionType):
        return guessed(name, options[0], known)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return next(iter(kind))
    plain = {str: "Xforged", int: 1, bool: True, UUID: worlds.UNKNOWN, datetime: clock.now(), date: clock.today()}
    if kind in plain:
        return plain[kind]
    return {} if origin is not None and issubclass(origin, Mapping) else []


def forged(function: Callable, known: dict[str, Any], by: Principal) -> dict[str, Any]:
    """Arguments for a door, as many as it must have."""
    hints = typing.get_type_hints(function)
    given: dict[str, Any] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "by":
            given["by"] = by
        elif parameter.default is inspect.Parameter.empty and parameter.kind is not inspect.Parameter.VAR_KEYWORD:
            given[name] = guessed(name, hints.get(name, str), known)
    return given


def goes_on_from_an_answer(function: Callable) -> bool:
    """Whether it takes what another query answered: who gets no answer there has nothing to hand it."""
    hints = typing.get_type_hints(function)
    return any(dataclasses.is_dataclass(hints[name]) for name in hints.keys() - {"by", "return"})


def every(name: str) -> Iterator[tuple[str, Callable]]:
    for module in doors(name):
        for function in public_functions(module):
            yield f"{function.__module__.removeprefix('ecotone.')}.{function.__name__}", function


@pytest.mark.commitment(3)
def test_every_action_but_those_for_links_is_shut_before_it_begins(secrets) -> None:
    """Refused by the door itself, with the no in the audit, and nothing written."""
    known, held = ids(secrets), secrets["held"]
    tried = 0
    for name, function in every("actions"):
        if function.action_code in BY_LINK | ANYBODY_S:
            continue
        before = worlds.kept()
        with pytest.raises(Refused) as no:
            function(**forged(function, known, held))
        assert no.value.verdict.code == "access.not_by_link", name
        assert worlds.kept() == before, name
        tried += 1
    assert tried > 50
    assert {f.action_code for _, f in every("actions")} >= BY_LINK | ANYBODY_S


@pytest.mark.commitment(3)
@pytest.mark.parametrize("whose", ["tam", "jean"])
def test_behind_the_door_the_policies_say_no_too(secrets, whose) -> None:
    """With the door's own fence out of the way, as inside another action: each policy refuses by itself."""
    known, held, noes = ids(secrets, whose), secrets["held"], 0
    for name, function in every("actions"):
        room = function.action_code.partition(".")[0]
        if function.action_code in BY_LINK | ANYBODY_S | WITHIN or room == "access":
            continue
        given, before = forged(function, known, held) | MORE.get(function.action_code, {}), worlds.kept()
        try:
            with transaction.atomic(), audit.writing(worlds.SYSTEM, "tests.inside"):
                function(**given)
        except EcotoneError as error:
            noes += isinstance(error, Refused)
            assert worlds.kept() == before, name
        else:
            raise AssertionError(f"{name} let a link in")
    assert noes > 40


def test_what_is_meant_for_links_is_refused_for_another_ask(secrets) -> None:
    held, other = secrets["held"], Referral.objects.get(person=secrets["tam"])
    for referral in Referral.objects.exclude(pk=secrets["asked"].id):
        for code in ("receive", "accept", "ask", "decline", "meet", "complete", "withdraw", "cancel", "mark_error"):
            with pytest.raises(Refused):
                actions.move(by=held, referral_id=referral.id, version=referral.version, code=code)
    mixed = dataclasses.replace(
        held, link=dataclasses.replace(held.link, referral_id=other.id, person_id=secrets["jean"].id)
    )
    with pytest.raises(Refused):
        queries.referral(mixed, other.id)


@pytest.mark.commitment(3)
def test_no_query_tells_more_than_the_one_ask(secrets) -> None:
    """Whatever a query answers, in depth: nothing of Tam, nothing that was not shared of Jean."""
    held, told = secrets["held"], 0
    for name, function in every("queries"):
        signature = inspect.signature(function)
        if "by" not in signature.parameters or goes_on_from_an_answer(function):
            continue
        for person in ("jean", "tam"):
            known = ids(secrets) | {"person_id": secrets[person].id, "person_ids": [secrets[person].id]}
            known |= {"referral_id": secrets["asked"].id} if person == "jean" else {}
            try:
                answer = function(**forged(function, known, held))
            except (EcotoneError, ValueError):
                continue
            text = repr(answer)
            assert "Xhidden" not in text and "Secretson" not in text, name
            told += 1
    assert told > 5


def test_lists_search_and_counts_are_empty_by_a_link(secrets) -> None:
    held = secrets["held"]
    assert queries.my_day(held) == queries.my_day(worlds.NOBODY)
    assert queries.team_list(held)[0] == []
    assert queries.referrals_of(held, secrets["jean"].id) == []
    assert queries.questions(held) == ([], [])
    assert queries.pulse(held) == ""
    assert queries.unopened(held, secrets["asked"].id) is None


@pytest.mark.commitment(3)
def test_no_page_but_its_own_opens_with_its_cookies(secrets) -> None:
    """Its cookies sent to every address of the site: it is nobody there, and elsewhere's asks stay shut."""
    browser = Client()
    token = token_in(newest_mail("asks"))
    link = AnswerLink.objects.get(pk=queries.live_link(token))
    browser.post(f"/answer/{token}/")
    browser.post(
        reverse("answer_code", kwargs={"link_id": link.id}), {"code": code_in(newest_mail("code")), "remember": "on"}
    )
    for name in (ANSWER, DEVICE):
        browser.cookies[name]["path"] = "/"
    known = {**dict.fromkeys(("link_id", "claim_id", "mail_id", "sentence_id"), worlds.UNKNOWN), **ids(secrets)}
    known |= {
        "link_id": secrets["held"].link_id,
        "slug": Place.objects.get().slug,
        "code": "accept",
        "token": "forged",
    }
    opened = []
    for name, takes in pages():
        if set(takes) - set(known):
            continue
        answer = browser.get(reverse(name, kwargs={key: known[key] for key in takes}))
        text = answer.content.decode()
        assert "Secretson" not in text and "Rafferty" not in text and "Xhidden" not in text, name
        opened += [name] if answer.status_code == 200 else []
    public = {"home", "sign_in", "answer", "landed_mail", "stop_news", "unsubscribe", "api_document", "api_docs"}
    assert set(opened) <= public | {"fhir_metadata", "reset_password", "terms"}, opened


def test_a_link_and_an_account_in_one_browser_never_mix(secrets) -> None:
    """A worker who is signed in opens a link: the ask's page is the link's, every other page the worker's."""
    browser = Client()
    browser.force_login(Account.objects.get(pk=secrets["asker"].account_id))
    token = token_in(newest_mail("asks"))
    link = AnswerLink.objects.get(pk=queries.live_link(token))
    browser.post(f"/answer/{token}/")
    browser.post(reverse("answer_code", kwargs={"link_id": link.id}), {"code": code_in(newest_mail("code"))})
    own = browser.get(reverse("answer_referral", kwargs={"link_id": link.id}))
    assert own.status_code == 200
    assert "Sign out" not in own.content.decode() and "My day" not in own.content.decode()
    day = browser.get(reverse("my_day"))
    assert day.status_code == 200 and "Sign out" in day.content.decode()
    browser.post(reverse("answer_leave", kwargs={"link_id": link.id}))
    assert browser.get(reverse("my_day")).status_code == 200
    assert browser.get(reverse("answer_referral", kwargs={"link_id": link.id})).status_code == 403


@pytest.mark.parametrize("cookie", ["", "forged", "of another link", "of the code page", "too old"])
def test_a_cookie_that_is_not_this_link_s_own_opens_nothing(secrets, cookie) -> None:
    asked = worlds.ask(secrets["asker"], secrets["tam"], worlds.actor("Other", email="o@example.org"))
    browser, token = Client(), token_in(newest_mail("asks"))
    link = AnswerLink.objects.get(referral=asked)
    browser.post(f"/answer/{token}/")
    code = newest_mail("code")
    page = reverse("answer_referral", kwargs={"link_id": link.id})
    if cookie == "of the code page":
        browser.cookies[ANSWER] = browser.cookies[CODE].value
    elif cookie == "of another link":
        other = Client()
        mine = token_in(
            next(
                mail
                for mail in type(code).objects.order_by("-id")
                if mail.to == "kettle@example.org" and "/answer/" in mail.body
            )
        )
        other.post(f"/answer/{mine}/")
        held = queries.live_link(mine)
        other.post(reverse("answer_code", kwargs={"link_id": held}), {"code": code_in(newest_mail("code"))})
        browser.cookies[ANSWER] = other.cookies[ANSWER].value
    elif cookie == "too old":
        browser.post(reverse("answer_code", kwargs={"link_id": link.id}), {"code": code_in(code)})
        assert browser.get(page).status_code == 200
        old = signing.TimestampSigner(salt=ANSWER)
        stamped = browser.cookies[ANSWER].value
        assert old.unsign(stamped, max_age=timedelta(minutes=30))
        value = stamped.rsplit(":", 2)[0]
        long_ago = signing.b62_encode(int(datetime(2020, 1, 1, tzinfo=clock.LOCAL).timestamp()))
        browser.cookies[ANSWER] = f"{value}:{long_ago}:{old.signature(f'{value}:{long_ago}')}"
    elif cookie:
        browser.cookies[ANSWER] = "forged:by:hand"
    answer = browser.get(page)
    assert answer.status_code == 403
    assert "Secretson" not in answer.content.decode()
