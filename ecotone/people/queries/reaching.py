"""Reads for who looks for somebody whom their team does not help: a stub of her, asks to know her, emergencies."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.crypto import salted_hmac

from ecotone.access import queries as access
from ecotone.access import spending
from ecotone.access.audit import Subject, looked, memory
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Problem, check
from ecotone.people import policies
from ecotone.people.models import AccessRequest, EmergencyAccess, Person
from ecotone.people.rules import SEARCHES_AN_HOUR, AskState, IdentifierKind, Part, initials
from ecotone.people.views import EmergencyView, Found, OpenEmergency, RequestView, Stub, WaitingAsk

NATIONAL = (IdentifierKind.CHI, IdentifierKind.NHS)
STUB = "stub"
"""What the audit calls the part of a record that a stub shows."""


@widened(Why.STUB)
def find_somebody(by: Principal, *, number: str = "", name: str = "", born: date | None = None) -> Found:
    """Looks for one person by a CHI or NHS number, or by the full name and date of birth; only what fits exactly.

    Whoever refused the caller, died, or is known to sensitive services alone is found no more than whoever is not
    here: with the same one query, and the same answer. Each search is in the audit, what was asked as a salted hash.
    Raises Invalid where neither is given; Refused to who may not, or has searched too often within the hour.
    """
    policies.may_search(by).require("person")
    digits, words = "".join(number.split()), " ".join(name.split())
    if not digits:
        check([Problem("ground.required", field) for field, given in (("name", words), ("born", born)) if not given])
    if spending.spend(f"find_somebody:{by.account_id}", limit=SEARCHES_AN_HOUR, window=spending.HOUR).exceeded:
        raise Refused(Verdict.refuse("people.searched_too_often"))
    asked = Subject("search", _hashed(digits or f"{words.casefold()}|{born}"))
    rows = _fitting(by, digits, words, born)
    verdicts = policies.verdicts(by, [row.id for row, is_mine, _ in rows if is_mine])
    basis = {each: of[Part.IDENTITY].basis for each, of in verdicts.items()}
    mine = tuple((row.id, row.name) for row, is_mine, _ in rows if is_mine)
    others = [row for row, is_mine, is_stranger in rows if is_stranger and not is_mine]
    stub = Stub(others[0].id, initials(others[0].name)) if len(others) == 1 and not mine else None
    shown = [Subject("person", id_, Part.IDENTITY, basis[id_]) for id_, _ in mine]
    looked(by, "people.find_somebody", asked, *shown, *([_stub_seen(stub.id)] if stub else []))
    return Found(mine, stub, several=len(others) > 1 and not mine)


def _hashed(asked: str) -> UUID:
    """The same question by the same words has the same id; which question it was, the id does not tell."""
    return UUID(bytes=salted_hmac("ecotone.find_somebody", asked, algorithm="sha256").digest()[:16])


def _stub_seen(person_id: UUID) -> Subject:
    return Subject("person", person_id, STUB, Basis.ROLE)


def _fitting(by: Principal, digits: str, words: str, born: date | None) -> list[tuple[Person, bool, bool]]:
    """Whoever fits, with whether the caller's team helps them, or must by law be let see them, and whether they may
    be known to be here. One query."""
    by_number = Q(identifiers__value=digits, identifiers__kind__in=NATIONAL)
    by_name = (Q(name__iexact=words) | Q(other_names__name__iexact=words)) & Q(birth_date=born)
    people = Person.objects.filter(by_number if digits else by_name).annotate(
        is_mine=Exists(policies.helped_by(by).filter(pk=OuterRef("pk")))
        | Exists(policies.duties(by).filter(person=OuterRef("pk"))),
        is_stranger=Exists(policies.strangers(by).filter(pk=OuterRef("pk"))),
    )
    return [(row, row.is_mine, row.is_stranger) for row in people.order_by("id").distinct()[:20]]


@widened(Why.STUB)
def stub_of(by: Principal, person_id: UUID) -> Stub:
    """The stub once more, to ask for access or to break the glass. Raises NotFound as for whoever is not here."""
    policies.may_search(by).require("person", person_id)
    row = policies.strangers(by).filter(pk=person_id).first()
    if row is None:
        raise NotFound("person", person_id)
    looked(by, "people.stub_of", _stub_seen(person_id))
    return Stub(row.id, initials(row.name))


def met_emergencies(by: Principal) -> list[OpenEmergency]:
    """The emergencies by which the page that is being drawn has seen anybody. No query where there is none."""
    met = policies.met_emergencies(by)
    return [_open(row) for row in met if policies.verdict(by, row.person_id, Part.IDENTITY).allowed]


def my_emergencies(by: Principal) -> list[OpenEmergency]:
    """What the caller holds open now, newest first."""
    rows = list(policies.emergencies(by).select_related("person").order_by("-since", "-id"))
    verdicts = policies.verdicts(by, [row.person_id for row in rows])
    seen = [row for row in rows if verdicts[row.person_id][Part.IDENTITY].allowed]
    basis = {row.person_id: verdicts[row.person_id][Part.IDENTITY].basis for row in seen}
    looked(by, "people.my_emergencies", *(Subject("person", id_, Part.IDENTITY, why) for id_, why in basis.items()))
    return [_open(row) for row in seen]


def _open(row: EmergencyAccess) -> OpenEmergency:
    return OpenEmergency(row.id, row.person_id, row.person.name, row.until, row.reason, row.text)


@widened(Why.GUARDING)
def emergencies(
    by: Principal, *, reviewed: bool = False, most: int = 50, start: int = 0
) -> tuple[list[EmergencyView], int]:
    """What waits for review, by its day, so that late ones lead; or what was reviewed, newest first.

    For those who guard records; how many there are in all is the second answer.
    """
    policies.may_review(by).require("emergencyaccess")
    rows = EmergencyAccess.objects.filter(reviewed_at__isnull=not reviewed).select_related("person", "actor")
    order = ("-reviewed_at", "-id") if reviewed else ("review_by", "since", "id")
    kept = list(rows.order_by(*order)[start : start + most])
    looked(by, "people.emergencies", *(_named(row) for row in kept))
    return [_emergency(by, row) for row in kept], rows.count()


@widened(Why.GUARDING)
def emergency(by: Principal, emergency_id: UUID) -> tuple[EmergencyView, list[access.Look]]:
    """One emergency and what its maker did with the record while it held: for those who guard records.

    They read that parts were opened, never what is in them.
    """
    policies.may_review(by).require("emergencyaccess", emergency_id)
    row = EmergencyAccess.objects.select_related("person", "actor").filter(pk=emergency_id).first()
    if row is None:
        raise NotFound("emergencyaccess", emergency_id)
    looked(by, "people.emergency", _named(row))
    did = access.looks_at(
        kind="person", subject_id=row.person_id, since=row.since, before=row.until, account_id=row.account_id
    )
    return _emergency(by, row), [look for look in did if look.hat_id == row.hat_id]


def _named(row: EmergencyAccess) -> Subject:
    return Subject("emergencyaccess", row.id, Part.IDENTITY, Basis.ROLE)


def _emergency(by: Principal, row: EmergencyAccess) -> EmergencyView:
    return EmergencyView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        name=row.person.name,
        account_id=row.account_id,
        made_by=row.made_by,
        team=row.actor.name,
        reason=row.reason,
        text=row.text,
        since=row.since,
        until=row.until,
        ended_at=row.ended_at,
        told=row.told,
        why_not_told=row.why_not_told,
        review_by=row.review_by,
        late=row.reviewed_at is None and row.review_by < clock.today(),
        reviewed_at=row.reviewed_at,
        reviewed_by=row.author,
        outcome=row.outcome,
        review=row.review,
        is_own=by.account_id == row.account_id,
    )


def reviews_overdue(by: Principal) -> list[tuple[UUID, int]]:
    """The emergencies whose day of review has passed, and nobody was reminded: id and version, for the clock."""
    _for_the_clock(by)
    rows = EmergencyAccess.objects.filter(reviewed_at=None, reminded_at=None, review_by__lt=clock.today())
    return list(rows.order_by("review_by", "id").values_list("id", "version"))


def requests_overdue(by: Principal) -> list[tuple[UUID, int]]:
    """The wishes to know somebody that nobody answered by their day: id and version, for the clock."""
    _for_the_clock(by)
    rows = AccessRequest.objects.filter(state=AskState.WAITING, lapses_on__lt=clock.today())
    return list(rows.order_by("lapses_on", "id").values_list("id", "version"))


def _for_the_clock(by: Principal) -> None:
    if not by.is_system:
        Verdict.refuse("access.system_only").require()


def emergencies_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, datetime]:
    """Of these emergencies those the caller may know of, with when each began: guardians, and she who was told."""
    rows = EmergencyAccess.objects.filter(pk__in=ids).values_list("id", "since")
    if by.role is Role.GUARDIAN:
        with widened(Why.GUARDING):
            return dict(rows)
    return dict(rows.filter(person__in=[by.person_id] if by.kind is Kind.PERSON else [], told=True))


def may_ask_for(by: Principal, person_id: UUID, part: Part) -> Verdict:
    """Whether the caller's team may ask to see this part; asking leaves no look, for nothing is shown."""
    return policies.may_ask_for_part(by, person_id, part)


