"""Team meetings: one that is over, with its minutes; one that is going on this morning; one a charity has planned.

last week   ──▶ lines of its own ──▶ decided in the room, each move made there ──▶ closed; one line comes to today
this morning ─▶ what waits for the team by now, and what was put off
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from ecotone.access.principal import Principal
from ecotone.care import actions as care
from ecotone.care import queries
from ecotone.care.models import MeetingLine
from ecotone.care.rules.meetings import DecisionKind, DisputeAbout, Fate, RoomRole, WhyNot, WhyNoThird
from ecotone.demo.calendar import Course, later, working
from ecotone.demo.content.people import lives
from ecotone.demo.lives.arrivals import Arrivals
from ecotone.demo.lives.loop import Loop
from ecotone.demo.lives.onward import ONWARD
from ecotone.demo.lives.taking_in import Somebody, take_in
from ecotone.demo.place.staff import practising
from ecotone.demo.world import World
from ecotone.ground import clock

TEAM, HOME = "irt-airdrie", "irt-airdrie-home"
GUESTS = {
    "kettle-on": "Elaine Cuthbertson",
    "nursing-airdrie": "Yvonne Weir",
    "social-work-airdrie": "Gurpreet Bains",
}
"""From which teams guests come, and who of each: the cast, so that whoever signs in sees a guest's page."""

TITLE = "Screening and allocation"
WHERE = "The long table, Airdrie health centre"
ON_A_SCREEN = 16
"""How many lines an hour's meeting is given at most."""


@dataclass(frozen=True)
class Brought:
    """What somebody brings to the meeting: who asks for what, and what the meeting makes of it."""

    source: str
    need: str
    days_before: int
    archetype: str = "fall"
    wish: str = ""
    told_by: str = ""
    decision: dict[str, Any] = field(default_factory=dict)
    considered: tuple[tuple[str, WhyNot | None], ...] = ()


def _days(count: int) -> Any:
    return clock.today() + timedelta(days=count)


LAST_WEEK = (
    Brought(
        "gp-millrace",
        "moving.falls",
        6,
        wish="I want down my own stairs without holding my breath.",
        told_by="herself, to Morag at the desk",
        decision={"decision": DecisionKind.TAKE_ON, "expected_start": 6, "person_told": True},
        considered=(("striders-walks", WhyNot.FITS_LESS),),
    ),
    Brought(
        "hospital-discharge",
        "home.equipment",
        5,
        wish="A bath, and not a wash at the sink.",
        told_by="the ward",
        decision={
            "decision": DecisionKind.WAIT,
            "expected_wait": "About three weeks",
            "meanwhile": "The ward lends a bath board, and shows how to use it",
            "recheck_on": 14,
            "person_told": False,
            "why_no_third": WhyNoThird.NEEDS_CLINICAL,
        },
    ),
    Brought(
        "kettle-on",
        "moving.rehabilitation",
        7,
        "widowed",
        wish="To get to the bus, and back up the hill.",
        told_by="the volunteer who visits",
        decision={"decision": DecisionKind.ASK, "question": "Are the stairs inside or out?", "answer_by": 10},
    ),
    Brought(
        "social-work-airdrie",
        "company.connection",
        8,
        "widowed",
        wish="Somebody to sit down with, not somebody with a form.",
        told_by="his sister",
        decision={
            "decision": DecisionKind.HAND_ON,
            "service": "kettle-on-visits",
            "why": "What is wanted is company. Our own support worker has no afternoon left until spring.",
            "reply_by": 7,
            "agreed": True,
        },
        considered=(("rapid-response-airdrie-home", WhyNot.NO_ROOM), ("kettle-on-visits", None)),
    ),
    Brought(
        "nursing-airdrie",
        "safety.planning",
        9,
        "dementia",
        wish="Only to be asked once.",
        told_by="her daughter",
        decision={
            "decision": DecisionKind.DECLINE,
            "reason_code": "wrong_service",
            "reason_text": "One plan for four services is not ours to hold by ourselves.",
            "alternative": "The social work team, who hold the duty",
            "who_tells": "asker",
            "why_no_third": WhyNoThird.NONE_KNOWN,
        },
    ),
    Brought("whinhall-hearth", "moving.rehabilitation", 4, wish="To see the allotment again.", told_by="Marcus"),
)
TODAY = (
    Brought("gp-millrace", "home.equipment", 3),
    Brought("whinhall-hearth", "moving.falls", 4, "widowed"),
    Brought("hospital-discharge", "moving.rehabilitation", 2),
    Brought("kettle-on", "moving.falls", 5, "widowed"),
)
DISSENT = "Three weeks is long for somebody who has slipped in that bath twice. I would go sooner."
DISPUTED = "four-hour-home"
IMPOSED = "The partnership's management, by letter in spring"
AGREED = "The rapid response team takes a fall in its first three days. From the fourth it is ours, with their notes."


