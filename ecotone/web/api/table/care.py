"""Asking for help and closing the loop: referrals, their moves out of the machine, questions, promises, paper."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Scope
from ecotone.care import actions, queries
from ecotone.care.machine import BY_CODE, MOVES, TAKES, Field, Move, Party
from ecotone.care.rules import Urgency
from ecotone.care.views import QuestionView, ReferralRow
from ecotone.observatory import queries as counted
from ecotone.people.rules import Part
from ecotone.web.api.operations import Needed, Operation, Read, Write
from ecotone.web.routes import Access

READ, WRITE = Scope.REFERRALS_READ, Scope.REFERRALS_WRITE
WORKERS = (Access.WORKER,)
HERSELF = (Access.PERSON,)
THEIRS = (Access.WORKER, Access.HERS)
AT = "referrals/{referral_id}"
QUESTION, OFFER, WORK = "questions/{question_id}", "offers/{referral_id}", "joint-work/{work_id}"
PERSON, FRICTION = "people/{person_id}", "frictions/{friction_id}"
BY_ECOTONE = frozenset({Party.CLOCK, Party.ECOTONE})
DRAFT: dict[str, Any] = {
    "why": Needed(str),
    "service_id": UUID,
    "target_id": UUID,
    "need_id": UUID,
    "hoped_for": str,
    "urgency": Urgency,
    "parts": list[Part],
    "contact_note": str,
    "outcome_id": UUID,
    "parent_id": UUID,
    "authority_id": UUID,
    "nobody_why": str,
    "least": bool,
    "her_wishes": str,
}
"""What an ask says; it is always made with the person's consent, as on pages. The last four: where she cannot give it
herself, who does in her place, or why nobody could be asked."""


def field_types(fields: tuple[Field, ...]) -> dict[str, Any]:
    """What the machine records, as a program sends it."""
    kinds = {each.name: each.choices or TAKES[each.kind] for each in fields}
    return {each.name: Needed(kinds[each.name]) if each.required else kinds[each.name] for each in fields}


def _move(move: Move) -> Write:
    return Write(
        f"{AT}/moves/{move.code}",
        actions.move,
        WRITE,
        name=f"move_{move.code}",
        given={"code": move.code},
        into="recorded",
        also=field_types(move.fields),
    )


def _heard(move: Move) -> Write:
    return Write(
        f"{AT}/heard/{move.code}",
        actions.write_down,
        WRITE,
        name=f"write_down_{move.code}",
        given={"code": move.code},
        into="recorded",
        also=field_types(move.fields),
    )


def asks_between(
    by: Principal,
    window: str,
    of_us: bool,
    other_id: UUID | None = None,
    *,
    most: int = 50,
    after: tuple[datetime, UUID] | None = None,
) -> tuple[list[ReferralRow], int]:
    """The asks of one's own team in a published quarter: those it made, or was asked (`of_us`)."""
    chosen = next((each for each in counted.windows(by) if each.key == window), None)
    if chosen is None:
        return [], 0
    since, until = chosen.since, chosen.until
    return queries.asks_between(by, since=since, until=until, of_us=of_us, other_id=other_id, most=most, after=after)


def question_lists(by: Principal) -> tuple[list[QuestionView], list[QuestionView]]:
    """Questions to and from one's own team."""
    return queries.questions(by)


def _consent(_by: Principal) -> dict[str, Any]:
    return {"basis": Basis.CONSENT}