def parts_asked_for(by: Principal, person_id: UUID) -> dict[str, WaitingAsk]:
    """The parts of her record that the caller's team asked to see, and waits to be told of. Shows nothing of her."""
    if not by.practises:
        return {}
    known, key = memory(), (by, person_id, "parts asked for")
    if key not in known:
        rows = AccessRequest.objects.filter(person=person_id, actor=by.team_id, state=AskState.WAITING)
        known[key] = {row.part: WaitingAsk(row.id, row.created_at) for row in rows}
    return known[key]


@widened(Why.STUB)
def access_requests(by: Principal, *, most: int = 50, start: int = 0) -> tuple[list[RequestView], int]:
    """The wishes to know somebody that concern the caller, newest first: of her, of those the caller's team helps, or
    by the caller's own team. How many there are in all is the second answer.
    """
    rows = _concerning(by)
    kept = list(rows.order_by("-created_at", "-id")[start : start + most])
    return _requests(by, kept), rows.count()


@widened(Why.STUB)
def access_request(by: Principal, request_id: UUID) -> RequestView:
    """One of them. Raises NotFound for what does not concern the caller."""
    row = _concerning(by).filter(pk=request_id).first()
    if row is None:
        raise NotFound("accessrequest", request_id)
    return _requests(by, [row])[0]


