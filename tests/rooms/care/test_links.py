"""A group without an account is asked by e-mail: how the link is sent, opened, used, and when it opens no more."""

from datetime import timedelta

import pytest

from ecotone.access.models import AuditEntry, AuditSubject
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions, queries
from ecotone.care.machine import FINAL, MOVES, Party, State
from ecotone.care.models import AnswerLink, LinkCode, Referral, ReferralMove, Sentence, TrustedDevice
from ecotone.care.rules import Sight, masked
from ecotone.care.rules.links import CODE_LASTS, DEVICE_LASTS, LINK_LASTS, TRIES
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices.models import Mail
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.rules import Part
from tests import worlds
from tests.rooms.care.linking import (
    ADDRESS,
    BROWSER,
    Lane,
    code_in,
    holder,
    holder_of,
    lane,
    let_in,
    link_of,
    newest_mail,
    token_in,
)
from tests.worlds import SYSTEM, later, moved, refused, told, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def way() -> Lane:
    return lane()


def by_link(held, referral, code, **given):
    """One move by the holder, from the version as it stands."""
    return actions.move(
        by=held,
        referral_id=referral.id,
        version=Referral.of(referral.id).version,
        code=code,
        recorded=whole(code, **given),
    )


# When it is sent, and what the mail says


@pytest.mark.commitment(9)
def test_a_group_without_an_account_is_sent_a_link_that_says_nothing_of_her(way):
    asked = way.ask(why="She drinks since Tam died", contact_note="Never ring the son")
    mail = newest_mail()
    assert mail.to == ADDRESS
    assert "The Knitting Lane" in mail.subject
    for secret in ("Jean", "Rafferty", "Link workers", "drinks", "Tam", "son"):
        assert secret not in mail.subject + mail.body
    assert queries.live_link(token_in(mail)) == link_of(asked).id
    assert token_in(mail) not in repr([*AnswerLink.objects.values_list(), *AuditEntry.objects.values_list()])


@pytest.mark.parametrize(("role", "links"), [(Role.WORKER, 0), (Role.LEAD, 0), (Role.ADMINISTRATOR, 1)])
def test_where_somebody_can_answer_here_no_link_goes_out(way, role, links):
    worlds.wearing(way.group, role)
    way.ask()
    assert AnswerLink.objects.count() == Mail.objects.count() == links


def test_without_an_address_none_goes_and_the_service_s_own_serves(way):
    quiet = worlds.actor("The Quiet Room")
    worlds.ask(way.asker, way.jean, quiet)
    assert not AnswerLink.objects.exists()
    tea = worlds.service(quiet, "Tea", email="tea@example.org")
    worlds.ask(way.asker, way.jean, tea)
    assert AnswerLink.objects.get().address == "tea@example.org"


def test_she_may_ask_a_group_herself_and_it_gets_a_link_too(way):
    tea = worlds.service(way.group, "Tea")
    asked = worlds.ask(way.me, way.jean, tea)
    assert by_link(let_in(asked), asked, "accept").state == State.ACCEPTED


# Opening it


def test_finding_a_link_changes_nothing_and_leaves_no_trace(way):
    way.ask()
    before = worlds.kept(), AuditEntry.objects.count()
    assert queries.live_link(token_in(newest_mail()))
    assert queries.live_link("forged") is None
    assert (worlds.kept(), AuditEntry.objects.count()) == before


def test_the_code_lets_in_once_and_the_asker_sees_that_it_was_opened(way):
    asked = way.ask()
    held = holder(asked)
    actions.send_code(by=held, browser=BROWSER)
    mail = newest_mail("code")
    code = code_in(mail)
    assert mail.to == ADDRESS
    assert code not in mail.subject
    assert code not in repr(list(LinkCode.objects.values_list()))
    assert queries.referral(way.asker, asked.id).by_link.live.opened_at is None
    assert actions.try_code(by=held, browser=BROWSER, code=f" {code[:3]} {code[3:]} ").tried == "right"
    assert queries.referral(way.asker, asked.id).by_link.live.opened_at == clock.now()
    assert Referral.of(asked.id).state == State.RECEIVED
    assert actions.try_code(by=held, browser=BROWSER, code=code).tried == "spent"


