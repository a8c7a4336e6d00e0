"""Links at one moment: two devices, a link taken back under an open form, an ask stopped while it is answered."""

import pytest

from ecotone.access.verdicts import Refused
from ecotone.care import actions
from ecotone.care.machine import State
from ecotone.care.models import AnswerLink, LinkCode, Referral, ReferralMove, Sentence
from ecotone.care.rules.links import TRIES
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices.models import Mail
from tests.rooms.care.linking import BROWSER, Lane, code_in, holder, lane, let_in, link_of, newest_mail, token_in
from tests.rooms.racing import both, sorted_out
from tests.worlds import SYSTEM, moved, whole

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


@pytest.fixture
def way() -> Lane:
    return lane()


def answering(held, referral, code):
    recorded, version = whole(code), Referral.of(referral.id).version
    return lambda: actions.move(by=held, referral_id=referral.id, version=version, code=code, recorded=recorded)


@pytest.mark.commitment(4)
def test_two_devices_accept_at_once_and_one_does(way):
    asked = way.ask()
    one, two = let_in(asked), holder(asked)
    won, lost = sorted_out(both(answering(one, asked, "accept"), answering(two, asked, "accept")))
    assert (len(won), [type(error) for error in lost]) == (1, [Stale])
    assert ReferralMove.objects.filter(code="accept").count() == 1


def test_a_link_taken_back_while_a_form_is_open_answers_before_or_not_at_all(way):
    asked = way.ask()
    held = let_in(asked)
    link = link_of(asked)
    _, lost = sorted_out(
        both(
            answering(held, asked, "accept"),
            lambda: actions.revoke_link(
                by=way.asker, referral_id=asked.id, live_id=link.id, reason="The wrong group"
            ),
        )
    )
    assert AnswerLink.of(link.id).why == "revoked"
    accepted = Referral.of(asked.id).state == State.ACCEPTED
    assert [type(error) for error in lost] == ([] if accepted else [Refused])
    with pytest.raises(Refused):
        answering(held, asked, "interim" if accepted else "accept")()


@pytest.mark.parametrize("turn", range(3))
def test_an_ask_stopped_while_it_is_answered_is_stopped_or_answered(way, turn):
    asked = way.ask()
    held = let_in(asked)
    version = Referral.of(asked.id).version
    stop = {"by": way.asker, "referral_id": asked.id, "version": version, "code": "cancel"}
    won, lost = sorted_out(
        both(answering(held, asked, "accept"), lambda: actions.move(**stop, recorded=whole("cancel")))
    )
    assert len(won) == len(lost) == 1
    assert isinstance(lost[0], Stale | Refused)
    row = Referral.of(asked.id)
    assert row.state in (State.ACCEPTED, State.CANCELLED)
    assert AnswerLink.objects.filter(closed_at=None).exists() == (row.state == State.ACCEPTED)


@pytest.mark.commitment(3)
def test_twenty_wrong_codes_at_once_are_five_tries(way):
    held = holder(way.ask())
    actions.send_code(by=held, browser=BROWSER)
    right = code_in(newest_mail("code"))
    wrong = [f"{number:06}" for number in range(21) if f"{number:06}" != right][:20]
    outcomes = both(*(lambda code=code: actions.try_code(by=held, browser=BROWSER, code=code) for code in wrong))
    tried, failed = sorted_out(outcomes)
    assert not failed
    assert sorted(each.tried for each in tried) == ["spent"] * (20 - TRIES) + ["wrong"] * TRIES
    assert LinkCode.objects.get().tries == TRIES
    assert actions.try_code(by=held, browser=BROWSER, code=right).tried == "spent"


def test_the_right_code_typed_twice_at_once_lets_in_once(way):
    held = holder(way.ask())
    actions.send_code(by=held, browser=BROWSER)
    right = code_in(newest_mail("code"))
    tried, failed = sorted_out(both(*[lambda: actions.try_code(by=held, browser=BROWSER, code=right)] * 2))
    assert not failed
    assert sorted(each.tried for each in tried) == ["right", "spent"]


def test_codes_wished_for_at_once_are_one(way):
    held = holder(way.ask())
    _, failed = sorted_out(both(*[lambda: actions.send_code(by=held, browser=BROWSER)] * 5))
    assert not failed
    assert LinkCode.objects.count() == 1


def test_sent_again_twice_at_once_is_sent_once(way):
    asked = way.ask()
    live_id = link_of(asked).id
    won, lost = sorted_out(
        both(*[lambda: actions.send_link(by=way.asker, referral_id=asked.id, live_id=live_id)] * 2)
    )
    assert (len(won), [type(error) for error in lost]) == (1, [Stale])
    assert AnswerLink.objects.count() == Mail.objects.count() == 2


def test_renewed_by_many_at_once_stays_within_the_limit(way):
    way.ask()
    token = token_in(newest_mail())
    outcomes = both(*[lambda: actions.renew_link(by=SYSTEM, token=token)] * 6)
    _, lost = sorted_out(outcomes)
    assert {type(error) for error in lost} <= {Invalid, NotFound}
    assert Mail.objects.count() <= 3
    assert AnswerLink.objects.filter(closed_at=None).count() == 1


def test_two_colleagues_fill_in_one_sentence_at_once_and_one_does(way):
    asked = way.ask()
    said = actions.say_in_a_sentence(by=let_in(asked), text="Aye")
    version = Referral.of(asked.id).version
    given = {"heard_by": "message", "heard_from": "Ina", "heard_on": asked.created_at.date(), "sentence_id": said.id}
    write = {"by": way.asker, "referral_id": asked.id, "version": version, "code": "accept", **given}
    recorded = whole("accept")
    won, lost = sorted_out(both(*[lambda: actions.write_down(**write, recorded=recorded)] * 2))
    assert (len(won), [type(error) for error in lost]) == (1, [Stale])
    assert Sentence.objects.get().coded_at


def test_the_person_stops_it_while_they_write_a_sentence(way):
    asked = way.ask()
    held = let_in(asked)
    row = Referral.of(asked.id)
    _, lost = sorted_out(
        both(
            lambda: actions.say_in_a_sentence(by=held, text="Aye"),
            lambda: moved(asked, way.me, "withdraw"),
        )
    )
    assert all(isinstance(error, Refused | Stale) for error in lost)
    assert Referral.of(row.id).state in (State.CANCELLED, State.RECEIVED)
