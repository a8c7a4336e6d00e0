"""Writes to stated needs: stating one, endorsing or contesting it, offering something, and saying what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.access.verdicts import Refused, Verdict
from ecotone.care import policies
from ecotone.care.models import NeedOffer, NeedVoice, StatedNeed
from ecotone.care.rules.needs import Asset, OfferState, Standing, VoiceKind, offer_problems
from ecotone.ecosystem.models import Need, Place
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check


def _said_by(by: Principal, *, named: bool) -> dict[str, Any]:
    """Whose word it is, dated and named: a team's by its worker, a person's by name only where she agrees."""
    signed = StatedNeed.signed(by)
    if by.kind is Kind.PERSON and not named:
        signed["author"] = ""
    return {**signed, "actor_id": by.actor_id, "speaker_id": policies.speaker(by)}


@action("care.state_need")
def state_need(
    *,
    by: Principal,
    title: str,
    words: str,
    touches: str,
    need_id: UUID | None,
    place_id: UUID | None,
    for_whom: str = "",
    named: bool = False,
    once: UUID | None = None,
) -> StatedNeed:
    """States a need in public, with no case behind it: in whose words, where, whom it touches, for whom.

    `named`: a person agrees that her name stands there. `once`: the page it was sent from states it once.
    """
    policies.may_speak(by).require("statedneed")
    check(required(title=title, words=words, touches=touches, need=need_id, place=place_id))
    columns = {
        "title": title,
        "words": words,
        "touches": touches,
        "for_whom": for_whom,
        "need": Need.of(str(need_id)),
        "place": Place.of(str(place_id)),
        **_said_by(by, named=named),
    }
    stated, _new = (
        StatedNeed.objects.get_or_create(once=once, defaults=columns) if once else (StatedNeed.add(**columns), True)
    )
    _must_be_own(by, stated.author_account_id, "statedneed", stated.id)
    wrote("statedneed", stated.id, act="care.state_need", keeps_access=True)
    return stated


def _must_be_own(by: Principal, author_id: UUID | None, kind: str, record_id: UUID) -> None:
    """What a page sent twice finds is its sender's own; another's page is no way to theirs."""
    if author_id != by.account_id:
        raise Refused(Verdict.refuse("care.only_its_author"), kind=kind, subject_id=record_id)


def _heard(stated_id: UUID) -> StatedNeed:
    """The need, locked while somebody speaks to it. Raises NotFound; Invalid once it is closed."""
    StatedNeed.of(stated_id)
    stated = StatedNeed.objects.select_for_update().get(pk=stated_id)
    if stated.state != Standing.STANDING:
        raise Invalid(Problem("care.need_is_closed"))
    return stated


@action("care.endorse_need")
def endorse_need(*, by: Principal, stated_id: UUID, words: str = "", named: bool = False) -> NeedVoice:
    """Says that it is so here too: once for each team and each person, however often it is pressed."""
    policies.may_speak(by).require("statedneed", stated_id)
    stated, said = _heard(stated_id), _said_by(by, named=named)
    if said["speaker_id"] is None or said["speaker_id"] == stated.speaker_id:
        raise Invalid(Problem("care.endorse_anothers"))
    voice, _new = NeedVoice.objects.get_or_create(
        stated=stated,
        speaker_id=said.pop("speaker_id"),
        kind=VoiceKind.ENDORSE,
        taken_back_at=None,
        defaults={"words": words, **said},
    )
    wrote("statedneed", stated_id, act="care.endorse_need", keeps_access=True)
    return voice


@action("care.take_back_endorsement")
def take_back_endorsement(*, by: Principal, stated_id: UUID) -> None:
    """It was a slip, or is so no longer here: the team's or the person's own endorsement counts no more.

    That it once stood is kept. Taken back twice, or never given, it is no fault.
    """
    policies.may_speak(by).require("statedneed", stated_id)
    own = _heard(stated_id).voices.filter(kind=VoiceKind.ENDORSE, taken_back_at=None)
    own.filter(speaker_id__in=[policies.speaker(by)]).update(taken_back_at=clock.now())
    wrote("statedneed", stated_id, act="care.take_back_endorsement", keeps_access=True)


@action("care.contest_need")
def contest_need(*, by: Principal, stated_id: UUID, words: str, named: bool = False) -> NeedVoice:
    """Says why it is not so, or not the whole of it: shown beside the need, and never removed."""
    policies.may_speak(by).require("statedneed", stated_id)
    check(required(words=words))
    stated, said = _heard(stated_id), _said_by(by, named=named)
    if said["speaker_id"] is None:
        raise Invalid(Problem("care.endorse_anothers"))
    same = {"stated": stated, "speaker_id": said["speaker_id"], "kind": VoiceKind.CONTEST, "words": words}
    voice = NeedVoice.objects.filter(**same).first() or NeedVoice.add(**{**same, **said})
    wrote("statedneed", stated_id, act="care.contest_need", keeps_access=True)
    return voice


@action("care.offer_asset")
def offer_asset(
    *,
    by: Principal,
    stated_id: UUID,
    kind: Asset,
    words: str,
    quantity: str = "",
    since: date | None = None,
    named: bool = False,
    once: UUID | None = None,
) -> NeedOffer:
    """Offers something towards a stated need: a hall, a minibus, a skill, hours, money, things."""
    policies.may_speak(by).require("statedneed", stated_id)
    check([*choice_problems(kind=(Asset, kind)), *required(words=words)])
    said = _said_by(by, named=named)
    if said["speaker_id"] is None:
        raise Invalid(Problem("care.endorse_anothers"))
    stated = _heard(stated_id)
    columns = {"stated": stated, "kind": kind, "words": words, "quantity": quantity, "since": since, **said}
    offer, _new = (
        NeedOffer.objects.get_or_create(once=once, defaults=columns) if once else (NeedOffer.add(**columns), True)
    )
    _must_be_own(by, offer.author_account_id, "needoffer", offer.id)
    wrote("statedneed", stated_id, act="care.offer_asset", keeps_access=True)
    wrote("needoffer", offer.id, act="care.offer_asset", keeps_access=True)
    return offer


@action("care.answer_offer")
def answer_offer(*, by: Principal, offer_id: UUID, version: int, became: OfferState, words: str = "") -> NeedOffer:
    """Takes an offer up, says that it is not needed, or takes it back; and, once taken up, what came of it.

    Raises Invalid for a step that is not open, Stale when another came first.
    """
    offer = NeedOffer.of(offer_id)
    check(choice_problems(state=(OfferState, became)))
    verdict = policies.may_answer_offer(by, offer, OfferState(became)).require("needoffer", offer_id)
    check(offer_problems(OfferState(offer.state), OfferState(became), words))
    said = {"came_of_it": words} if words.strip() else {}
    named = offer.author if by.kind is Kind.PERSON and by.person_id == offer.speaker_id else _signature(by, offer)
    offer.change(version=version, state=became, answered_at=clock.now(), answered_by=named, **said)
    wrote("needoffer", offer_id, act="care.answer_offer", basis=verdict.basis, keeps_access=True)
    return offer


def _signature(by: Principal, offer: NeedOffer) -> str:
    """How an answer is signed: a person's as she signed the need she stated, so that none is named by the way."""
    return offer.stated.author if by.kind is Kind.PERSON else by.signature
