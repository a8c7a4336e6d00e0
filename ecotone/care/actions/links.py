"""Writes to links by e-mail: sent anew, taken back, opened, and what is said through them without an account.

holder ─ open ─▶ a remembered device? ─ yes ─────────────▶ enter_by_link ─▶ care.move, care.say_in_a_sentence
                          └ no ─▶ send_code ─▶ try_code ─┘
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.care import policies
from ecotone.care.actions.mailing import (
    close_link,
    code_hash_of,
    mail_code,
    mail_link,
)
from ecotone.care.actions.news import tell_of_sentence
from ecotone.care.actions.referrals import move, referral_to_move
from ecotone.care.machine import UNANSWERED, State
from ecotone.care.models import AnswerLink, LinkCode, Referral, Sentence, TrustedDevice
from ecotone.care.rules import LinkEnd, Tried
from ecotone.care.rules.links import CODES, DEVICE_LASTS, FRESH_LINKS, SENTENCES, TRIES, hash_of
from ecotone.ecosystem.rules import required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Problem, Stale, check
from ecotone.ground.ids import new_secret

A_DAY, MOST_A_DAY = timedelta(days=1), 10
"""How many links for one ask the asker may send in a day."""


PRESSED_TWICE = timedelta(minutes=1)
"""A second wish for a code this soon is the same wish: the first mail's code is to stay the right one."""


@dataclass(frozen=True)
class Entered:
    """What came of a code; the key of the device, to be kept by it alone, where it is to be remembered."""

    tried: Tried
    device: str = ""


@action("care.send_link")
def send_link(
    *, by: Principal, referral_id: UUID, live_id: UUID | None = None, address: str = "", reason: str = ""
) -> AnswerLink:
    """The asker has a link sent again, or to another address, with a reason. The one before it opens nothing more.

    `live_id` is the live link as the caller saw it, None where there was none: pressed twice, it is sent once, and
    the second gets Stale.
    """
    referral = referral_to_move(referral_id)
    verdict = policies.may_send_link(by, referral).require("referral", referral_id)
    if State(referral.state) not in policies.ANSWERABLE:
        raise Invalid(Problem("care.not_from_here"))
    before = AnswerLink.objects.filter(referral=referral).order_by("-created_at", "-id").first()
    if live_id != (before.id if before and before.closed_at is None else None):
        raise Stale("answerlink", referral_id, 0)
    wished, listed = address.strip(), policies.listed_address(referral)
    to = wished or (before.address if before else listed)
    check(_address_problems(to, reason, needs_reason=bool(wished) and wished != listed))
    _not_too_often(AnswerLink.objects.filter(referral=referral), ((A_DAY, MOST_A_DAY),), "care.links_often")
    kept = reason if wished else before.reason if before else ""
    letter = "asked" if State(referral.state) in UNANSWERED else "again"
    link = mail_link(by, referral, to, listed=to == listed, reason=kept if to != listed else "", letter=letter)
    wrote("referral", referral_id, act="care.send_link", basis=verdict.basis)
    return link


def _address_problems(to: str, reason: str, *, needs_reason: bool) -> list[Problem]:
    problems = [*required(reason=reason)] if needs_reason else []
    try:
        validate_email(to)
    except ValidationError:
        problems.append(Problem("access.email" if to else "ground.required", "address"))
    return problems


def _not_too_often(sent: object, limits: tuple[tuple[timedelta, int], ...], code: str) -> None:
    """Raises Invalid where so many were sent in that time. The row they hang on is locked by the caller."""
    for time, most in limits:
        if sent.filter(created_at__gt=clock.now() - time).count() >= most:  # type: ignore[attr-defined]
            raise Invalid(Problem(code))


@action("care.revoke_link")
def revoke_link(*, by: Principal, referral_id: UUID, live_id: UUID, reason: str) -> None:
    """Takes the live link back, with a reason. Whoever is in by it sees nothing more from this moment.

    Raises Stale where another link has taken its place meanwhile.
    """
    referral = Referral.of(referral_id)
    verdict = policies.may_revoke_link(by, referral).require("referral", referral_id)
    check(required(reason=reason))
    if not close_link(referral, LinkEnd.REVOKED, words=reason, live_id=live_id):
        raise Invalid(Problem("care.link_is_over"))
    wrote("referral", referral_id, act="care.revoke_link", basis=verdict.basis)


@action("care.renew_link")
def renew_link(*, by: Principal, token: str) -> None:
    """Whoever holds an old link has a fresh one sent to the address the old one went to: it tells them nothing.

    Only for an ask that is still open, whose newest link went there too, and was not taken back. Raises NotFound for
    anything else, Invalid where it was wished for too often; the page says the same in every case.
    """
    access.system_only(by).require()
    old = AnswerLink.objects.filter(token_hash=hash_of(token)).first()
    referral = Referral.objects.select_for_update().filter(pk=old.referral_id).first() if old else None
    if old is None or referral is None or State(referral.state) not in policies.ANSWERABLE:
        raise NotFound("answerlink")
    sent = AnswerLink.objects.filter(referral=referral)
    newest = sent.order_by("-created_at", "-id")[0]
    if newest.address != old.address or newest.why not in ("", LinkEnd.REPLACED):
        raise NotFound("answerlink")
    _not_too_often(sent.exclude(pk=sent.earliest("created_at").pk), FRESH_LINKS, "care.links_often")
    mail_link(by, referral, newest.address, listed=newest.listed, reason=newest.reason)
    wrote("referral", referral.id, act="care.renew_link", basis=Basis.SYSTEM)