@widened(Why.STUB)
def requests_told(by: Principal, ids: Collection[UUID]) -> dict[UUID, RequestView]:
    """Those of these that concern the caller."""
    return {view.id: view for view in _requests(by, _concerning(by).filter(pk__in=ids))}


def _concerning(by: Principal) -> QuerySet[AccessRequest]:
    rows = AccessRequest.objects.select_related("person", "actor")
    if by.kind is Kind.PERSON:
        return rows.filter(person=by.own_id)
    if not by.practises or by.token_id is not None:
        return rows.none()
    of_ours = Q(person__in=policies.helped_by(by).values("pk"), sensitive=False)
    return rows.filter(Q(actor=by.team_id) | of_ours)


def _requests(by: Principal, rows: Iterable[AccessRequest]) -> list[RequestView]:
    kept = list(rows)
    verdicts = policies.verdicts(by, [row.person_id for row in kept])
    hidden = policies.hidden_teams(by, {row.person_id for row in kept}) if kept else {}
    looked(by, "people.access_requests", *(_seen(by, row, verdicts[row.person_id][Part.IDENTITY]) for row in kept))
    return [
        _request(by, row, verdicts[row.person_id][Part.IDENTITY], hidden.get(row.person_id, frozenset()))
        for row in kept
    ]


def _seen(by: Principal, row: AccessRequest, who: Verdict) -> Subject:
    return Subject("person", row.person_id, Part.IDENTITY, who.basis) if who.allowed else _stub_seen(row.person_id)


def _request(by: Principal, row: AccessRequest, who: Verdict, hidden: frozenset[UUID]) -> RequestView:
    """To the team that asked: initials, and of who answered only whether it was she, since that names a team."""
    mine = by.practises and by.actor_id == row.actor_id
    return RequestView(
        id=row.id,
        version=row.version,
        person_id=row.person_id,
        whose=row.person.name if who.allowed else initials(row.person.name),
        team="" if row.actor_id in hidden else row.actor.name,
        asked_by="" if row.actor_id in hidden else row.author,
        why=row.why,
        asked_at=row.created_at,
        lapses_on=row.lapses_on,
        state=row.state,
        answered_at=row.answered_at,
        answered_as=row.answered_as,
        answered_by="" if mine or row.answering_actor_id in hidden else row.answered_by,
        reason=row.reason,
        mine=mine,
        part=Part(row.part) if row.part else None,
        signed_as="" if mine else row.signed_as,
        signed_by=row.signed_by if by.person_id == row.person_id else "",
        may_answer=row.state == AskState.WAITING and policies.may_answer_request(by, row).allowed,
    )
