"""Every page in a real browser, wide and at 320 pixels: axe finds nothing, and nothing scrolls sideways.

PICTURES=folder photographs every page into that folder; PICTURES=1 takes those anew that documents show.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.urls import get_resolver, resolve, reverse
from playwright.sync_api import Page, expect

from ecotone.access import passwords
from ecotone.access.models import Account
from ecotone.care.models import (
    AnswerLink,
    Candidate,
    Dispute,
    Friction,
    JointWork,
    Meeting,
    NeedOffer,
    Outcome,
    Question,
    Referral,
    Sentence,
    StatedNeed,
    UnmetNeed,
)
from ecotone.directory.models import ListingClaim, Service
from ecotone.ecosystem.models import Actor, Institution, Tie
from ecotone.notices import digests
from ecotone.people import actions as people
from ecotone.people.models import CarerPermission, Person, Stay
from ecotone.people.rules import Effect, Part
from tests import worlds
from tests.browser.acting import begin_to_learn, open_link, sign_in_as
from tests.browser.guarded import guarding, learning, reaching
from tests.browser.kept import by_administrator, by_steward
from tests.browser.rights import of_her_own, said_wrong
from tests.browser.signing import signing_for, who_decides
from tests.house.source import ROOT, pictures_shown

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 800}
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # nobody reads what it says of each part that is well
    "preload": {"assets": ["media"]},  # the style sheets would be fetched again for a rule that is not among these
}
PICTURES = os.environ.get("PICTURES", "")
pytestmark = pytest.mark.skipif(
    not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"), reason="pages look the same on either database"
)


NO_PICTURE = {
    *("sign_out", "wear_hat", "demo_sign_in", "acknowledge", "answer_passed_on"),  # buttons
    *("say_about_contact", "say_about_stay", "note_unfound", "endorse_need"),  # buttons
    "take_back_endorsement",  # the same
    *("keep_back", "settle_promise", "answer_permission"),  # buttons
    *("revoke_token", "answer_again", "answer_leave", "send_link", "set_sentence_aside", "send_welcome"),  # buttons
    *(
        "assure_service",
        "reopen_service",
        "my_day_pulse",
        "news_pulse",
        "to_put_right",
    ),  # buttons, and what a page asks by itself
    *("change_signpost", "say_sent_on"),
    *("propose_partner", "answer_joint", "leave_joint", "take_back_event"),
    *("open_meeting", "room_part", "weigh_option", "meeting_pulse"),  # the same
    *("drop_import", "import_pulse"),  # the same
    *("end_emergency", "tell_after_all", "tell_of_duty"),  # the same
    *("tell_of_authority", "tell_of_assessment"),  # the same
    *("api_document", "fhir_metadata", "fhir_search", "fhir_search_posted", "fhir_read"),  # for programs
    "fhir_elsewhere",  # the same
    "my_copy",  # a file
    *("take_back_way_in", "own_way_in_go_on", "own_way_in", "person_way_in", "my_way_in"),  # test_way_in goes past
    *("take_off_my_account", "take_off_account"),  # the same
    *("end_session", "end_sessions", "forget_browser", "end_hat", "close_account"),  # buttons
    "end_agreement",  # a button
    *("review_one", "let_in_again", "come_back_colleague", "all_come_back"),  # the same
    *("end_program_token", "end_program", "oauth_token"),  # buttons, and for programs
    *("lift_second_step", "welcome_again", "sign_in_with", "link_outside", "unlink_outside"),  # the same
    *("sign_in_passkey", "ask_for_passkey", "ask_for_new_passkey", "remove_passkey", "take_ways_off"),  # the same
    *("policy_reports", "signed_out_outside"),  # for browsers, and for providers
    *("back_from_provider", "enter_from_provider", "confirm_outside", "own_passkeys"),  # test_accounts goes past them
    *("own_passkey", "every_way_in", "left_outside"),
    *("own_account", "change_password", "reset_password", "sign_in_code", "second_step", "confirm_second_step"),
    *("renew_recovery_codes", "end_second_step", "signed_in"),
    # These three lines: test_accounts goes past them, where accounts have passwords, as none has in a demo.
    "settle_dispute",  # only while a dispute is open; the journey through a meeting goes past it
}


def tour() -> Iterator[tuple[str, str, list[tuple[str, str]]]]:
    """Who walks, in which hat, past which pages: (name, hat, [(picture, address)])."""
    yield (
        "",
        "",
        [
            ("welcome", "/"),
            ("sign-in", reverse("sign_in")),
            *the_mail(),
            ("api-docs", reverse("api_docs")),
            ("terms", reverse("terms")),
            ("answer-landing", "/answer/any/"),
        ],
    )
    yield CODE, "", [("answer-code", of_the_shed("answer_code"))]
    yield IN, "", [*by_link()]
    yield "Marcus", "", [*about_jean(), *asking(), *coming_back(), *hearing(), *without_account(), *the_place()]
    yield LEARNING, "", [*learning()]
    yield "Shona", "", [*signing_for()]
    yield "Declan", "Partnership officer", [*letting_in()]
    yield "Elaine", "Befriending coordinator", [("coordinator-day", reverse("my_day")), *keeping()]
    yield "Elaine", "Befriending coordinator", [*open_offers(), *missing(), *own_list()]
    yield (
        "Brendan",
        "Team lead",
        [
            ("lead-tokens", reverse("tokens")),
            ("lead-day", reverse("my_day")),
            ("lead-list", reverse("team_list")),
            *meeting(),
        ],
    )
    yield "Ciara", "", [*in_hospital(), *reaching()]
    yield "Fiona", "Guardian of records", [*guarding()]
    yield "Norma", "", [*by_administrator()]
    yield "Isla", "", [*by_steward()]
    mine = ("my_story", "news", "tell", "my_referrals", "my_sharing", "my_looks", "my_contacts", "told_again")
    hers = [(name.replace("_", "-").replace("news", "my-news"), reverse(name)) for name in mine]
    yield "Jean Rafferty", "", [*hers, *acted_for()]
    yield (
        "Anne-Marie",
        "",
        [(f"carer-{name}".replace("_", "-"), reverse(name)) for name in ("my_story", "pass_on", *PROMISED)],
    )
    yield "Jean Rafferty", "", [("my-sent-on", reverse("my_sent_on"))]
    yield (
        "Rena",
        "",
        [
            ("map", reverse("place_map", kwargs={"slug": "airdrie"})),
            ("ecosystem", reverse("place", kwargs={"slug": "airdrie"})),
            ("ecosystem-of-north", reverse("ecosystem")),
            ("doors", reverse("doors")),
            ("retelling", reverse("retelling")),
        ],
    )


def own_list() -> Iterator[tuple[str, str]]:
    """A charity's own list: sent, read, its columns matched."""
    run = worlds.some_list(Actor.objects.get(name__startswith="Kettle On"))
    yield "imports", reverse("imports")
    yield "take-a-file-in", reverse("new_import")
    yield "an-import", reverse("import_run", kwargs={"run_id": run.id})
    yield "match-the-columns", reverse("match_columns", kwargs={"run_id": run.id})