@action("care.send_code", by_link=True)
def send_code(*, by: Principal, browser: str) -> None:
    """Mails six digits to the link's own address, for the browser with this key, unless that was just done.

    Raises Invalid where it was done too often lately, by all who hold the link together: a fresh link, which goes to
    that address too, has codes of its own.
    """
    link, browser_hash = _held(by), hash_of(browser)
    wrote("answerlink", link.id, act="care.send_code", keeps_access=True)
    codes = LinkCode.objects.filter(link=link)
    unused = codes.filter(browser_hash=browser_hash, used_at=None, tries=0)
    if unused.filter(created_at__gt=clock.now() - PRESSED_TWICE).exists():
        return
    _not_too_often(codes, CODES, "care.codes_often")
    mail_code(link, browser_hash)


@action("care.try_code", by_link=True)
def try_code(*, by: Principal, browser: str, code: str, remember: bool = False) -> Entered:
    """Tries a code in the browser that asked for it; the right one lets its holder in, once.

    `remember` lets this device in without one from now. A wrong one is counted in the row itself, so that twenty
    tries at one instant are no more than TRIES.
    """
    link = _held(by)
    now = clock.now()
    sent = LinkCode.objects.filter(link=link, browser_hash=hash_of(browser))
    newest = sent.order_by("-created_at", "-id").first()
    wrote("answerlink", link.id, act="care.try_code", keeps_access=True)
    open_ones = LinkCode.objects.filter(pk__in=[newest.pk] if newest else [], used_at=None, expires_at__gt=now)
    if newest is None or not open_ones.filter(tries__lt=TRIES).update(tries=F("tries") + 1):
        return Entered(Tried.SPENT)
    if newest.code_hash != code_hash_of(link, "".join(code.split())):
        return Entered(Tried.WRONG)
    if not open_ones.update(used_at=now):
        return Entered(Tried.SPENT)
    enter_by_link(by=by)
    return Entered(Tried.RIGHT, _remembered(link) if remember else "")


def _remembered(link: AnswerLink) -> str:
    key = new_secret()
    device = TrustedDevice.add(address=link.address, key_hash=hash_of(key), until=clock.now() + DEVICE_LASTS)
    wrote("trusteddevice", device.id, act="care.trust_device", keeps_access=True)
    return key


@action("care.enter_by_link", by_link=True)
def enter_by_link(*, by: Principal) -> None:
    """Its holder has come in. The first time, the asker sees that it was opened."""
    link = _held(by)
    if link.opened_at is None:
        link.change(version=link.version, opened_at=clock.now())
    wrote("answerlink", link.id, act="care.enter_by_link", keeps_access=True)
    referral = link.referral
    if referral.state == State.OFFERED and policies.may_move(by, referral).allowed:
        move(by=by, referral_id=referral.id, version=referral.version, code="receive")


@action("care.forget_device", by_link=True)
def forget_device(*, by: Principal, key: str) -> None:
    """From now on this device is asked for a code again."""
    link = AnswerLink.of(by.link_id or "")
    policies.may_use_link(by, link).require("answerlink", link.id)
    device = TrustedDevice.objects.filter(key_hash=hash_of(key), forgotten_at=None).first()
    if device is None:
        raise NotFound("trusteddevice")
    device.forgotten_at = clock.now()
    device.save(update_fields=["forgotten_at"])
    wrote("trusteddevice", device.id, act="care.forget_device", keeps_access=True)


@action("care.say_in_a_sentence", by_link=True)
def say_in_a_sentence(*, by: Principal, text: str) -> Sentence:
    """An answer in free words: news for the asker, who says which move it meant. The state stays as it is."""
    link = _held(by)
    referral = link.referral
    verdict = policies.may_move(by, referral).require("referral", referral.id)
    check(required(text=text))
    if Sentence.objects.filter(link=link).count() >= SENTENCES:
        raise Invalid(Problem("care.sentences_often", "text"))
    kept = Sentence.add(referral=referral, link=link, text=text, **Sentence.signed(by))
    Referral.objects.filter(pk=referral.pk).update(source_news_at=clock.now(), version=F("version") + 1)
    tell_of_sentence(by, referral, kept)
    wrote("referral", referral.id, act="care.say_in_a_sentence", basis=verdict.basis)
    wrote("person", referral.person_id, act="care.say_in_a_sentence", part="referrals", basis=verdict.basis)
    return kept


def _held(by: Principal) -> AnswerLink:
    """The link of the one who calls, with its ask, both locked: the ask first, as every move of it does."""
    link = AnswerLink.objects.filter(pk__in=[by.link_id]).first()
    if link is None:
        policies.link_holds(by).require()
        raise NotFound("answerlink")
    Referral.objects.select_for_update().values_list("id").get(pk=link.referral_id)
    policies.link_holds(by).require("answerlink", link.id)
    link = AnswerLink.objects.select_related("referral__target").get(pk=link.pk)
    policies.may_use_link(by, link).require("answerlink", link.id)
    return link
