"""Reads of links by e-mail: who holds one as a principal, and what the asker sees of those it sent."""

from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Link, Principal
from ecotone.access.rules import Kind
from ecotone.care import policies
from ecotone.care.machine import State
from ecotone.care.models import AnswerLink, Referral, ReferralMove, Sentence, TrustedDevice
from ecotone.care.queries.rows import asked_by_id
from ecotone.care.rules import masked
from ecotone.care.rules.links import hash_of
from ecotone.care.views import ByLink, LinkView, SentenceView
from ecotone.ecosystem import queries as ecosystem
from ecotone.ground import clock
from ecotone.people.rules import Part

RECEIVED = "receive"


@widened(Why.SIGNING_IN)
def live_link(token: str) -> UUID | None:
    """The id of the link that this token opens now; None for any other, whatever the reason. It tells of nobody."""
    held = AnswerLink.objects.filter(token_hash=hash_of(token), closed_at=None, expires_at__gt=clock.now())
    states = [str(state) for state in policies.ANSWERABLE]
    return held.filter(referral__state__in=states).values_list("id", flat=True).first()


@widened(Why.SIGNING_IN)
def holder_of(link_id: UUID, *, name: str = "") -> Principal | None:
    """Whoever holds this link, as a principal; None where there is no such link. Three queries.

    Of a link that is over the principal has nothing in its reach. `name` is how it signs.
    """
    row = AnswerLink.objects.select_related("referral__target").filter(pk=link_id).first()
    if row is None or row.referral.target is None:
        return None
    referral, target = row.referral, row.referral.target
    whole = ecosystem.belonging_of([target])[target.id]
    live = row.closed_at is None and row.expires_at > clock.now() and State(referral.state) in policies.ANSWERABLE
    return Principal(
        kind=Kind.LINK,
        name=name,
        actor_id=target.id,
        actor_name=target.name,
        organisation_ids=whole.actor_ids - {target.id},
        sectors=whole.sectors,
        link=Link(
            id=row.id,
            address=row.address,
            referral_id=referral.id if live else None,
            person_id=referral.person_id if live else None,
            parts=frozenset(referral.parts) if live else frozenset(),
            answered=_answered(row) if row.listed else 0,
            why_over="" if live else row.why or "expired",
        ),
    )


def _answered(row: AnswerLink) -> int:
    """How many asks were answered by links to this address of the group's own: moved, or with a sentence."""
    links = AnswerLink.objects.filter(address=row.address, listed=True, referral__target=row.referral.target_id)
    moves = ReferralMove.objects.filter(link_id__in=links.values("id")).exclude(code=RECEIVED)
    said = Sentence.objects.filter(link__in=links)
    return moves.values_list("referral_id").union(said.values_list("referral_id")).count()


def knows_device(by: Principal, keys: list[str]) -> bool:
    """Whether one of these keys was given to a device for the address of the caller's link, and still holds."""
    if by.link is None:
        return False
    known = TrustedDevice.objects.filter(address=by.link.address, until__gt=clock.now(), forgotten_at=None)
    return known.filter(key_hash__in=[hash_of(key) for key in keys]).exists()


def with_links(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """Referrals with what their page asks of each: was it mailed, answered in words, does anybody there sign in?"""
    links, said = (table.objects.filter(referral=OuterRef("pk")) for table in (AnswerLink, Sentence))
    return rows.annotate(by_link=Exists(links), said=Exists(said), hats=ecosystem.hats_at(OuterRef("target")))


def links_view(by: Principal, row: Referral) -> ByLink:
    """How this referral is answered by link or phone, for the team that asked; nothing for anyone else."""
    if not policies.may_revoke_link(by, row).allowed or by.person_id:
        return ByLink()
    links = AnswerLink.objects.filter(referral=row).order_by("-created_at", "-id") if row.by_link else ()  # type: ignore[attr-defined]
    may = State(row.state) in policies.ANSWERABLE and policies.would_write_down(by, row).allowed
    # Whether hats there can do anything, which the terms say, is asked where there are any.
    if may and row.hats and row.target_id:  # type: ignore[attr-defined]
        may = not ecosystem.has_practice(row.target_id)
    found = tuple(_link_view(link) for link in links)
    return ByLink(found, can_send=may, can_write_down=may, has_address=bool(found or policies.listed_address(row)))


def sentences_view(row: Referral) -> tuple[SentenceView, ...]:
    """What a group without an account wrote in its own words, in their order."""
    return tuple(_sentence_view(each) for each in Sentence.objects.filter(referral=row).order_by("created_at", "id"))


def sentence(by: Principal, referral_id: UUID, sentence_id: UUID) -> SentenceView:
    """A sentence that waits to be coded, for the team that asked. Raises NotFound, or Refused to anyone else."""
    rows = Sentence.objects.select_related("referral").filter(referral=referral_id)
    row = asked_by_id(rows, lambda each: policies.may_write_down(by, each.referral), "sentence", sentence_id)
    verdict = policies.may_write_down(by, row.referral).require("referral", referral_id)
    person = Subject("person", row.referral.person_id, Part.REFERRALS, verdict.basis)
    looked(by, "care.sentence", Subject("referral", referral_id, "sentence", verdict.basis), person)
    return _sentence_view(row)


def _link_view(link: AnswerLink) -> LinkView:
    return LinkView(
        id=link.id,
        version=link.version,
        to=masked(link.address),
        listed=link.listed,
        reason=link.reason,
        sent_at=link.created_at,
        sent_by=link.author,
        expires_at=link.expires_at,
        opened_at=link.opened_at,
        closed_at=link.closed_at,
        why=link.why,
        why_words=link.why_words,
        expired=link.closed_at is None and link.expires_at <= clock.now(),
    )


def _sentence_view(row: Sentence) -> SentenceView:
    return SentenceView(row.id, row.text, row.created_at, row.author, row.coded_at is None)