CODE, IN, LEARNING = "asked for a code", "in by a link", "here to learn"
"""Nobody who signs in: whoever reads the mail of the Bobbin Shed, before and after the code."""


def the_shed() -> AnswerLink:
    return AnswerLink.objects.get(referral__target__name="The Bobbin Shed", closed_at=None)


def of_the_shed(name: str, **more: str) -> str:
    return reverse(name, kwargs={"link_id": the_shed().id, **more})


def by_link() -> Iterator[tuple[str, str]]:
    """What whoever holds a link sees: the ask, a move, a sentence, and after three answers the invitation."""
    yield "answer", of_the_shed("answer_referral")
    yield "answer-met", of_the_shed("answer_move", code="meet")
    yield "answer-sentence", of_the_shed("answer_sentence")
    yield "answer-take-over", of_the_shed("answer_take_over")


def without_account() -> Iterator[tuple[str, str]]:
    """A referral to a group that nobody signs in for, as its asker sees it."""
    said = Sentence.objects.get(referral__target__name="Plains Larder")
    of_said = {"referral_id": said.referral_id}
    yield "referral-by-link", reverse("referral", kwargs=of_said)
    yield "told-us", f"{reverse('write_down', kwargs=of_said)}?sentence={said.id}"
    yield "told-us-yes", f"{reverse('write_down_move', kwargs={**of_said, 'code': 'accept'})}?sentence={said.id}"
    yield "link-elsewhere", reverse("link_address", kwargs=of_said)
    yield "link-back", reverse("revoke_link", kwargs=of_said)