def test_a_code_is_over_after_ten_minutes_after_five_tries_and_when_a_newer_one_came(way):
    held = holder(way.ask())
    actions.send_code(by=held, browser=BROWSER)
    first = code_in(newest_mail("code"))
    wrong = "000000" if first != "000000" else "111111"
    with later(seconds=CODE_LASTS.total_seconds()):
        assert actions.try_code(by=held, browser=BROWSER, code=first).tried == "spent"
    assert [actions.try_code(by=held, browser=BROWSER, code=wrong).tried for _ in range(TRIES + 2)] == [
        "wrong"
    ] * TRIES + ["spent"] * 2
    assert actions.try_code(by=held, browser=BROWSER, code=first).tried == "spent"
    with later(minutes=2):
        actions.send_code(by=held, browser=BROWSER)
        assert actions.try_code(by=held, browser=BROWSER, code=first).tried == "wrong"
        assert actions.try_code(by=held, browser=BROWSER, code=code_in(newest_mail("code"))).tried == "right"


def test_the_button_pressed_twice_sends_one_code_and_an_impatient_holder_not_many(way):
    held = holder(way.ask())
    for _ in range(3):
        actions.send_code(by=held, browser=BROWSER)
    assert LinkCode.objects.count() == 1
    for minutes in (2, 4, 6):
        with later(minutes=minutes):
            actions.send_code(by=held, browser=BROWSER)
    with later(minutes=8), pytest.raises(Invalid) as often:
        actions.send_code(by=held, browser=BROWSER)
    assert often.value.problems[0].code == "care.codes_often"
    with later(hours=2):
        actions.send_code(by=held, browser=BROWSER)


def test_a_device_is_remembered_for_its_address_alone_until_it_is_forgotten(way):
    asked = way.ask()
    held = holder(asked)
    actions.send_code(by=held, browser=BROWSER)
    key = actions.try_code(by=held, browser=BROWSER, code=code_in(newest_mail("code")), remember=True).device
    assert queries.knows_device(held, [key])
    assert not queries.knows_device(held, [key + "x"])
    assert key not in repr(list(TrustedDevice.objects.values_list()))
    other = worlds.actor("The Other Lane", email="other@example.org")
    theirs = holder(worlds.ask(way.asker, way.jean, other))
    assert not queries.knows_device(theirs, [key])
    with later(seconds=DEVICE_LASTS.total_seconds()):
        assert not queries.knows_device(held, [key])
    actions.forget_device(by=held, key=key)
    assert not queries.knows_device(held, [key])
    with pytest.raises(NotFound):
        actions.forget_device(by=held, key=key)


# What is done by it


@pytest.mark.commitment(4)
@pytest.mark.commitment(9)
def test_the_whole_course_by_link_is_signed_and_audited_and_closes_it(way):
    asked = way.ask()
    held = let_in(asked)
    for code in ("accept", "meet", "interim", "complete"):
        by_link(held, asked, code)
    row = Referral.of(asked.id)
    assert row.state == State.COMPLETED
    steps = ReferralMove.objects.filter(referral=asked).order_by("created_at", "id")
    assert [step.code for step in steps] == ["offer", "receive", "accept", "meet", "interim", "complete"]
    assert {step.author for step in steps[1:]} == {"by e-mail link, The Knitting Lane"}
    used = AuditEntry.objects.filter(link_id=held.link_id)
    assert {entry.actor_id for entry in used} == {way.group.id}
    assert {entry.account_id for entry in used} == {None}
    assert {"care.send_code", "care.try_code", "care.move"} <= set(used.values_list("code", flat=True))
    assert AnswerLink.objects.get().why == "ended"
    assert refused(lambda: by_link(holder_of(AnswerLink.objects.get()), asked, "interim")) == "care.link_is_over"
    assert not Mail.objects.filter(subject__contains="is over").exists()


def test_a_question_and_its_answer_come_and_go(way):
    asked = way.ask()
    by_link(let_in(asked), asked, "ask", question="Can she manage stairs?")
    moved(asked, way.asker, "answer", answer="With a hand")
    mail = newest_mail("news")
    assert "stairs" not in mail.body
    assert queries.live_link(token_in(mail)) == link_of(asked).id
    assert AnswerLink.objects.count() == 2
    assert by_link(let_in(asked), asked, "decline").state == State.REJECTED


