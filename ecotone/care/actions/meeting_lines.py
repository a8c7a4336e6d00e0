"""Writes to the lines of a team meeting: what was said, what was considered, what was decided, who disagreed.

    decide_line ──▶ the line, from its version ──▶ the moves of the machine ──▶ a child referral where handed on
                    one transaction: a line is decided with its moves or not at all

Nobody is locked out while another types: a write names the version it was made from, and one that comes second is
Stale and changes nothing. The page then shows both.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.care import policies
from ecotone.care.actions.agreeing import agreement
from ecotone.care.actions.meetings import GOING_ON, into, line_of, written
from ecotone.care.actions.referrals import carry_out, offer_referral
from ecotone.care.machine import Party, State
from ecotone.care.models import Attendance, Dispute, Dissent, LineOption, LineShare, MeetingLine, Referral
from ecotone.care.rules import Urgency
from ecotone.care.rules.meetings import (
    SHARED_FOR,
    TEXTS,
    DecisionKind,
    DisputeAbout,
    Fate,
    LineState,
    MeetingState,
    WhyNot,
    WhyNoThird,
    asked_because_full,
    details_of,
    recorded,
    steps_of,
    thawed,
    third_sector_problems,
)
from ecotone.directory.models import Service
from ecotone.ecosystem import queries as ecosystem
from ecotone.ecosystem.models import Actor, Institution
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, Stale, check
from ecotone.ground.text import clean
from ecotone.people import actions as people
from ecotone.people import policies as records
from ecotone.people.models import Relationship
from ecotone.people.rules import CareRole, Part, Tie


def _basis(policy: Callable[..., Verdict], by: Principal, line: MeetingLine) -> Basis | None:
    """On what basis the policy lets the caller, where they stand to the meeting. Raises Refused."""
    return policy(by, line, policies.place_in(by, line.meeting)).require("meetingline", line.id).basis


@action("care.write_line")
def write_line(*, by: Principal, line_id: UUID, version: int, **given: Any) -> MeetingLine:
    """Keeps what was said on a line, and what is about to be decided, and moves nothing yet.

    `given` are TEXTS, `decision`, `service_id`, `why_no_third` and what the decision records; the rest stays.
    Raises Stale when another write came first: `queries.line_differences` tells what it said.
    """
    line = line_of(line_id)
    basis = _basis(policies.may_write_line, by, line)
    into(line.meeting, *GOING_ON)
    columns, problems = _columns(given, deciding=False)
    check(problems)
    _change(by, line, "edited", version, columns)
    _wrote(line, "care.write_line", basis, keeps_access=True)
    return line


def _columns(given: Mapping[str, Any], *, deciding: bool) -> tuple[dict[str, Any], list[Problem]]:
    """The columns that `given` fills, and every fault in it."""
    kind = DecisionKind(given["decision"]) if given.get("decision") in [*DecisionKind] else None
    problems = choice_problems(decision=(DecisionKind, given["decision"])) if given.get("decision") else []
    if deciding and not given.get("decision"):
        problems.append(Problem("ground.required", "decision"))
    if given.get("why_no_third"):
        problems += choice_problems(why_no_third=(WhyNoThird, given["why_no_third"]))
    columns: dict[str, Any] = {name: given[name] or "" for name in ("decision", "why_no_third") if name in given}
    texts = {name: given[name] or "" for name in TEXTS if name in given}
    for name, text in texts.items():
        kept, faults = _text(name, text)
        columns[name] = kept
        problems += faults
    if "service_id" in given:
        columns["service_id"], faults = _service(given["service_id"])
        problems += faults
    if "decision" in given:
        columns["details"], faults = details_of(kind, given, clock.today(), deciding=deciding)
        problems += faults
    return columns, problems


def _text(name: str, text: str) -> tuple[str, list[Problem]]:
    try:
        kept = clean(text)
    except ValueError:
        return "", [Problem("ground.nul", name)]
    if len(kept) > TEXTS[name]:
        return "", [Problem("ground.too_long", name, {"most": TEXTS[name]})]
    return kept, []


def _service(service_id: UUID | None) -> tuple[UUID | None, list[Problem]]:
    if service_id and not Service.objects.filter(pk=service_id).exists():
        return None, [Problem("care.no_target", "service_id")]
    return service_id or None, []


def _change(by: Principal, line: MeetingLine, what: str, version: int, columns: Mapping[str, Any]) -> None:
    """The conditional write and its row of history, which tells what changed."""
    before = {name: getattr(line, name) for name in columns}
    signed = {"changed_at": clock.now(), "changed_by": by.signature}
    line.change(version=version, **columns, **signed)
    changed = {name: _plain(value) for name, value in columns.items() if value != before[name]}
    written(by, line, what, line.version, **changed)


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value if value is None or isinstance(value, bool | dict) else str(value)


def _wrote(line: MeetingLine, act: str, basis: Basis | None, *, keeps_access: bool = False) -> None:
    person_id = line.referral.person_id
    wrote("meetingline", line.id, act=act, basis=basis, keeps_access=keeps_access)
    wrote("person", person_id, act=act, part=Part.REFERRALS, basis=basis, keeps_access=keeps_access)


@action("care.decide_line")
def decide_line(
    *, by: Principal, line_id: UUID, version: int, referral_version: int, decision: DecisionKind, **given: Any
) -> MeetingLine:
    """Decides a line, and carries it out at once: the moves of the machine, and the referral it is handed on by.

    A line decided before is decided anew as far as the machine still allows it. Takes what `write_line` takes.
    Raises Stale for the line or the referral, whichever moved meanwhile; Invalid naming every fault.
    """
    line = line_of(line_id)
    place = policies.place_in(by, line.meeting)
    kind = DecisionKind(decision) if decision in [*DecisionKind] else None
    basis = policies.may_decide(by, line, place, kind).require("meetingline", line_id).basis
    into(line.meeting, MeetingState.OPEN)
    line = line_of(line_id, version)
    referral = line.referral
    if referral.version != referral_version:
        raise Stale("referral", referral.id, referral_version)
    columns, problems = _columns({**given, "decision": decision}, deciding=True)
    chosen = _chosen(line, kind, columns)
    check([*problems, *_option_problems(line, kind, chosen, columns), *_yes_problems(by, referral, chosen)])
    assert kind is not None  # noqa: S101 - a decision that is none is a problem
    steps = steps_of(kind, State(referral.state))
    if steps is None:
        raise Invalid(Problem("care.line_gone"))
    columns |= {
        "state": LineState.DEFERRED if kind is DecisionKind.DEFER else LineState.DECIDED,
        "because_full": chosen is not None and _because_full(line, chosen),
        "decided_at": clock.now(),
        "decided_by": by.signature,
    }
    details = thawed(kind, columns["details"])
    for code in steps:
        referral = carry_out(
            by,
            referral,
            code=code,
            recorded=recorded(kind, details, code),
            parties=frozenset({Party.TARGET}),
            basis=basis,
        )
    if chosen:
        columns["child_id"] = _hand_on(by, referral, chosen, details).id
        _choose(by, line, chosen)
    _change(by, line, "decided", version, columns)
    _wrote(line, "care.decide_line", basis)
    return line


def _chosen(line: MeetingLine, kind: DecisionKind | None, columns: Mapping[str, Any]) -> Service | None:
    """The service it is handed on to, where it is."""
    if kind is not DecisionKind.HAND_ON:
        return None
    service_id = columns.get("service_id", line.service_id)
    return Service.objects.select_related("provider").filter(pk__in=[service_id]).first()


def _yes_problems(by: Principal, referral: Referral, chosen: Service | None) -> list[Problem]:
    """What is handed on in a meeting is what she agreed to herself; who else may say yes is asked on its page."""
    if chosen is None or not agreement(by, referral.person_id, Basis.CONSENT, {}).problems:
        return []
    return [Problem("people.agreed_elsewhere", "agreed")]


def _option_problems(
    line: MeetingLine, kind: DecisionKind | None, chosen: Service | None, columns: Mapping[str, Any]
) -> list[Problem]:
    """To whom it is handed on, and why nobody of the third sector was considered; the team itself may be of it."""
    if kind is None:
        return []
    sectors = set(LineOption.objects.filter(line=line).values_list("sector", flat=True))
    if chosen:
        sectors.add(chosen.provider.sector)
    elif kind in (DecisionKind.TAKE_ON, DecisionKind.WAIT):
        sectors.add(line.meeting.team.sector)
    missing = kind is DecisionKind.HAND_ON and chosen is None
    why = columns.get("why_no_third", line.why_no_third)
    words = columns.get("why_no_third_words", line.why_no_third_words)
    return [
        *([Problem("care.no_target", "service_id")] if missing else []),
        *third_sector_problems(kind, sectors, why, words),
    ]


def _because_full(line: MeetingLine, chosen: Service) -> bool:
    aside = LineOption.objects.filter(line=line, fate=Fate.PUT_ASIDE).values_list("sector", "why_not")
    return asked_because_full(chosen.provider.sector, aside)


def _hand_on(by: Principal, parent: Referral, service: Service, details: Mapping[str, Any]) -> Referral:
    """The child referral, with those of the parts shared with the team that it still sees."""
    seen = records.verdicts(by, [parent.person_id])[parent.person_id]
    return offer_referral(
        by=by,
        person_id=parent.person_id,
        reply_by=details["reply_by"],
        service_id=service.id,
        need_id=parent.need_id,
        why=details["why"],
        hoped_for=parent.hoped_for,
        urgency=Urgency(parent.urgency),
        parts=[part for part in map(Part, parent.parts) if seen[part].allowed],
        basis=Basis.CONSENT,
        contact_note=parent.contact_note,
        parent_id=parent.id,
    )


def _choose(by: Principal, line: MeetingLine, service: Service) -> None:
    """What was chosen stands among what was considered."""
    option = LineOption.objects.filter(line=line, service=service).first()
    if option is None:
        _new_option(by, line, service, service.provider, thought_of_by=by.signature, fate=Fate.CHOSEN)
    elif option.fate != Fate.CHOSEN:
        option.change(version=option.version, fate=Fate.CHOSEN, why_not="", why_not_words="")


def _new_option(
    by: Principal, line: MeetingLine, service: Service | None, actor: Actor, **columns: Any
) -> LineOption:
    return LineOption.add(
        line=line, service=service, actor=actor, sector=actor.sector, **columns, **LineOption.signed(by)
    )


@action("care.consider_option")
def consider_option(
    *,
    by: Principal,
    line_id: UUID,
    service_id: UUID | None = None,
    actor_id: UUID | None = None,
    thought_of_by: str = "",
) -> LineOption:
    """Puts somebody who might help on the line: a listed service, or a team. Twice is once."""
    line = line_of(line_id)
    basis = _basis(policies.may_write_line, by, line)
    into(line.meeting, *GOING_ON)
    service = Service.objects.select_related("provider").filter(pk__in=[service_id]).first()
    actor = service.provider if service else Actor.objects.filter(pk__in=[actor_id]).first()
    if actor is None or actor.pk == line.meeting.team_id:
        raise Invalid(Problem("care.own_team" if actor else "care.no_target", "service_id"))
    option = LineOption.objects.filter(line=line, service=service, actor=actor).first()
    if option is None:
        option = _new_option(by, line, service, actor, thought_of_by=thought_of_by or by.signature)
        written(by, line, "considered")
    _wrote(line, "care.consider_option", basis, keeps_access=True)
    return option


@action("care.weigh_option")
def weigh_option(
    *, by: Principal, option_id: UUID, version: int, fate: Fate, why_not: WhyNot | str = "", why_not_words: str = ""
) -> LineOption:
    """Puts an option aside, and says why; or takes it up again. Stale when another weighed it first."""
    option = LineOption.of(option_id)
    line = line_of(option.line_id)
    basis = _basis(policies.may_write_line, by, line)
    into(line.meeting, *GOING_ON)
    aside = fate == Fate.PUT_ASIDE
    check(
        [
            *choice_problems(fate=(Fate, fate)),
            *(choice_problems(why_not=(WhyNot, why_not)) if aside and why_not else []),
            *([Problem("ground.required", "why_not")] if aside and not why_not else []),
        ]
    )
    words = why_not_words if aside else ""
    option.change(version=version, fate=fate, why_not=why_not if aside else "", why_not_words=words)
    written(by, line, "weighed")
    _wrote(line, "care.weigh_option", basis, keeps_access=True)
    return option


@action("care.dissent")
def dissent(*, by: Principal, line_id: UUID, words: str, attendance_id: UUID | None = None) -> Dissent:
    """Keeps that somebody in the room does not agree, in their words: the caller, or whom they write for.

    A guest speaks for nobody else.
    """
    line = line_of(line_id)
    basis = _basis(policies.may_speak_to_line, by, line)
    into(line.meeting, MeetingState.OPEN)
    check(required(words=words))
    who = Attendance.objects.filter(meeting=line.meeting, left_at=None)
    if attendance_id is None or by.actor_id != line.meeting.team_id:
        who = who.filter(account_id=by.account_id, actor=by.actor_id)
    there = who.filter(pk=attendance_id).first() if attendance_id else who.first()
    if there is None:
        raise Invalid(Problem("care.not_in_the_room", "attendance"))
    signed = ", ".join(part for part in (there.name, there.title) if part)
    same = Dissent.objects.filter(line=line, who=signed, words=clean(words)).first()
    made = same or Dissent.add(line=line, who=signed, sector=there.sector, words=words, **Dissent.signed(by))
    if same is None:
        written(by, line, "dissented")
    _wrote(line, "care.dissent", basis, keeps_access=True)
    return made


@action("care.dispute")
def dispute(
    *,
    by: Principal,
    line_id: UUID,
    about: DisputeAbout,
    institution_id: UUID,
    imposed_by: str,
    negotiated_by: str,
    agreed: str = "",
) -> Dispute:
    """Keeps a dispute over a remit or a rule: who imposed it, who negotiated, what was agreed, if anything was.

    The same rule disputed twice on a line is one dispute. Raises Invalid naming every fault.
    """
    line = line_of(line_id)
    basis = _basis(policies.may_write_line, by, line)
    into(line.meeting, MeetingState.OPEN)
    institution = Institution.objects.filter(pk__in=[institution_id]).first()
    check(
        [
            *choice_problems(about=(DisputeAbout, about)),
            *required(imposed_by=imposed_by, negotiated_by=negotiated_by),
            *([] if institution else [Problem("care.which_rule", "institution")]),
        ]
    )
    made = Dispute.objects.filter(line=line, institution=institution).first()
    if made is None:
        made = Dispute.add(
            line=line,
            about=about,
            institution=institution,
            imposed_by=imposed_by,
            negotiated_by=negotiated_by,
            agreed=agreed,
            settled_at=clock.now() if agreed.strip() else None,
            **Dispute.signed(by),
        )
        written(by, line, "disputed")
    _wrote(line, "care.dispute", basis, keeps_access=True)
    return made


@action("care.settle_dispute")
def settle_dispute(*, by: Principal, dispute_id: UUID, version: int, negotiated_by: str, agreed: str) -> Dispute:
    """What was agreed in the end, and who negotiated it."""
    made = Dispute.of(dispute_id)
    line = line_of(made.line_id)
    basis = _basis(policies.may_write_line, by, line)
    into(line.meeting, MeetingState.OPEN)
    check(required(negotiated_by=negotiated_by, agreed=agreed))
    made.change(version=version, negotiated_by=negotiated_by, agreed=agreed, settled_at=clock.now())
    written(by, line, "settled")
    _wrote(line, "care.settle_dispute", basis, keeps_access=True)
    return made


@action("care.share_line")
def share_line(*, by: Principal, line_id: UUID, attendance_id: UUID, agreed_how: str) -> LineShare:
    """Opens a line to the team of a guest in the room, who the person is with it, because the person agreed.

    It ends with the meeting, or when they leave, or by itself after SHARED_FOR; who comes back is shared with anew.
    Raises Invalid where the person refused that team: asking them again is for the person's own page.
    """
    line = line_of(line_id)
    basis = _basis(policies.may_share_line, by, line)
    into(line.meeting, MeetingState.OPEN)
    there = Attendance.objects.filter(pk=attendance_id, meeting=line.meeting, left_at=None).first()
    if there is None:
        raise Invalid(Problem("care.not_in_the_room", "attendance"))
    check([*required(agreed_how=agreed_how), *_share_problems(line, there.actor_id)])
    share = LineShare.objects.filter(line=line, actor=there.actor_id).first()
    if share is None or not _is_open_to(line, there.actor_id):
        said = {"agreed_how": agreed_how, **LineShare.signed(by)}
        share, _new = LineShare.objects.update_or_create(line=line, actor_id=there.actor_id, defaults=said)
        people.open_relationship(
            by=by,
            person_id=line.referral.person_id,
            actor_id=there.actor_id,
            role=CareRole.CONSULT,
            purpose=line.meeting.title,
            parts=(),
            basis=Basis.CONSENT,
            opened_by=line.id,
            until=clock.now() + SHARED_FOR,
        )
        written(by, line, "shared")
    _wrote(line, "care.share_line", basis)
    return share


def _is_open_to(line: MeetingLine, actor_id: UUID) -> bool:
    opened = Relationship.objects.filter(person=line.referral.person_id, actor=actor_id, opened_by=line.id)
    return opened.filter(records.current(clock.now())).exists()


def _share_problems(line: MeetingLine, actor_id: UUID) -> list[Problem]:
    """A sensitive ask is shared with nobody, and none with a team that the person refused."""
    referral = line.referral
    if referral.tells_of_what_is_sensitive:
        return [Problem("care.sensitive_line")]
    tie = Tie(actor_id, clock.now(), None, frozenset())
    would_see = records.seen_by(referral.person_id, [tie], ecosystem.belonging([actor_id]))[actor_id]
    return [] if Part.IDENTITY in would_see else [Problem("care.refused_them", "attendance")]
