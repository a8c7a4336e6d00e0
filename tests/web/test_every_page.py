"""Every page, from every kind of caller: it answers, asks the database fifteen times at most, tells no secret."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse

from ecotone.access import passwords
from ecotone.access.models import Account
from ecotone.care.models import (
    AnswerLink,
    Attendance,
    Dispute,
    Friction,
    JointAction,
    JointEvent,
    JointWork,
    LineOption,
    Meeting,
    NeedOffer,
    Outcome,
    Question,
    Referral,
    Sentence,
    Signpost,
    StatedNeed,
    UnmetNeed,
)
from ecotone.directory.models import ListingClaim, Service
from ecotone.ecosystem.models import Actor, Agreement, Institution, Place, Terms, Tie
from ecotone.ground import clock
from ecotone.notices import digests
from ecotone.people import actions as people
from ecotone.people.models import CarerPermission, Encounter, Person, SharingChoice, Stay
from ecotone.web import found
from tests import worlds
from tests.web.counting import DATA

MOST = 15
MANY = {"my_record": 60, "my_day": 16, "news": 18, "end_permission": 16}
"""What reads every table that may hold something of her; the pages with something of every sort that waits or is new,
a question for each; what a change will do to every sort of reader: how many does not grow with what they hold."""
PUBLIC = {
    "api_document",
    "api_docs",
    "home",
    "sign_in",
    "landed_mail",
    "one_landed_mail",
    "stop_mail",
    "answer",
    "choose_password",
    "reset_password",
    "terms",
    "own_way_in",
}
PUBLIC |= {"fhir_metadata"}
FOR_PROGRAMS = {"fhir_search", "fhir_read", "fhir_elsewhere"}
"""What nobody reads in a browser sends nobody to sign in: it says that one is not known."""
BY_LINK = {"answer_code", "answer_referral", "answer_move", "answer_sentence", "answer_take_over"}
"""Pages of an e-mailed link: without its own cookies they show one and the same sentence."""
BY_A_PROVIDER = {"back_from_provider", "enter_from_provider", "left_outside"}
"""Where an identity provider sends people back to: not there where the settings name none."""
AFTER_A_PROOF = {"own_way_in_go_on"}
"""Without the code before it leads nowhere."""
TWO_STEPS = {"sign_in_code"}
"""Without the step before it leads back to that."""
POSTED = {
    "take_back_way_in",
    "end_agreement",
    *("end_program_token", "end_program"),
    *("review_one", "let_in_again", "come_back_colleague", "all_come_back"),
    *("end_session", "end_sessions", "forget_browser", "end_hat", "close_account", "lift_second_step"),
    *("welcome_again", "sign_in_with", "link_outside", "unlink_outside", "signed_out_outside"),
    *(
        "sign_in_passkey",
        "ask_for_passkey",
        "ask_for_new_passkey",
        "remove_passkey",
        "take_ways_off",
        "policy_reports",
    ),
    *("sign_out", "wear_hat", "demo_sign_in", "acknowledge", "answer_passed_on"),
    "fhir_search_posted",
    *("say_about_contact", "say_about_stay", "note_unfound", "endorse_need"),
    "take_back_endorsement",
    *("keep_back", "settle_promise", "answer_permission"),
    *("change_signpost", "say_sent_on"),
    *("propose_partner", "answer_joint", "leave_joint", "take_back_event"),
    *("open_meeting", "room_part", "weigh_option"),
    *("end_emergency", "tell_after_all", "tell_of_duty"),
    *("revoke_token", "answer_again", "answer_leave", "send_link", "set_sentence_aside", "send_welcome"),
}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]

CALLERS = {
    "a link worker": ("Marcus Adeyemi-Kerr", ""),
    "a charity's coordinator": ("Elaine Cuthbertson", "Befriending coordinator"),
    "a team's lead": ("Brendan Docherty", "Team lead, integrated rehabilitation"),
    "the person": ("Jean Rafferty", ""),
    "her daughter": ("Anne-Marie Boyle", ""),
    "a board member": ("Rena Pettigrew", ""),
    "a guardian of records": ("Fiona Lochhead", "Guardian of records"),
}


def pages() -> Iterator[tuple[str, list[str]]]:
    """Every address of the site by name, with what it takes."""
    for pattern in get_resolver().url_patterns:
        for each in getattr(pattern, "url_patterns", [pattern]):
            if isinstance(each, URLPattern) and each.name and each.name not in POSTED:
                yield each.name, list(each.pattern.converters)


def samples() -> dict[str, object]:
    """Something for each thing an address takes: Jean's where it is a person's."""
    jean = Person.objects.get(name="Jean Rafferty")
    held = Meeting.objects.get(state="open")
    asked = Referral.objects.exclude(state="draft").filter(source__name__startswith="Whinhall").first()
    account = Account.objects.get(name="Declan McGinty")
    marcus = worlds.wearing_of_the_cast("Marcus Adeyemi-Kerr")
    emergency, request = worlds.some_emergency(marcus), worlds.some_request(marcus)
    return {
        "person_id": jean.id,
        "referral_id": (asked or Referral.objects.first()).id,
        "outcome_id": Outcome.objects.first().id,
        "choice_id": getattr(SharingChoice.objects.first(), "id", UUID(int=0)),
        "question_id": Question.objects.first().id,
        "encounter_id": Encounter.objects.first().id,
        "stay_id": Stay.objects.first().id,
        "actor_id": Actor.objects.get(name__startswith="Kettle On").id,
        "stated_id": StatedNeed.objects.first().id,
        "offer_id": NeedOffer.objects.first().id,
        "unmet_id": UnmetNeed.objects.first().id,
        "friction_id": Friction.objects.first().id,
        "service_id": Service.objects.first().id,
        "institution_id": Institution.objects.first().id,
        "tie_id": Tie.objects.first().id,
        "slug": Place.objects.get(name="Airdrie", kind="locality").slug,
        "permission_id": CarerPermission.objects.get(account__name="Anne-Marie Boyle").id,
        "code": "accept",
        "token": digests.stop_path(UUID(int=1)).split("/")[-2],
        "provider": "council",
        "mail_id": worlds.some_mail().id,
        "signpost_id": Signpost.objects.first().id,
        "work_id": JointWork.objects.first().id,
        "task_id": JointAction.objects.first().id,
        "event_id": JointEvent.objects.first().id,
        "meeting_id": held.id,
        "line_id": held.lines.order_by("order").first().id,
        "attendance_id": Attendance.objects.filter(meeting=held).first().id,
        "option_id": LineOption.objects.filter(line__meeting=held).first().id,
        "dispute_id": Dispute.objects.first().id,
        "run_id": worlds.some_list(Actor.objects.get(name__startswith="Kettle On")).id,
        "link_id": AnswerLink.objects.first().id,
        "link_token": "forged",
        "sentence_id": Sentence.objects.first().id,
        "claim_id": ListingClaim.objects.first().id,
        "account_id": account.id,
        "kind": "Patient",
        "id_": jean.id,
        "rest": "somewhere/else/altogether",
        "mark": found.carried(marcus, request.person_id),
        "emergency_id": emergency.id,
        "duty_id": worlds.some_duty().id,
        "authority_id": worlds.some_authority(jean).id,
        "assessment_id": worlds.some_assessment(jean).id,
        "wish_id": worlds.some_wish(CarerPermission.objects.get(account__name="Anne-Marie Boyle")).id,
        "part": "harms",
        "request_id": request.id,
        "correction_id": worlds.some_correction(jean).id,
        **dict.fromkeys(("hat_id", "program_id", "token_id", "passkey_id"), UUID(int=0)),
        "terms_id": Terms.objects.first().id,
        "agreement_id": Agreement.objects.first().id,
        "hold_id": worlds.some_hold(jean).id,
        "rule": "adult",
        "way_in_token": worlds.offered_way_in(marcus, worlds.without_account(marcus))[0],
        "password_token": passwords.path_for(account).split("/")[-2],
    }


def addresses() -> list[tuple[str, str]]:
    known = samples()
    return [(name, reverse(name, kwargs={key: known[key] for key in takes})) for name, takes in pages()]


@pytest.mark.parametrize("caller", CALLERS)
def test_every_page_answers_within_its_budget(caller: str, sign_in: Callable[..., Client]) -> None:
    client = sign_in(*CALLERS[caller])
    slow, broken, opened = [], [], 0
    for name, address in addresses():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        queries = [q["sql"] for q in asked.captured_queries if DATA.match(q["sql"])]
        opened += answer.status_code == 200
        if answer.status_code == 200 and len(queries) > MANY.get(name, MOST):
            slow.append((name, len(queries)))
        if answer.status_code not in (200, 302, 403, 404, 405) and name not in FOR_PROGRAMS:
            broken.append((name, answer.status_code))
    assert (slow, broken) == ([], [])
    assert opened > 5


def test_nobody_is_sent_to_sign_in(db, client: Client) -> None:
    for name, address in addresses():
        answer = client.get(address)
        if answer.status_code == 405:
            continue
        if name in BY_LINK:
            assert (answer.status_code, "Open the link in your e-mail again" in answer.content.decode()) == (
                403,
                True,
            )
            continue
        if name in AFTER_A_PROOF:
            assert answer.status_code == 403, name
            continue
        if name in FOR_PROGRAMS:
            assert answer.status_code == 401, name
            continue
        if name in BY_A_PROVIDER:
            assert answer.status_code == 404, name
            continue
        if name in TWO_STEPS:
            assert (answer.status_code, answer["Location"]) == (302, reverse("sign_in"))
            continue
        public = name in PUBLIC
        assert answer.status_code == (200 if public else 302), name
        if not public:
            assert answer["Location"].startswith("/sign-in/?next="), name


def secrets_of_jean() -> set[str]:
    """Her name, the beginnings of what she told, and who her own people are."""
    jean = Person.objects.get(name="Jean Rafferty")
    told = (entry.text[:40] for entry in jean.story.all())
    return {"Rafferty", *told, *(tie.name for tie in jean.circle.exclude(kind="group"))}


PERMISSION_OVER: dict[str, Callable[[CarerPermission], object]] = {
    "its days are over": lambda row: row.change(version=row.version, until=clock.now()),
    "she ended it": lambda row: people.end_permission(by=worlds.herself(row.person), permission_id=row.id),
    "it is stopped for safety": lambda row: row.change(version=row.version, suspended_at=clock.now()),
    "she has died": lambda row: row.person.change(version=row.person.version, died_on=clock.today()),
}


@pytest.mark.commitment(3)
@pytest.mark.parametrize("how", PERMISSION_OVER)
def test_no_page_tells_her_daughter_of_her_once_the_permission_is_over(
    how: str, sign_in: Callable[..., Client]
) -> None:
    """Signed in while it stood, and still signed in: the next page already knows."""
    secrets = secrets_of_jean() - {"Anne-Marie Boyle"}
    client = sign_in(*CALLERS["her daughter"])
    assert "Rafferty" in client.get(reverse("my_referrals")).content.decode()
    PERMISSION_OVER[how](CarerPermission.objects.get(account__name="Anne-Marie Boyle", state="active"))
    for name, address in addresses():
        if name == "sign_in":
            continue
        text = client.get(address).content.decode()
        assert not [secret for secret in secrets if secret in text], name


@pytest.mark.commitment(3)
@pytest.mark.parametrize("caller", ["a board member", "a team's lead", "a charity's coordinator"])
def test_no_page_tells_a_stranger_of_her(caller: str, sign_in: Callable[..., Client]) -> None:
    secrets = secrets_of_jean()
    client = sign_in(*CALLERS[caller])
    for name, address in addresses():
        if name == "sign_in":  # it names the cast of the demo, whom anyone may step in as
            continue
        text = client.get(address).content.decode()
        assert not [secret for secret in secrets if secret in text], name


@pytest.mark.commitment(3)
def test_what_is_behind_a_sign_in_is_kept_by_no_browser(sign_in: Callable[..., Client]) -> None:
    client = sign_in("Marcus Adeyemi-Kerr")
    for name, address in addresses():
        answer = client.get(address)
        if answer.status_code == 200 and name not in PUBLIC:
            assert "private" in answer["Cache-Control"], name
        assert "default-src 'none'" in answer["Content-Security-Policy"], name
