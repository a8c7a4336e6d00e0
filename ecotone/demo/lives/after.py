"""What belongs to a course of help beside its moves: what everybody put in, what she makes of it, her goal."""

from ecotone.access.principal import Principal
from ecotone.care import actions
from ecotone.care.rules import Change, GiftKind, Means, NeedView, Pen
from ecotone.demo.calendar import Course, later
from ecotone.demo.content.people.pools import CONTRIBUTIONS
from ecotone.demo.lives import sayings
from ecotone.demo.lives.loop import Loop
from ecotone.people import queries
from ecotone.people.rules import CircleKind, Part

HELPED = frozenset({"complete", "complete_partly", "complete_onward"})
VIEWS = {
    "complete": (12, 5, 2, 0),
    "complete_onward": (8, 7, 2, 0),
    "complete_partly": (3, 11, 3, 1),
    "failed": (0, 2, 7, 1),
    "declined": (1, 1, 8, 2),
    "cancelled": (3, 2, 4, 0),
    "withdrawn": (4, 2, 2, 0),
}
"""How likely met, partly, not met and worse are, by how it ended."""

FROM_THE_CIRCLE = {
    "family": frozenset({CircleKind.FAMILY}),
    "carer": frozenset({CircleKind.FAMILY}),
    "neighbour": frozenset({CircleKind.NEIGHBOUR, CircleKind.FRIEND}),
}
FROM_THE_ACTOR = frozenset({"fund", "group"})


def whole(loop: Loop) -> Course:
    """A loop with what goes before and after it."""
    if loop.parent is None and loop.chance.random() < 0.5:
        outcome = actions.add_outcome(by=loop.somebody.helper, person_id=loop.somebody.id, words=loop.ask.hope)
        loop.outcome_id = outcome.id
    yield from loop.course()
    if loop.ended in HELPED:
        put_in(loop)
    yield later(loop.chance.uniform(2, 15))
    if loop.chance.random() < 0.75:
        judge(loop)
    if loop.outcome_id and loop.ended in HELPED and loop.chance.random() < 0.6:
        yield later(loop.chance.uniform(5, 30))
        _review(loop)


def put_in(loop: Loop) -> None:
    """Contributions: unpaid time where there was any, and now and then something from family, a fund or herself."""
    for _ in range(loop.world.effects.unpaid_gifts(loop.chance, actor=loop.target_key)):
        _time(loop, loop.say(sayings.UNPAID), paid=False)
    if loop.chance.random() < 0.4:
        _time(loop, loop.say(sayings.PAID), paid=True)
    if loop.chance.random() < 0.5:
        _other(loop)


def _time(loop: Loop, words: str, *, paid: bool) -> None:
    actions.contribute(
        by=loop.target,
        to="referral",
        to_id=loop.referral.id,
        kind=GiftKind.TIME,
        words=words,
        actor_id=loop.referral.target_id,
        minutes=loop.chance.choice((45, 60, 90, 120)),
        paid=paid,
    )


def _other(loop: Loop) -> None:
    giver, kind, words = loop.chance.choice(CONTRIBUTIONS)
    of: dict = {}
    if giver == "person":
        of = {"by_person": True}
    elif giver in FROM_THE_ACTOR:
        of = {"actor_id": loop.referral.target_id}
    elif giver in FROM_THE_CIRCLE:
        ties = [tie for tie_kind, tie in loop.somebody.ties if tie_kind in FROM_THE_CIRCLE[giver]]
        of = {"circle_tie_id": ties[0]} if ties else {}
    if not of:
        return
    amount = int(words.split()[0].strip("£")) * 100 if kind == "money" else None
    actions.contribute(
        by=loop.target,
        to="referral",
        to_id=loop.referral.id,
        kind=sayings.GIFTS[kind],
        words=words,
        amount_minor=amount,
        **of,
    )


def judge(loop: Loop) -> None:
    """The person's own view: on the page where they sign in, else by phone to whoever helps and wrote it down."""
    view = loop.chance.choices(list(NeedView), weights=VIEWS[loop.ended])[0]
    words = loop.say(sayings.JUDGED[view])
    if loop.somebody.me and loop.chance.random() < 0.8:
        actions.judge(by=loop.somebody.me, referral_id=loop.referral.id, view=view, words=words)
        return
    writer = _who_may_write(loop)
    if writer:
        pen, means = loop.chance.choice(
            (
                (Pen.WORKER, Means.PHONE),
                (Pen.WORKER, Means.MEETING),
                (Pen.CARER, Means.PAPER),
                (Pen.PERSON, Means.PAPER),
            )
        )
        actions.judge(by=writer, referral_id=loop.referral.id, view=view, words=words, pen=pen, means=means)


def _who_may_write(loop: Loop) -> Principal | None:
    """Somebody at either end who still helps; nobody's look is stretched for the sake of a figure."""
    ends = [end for end in (loop.source, loop.target) if end]
    return next((end for end in ends if queries.may(end, loop.somebody.id, Part.IDENTITY).allowed), None)


def _review(loop: Loop) -> None:
    assert loop.outcome_id is not None, "there is a goal to review"  # noqa: S101
    change = loop.chance.choices(list(Change), weights=(5, 3, 1, 4))[0]
    by, pen = (loop.somebody.me, Pen.PERSON) if loop.somebody.me else (loop.somebody.helper, Pen.WORKER)
    actions.review_outcome(
        by=by,
        outcome_id=loop.outcome_id,
        version=1,
        change=change,
        words=loop.say(sayings.REVIEWED[change]),
        pen=pen,
    )
