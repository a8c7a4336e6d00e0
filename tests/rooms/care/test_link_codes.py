"""Codes of a link, where somebody else holds it too: nobody is shut out, and guessing stays hopeless."""

import pytest

from ecotone.care import actions, queries
from ecotone.care.models import LinkCode
from ecotone.care.rules.links import TRIES
from ecotone.ground.errors import Invalid
from tests.rooms.care.linking import ADDRESS, BROWSER, Lane, code_in, holder, lane, newest_mail, token_in
from tests.worlds import SYSTEM, later

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def way() -> Lane:
    return lane()


@pytest.mark.commitment(3)
def test_wrong_tries_elsewhere_use_up_nobody_else_s_code(way):
    """Whoever was forwarded the link asks for codes of their own, and guesses: the group's code still lets it in."""
    held = holder(way.ask())
    actions.send_code(by=held, browser=BROWSER)
    right = code_in(newest_mail("code"))
    assert actions.try_code(by=held, browser="elsewhere", code=right).tried == "spent"
    actions.send_code(by=held, browser="elsewhere")
    wrong = next(code for code in ("000000", "111111") if code not in (right, code_in(newest_mail("code"))))
    tried = [actions.try_code(by=held, browser="elsewhere", code=wrong).tried for _ in range(TRIES + 1)]
    assert tried == ["wrong"] * TRIES + ["spent"]
    assert actions.try_code(by=held, browser=BROWSER, code=right).tried == "right"


@pytest.mark.parametrize(("hours", "most"), [(1, 4), (24, 10), (24 * 29, 40)])
@pytest.mark.commitment(3)
def test_however_many_browsers_ask_one_link_is_worth_few_guesses(way, hours, most):
    """A new browser for each wish, 96 times over that while when it is refused, else at once."""
    held, sent, minutes = holder(way.ask()), 0, 0
    while minutes < hours * 60:
        with later(minutes=minutes):
            try:
                actions.send_code(by=held, browser=f"browser {sent}")
                sent += 1
            except Invalid:
                minutes += max(15, hours * 60 // 96)
    assert sent == most
    assert LinkCode.objects.count() * TRIES <= 200


@pytest.mark.commitment(9)
def test_who_was_shut_out_gets_in_by_a_fresh_link_that_the_other_does_not_hold(way):
    asked = way.ask()
    old, held = token_in(newest_mail()), holder(asked)
    for number in range(4):
        actions.send_code(by=held, browser=f"elsewhere {number}")
    with pytest.raises(Invalid):
        actions.send_code(by=held, browser=BROWSER)
    actions.renew_link(by=SYSTEM, token=old)
    assert newest_mail("asks").to == ADDRESS
    assert queries.live_link(old) is None
    fresh = holder(asked)
    actions.send_code(by=fresh, browser=BROWSER)
    assert actions.try_code(by=fresh, browser=BROWSER, code=code_in(newest_mail("code"))).tried == "right"