BY_PEOPLE = [move for move in MOVES if move.by - BY_ECOTONE - {Party.CANDIDATE}]
OPERATIONS: tuple[Operation, ...] = (
    Read("my-day", queries.my_day, READ, WORKERS, hides=frozenset({"whole"})),
    Read(
        "team-list",
        queries.team_list,
        READ,
        WORKERS,
        mark=lambda row: (row.due or date.max, row.ended_at, row.id),
    ),
    Read(AT, queries.referral, READ),
    Read(f"{AT}/chain", queries.chain, READ),
    Read(f"{AT}/door", queries.door, READ),
    Read(f"{AT}/frictions", queries.frictions_of_referral, READ),
    Read("asks-of-a-quarter", asks_between, READ, WORKERS, mark=lambda row: (row.offered_at, row.id)),
    Read(f"{PERSON}/referrals", queries.referrals_of, READ, THEIRS),
    Read(f"{PERSON}/promises", queries.promised, READ, THEIRS),
    Read(f"{PERSON}/signposts", queries.signposts_of, READ, (Access.WORKER, Access.PERSON)),
    Read(f"{PERSON}/joint-work", queries.joint_for, READ, (Access.WORKER, Access.PERSON)),
    Read(f"{PERSON}/would-be-told", queries.who_would_be_told, READ),
    Read("promises/{promise_id}", queries.promise_for, READ),
    Read("offers", queries.offers, READ, WORKERS, mark=lambda offer: (offer.reply_by, offer.id)),
    Read(OFFER, queries.offer, READ, WORKERS),
    Read("questions", question_lists, READ, WORKERS, name="questions", parts=("to_us", "from_us")),
    Read(QUESTION, queries.question, READ, WORKERS),
    Read("joint-work", queries.our_joint, READ, WORKERS, hides=frozenset({"most"})),
    Read(WORK, queries.joint_work, READ),
    Read("frictions", queries.our_frictions, READ),
    Read(FRICTION, queries.friction, READ),
    Read("paper-forms/{code}", queries.paper_form, READ, WORKERS),
    Write(
        f"{PERSON}/referrals", actions.offer_referral, WRITE, makes="referral", also=DRAFT, fills=_consent, name="ask"
    ),
    Write(
        f"{PERSON}/open-offers",
        actions.offer_openly,
        WRITE,
        name="ask_openly",
        makes="referral",
        also={name: hint for name, hint in DRAFT.items() if name not in ("service_id", "target_id")},
        fills=_consent,
    ),
    *map(_move, BY_PEOPLE),
    *(_heard(move) for move in MOVES if Party.TARGET in move.by and move.code not in ("receive", "complete_onward")),
    Write(f"{AT}/sentences/{{sentence_id}}/set-aside", actions.set_sentence_aside, WRITE),
    Write(f"{AT}/link/send", actions.send_link, WRITE),
    Write(f"{AT}/link/revoke", actions.revoke_link, WRITE),
    Write(f"{AT}/acknowledge", actions.acknowledge, WRITE),
    Write(f"{AT}/judgements", actions.judge, WRITE, makes=""),
    Write(
        "referrals/{to_id}/contributions",
        actions.contribute,
        WRITE,
        makes="",
        given={"to": "referral"},
        name="contribute",
    ),
    Write(f"{AT}/paper-form", actions.print_paper_form, WRITE, makes=""),
    Write("paper-forms/{code}/judgement", actions.judge_from_paper, WRITE, WORKERS),
    Write(f"{AT}/return", actions.come_back, WRITE, makes="referral"),
    Write(
        f"{OFFER}/claim", actions.claim, WRITE, WORKERS, into="recorded", also=field_types(BY_CODE["claim"].fields)
    ),
    Write(f"{OFFER}/pass", actions.pass_on, WRITE, WORKERS),
    Write("promises", actions.promise, WRITE, makes="promise_for"),
    Write("promises/{promise_id}/settle", actions.settle_promise, WRITE),
    Write(f"{PERSON}/signposts", actions.signpost, WRITE, (Access.WORKER, Access.PERSON), makes=""),
    Write(f"{PERSON}/signposts/{{signpost_id}}/wrong-place", actions.say_wrong_place, WRITE),
    Write(f"{PERSON}/signposts/{{signpost_id}}/take-back", actions.take_back_signpost, WRITE),
    Write(
        "actors/{target_id}/questions",
        actions.ask_question,
        WRITE,
        WORKERS,
        makes="question",
        hides=frozenset({"source_id"}),
    ),
    Write(f"{QUESTION}/answer", actions.answer_question, WRITE, WORKERS),
    Write(f"{QUESTION}/read", actions.read_answer, WRITE, WORKERS),
    Write("joint-work", actions.start_joint, WRITE, WORKERS, makes="joint_work"),
    Write(f"{WORK}/partners", actions.propose_partner, WRITE, WORKERS, makes=""),
    Write(f"{WORK}/partners/{{partner_id}}/answer", actions.answer_joint, WRITE, WORKERS),
    Write(f"{WORK}/partners/{{partner_id}}/leave", actions.leave_joint, WRITE, WORKERS),
    Write(f"{WORK}/tasks", actions.add_joint_action, WRITE, WORKERS, makes=""),
    Write(f"{WORK}/tasks/{{action_id}}/change", actions.change_joint_action, WRITE, WORKERS),
    Write("joint-events", actions.log_joint_event, WRITE, WORKERS, makes=""),
    Write("joint-events/{event_id}/take-back", actions.take_back_event, WRITE, WORKERS),
    Write("frictions", actions.log_friction, WRITE, makes="friction"),
    Write(f"{FRICTION}/correct", actions.correct_friction, WRITE),
    Write("frictions/{record_id}/turn", actions.turn, WRITE, given={"kind": "friction"}, name="turn_friction"),
)
