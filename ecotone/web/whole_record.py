"""An entry of a person's record in words: what it is, and each of its fields as people read it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from ecotone.care.words import NEWS as CARE_NEWS
from ecotone.ground import clock
from ecotone.people.words import NEWS as PEOPLE_NEWS
from ecotone.rights.rules.record import Heading
from ecotone.rights.views import Entry, Ref
from ecotone.rights.words import HEADINGS, KINDS
from ecotone.rights.words import NEWS as RIGHTS_NEWS
from ecotone.rights.words_record import field
from ecotone.web.looks import WHY
from ecotone.web.templatetags.ecotone import NAMES, named
from ecotone.web.words import YES_NO, say

BASES = {**WHY, "system": _l("by Ecotone itself"), "open": _l("as anyone may know it")}
LANGUAGE = "language"
NEWS_OF_HERS = "news"
NEWS: Mapping[str, Any] = {**CARE_NEWS, **PEOPLE_NEWS, **RIGHTS_NEWS}
CODES: Mapping[str, str] = {
    **{name: name for name in ("part", "channel", "words_of", "named_by", "said_by", "effect", "ended_by")},
    **{name: name for name in ("change", "pen", "means", "urgency", "view", "fate", "why_not", "why_no_third")},
    **{name: name for name in ("sector", "decision", "funding", "asked", "answered_as")},
    **dict.fromkeys(("from_sector", "to_sector"), "sector"),
    **dict.fromkeys(("before", "after", "state"), "state"),
    **{"section": "part", "parts": "part", "acts": "act", "mode": "your_mode", "mode_said_by": "named_by"},
    **{"asked_person": "asked", "heard_by": "heard", "about": "dispute", "detail": "detail"},
    "referralmove.code": "moved",
    "erasure.state": "erasure_state",
    "erasure.ground": "ground",
    "erasure.against": "against",
    "correction.state": "correction_state",
    "correctionstep.code": "correction_step",
    "circletie.kind": "circle",
    "departure.kind": "leaving",
    "outcome.kind": "hope",
    "contribution.kind": "gift",
    "friction.kind": "friction",
    "friction.state": "friction_state",
    "needoffer.kind": "asset",
    "needoffer.state": "offer_state",
    "statedneed.state": "need_state",
    "promise.state": "promise_state",
    "accessrequest.state": "ask_state",
    "carerpermission.state": "standing_of_permission",
    "meetingline.state": "line_state",
    "jointevent.kind": "joint_event",
    "emergencyaccess.reason": "emergency_reason",
    "emergencyaccess.outcome": "emergency_outcome",
    "legalduty.kind": "law",
    "authority.kind": "authority",
    "referral.agreed": "agreed",
    "carerwish.own_answer": "own_answer",
    **{"covers": "matter", "matter": "matter", "signed_as": "authority"},
    "answerlink.why": "link_end",
    "attendance.role": "room_role",
    "candidate.reason": "detail",
    **{"party": "party", "met_by": "met_by", "failed_reason": "unsent"},
    **dict.fromkeys(("sharingchoice.purpose", "carerwish.purpose"), "purpose"),
    "ownwayin.knew": "knew",
    "personidentifier.kind": "identifier",
    "relationship.role": "care_role",
    "keptback.kind": "record_kind",
    "signpost.said_by": "told_by",
    "jointaction.state": "task_state",
    "needvoice.kind": "voice",
    "turn.became": "need_state",
    "notice.to_kind": "told_as",
    "notice.sort": "sort_of_news",
    "account.kind": "account_kind",
    "wish.how": "how_told",
    "carrier": "your_carrier",
    "notice.kind": NEWS_OF_HERS,
    "storyentry.language": LANGUAGE,
}
"""Which words the codes of a field have, where every table means the same by it; of one table by kind and field."""
TEXT_ALSO = {"answerlink.reason", "accessrequest.reason", "meetingline.reason"}


ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ITSELF = frozenset({Heading.RIGHTS, Heading.TOLD, Heading.SIGN_IN})
"""What nobody wrote about her: it follows from what was done."""


@dataclass(frozen=True)
class Shown:
    """An entry as a page shows it. `reference` finds it again, for whoever asks to have it put right."""

    title: str
    reference: str
    id: str
    at: datetime | None
    by: str
    may_be_wrong: bool
    lines: tuple[tuple[str, str], ...]
    withheld: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Section:
    heading: Heading
    title: str
    entries: tuple[Shown, ...]


def sections(entries: list[Entry]) -> list[Section]:
    """The entries in words, under their headings, in the order given."""
    return [
        Section(Heading(code), str(HEADINGS[code]), tuple(in_words(entry) for entry in some))
        for code, some in groupby(entries, key=lambda entry: entry.heading)
    ]


def in_words(entry: Entry) -> Shown:
    return Shown(
        title=str(KINDS[entry.kind]),
        reference=f"{entry.kind}:{entry.id}",
        id=entry.id,
        at=entry.written_at,
        by=entry.written_by,
        may_be_wrong=Heading(entry.heading) not in ITSELF and "-" in entry.id,
        lines=tuple(_lines(entry)),
        withheld=tuple((field(entry.kind, name), say(code)) for name, code in entry.withheld.items()),
    )


def _lines(entry: Entry) -> Iterator[tuple[str, str]]:
    for name, value in entry.values.items():
        of = CODES.get(f"{entry.kind}.{name}") or CODES.get(name, "")
        if text := said(value, of, basis=name == "basis"):
            yield field(entry.kind, name), text


def said(value: Any, of: str = "", *, basis: bool = False) -> str:
    """A value as people read it; codes by the words of `of`."""
    if isinstance(value, bool):
        return str(YES_NO["yes" if value else "no"])
    if isinstance(value, Ref):
        return value.label
    if isinstance(value, datetime):
        local = value.astimezone(clock.LOCAL)
        return f"{local.day} {local:%B %Y, %H:%M}"
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    if isinstance(value, list | tuple):
        return ", ".join(filter(None, (said(each, of) for each in value)))
    if isinstance(value, Mapping):
        pairs = ((_name(name), said(_day(each))) for name, each in value.items())
        return "; ".join(f"{name}: {text}" for name, text in pairs if text)
    if basis:
        return str(BASES.get(value, value))
    if of == NEWS_OF_HERS:
        return _news(str(value))
    if of == LANGUAGE:
        return _language(str(value))
    return named(value, of) if of else "" if value is None else _plain(str(value))


def _name(name: str) -> str:
    """What a recorded answer is an answer to."""
    found = NAMES["field"].get(name) or NAMES["line_field"].get(name)
    return str(found) if found else name.replace("_", " ")


def _day(value: Any) -> Any:
    """What was recorded as a day, as one; anything else as it is."""
    return date.fromisoformat(value) if isinstance(value, str) and ISO_DAY.fullmatch(value) else value


def _news(code: str) -> str:
    """What a notice told her, without the names that stood in it; its code where it told somebody else."""
    words = str(NEWS.get(f"person.{code}", ""))
    return capfirst(words % {"asker": _("somebody"), "target": _("a service")}) if words else _plain(code)


def _language(tag: str) -> str:
    """What the language of that tag (BCP 47) is called; the tag where nobody here has a name for it."""
    try:
        return str(get_language_info(tag.lower())["name_translated"])
    except KeyError:
        return tag


def _plain(text: str) -> str:
    """Text as it was written; a code that has no words of its own, without its underscores."""
    return text.replace("_", " ") if "_" in text and " " not in text and "@" not in text else text


def what_is_withheld() -> tuple[str, ...]:
    """What may not be in a copy, whether or not there is any: that itself would tell."""
    return (
        _("a request that somebody has begun to write and sent to nobody"),
        _("an emergency in which your record was opened, while it would not be safe to tell you"),
        _("why somebody’s permission to act for you was stopped, while it would not be safe to show it"),
        _("what is written down for your safety, which somebody could read with you"),
        _("what is in other people’s own records, though it may name you"),
    )