def begin(world: World, arrivals: Arrivals, *, most: int) -> int:
    """Lays out what last week's and this morning's meetings are about; returns how many people that took."""
    if TEAM not in world.staff or HOME not in world.services:
        return 0
    lines = [*((each, 7) for each in LAST_WEEK), *((each, 0) for each in TODAY)][:most]
    loops: dict[int, tuple[Brought, Loop]] = {}
    for number, (brought, ago) in enumerate(lines):
        moment = world.calendar.moment(ago + brought.days_before + 12, hour=10, minute=number * 4)
        kept = loops if ago else {}
        world.timeline.begin(working(moment), _bring(world, arrivals, number, brought, ago, kept))
    world.timeline.begin(_held(world), _last_week(world, loops))
    return len(lines)


def _held(world: World) -> Any:
    return working(world.calendar.moment(7, hour=9, minute=30))


def _bring(
    world: World,
    arrivals: Arrivals,
    number: int,
    brought: Brought,
    ago: int,
    kept: dict[int, tuple[Brought, Loop]],
) -> Course:
    """Somebody is taken in, and the team is asked."""
    chance = world.chance("meeting", number)
    life = lives.someone(chance, today=world.calendar.anchor, archetype=brought.archetype, place="airdrie")
    helper = practising(world, brought.source)[0]
    somebody = Somebody(f"meeting-{number}", life, helper, brought.source)
    take_in(world, somebody, sections=("matters", "works"))
    yield working(world.calendar.moment(ago + brought.days_before, hour=11, minute=number * 4))
    ask = next((ask for ask in life.asks if ask.need == brought.need), None) or ONWARD[brought.need]
    loop = Loop(world, somebody, chance, world.service_of[HOME], ask, helper, arrivals.hand_on, being_read=True)
    loop.offer(reply_in=14)
    kept[number] = (brought, loop)


def _people(world: World) -> tuple[Principal, Principal]:
    """Who leads the team, and who takes the minutes."""
    team = practising(world, TEAM)
    return team[0], next((by for by in team if by.name == "Shazia Malik"), team[-1])


def _last_week(world: World, kept: dict[int, tuple[Brought, Loop]]) -> Course:
    """A charity's coordinator leads; the team's own decide at their screens; then it is over."""
    loops = [kept[number] for number in sorted(kept)]
    lead, scribe = _people(world)
    asked = [loop.referral.id for _, loop in loops if loop.referral.state == "offered"]
    meeting = care.plan_meeting(by=lead, title=TITLE, starts_at=clock.now(), where=WHERE, referral_ids=asked)
    there = {key: _enter(world, meeting.id, lead, key) for key in GUESTS}
    care.enter_room(by=lead, meeting_id=meeting.id, hat_id=scribe.hat_id, role=RoomRole.MINUTES)
    meeting = care.open_meeting(by=lead, meeting_id=meeting.id, version=meeting.version)
    care.give_room_role(by=lead, attendance_id=there["kettle-on"], role=RoomRole.LEAD)
    lines = {line.referral_id: line for line in MeetingLine.objects.filter(meeting=meeting)}
    for number, (brought, loop) in enumerate(loops):
        yield _held(world) + timedelta(minutes=7 * (number + 1))
        if line := lines.get(loop.referral.id):
            _discuss(world, scribe, line, brought)
    yield _held(world) + timedelta(minutes=50)
    if len(loops) == len(LAST_WEEK):
        _differ(world, scribe, [lines[loop.referral.id] for _, loop in loops], there["nursing-airdrie"])
    care.close_meeting(by=lead, meeting_id=meeting.id, version=meeting.version)
    yield later(2)
    child = next((each.child for each in MeetingLine.objects.filter(meeting=meeting, child__isnull=False)), None)
    if child and child.state == "offered":
        _taken_on(world, child)