def letting_in() -> Iterator[tuple[str, str]]:
    """The wish of a group to keep its own listing, and where an approval's mail leads."""
    account = Account.objects.filter(name="Declan McGinty").order_by("created_at")[0]
    yield "claims", reverse("claims")
    yield "claim", reverse("claim", kwargs={"claim_id": ListingClaim.objects.all()[0].id})
    yield "choose-password", passwords.path_for(account)


def the_mail() -> Iterator[tuple[str, str]]:
    """What a demo would have sent."""
    yield "mail", reverse("landed_mail")
    yield "mail-one", reverse("one_landed_mail", kwargs={"mail_id": worlds.some_mail().id})


PROMISED = ("my_referrals", "my_sheet", "acting")


def acted_for() -> Iterator[tuple[str, str]]:
    """Letting somebody act for her, and what becomes of what she was promised."""
    row = CarerPermission.objects.get(account__name="Anne-Marie Boyle")
    yield from [("my-sheet", reverse("my_sheet")), ("let-act", reverse("let_act"))]
    yield from [("my-deciding", reverse("my_deciding")), ("ask-me-alone", reverse("ask_me_alone"))]
    worlds.some_wish(row)
    yield "passed-on-for-me", reverse("passed_on_for_me")
    yield from of_her_own(Person.objects.get(name="Jean Rafferty"))
    yield "renew-permission", reverse("renew_permission", kwargs={"permission_id": row.id})
    yield "end-permission", reverse("end_permission", kwargs={"permission_id": row.id})
    hers = {"by": worlds.herself(row.person), "person_id": row.person_id}
    chosen = people.choose_sharing(**hers, effect=Effect.REFUSAL, part=Part.HISTORY)
    of_it = {"person_id": row.person_id, "choice_id": chosen.id}
    yield "take-a-choice-back", reverse("withdraw_choice", kwargs=of_it)
    asked = {"referral_id": Referral.objects.exclude(state="draft").first().id}
    yield "stop-ask", reverse("stop_ask", kwargs=asked)
    yield "told-again-at-once", reverse("repeated", kwargs=asked)


def promised_and_left(asked: Referral) -> Iterator[tuple[str, str]]:
    """Who does what next, a form on paper, who acts for somebody, and how somebody leaves."""
    row = CarerPermission.objects.get(account__name="Anne-Marie Boyle")
    of_jean, of_asked = {"person_id": row.person_id}, {"referral_id": asked.id}
    yield "promise", reverse("promise", kwargs=of_asked)
    yield "paper-form", reverse("paper_form", kwargs=of_asked)
    yield "find-paper", reverse("find_paper")
    yield "type-in-paper", reverse("type_in_paper", kwargs={"code": "AAAAAAAA"})
    yield "person-acting", reverse("person_acting", kwargs=of_jean)
    yield "person-let-act", reverse("let_act_for_them", kwargs=of_jean)
    yield "suspend-permission", reverse("suspend_permission", kwargs={**of_jean, "permission_id": row.id})
    yield "concern", reverse("concern", kwargs={**of_jean, "permission_id": row.id})
    yield "wish", reverse("wish", kwargs={"wish_id": worlds.some_wish(row).id})
    yield "wishes", reverse("wishes")
    yield "sign-wish", reverse("sign_wish", kwargs={"wish_id": worlds.some_grant_passed_on(row.person).id})
    for name in ("person_leaving", "note_death", "note_move", "undo_death"):
        yield name.replace("_", "-"), reverse(name, kwargs=of_jean)
    yield "guarding", reverse("guarding")
    yield "terms-agreements", reverse("terms_agreements")
    yield "audit", reverse("audit")
    yield "audit-person", reverse("audit_person", kwargs=of_jean)
    yield "audit-worker", reverse("audit_worker", kwargs={"account_id": row.account_id})


