"""What an action of care does to links behind itself: mails one, mails a code, closes one. No door of its own.

The mail says that somebody asks for help, and nothing of whom or for what: that waits behind the link.
"""

from typing import Any
from uuid import UUID

from django.utils.crypto import salted_hmac

from ecotone.access.audit import wrote
from ecotone.access.principal import Principal
from ecotone.care.letters import LETTERS
from ecotone.care.models import AnswerLink, LinkCode, Referral
from ecotone.care.policies import listed_address
from ecotone.care.rules.links import CODE_LASTS, LINK_LASTS, LinkEnd, hash_of
from ecotone.ecosystem.queries import has_practice
from ecotone.ground import clock
from ecotone.ground.errors import Stale
from ecotone.ground.hand import hand
from ecotone.ground.ids import new_digits, new_id, new_secret
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link as address_of

PATH = "/answer/{token}/"
"""Where a link leads; the page there is web's."""


def code_hash_of(link: AnswerLink, code: str) -> str:
    """What is kept of a code: a million of them are soon tried, so the deployment's own key goes in."""
    return salted_hmac(f"ecotone.link-code:{link.id}", code, algorithm="sha256").hexdigest()


def mail_first_link(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """The effect of asking: whoever has nobody here to open it, and an address, gets a link."""
    address = listed_address(referral)
    if address and referral.target_id and not has_practice(referral.target_id):
        mail_link(by, referral, address, listed=True)


def mail_link(
    by: Principal, referral: Referral, address: str, *, listed: bool, reason: str = "", letter: str = "asked"
) -> AnswerLink:
    """A new link to this address; the one before it opens nothing from now."""
    close_link(referral, LinkEnd.REPLACED)
    token, expires_at = new_secret(), clock.now() + LINK_LASTS
    link = AnswerLink.add(
        id=new_id(),
        referral=referral,
        address=address,
        listed=listed,
        reason=reason,
        token_hash=hash_of(token),
        expires_at=expires_at,
        **AnswerLink.signed(by),
    )
    _post(
        f"answer_link:{link.id}",
        address,
        letter,
        good_until=expires_at,
        group=_group(referral),
        link=address_of(PATH.format(token=token)),
        reply_by=_day(referral.reply_by),
        until=_day(expires_at.astimezone(clock.LOCAL)),
    )
    wrote("answerlink", link.id, act="care.send_link", keeps_access=True)
    return link


def mail_code(link: AnswerLink, browser_hash: str) -> LinkCode:
    """Six digits to the link's own address, for one browser; the code it was sent before counts no more."""
    now, digits, whose = clock.now(), new_digits(6), {"link": link, "browser_hash": browser_hash}
    LinkCode.objects.filter(**whose, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = LinkCode.add(**whose, code_hash=code_hash_of(link, digits), expires_at=now + CODE_LASTS)
    _post(f"link_code:{code.id}", link.address, "code", good_until=code.expires_at, code=digits)
    return code


def mail_news(by: Principal, referral: Referral, _: dict[str, Any]) -> None:
    """The effect of what the asker answers, or wishes to stop: nobody there looks here by themselves."""
    mail_again(by, referral, "news")


def mail_again(by: Principal, referral: Referral, letter: str) -> None:
    """A fresh link to where the live one went, with this letter. Nothing where there is none."""
    live = _live_link(referral)
    if live:
        mail_link(by, referral, live.address, listed=live.listed, reason=live.reason, letter=letter)


def end_link(referral: Referral, *, theirs: bool) -> None:
    """Closes the link of an ask that has ended. Unless the end is `theirs`, its holder is told that it is over."""
    live = _live_link(referral)
    close_link(referral, LinkEnd.ENDED)
    if live and not theirs:
        group = _group(referral)
        _post(f"link_over:{live.id}", live.address, "over", good_until=clock.now() + LINK_LASTS, group=group)


def close_link(referral: Referral, why: LinkEnd, *, words: str = "", live_id: UUID | None = None) -> bool:
    """Closes the live link of a referral, if there is one: it opens nothing more, also to who is in by it.

    Raises Stale where `live_id` is given and is not the live one.
    """
    live = _live_link(referral, to_close=True)
    if live is None:
        return False
    if live_id is not None and live.id != live_id:
        raise Stale("answerlink", live.id, live.version)
    live.change(version=live.version, closed_at=clock.now(), why=why, why_words=words)
    wrote("answerlink", live.id, act="care.close_link", part=why, keeps_access=True)
    return True


def _live_link(referral: Referral, *, to_close: bool = False) -> AnswerLink | None:
    """The open link of an ask; its row locked, where it is `to_close`."""
    opened = hand()
    if opened is not None:
        links = opened.of(AnswerLink, "referral_id", referral.id)
        return next((link for link in links if link.closed_at is None), None)
    rows = AnswerLink.objects.select_for_update() if to_close else AnswerLink.objects.all()
    return rows.filter(referral=referral, closed_at=None).first()


def _group(referral: Referral) -> str:
    return referral.target.name if referral.target else ""


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


def _post(key: str, to: str, letter: str, *, good_until: Any, **said: str) -> None:
    subject, body = LETTERS[letter]
    queue_mail(by=POST, key=key, to=to, subject=str(subject) % said, body=str(body) % said, good_until=good_until)