def _enter(world: World, meeting_id: Any, by: Principal, key: str) -> Any:
    staff = practising(world, key)
    guest = next((each for each in staff if each.name == GUESTS.get(key)), staff[0])
    return care.enter_room(by=by, meeting_id=meeting_id, hat_id=guest.hat_id).id


def _discuss(world: World, by: Principal, line: MeetingLine, brought: Brought) -> None:
    """What was said, whom one thought of, what was decided."""
    said = {"wish": brought.wish, "wish_told_by": brought.told_by}
    line = care.write_line(by=by, line_id=line.id, version=line.version, **said)
    for key, why_not in brought.considered:
        service = world.services.get(key)
        option = care.consider_option(by=by, line_id=line.id, service_id=service) if service else None
        if option and why_not:
            care.weigh_option(
                by=by, option_id=option.id, version=option.version, fate=Fate.PUT_ASIDE, why_not=why_not
            )
    if not brought.decision:
        care.decide_line(
            by=by,
            line_id=line.id,
            version=line.version,
            referral_version=line.referral.version,
            decision=DecisionKind.DEFER,
            reason="No time was left to hear it well",
        )
        return
    given = dict(brought.decision)
    for name in ("expected_start", "recheck_on", "answer_by", "reply_by"):
        if name in given:
            given[name] = _days(given[name])
    if "service" in given:
        given["service_id"] = world.services[given.pop("service")]
    if given["decision"] in (DecisionKind.TAKE_ON, DecisionKind.WAIT, DecisionKind.HAND_ON):
        given["worker"] = f"{by.name}, {by.hat_title}"
    care.decide_line(by=by, line_id=line.id, version=line.version, referral_version=line.referral.version, **given)


def _differ(world: World, by: Principal, lines: list[MeetingLine], nurse: Any) -> None:
    """One does not agree; and over one line two teams dispute whose it is, because of a rule that bears on both."""
    care.dissent(by=by, line_id=lines[1].id, words=DISSENT, attendance_id=nurse)
    if DISPUTED in world.institutions:
        care.dispute(
            by=by,
            line_id=lines[0].id,
            about=DisputeAbout.REMIT,
            institution_id=world.institutions[DISPUTED],
            imposed_by=IMPOSED,
            negotiated_by="Brendan Docherty, and the lead of the rapid response team",
            agreed=AGREED,
        )


def _taken_on(world: World, child: Any) -> None:
    coordinator = practising(world, "kettle-on")[0]
    care.move(
        by=coordinator,
        referral_id=child.id,
        version=child.version,
        code="accept",
        recorded={
            "worker": f"{coordinator.name}, {coordinator.hat_title}",
            "expected_start": _days(5),
            "person_told": True,
        },
    )


def this_morning(world: World) -> None:
    """The meeting that is going on, and one that a charity has planned. The clock stands at the morning."""
    if TEAM not in world.staff:
        return
    lead, scribe = _people(world)
    starts = world.calendar.moment(0, hour=9, minute=30)
    waiting = [row.id for row in queries.proposals(lead)][:ON_A_SCREEN]
    meeting = care.plan_meeting(by=lead, title=TITLE, starts_at=starts, where=WHERE, referral_ids=waiting)
    for key in GUESTS:
        _enter(world, meeting.id, lead, key)
    care.enter_room(by=lead, meeting_id=meeting.id, hat_id=scribe.hat_id, role=RoomRole.MINUTES)
    care.open_meeting(by=lead, meeting_id=meeting.id, version=meeting.version)
    lines = list(MeetingLine.objects.filter(meeting=meeting).order_by("order"))
    if lines:
        care.write_line(
            by=scribe,
            line_id=lines[0].id,
            version=lines[0].version,
            wish="To stay in my own house, and be asked before anything is moved.",
            wish_told_by="whoever asked",
            summary="Home from hospital, and not managing the step",
        )
    if "kettle-on-visits" in world.services and len(lines) > 1:
        care.consider_option(by=scribe, line_id=lines[1].id, service_id=world.services["kettle-on-visits"])
    _planned(world)


def _planned(world: World) -> None:
    coordinator = practising(world, "kettle-on")[0]
    waiting = [row.id for row in queries.proposals(coordinator)][:ON_A_SCREEN]
    tomorrow = world.calendar.moment(-1, hour=14)
    meeting = care.plan_meeting(
        by=coordinator, title="Matching afternoon", starts_at=tomorrow, where="Hearth hall", referral_ids=waiting
    )
    _enter(world, meeting.id, coordinator, "whinhall-hearth")