@pytest.mark.commitment(9)
def test_a_sentence_is_news_which_the_asker_codes_in_their_name(way):
    asked = way.ask()
    actions.say_in_a_sentence(by=let_in(asked), text="Aye, Ina can take her on Thursday")
    row = Referral.of(asked.id)
    assert row.source_news_at
    (waiting,) = [each for each in queries.referral(way.asker, asked.id).sentences if each.waits]
    assert waiting.text == "Aye, Ina can take her on Thursday"
    assert [each.text for each in queries.referral(way.me, asked.id).sentences] == [waiting.text]
    with pytest.raises(Refused):
        queries.sentence(way.stranger, asked.id, waiting.id)
    heard = {"heard_by": "message", "heard_from": "Ina", "heard_on": clock.today(), "sentence_id": waiting.id}
    actions.write_down(
        by=way.asker, referral_id=asked.id, version=row.version, code="accept", recorded=whole("accept"), **heard
    )
    assert not [each for each in queries.referral(way.asker, asked.id).sentences if each.waits]
    assert Referral.of(asked.id).source_news_at is None
    with pytest.raises(Invalid):
        actions.set_sentence_aside(by=way.asker, sentence_id=waiting.id)


def test_a_sentence_that_means_no_move_is_set_aside_by_the_asker_alone(way):
    asked = way.ask()
    said = actions.say_in_a_sentence(by=let_in(asked), text="Who is this?")
    assert refused(lambda: actions.set_sentence_aside(by=way.stranger, sentence_id=said.id)) == "care.not_a_party"
    actions.set_sentence_aside(by=way.asker, sentence_id=said.id)
    assert Sentence.objects.get().coded_at


def test_an_empty_sentence_is_none_and_twenty_are_enough(way):
    asked = way.ask()
    held = let_in(asked)
    assert told(lambda: actions.say_in_a_sentence(by=held, text="  ")) == [("ground.required", "text")]
    for number in range(20):
        actions.say_in_a_sentence(by=held, text=f"News {number}")
    assert told(lambda: actions.say_in_a_sentence(by=held, text="More"))[0][0] == "care.sentences_often"


# What it shows


@pytest.mark.commitment(3)
def test_it_shows_what_that_ask_shares_and_nothing_of_another(way):
    people.add_story_entry(by=way.asker, person_id=way.jean.id, section=Part.MATTERS, text="Her garden")
    people.add_story_entry(by=way.asker, person_id=way.jean.id, section=Part.HISTORY, text="The pit")
    first = way.ask(parts=[Part.MATTERS])
    second = way.ask(parts=[Part.HISTORY, Part.REFERRALS], need_id=worlds.need("other").id)
    held = let_in(first)
    view = queries.referral(held, first.id)
    assert view.row.sight is Sight.FULL
    assert view.row.person.identity.name == "Jean Rafferty"
    seen = records.person(held, way.jean.id)
    texts = {part.part: part.entries for part in seen.story}
    assert [entry.text for entry in texts[Part.MATTERS]] == ["Her garden"]
    assert not texts[Part.HISTORY]
    assert not seen.circle
    with pytest.raises(Refused):
        queries.referral(held, second.id)
    assert refused(lambda: by_link(held, second, "accept")) == "care.link_is_over"


@pytest.mark.commitment(3)
def test_her_no_holds_at_once_and_so_does_her_stop(way):
    asked = way.ask()
    held = let_in(asked)
    people.choose_sharing(by=way.me, person_id=way.jean.id, effect="refusal", actor_id=way.group.id)
    assert not queries.referral(held, asked.id).row.person.identity
    assert refused(lambda: by_link(held, asked, "accept")) == "people.person_refused"
    moved(asked, way.me, "withdraw")
    assert AnswerLink.objects.get().why == "ended"
    assert newest_mail("is over").to == ADDRESS
    with pytest.raises(Refused):
        queries.referral(holder_of(AnswerLink.objects.get()), asked.id)


