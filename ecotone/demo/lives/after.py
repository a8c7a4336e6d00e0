"""What belongs to a course of help beside its moves: what everybody put in, what she makes of it, her goal."""

from typing import Any

from ecotone.access.principal import Principal
from ecotone.care import actions
from ecotone.care.rules import Change, GiftKind, Means, NeedView, Pen
from ecotone.demo.calendar import Course, later
from ecotone.demo.content.people.pools import CONTRIBUTIONS
from ecotone.demo.lives import sayings
from ecotone.demo.lives.loop import Loop
from ecotone.demo.lives.taking_in import together
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

WRITTEN_DOWN = (
    (Pen.WORKER, Means.PHONE),
    (Pen.WORKER, Means.MEETING),
    (Pen.CARER, Means.PAPER),
    (Pen.PERSON, Means.PAPER),
)
"""Who held the pen and by what means, where it was not the person on their own page."""

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
    unpaid = loop.world.effects.unpaid_gifts(loop.chance, actor=loop.target_key)
    gifts = [_time(loop, sayings.UNPAID, paid=False) for _ in range(unpaid)]
    if loop.chance.random() < 0.4:
        gifts.append(_time(loop, sayings.PAID, paid=True))
    if loop.chance.random() < 0.5:
        gifts += _something_else(loop)
    if gifts:
        with together(loop.target, "care.contribute"):
            for gift in gifts:
                actions.contribute(by=loop.target, to="referral", to_id=loop.referral.id, **gift)


def _time(loop: Loop, sentences: tuple[str, ...], *, paid: bool) -> dict[str, Any]:
    return {
        "kind": GiftKind.TIME,
        "words": loop.say(sentences),
        "actor_id": loop.referral.target_id,
        "minutes": loop.chance.choice((45, 60, 90, 120)),
        "paid": paid,
    }


def _something_else(loop: Loop) -> list[dict[str, Any]]:
    """One thing from somebody else, or nothing where there is nobody of that sort."""
    giver, kind, words = loop.chance.choice(CONTRIBUTIONS)
    gift: dict[str, Any] = {"kind": sayings.GIFTS.get(kind, GiftKind.TIME), "words": words}
    if kind == "money":
        gift["amount_minor"] = int(words.split()[0].strip("£")) * 100
    if giver == "person":
        return [gift | {"by_person": True}]
    if giver in FROM_THE_ACTOR:
        return [gift | {"actor_id": loop.referral.target_id}]
    of = FROM_THE_CIRCLE.get(giver, frozenset())
    return [gift | {"circle_tie_id": tie} for kind_of_tie, tie in loop.somebody.ties if kind_of_tie in of][:1]


def judge(loop: Loop) -> None:
    """The person's own view: on the page where they sign in, else by phone to whoever helps and wrote it down."""
    view = loop.chance.choices(list(NeedView), weights=VIEWS[loop.ended])[0]
    writer, pen, means = loop.somebody.me, Pen.PERSON, Means.PAGE
    if writer is None or loop.chance.random() < 0.2:
        writer = _who_may_write(loop)
        pen, means = loop.chance.choice(WRITTEN_DOWN)
    if writer:
        words = loop.say(sayings.JUDGED[view])
        actions.judge(by=writer, referral_id=loop.referral.id, view=view, words=words, pen=pen, means=means)
        loop.referral.refresh_from_db(fields=["version", "source_news_at"])
        loop.bring_news()


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
