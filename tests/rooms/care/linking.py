"""A small group that nobody signs in for, asked for help: its mail, and whoever holds the link in it."""

import re
from dataclasses import dataclass

from ecotone.access.principal import Principal
from ecotone.care import actions, queries
from ecotone.care.models import AnswerLink, Referral
from ecotone.ecosystem.models import Actor
from ecotone.notices.models import Mail
from ecotone.people.models import Person
from ecotone.people.rules import Part
from tests import worlds

ADDRESS = "kettle@example.org"
BROWSER = "the browser of the group"


@dataclass
class Lane:
    """Jean; the link workers who help her; a knitting group with an address and no account; a stranger."""

    jean: Person
    me: Principal
    asker: Principal
    group: Actor
    stranger: Principal

    def ask(self, **draft) -> Referral:
        return worlds.ask(self.asker, self.jean, self.group, **{"parts": [Part.MATTERS]} | draft)


def lane() -> Lane:
    asker = worlds.wearing(worlds.team("Link workers"), title="Link worker")
    jean = worlds.taken_in(asker)
    return Lane(
        jean=jean,
        me=worlds.herself(jean),
        asker=asker,
        group=worlds.actor("The Knitting Lane", email=ADDRESS),
        stranger=worlds.wearing(worlds.team("Elsewhere")),
    )


def newest_mail(subject: str = "") -> Mail:
    return Mail.objects.filter(subject__icontains=subject).order_by("-created_at", "-id")[0]


def token_in(mail: Mail) -> str:
    """The token of the link that a mail carries."""
    found = re.search(r"/answer/([\w-]+)/", mail.body)
    assert found, mail.body
    return found[1]


def code_in(mail: Mail) -> str:
    found = re.search(r"^ +(\d{6})$", mail.body, re.M)
    assert found, mail.body
    return found[1]


def link_of(referral: Referral) -> AnswerLink:
    """The live link of an ask."""
    return AnswerLink.objects.get(referral=referral, closed_at=None)


def holder(referral: Referral) -> Principal:
    """Whoever holds the live link of this ask, as pages make it out at each request."""
    return holder_of(link_of(referral))


def holder_of(link: AnswerLink) -> Principal:
    held = queries.holder_of(link.id, name="by e-mail link")
    assert held is not None
    return held


def let_in(referral: Referral) -> Principal:
    """The holder after the code was typed in."""
    held = holder(referral)
    actions.send_code(by=held, browser=BROWSER)
    entered = actions.try_code(by=held, browser=BROWSER, code=code_in(newest_mail("code")))
    assert entered.tried == "right"
    return held