@pytest.mark.commitment(3)
def test_she_reads_that_it_was_looked_at_by_the_link(way):
    asked = way.ask()
    held = let_in(asked)
    queries.referral(held, asked.id)
    looks = [look for look in records.looks(way.me) if look.link_id == held.link_id]
    assert {look.actor_id for look in looks} == {way.group.id}
    assert "look" in {look.kind for look in looks}
    assert AuditSubject.objects.filter(entry__link_id=held.link_id, kind="person", part=Part.IDENTITY).exists()


# When it opens no more


@pytest.mark.parametrize("end", ["cancel", "withdraw", "give_up_waiting", "mark_error", "lapse"])
def test_whatever_ends_the_ask_ends_the_link(way, end):
    asked = way.ask()
    by = {"cancel": way.asker, "mark_error": way.asker, "withdraw": way.me}.get(end, SYSTEM)
    moved(asked, by, end)
    assert AnswerLink.objects.get().closed_at
    assert queries.live_link(token_in(newest_mail("asks"))) is None


def test_every_final_state_is_reached_without_a_live_link(way):
    for number, end in enumerate(move for move in MOVES if move.target in FINAL and move.code != "complete_onward"):
        with worlds.undone():
            asked = way.ask(need_id=worlds.need(f"need-{number}").id)
            if State.OFFERED not in end.sources:
                by_link(let_in(asked), asked, "accept")
            if State.IN_PROGRESS not in end.sources and State.CANCEL_REQUESTED in end.sources:
                moved(asked, way.asker, "request_cancel")
            callers = {Party.SOURCE: way.asker, Party.PERSON: way.me, Party.ECOTONE: SYSTEM}
            by = next((callers[party] for party in callers if party in end.by), None) or let_in(asked)
            moved(asked, by, end.code)
            assert not AnswerLink.objects.filter(closed_at=None).exists(), end.code


def test_it_expires_and_a_fresh_one_goes_to_the_same_address(way):
    way.ask()
    old = token_in(newest_mail())
    with later(seconds=LINK_LASTS.total_seconds()):
        assert queries.live_link(old) is None
        actions.renew_link(by=SYSTEM, token=old)
        mail = newest_mail()
        assert mail.to == ADDRESS
        assert queries.live_link(token_in(mail))
        assert queries.live_link(old) is None


@pytest.mark.parametrize("why", ["forged", "revoked", "ended", "elsewhere"])
def test_what_was_taken_back_or_ended_is_not_renewed(way, why):
    asked = way.ask()
    token = token_in(newest_mail())
    if why == "revoked":
        actions.revoke_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id, reason="The wrong group")
    elif why == "ended":
        moved(asked, way.asker, "cancel")
    elif why == "elsewhere":
        actions.send_link(
            by=way.asker,
            referral_id=asked.id,
            live_id=link_of(asked).id,
            address="ina@example.org",
            reason="She said",
        )
    mails = Mail.objects.count()
    with pytest.raises(NotFound):
        actions.renew_link(by=SYSTEM, token="forged" if why == "forged" else token)
    assert Mail.objects.count() == mails


def test_renewing_is_limited(way):
    way.ask()
    for minutes in (1, 2):
        with later(minutes=minutes):
            actions.renew_link(by=SYSTEM, token=token_in(newest_mail()))
    with later(minutes=3), pytest.raises(Invalid):
        actions.renew_link(by=SYSTEM, token=token_in(newest_mail()))


def test_only_ecotone_renews(way):
    way.ask()
    token = token_in(newest_mail())
    for by in (way.asker, way.stranger, worlds.NOBODY):
        with pytest.raises(Refused):
            actions.renew_link(by=by, token=token)


# What the asker does with it


