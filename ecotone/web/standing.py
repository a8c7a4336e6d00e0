"""Where an ask for a person stands, in sentences one understands when tired: no state, no step, no code."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ecotone.care.machine import State
from ecotone.care.views import Standing
from ecotone.care.words import CHOICES
from ecotone.ground import clock


@dataclass(frozen=True)
class Told:
    """One ask as its reader is told of it.

    stands   where it stands        then    what happens next, and by when
    late     what should have happened, "" where nothing is late; `ways` what one can do about it
    question what a service asks her, "" where nothing is to be answered
    carried  who carries it at present, for the step that comes next
    """

    standing: Standing
    title: str
    stands: str
    then: str
    late: str
    question: str
    carried: str

    @property
    def row(self) -> Any:
        return self.standing.row

    @property
    def promises(self) -> Any:
        return self.standing.promises


def told(standing: Standing) -> Told:
    """The whole of one ask in plain sentences."""
    row, names = standing.row, _names(standing)
    return Told(
        standing=standing,
        title=str(row.need or row.service or names["target"]),
        stands=_stands(standing) % names,
        then=_then(standing) % names,
        late=_late(standing) % names,
        question=standing.said.get("ask", {}).get("question", "") if row.state is State.INFO_NEEDED else "",
        carried=_carried(standing) % names,
    )


def _names(standing: Standing) -> dict[str, Any]:
    """What the sentences are filled with: who, and the days of the newest steps."""
    row = standing.row
    steps = (standing.said.get(code, {}) for code in WITH_WORDS)
    said = {name: value for step in steps for name, value in step.items()} | {"next_step": _next_step(standing)}
    return {
        **{name: _in_words(value) for name, value in said.items()},
        "target": _("all who can help") if row.target == "" else str(row.target) or _("another service"),
        "source": str(row.source) or _("whoever asked"),
        "worker": row.worker or str(row.target),
        "reply_by": day(row.reply_by),
        "review_on": day(row.review_on),
        "asked_on": day(row.offered_at.astimezone(clock.LOCAL).date()) if row.offered_at else "",
        "ended_on": day(row.ended_at.astimezone(clock.LOCAL).date()) if row.ended_at else "",
        "answer_by": _in_words(standing.said.get("ask", {}).get("answer_by", "")),
        "ring": standing.ring.name if standing.ring else _("someone who helps"),
    }


WITH_WORDS = ("hold", "decline", "fail", "waitlist", "schedule", "accept")
"""The steps whose recorded words fill a sentence below; of one name, the later step's word is told."""


def _next_step(standing: Standing) -> str:
    """What the team that ended it said comes next."""
    endings = (standing.said.get(code, {}) for code in ("complete", "complete_partly", "complete_onward"))
    return next((step["next_step"] for step in endings if step.get("next_step")), "")


def _in_words(value: Any) -> str:
    """A recorded answer: a day in words; a choice by its name; words without the stop that the sentence gives."""
    text = str(value)
    try:
        return day(date.fromisoformat(text)) if len(text) == 10 else str(CHOICES.get(text, text)).rstrip(". ")
    except ValueError:
        return text.rstrip(". ")


def day(value: date | None) -> str:
    """A day with its weekday, for near ones without the year: Tuesday 3 March."""
    if value is None:
        return ""
    near = abs((value - clock.today()).days) < 200
    return date_format(value, "l j F" if near else "j F Y")


STANDS: Mapping[State, Any] = {
    State.OFFERED: lambda: _("%(target)s was asked on %(asked_on)s, and has not answered yet."),
    State.UNCLAIMED: lambda: _("All who may be able to help were told on %(asked_on)s, and nobody has said yes yet."),
    State.RECEIVED: lambda: _("%(target)s has read it, and has not answered yet."),
    State.INFO_NEEDED: lambda: _("%(target)s has a question before it can say yes or no."),
    State.NO_REPLY: lambda: _("%(target)s did not answer."),
    State.ACCEPTED: lambda: _("%(target)s has said yes."),
    State.WAITLISTED: lambda: _("%(target)s has said yes, and there is a wait."),
    State.IN_PROGRESS: lambda: _("%(target)s is helping now."),
    State.ON_HOLD: lambda: _("It is on hold: %(reason_text)s."),
    State.CANCEL_REQUESTED: lambda: _("%(source)s has asked %(target)s to stop it."),
    State.COMPLETED: lambda: _("%(target)s finished on %(ended_on)s."),
    State.REJECTED: lambda: _("%(target)s could not take it on: %(reason_text)s."),
    State.FAILED: lambda: _("It could not be done: %(reason_text)s."),
    State.CANCELLED: lambda: _("It was stopped on %(ended_on)s."),
}


def _stands(standing: Standing) -> str:
    row = standing.row
    if row.state is State.IN_PROGRESS and row.detail == "scheduled":
        channels = {
            "visit": _("%(target)s comes to the house on %(review_on)s."),
            "phone": _("%(target)s rings on %(review_on)s."),
            "video": _("A video call with %(target)s is arranged for %(review_on)s."),
            "place": _("A meeting at %(target)s is arranged for %(review_on)s."),
        }
        return channels.get(standing.said.get("schedule", {}).get("channel", ""), channels["place"])
    if row.state is State.IN_PROGRESS and row.detail == "no_show":
        return _("%(target)s waited, and nobody met.")
    if row.state is State.NO_REPLY and row.target == "":
        return _("Nobody has taken it on.")
    return str(STANDS[row.state]())


def _then(standing: Standing) -> str:
    row, said = standing.row, standing.said
    if row.state in (State.OFFERED, State.RECEIVED):
        return "" if row.overdue else _("They should answer by %(reply_by)s.")
    if row.state is State.ACCEPTED:
        begins = _("It is likely to begin on %(expected_start)s.") if "accept" in said else ""
        return f"{begins} " + _("Who does it: %(worker)s.") if row.worker else begins
    if row.state is State.COMPLETED:
        return _("They said this comes next: %(next_step)s.") if _next_step(standing) else ""
    sentences = {
        State.UNCLAIMED: _("The first who says yes takes it on. It is open until %(reply_by)s."),
        State.INFO_NEEDED: _("Once it is answered, they decide. Please answer by %(answer_by)s."),
        State.NO_REPLY: _("%(source)s decides now: ask someone else, wait again, or stop."),
        State.WAITLISTED: _(
            "The wait is likely to be: %(expected_wait)s. Until then: %(meanwhile)s. "
            "They look at it again on %(recheck_on)s."
        ),
        State.ON_HOLD: _("They look at it again on %(review_on)s."),
        State.CANCEL_REQUESTED: _("%(target)s confirms it, or says what came of it."),
        State.REJECTED: _("Another way they named: %(alternative)s.") if "decline" in said else "",
    }
    if row.state is State.IN_PROGRESS and row.detail != "scheduled" and row.review_on:
        return _("They look at it again on %(review_on)s.")
    return str(sentences.get(row.state, ""))


def _late(standing: Standing) -> str:
    row = standing.row
    if row.final or not row.overdue:
        return ""
    if row.unanswered and row.state is not State.INFO_NEEDED:
        return _("The answer should have come by %(reply_by)s. Sorry: this is late, and it is not your doing.")
    return _("Something should have happened by %(review_on)s. Sorry: this is late, and it is not your doing.")


def _carried(standing: Standing) -> str:
    """Who has the next step, where nobody wrote down anything nearer."""
    row = standing.row
    if row.final:
        return ""
    if row.state is State.NO_REPLY or (row.state is State.INFO_NEEDED and row.source != ""):
        return "%(source)s"
    return "%(target)s" if not row.worker else "%(worker)s"