def about_jean() -> Iterator[tuple[str, str]]:
    """The pages of one person, and of those one helps."""
    jean = Person.objects.get(name="Jean Rafferty")
    of_jean = {"person_id": jean.id}
    yield from said_wrong(jean)
    yield from [("my-people", reverse("my_people")), ("take-someone-in", reverse("add_person"))]
    for picture, name in (
        ("person-story", "person"),
        ("person-details", "change_person"),
        ("person-add-words", "add_story_entry"),
        ("person-circle", "person_circle"),
        ("person-add-to-circle", "add_to_circle"),
        ("person-asked", "person_asked"),
        ("person-hopes", "person_hopes"),
        ("person-add-hope", "add_hope"),
        ("person-contacts", "person_contacts"),
        ("person-log-contact", "log_contact"),
        ("person-sharing", "person_sharing"),
        ("person-say-wrong", "say_wrong_for_them"),
        ("person-ask-erasure", "ask_erasure_for_them"),
        ("person-add-choice", "add_choice"),
        ("person-record-authority", "record_authority"),
        ("person-record-assessment", "record_assessment"),
    ):
        yield picture, reverse(name, kwargs=of_jean)
    yield from who_decides(jean)
    hope = Outcome.objects.filter(person__relationships__actor__name__startswith="Whinhall").first()
    assert hope, "somebody whom Marcus helps hopes for something"
    yield "person-review-hope", reverse("review_hope", kwargs={"person_id": hope.person_id, "outcome_id": hope.id})


def asking() -> Iterator[tuple[str, str]]:
    """Finding help, asking for it, and what comes of that."""
    jean = Person.objects.get(name="Jean Rafferty")
    visits = Service.objects.filter(provider__name__startswith="Kettle On").first()
    asked = Referral.objects.filter(source__name__startswith="Whinhall", ended_at=None).exclude(state="draft").first()
    of_asked = {"referral_id": asked.id}
    yield from [("my-day", reverse("my_day")), ("our-list", reverse("team_list"))]
    yield "find-help", f"{reverse('find_help')}?q=company&person={jean.id}"
    yield "service", f"{reverse('service', kwargs={'service_id': visits.id})}?person={jean.id}"
    yield "refer", f"{reverse('refer', kwargs={'person_id': jean.id})}?service={visits.id}"
    yield "referral", reverse("referral", kwargs=of_asked)
    yield "ask-openly", f"{reverse('ask_openly', kwargs={'person_id': jean.id})}?need=company.connection"
    joint = JointWork.objects.get(person=None, partners__actor__name__startswith="Whinhall")
    of_joint = {"work_id": joint.id}
    task = joint.actions.filter(actor__name__startswith="Whinhall").first()
    yield "our-joint", reverse("our_joint")
    yield "start-joint", f"{reverse('start_joint')}?with={visits.provider_id}"
    yield "log-together", f"{reverse('log_together')}?with={visits.provider_id}"
    yield "joint-work", reverse("joint_work", kwargs=of_joint)
    yield "joint-task", reverse("change_task", kwargs={**of_joint, "task_id": task.id})
    yield "joint-task-new", reverse("add_task", kwargs=of_joint)
    yield "joint-log", reverse("log_in_work", kwargs=of_joint)
    yield "chain", reverse("chain", kwargs=of_asked)
    yield "sent-on", reverse("signpost", kwargs={"person_id": jean.id})
    yield "our-doors", reverse("our_doors")
    yield "team-doors", reverse("team_doors", kwargs={"actor_id": visits.provider_id})
    yield "referral-withdraw", reverse("referral_move", kwargs={**of_asked, "code": "request_cancel"})
    yield "referral-judge", reverse("judge", kwargs=of_asked)
    yield "referral-gift", reverse("contribute", kwargs=of_asked)
    yield from promised_and_left(asked)
    yield "questions", reverse("questions")
    question = Question.objects.filter(source__name__startswith="Whinhall").first() or Question.objects.first()
    yield "question", reverse("question", kwargs={"question_id": question.id})
    rehabilitation = Actor.objects.get(name__startswith="Airdrie Integrated Rehabilitation")
    yield "ask-first", reverse("ask_question", kwargs={"actor_id": rehabilitation.id})


def in_hospital() -> Iterator[tuple[str, str]]:
    """Somebody in, and noting that they are."""
    stay = Stay.objects.filter(until=None, actor__name="Hospital Discharge Team").first()
    assert stay, "somebody is in hospital now"
    yield "note-a-stay", reverse("note_stay", kwargs={"person_id": stay.person_id})
    yield "end-a-stay", reverse("end_stay", kwargs={"person_id": stay.person_id, "stay_id": stay.id})