def test_the_asker_sends_it_again_elsewhere_and_takes_it_back(way):
    asked = way.ask()
    first = link_of(asked)
    again = actions.send_link(by=way.asker, referral_id=asked.id, live_id=first.id)
    assert again.address == ADDRESS
    assert AnswerLink.of(first.id).why == "replaced"
    with pytest.raises(Stale):
        actions.send_link(by=way.asker, referral_id=asked.id, live_id=first.id)
    elsewhere = {"address": "ina@example.org", "reason": ""}
    assert told(lambda: actions.send_link(by=way.asker, referral_id=asked.id, live_id=again.id, **elsewhere)) == [
        ("ground.required", "reason")
    ]
    elsewhere["reason"] = "Ina reads it there"
    new = actions.send_link(by=way.asker, referral_id=asked.id, live_id=again.id, **elsewhere)
    assert (new.listed, newest_mail().to) == (False, "ina@example.org")
    live = queries.referral(way.asker, asked.id).by_link.live
    assert (live.to, live.reason) == ("i•••••@example.org", "Ina reads it there")
    actions.revoke_link(by=way.asker, referral_id=asked.id, live_id=new.id, reason="She left")
    assert queries.referral(way.asker, asked.id).by_link.live is None
    assert refused(lambda: actions.send_code(by=holder_of(new), browser=BROWSER)) == "care.link_is_over"


@pytest.mark.parametrize("address", ["", "no address", "two@example.org, three@example.org", "a@b\n@example.org"])
def test_what_is_no_address_is_said_at_its_field(way, address):
    quiet = worlds.actor("The Quiet Room")
    asked = worlds.ask(way.asker, way.jean, quiet)
    assert "address" in {
        field
        for _, field in told(
            lambda: actions.send_link(by=way.asker, referral_id=asked.id, address=address, reason="They said")
        )
    }


def test_nobody_else_sends_it_or_takes_it_back(way):
    asked = way.ask()
    held = let_in(asked)
    acts = [
        lambda by: actions.send_link(by=by, referral_id=asked.id, live_id=link_of(asked).id),
        lambda by: actions.revoke_link(by=by, referral_id=asked.id, live_id=link_of(asked).id, reason="So"),
    ]
    for by in (way.stranger, way.me, held, worlds.NOBODY):
        assert refused(*(lambda act=act, by=by: act(by) for act in acts))


def test_a_day_s_worth_of_links_is_ten(way):
    asked = way.ask()
    for _ in range(9):
        actions.send_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id)
    assert told(lambda: actions.send_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id)) == [
        ("care.links_often", "")
    ]


def test_who_lets_the_day_pass_is_reminded_and_the_ask_that_went_back_can_go_out_again(way):
    asked = way.ask(days=1)
    with later(days=2):
        actions.escalate(by=SYSTEM, referral_id=asked.id, version=asked.version)
        assert "still waits" in newest_mail().subject
        assert queries.live_link(token_in(newest_mail()))
    with later(days=5):
        moved(asked, SYSTEM, "give_up_waiting")
        assert AnswerLink.objects.filter(closed_at=None).count() == 0
        moved(asked, way.asker, "wait_again")
        assert queries.live_link(token_in(newest_mail("asks")))


def test_who_wanted_to_look_again_is_reminded_by_a_fresh_link_and_once(way):
    asked = moved(way.ask(), SYSTEM, "accept")
    held = moved(asked, SYSTEM, "hold", review_on=clock.today() + timedelta(days=3))
    with later(days=4):
        reminded = actions.remind(by=SYSTEM, referral_id=held.id, version=held.version)
        again = {"referral_id": held.id, "version": reminded.version}
        assert told(lambda: actions.remind(by=SYSTEM, **again)) == [("care.not_late", "")]
        assert Mail.objects.filter(subject__icontains="look again").count() == 1
        assert queries.live_link(token_in(newest_mail("look again")))
    assert Referral.of(held.id).state == held.state


def test_a_link_sent_again_after_a_yes_does_not_ask_for_an_answer(way):
    asked = moved(way.ask(), SYSTEM, "accept")
    actions.send_link(by=way.asker, referral_id=asked.id, live_id=link_of(asked).id)
    sent = newest_mail()
    assert "A new link" in sent.subject and "has answered" in sent.body
    assert queries.live_link(token_in(sent))


def test_an_address_is_recognised_and_not_given_away():
    assert masked("office@kettle.example") == "o•••••@kettle.example"
    assert masked("a@b") == "a•••••@b"


def test_links_last_what_they_say(way):
    link = link_of(way.ask())
    assert link.expires_at - link.created_at == timedelta(days=30)