def coming_back() -> Iterator[tuple[str, str]]:
    """What ended a while ago, at a service whose door is open still."""
    ended = Referral.objects.filter(source__name__startswith="Whinhall", service__name="Kettle On by phone")
    yield "come-back", reverse("come_back", kwargs={"referral_id": ended.filter(state="completed").first().id})


def open_offers() -> Iterator[tuple[str, str]]:
    """What a small group was told of, and may take on."""
    told = Candidate.objects.filter(actor__name__startswith="Kettle On", referral__state="unclaimed").first()
    assert told, "something is open that Kettle On could help with"
    of_told = {"referral_id": told.referral_id}
    yield from [("open-offers", reverse("offers")), ("open-offer", reverse("offer", kwargs=of_told))]
    yield "pass-an-offer", reverse("pass_offer", kwargs=of_told)


def hearing() -> Iterator[tuple[str, str]]:
    """What is new, and how one hears of it."""
    yield "news", reverse("news")
    yield "news-by-mail", reverse("news_mail")
    yield "news-stop-mail", digests.stop_path(worlds.UNKNOWN)


def the_place() -> Iterator[tuple[str, str]]:
    """Who and what is at work, as anyone may see it."""
    rehabilitation = Actor.objects.get(name__startswith="Airdrie Integrated Rehabilitation")
    rapid = Actor.objects.get(name__icontains="rapid")
    airdrie = {"slug": "airdrie"}
    yield "who-does-what", reverse("place_remits", kwargs=airdrie)
    yield "about-the-place", reverse("place_about", kwargs=airdrie)
    yield "add-to-the-place", reverse("add_context", kwargs=airdrie)
    yield "actors", f"{reverse('actors')}?q=airdrie"
    yield "actor", reverse("actor", kwargs={"actor_id": rehabilitation.id})
    yield "compare", f"{reverse('compare')}?a={rehabilitation.id}&b={rapid.id}"
    yield "institutions", reverse("institutions")
    yield "institution", reverse("institution", kwargs={"institution_id": Institution.objects.first().id})
    yield "refused", reverse("my_story")


def meeting() -> Iterator[tuple[str, str]]:
    """A team meeting that goes on, and one that is over."""
    held, over = Meeting.objects.filter(state="open")[0], Dispute.objects.all()[0].line.meeting
    of_held, of_over = {"meeting_id": held.id}, {"meeting_id": over.id}
    of_line = {**of_held, "line_id": held.lines.order_by("order").first().id}
    yield from [("meetings", reverse("meetings")), ("meeting-plan", reverse("plan_meeting"))]
    for picture, name in (
        ("meeting", "meeting"),
        ("meeting-add", "add_lines"),
        ("meeting-close", "close_meeting"),
        ("meeting-room", "meeting_room"),
    ):
        yield picture, reverse(name, kwargs=of_held)
    for picture, name in (
        ("meeting-line", "meeting_line"),
        ("meeting-options", "line_options"),
        ("meeting-dissent", "line_dissent"),
        ("meeting-dispute", "line_dispute"),
        ("meeting-share", "share_line"),
    ):
        yield picture, reverse(name, kwargs=of_line)
    yield "meeting-minutes", reverse("minutes", kwargs=of_over)
    yield "meeting-correct", reverse("correct_minutes", kwargs=of_over)


def keeping() -> Iterator[tuple[str, str]]:
    """What a small group says of itself."""
    kettle = Actor.objects.get(name__startswith="Kettle On")
    visits = {"service_id": Service.objects.filter(provider=kettle).first().id}
    yield "our-service", reverse("service", kwargs=visits)
    yield "list-a-service", reverse("list_service", kwargs={"actor_id": kettle.id})
    yield "change-a-service", reverse("change_service", kwargs=visits)
    yield "say-what-room", reverse("set_capacity", kwargs=visits)
    yield "close-a-service", reverse("close_service", kwargs=visits)
    yield "our-actor", reverse("actor", kwargs={"actor_id": kettle.id})
    yield "take-a-stance", reverse("take_stance", kwargs={"institution_id": Institution.objects.first().id})
    claim = Tie.objects.get(claim="claimed", target=kettle)
    yield "answer-a-tie", reverse("answer_tie", kwargs={"actor_id": kettle.id, "tie_id": claim.id})


def missing() -> Iterator[tuple[str, str]]:
    """What is not met, and what gets in the way, as a small group states it, offers and writes it down."""
    kettle = Actor.objects.get(name__startswith="Kettle On")
    ours = StatedNeed.objects.filter(actor=kettle)[0]
    theirs = StatedNeed.objects.filter(state="standing").exclude(actor=kettle).first()
    offer = NeedOffer.objects.filter(stated=ours).first()
    friction = Friction.objects.filter(author__startswith="Elaine", minutes=25)[0]
    asked = Referral.objects.filter(source=kettle).values("id")
    unmet = UnmetNeed.objects.filter(origin_id__in=asked, state="standing").first()
    yield "needs", f"{reverse('needs')}?place=airdrie"
    yield "needs-of-ours", f"{reverse('needs')}?show=ours"
    yield "state-a-need", reverse("state_need")
    yield "stated-need", reverse("stated", kwargs={"stated_id": ours.id})
    yield "contest-a-need", reverse("contest_need", kwargs={"stated_id": theirs.id})
    yield "offer-something", reverse("offer_asset", kwargs={"stated_id": theirs.id})
    yield "close-a-need", reverse("close_need", kwargs={"stated_id": ours.id})
    yield "answer-an-offer", reverse("answer_offer", kwargs={"stated_id": ours.id, "offer_id": offer.id})
    yield "unmet-need", reverse("unmet", kwargs={"unmet_id": unmet.id})
    yield "frictions", f"{reverse('frictions')}?place=airdrie"
    yield "something-got-in-the-way", reverse("log_friction")
    yield "friction", reverse("friction", kwargs={"friction_id": friction.id})
    yield "say-more-of-a-friction", reverse("correct_friction", kwargs={"friction_id": friction.id})
    yield "mend-a-friction", reverse("turn_friction", kwargs={"friction_id": friction.id})


@pytest.mark.commitment(9)
def test_every_page_looks_right_wide_and_narrow(busy_world, page: Page) -> None:
    """Each page has its picture; what is only a button has none."""
    assert Outcome.objects.exists()
    seen: set[str] = set()
    faults: list[str] = []
    for who, hat, walk in tour():
        page.set_viewport_size(WIDE)
        if who in (CODE, IN):
            open_link(page, the_shed().address, code=who is IN)
        elif who == LEARNING:
            begin_to_learn(page, "Marcus")
        elif who:
            sign_in_as(page, who, hat=hat)
        for picture, address in walk:
            seen.add(resolve(address.partition("?")[0]).url_name)
            faults += [f"{picture} {fault}" for fault in looked_at(page, picture, address)]
    assert not faults, "\n".join(faults)
    assert named() - seen - NO_PICTURE == set()
    page.goto(reverse("place_map", kwargs={"slug": "airdrie"}))
    expect(page.locator(".flow__stream").first).to_be_visible()


def named() -> set[str]:
    """The names of all addresses there are."""
    patterns = [each for part in get_resolver().url_patterns for each in getattr(part, "url_patterns", [part])]
    return {pattern.name for pattern in patterns if pattern.name}


def looked_at(page: Page, picture: str, address: str) -> Iterator[str]:
    """What is wrong with a page, loaded once and then made narrow; its photographs, if they are kept."""
    page.goto(address)
    yield from as_it_stands(page, picture)


def as_it_stands(page: Page, picture: str) -> Iterator[str]:
    """The same of the page that is open; it is wide in the end."""
    page.evaluate(AXE_SCRIPT)
    for name, size in (("narrow", NARROW), ("wide", WIDE)):
        page.set_viewport_size(size)
        yield from (f"{name}: {fault}" for fault in faults_of(page))
        if photograph := kept_as(f"{picture}-{name}.png"):
            page.screenshot(path=photograph, full_page=True)


def kept_as(picture: str) -> Path | None:
    """Where the photograph of a page is kept, if it is."""
    if PICTURES != "1":
        return Path(PICTURES) / picture if PICTURES else None
    shown = ROOT / "docs" / "pictures" / picture
    return shown if shown in pictures_shown() else None


def faults_of(page: Page) -> Iterator[str]:
    """What axe, which the page holds, finds, and whether the page is wider than its window."""
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        yield "scrolls sideways"
    for violation in page.evaluate("async options => (await axe.run(options)).violations", AXE):
        yield f"{violation['id']}: {violation['nodes'][0]['html'][:160]}"
