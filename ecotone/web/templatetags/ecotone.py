"""Words for codes, in templates: {{ row.state|named:"state" }}; and days in the manner people say them."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecotone.access.verdicts import Withheld
from ecotone.access.words import ROLES
from ecotone.adapters import words as adapters
from ecotone.care import words as care
from ecotone.care import words_links as links
from ecotone.care import words_meetings as meetings
from ecotone.directory import words as directory
from ecotone.directory.listing import Cost
from ecotone.directory.views import FoundService
from ecotone.ecosystem import words as ecosystem
from ecotone.ecosystem.views import DeprivationView, HistoryLine
from ecotone.ground import clock
from ecotone.notices import words as notices
from ecotone.observatory import words as observatory
from ecotone.observatory.rules import Figure
from ecotone.people import words as people
from ecotone.people import words_signing as signing
from ecotone.people import words_way_in as way_in
from ecotone.rights import words as rights
from ecotone.rights import words_record
from ecotone.web import when
from ecotone.web.words import YES_NO, say

register = template.Library()
LONGEST_HEADING = 70
NAMES: Mapping[str, Mapping[str, Any]] = {
    "state": care.STATES,
    "tone": care.TONES,
    "detail": {**care.DETAILS, **care.CHOICES},
    "what_next": care.WHAT_NEXT,
    "move": care.MOVES,
    "moved": care.MOVED,
    "field": care.FIELDS,
    "choice": care.CHOICES,
    "urgency": care.URGENCIES,
    "view": care.VIEWS,
    "pen": care.PENS,
    "means": care.MEANS,
    "change": care.CHANGES,
    "heard": links.HEARD,
    "link_end": links.LINK_ENDS,
    "hope": care.OUTCOME_KINDS,
    "gift": care.GIFTS,
    "unmet_reason": care.UNMET_REASONS,
    "need_state": care.NEED_STATES,
    "need_turn": care.NEED_TURNS,
    "friction": care.FRICTIONS,
    "friction_state": care.FRICTION_STATES,
    "friction_turn": care.FRICTION_TURNS,
    "asset": care.ASSETS,
    "offer_state": care.OFFER_STATES,
    "partner_state": care.PARTNER_STATES,
    "task_state": care.TASK_STATES,
    "joint_event": care.JOINT_EVENTS,
    "funding": care.FUNDINGS,
    "why_asked": care.WHY_ASKED,
    "bounce": care.BOUNCES,
    "meeting_state": meetings.MEETING_STATES,
    "meeting_tone": meetings.MEETING_TONES,
    "way": meetings.WAYS,
    "room_role": meetings.ROOM_ROLES,
    "room_part": meetings.ROOM_PARTS,
    "line_state": meetings.LINE_STATES,
    "line_tone": meetings.LINE_TONES,
    "decision": meetings.DECISIONS,
    "decided": meetings.DECIDED,
    "fate": meetings.FATES,
    "why_not": meetings.WHY_NOT,
    "why_no_third": meetings.WHY_NO_THIRD,
    "dispute": meetings.DISPUTES,
    "line_field": meetings.LINE_FIELDS,
    "part": people.PARTS,
    "their_part": people.THEIR_PARTS,
    "your_part": people.YOUR_PARTS,
    "asked": people.ASKED,
    "your_asked": people.YOUR_ASKED,
    "mode": people.MODES,
    "your_mode": people.YOUR_MODES,
    "channel": people.CHANNELS,
    "words_of": people.WORDS_OF,
    "circle": people.CIRCLE_KINDS,
    "named_by": people.NAMED_BY,
    "effect": people.EFFECTS,
    "said_by": people.SAID_BY,
    "your_said_by": people.YOUR_SAID_BY,
    "wish_state": signing.WISH_STATES,
    "wish_tone": signing.WISH_TONES,
    "knew": way_in.THEY_KNEW,
    "way_in": way_in.WAY_IN_STANDINGS,
    "way_in_tone": way_in.WAY_IN_TONES,
    "matter": signing.MATTERS,
    "your_matter": signing.YOUR_MATTERS,
    "authority": signing.AUTHORITIES,
    "as_whom": signing.AS_WHOM,
    "agreed": signing.AGREED,
    "own_answer": signing.OWN_ANSWERS,
    "own_standing": signing.OWN_STANDINGS,
    "holder_standing": signing.HOLDER_STANDINGS,
    "your_own_standing": signing.YOUR_OWN_STANDINGS,
    "act": people.ACTS,
    "your_act": people.YOUR_ACTS,
    "standing_of_permission": people.STANDINGS,
    "permission_tone": people.STANDING_TONES,
    "ended_by": people.ENDED_BY,
    "leaving": people.LEAVINGS,
    "emergency_reason": people.EMERGENCY_REASONS,
    "law": people.LAWS,
    "emergency_outcome": people.EMERGENCY_OUTCOMES,
    "ask_state": people.ASK_STATES,
    "ask_tone": people.ASK_TONES,
    "answered_as": people.ANSWERED_AS,
    "correction_state": rights.CORRECTION_STATES,
    "correction_tone": rights.CORRECTION_TONES,
    "correction_step": rights.STEPS,
    "record_kind": rights.KINDS,
    "party": words_record.PARTIES,
    "purpose": words_record.PURPOSES,
    "met_by": words_record.MET_BY,
    "voice": words_record.VOICES,
    "told_as": words_record.TOLD_AS,
    "told_by": words_record.TOLD_BY,
    "sort_of_news": words_record.SORTS,
    "account_kind": words_record.ACCOUNT_KINDS,
    "identifier": people.IDENTIFIER_KINDS,
    "care_role": people.CARE_ROLES,
    "how_told": notices.HOW,
    "unsent": notices.UNSENT,
    "erasure_state": rights.ERASURE_STATES,
    "erasure_tone": rights.ERASURE_TONES,
    "ground": rights.GROUNDS,
    "against": rights.AGAINST,
    "hold": rights.HOLDS,
    "kept": rights.KEPT,
    "kept_from": rights.KEPT_FROM,
    "carrier": care.CARRIERS,
    "your_carrier": care.YOUR_CARRIERS,
    "promise_state": care.PROMISE_STATES,
    "role": ROLES,
    "yes_no": YES_NO,
    "sector": ecosystem.SECTORS,
    "terms_state": ecosystem.TERMS_STATES,
    "terms_text": ecosystem.TEXTS,
    "domain": ecosystem.DOMAINS,
    "level": ecosystem.LEVELS,
    "place_kind": ecosystem.PLACE_KINDS,
    "topic": ecosystem.TOPICS,
    "actor_kind": ecosystem.ACTOR_KINDS,
    "tie": ecosystem.TIES,
    "tie_back": ecosystem.TIES_FROM_TARGET,
    "claim": ecosystem.CLAIMS,
    "institution_kind": ecosystem.INSTITUTION_KINDS,
    "standing": ecosystem.STANDINGS,
    "orientation": ecosystem.ORIENTATIONS,
    "institution_link": ecosystem.INSTITUTION_LINKS,
    "institution_link_back": ecosystem.INSTITUTION_LINKS_FROM_TARGET,
    "stance": ecosystem.STANCES,
    "register": ecosystem.REGISTERS,
    "claim_state": directory.CLAIM_STATES,
    "import_format": {str(each): name for each, name in adapters.FORMATS.items()},
    "import_state": {str(each): name for each, name in adapters.STATES.items()},
    "import_kind": adapters.KINDS,
    "import_field": adapters.CHANGED,
    "import_outcome": adapters.OUTCOMES,
    "claim_decision": directory.CLAIM_DECISIONS,
    "status": directory.STATUSES,
    "capacity": directory.CAPACITY,
    "usual_wait": directory.USUAL_WAITS,
    "attending": directory.ATTENDING,
    "access": directory.ACCESS,
    "weekday": directory.WEEKDAYS,
    "freshness": directory.FRESHNESS,
    "others": observatory.OTHERS,
    "answer_part": observatory.PARTS,
}


@register.filter
def named(code: Any, of: str) -> str:
    """The word for a code; the code itself where there is none, so that a page never fails for a word."""
    return str(NAMES[of].get(str(code), code))


@register.filter
def of_entry(statements: Mapping[Any, Any] | str, entry_id: Any) -> Any:
    """What stands beside an entry, out of all statements by the id of theirs; nothing where a page has none."""
    return statements.get(str(entry_id)) if isinstance(statements, Mapping) else None


@register.filter
def why_not(withheld: Withheld) -> str:
    """Why something is withheld, as a sentence."""
    return say(withheld.code)


@register.filter
def is_withheld(value: Any) -> bool:
    return isinstance(value, Withheld)


@register.filter
def recorded(value: Any) -> Any:
    """A recorded answer as a page shows it: days in words, yes and no."""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, str) and len(value) == 10 and value[4] == value[7] == "-":
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


@register.filter
def near(value: date | datetime | None) -> str:
    """A day as people say it: today, tomorrow, 3 days ago, else the date."""
    if value is None:
        return ""
    day = value.astimezone(clock.LOCAL).date() if isinstance(value, datetime) else value
    apart = (day - clock.today()).days
    if apart in (-1, 0, 1):
        return {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}[apart]
    if -14 <= apart < 0:
        return _("%(n)s days ago") % {"n": -apart}
    if 0 < apart <= 14:
        return _("in %(n)s days") % {"n": apart}
    return f"{day.day} {day:%B %Y}"


register.filter("last_day", when.last_day)


@register.filter
def day_of(day: date) -> str:
    """A day as the heading over what happened on it."""
    apart = (clock.today() - day).days
    if apart in (0, 1):
        return _("Yesterday") if apart else _("Today")
    return f"{day:%A} {day.day} {day:%B %Y}"


@register.filter
def as_hours(minutes: int) -> str:
    """Minutes as people say them: 45 minutes; 2 hours 15 minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    whole = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    return f"{whole} {as_hours(rest)}" if rest else whole


@register.filter
def pounds(minor: int | None) -> str:
    """Pence as pounds."""
    return f"£{minor / 100:.2f}" if minor is not None else ""


@register.filter
def said(code: str) -> str:
    """The sentence for a code."""
    return str(observatory.WORDS[code]) if code in observatory.WORDS else say(code)


@register.filter
def holder_said(code: str) -> str:
    """The sentence for what who holds an authority signs today."""
    return str(signing.HOLDER_SAID[code]) if code in signing.HOLDER_SAID else say(code)


@register.filter
def happened(line: HistoryLine) -> str:
    """One line of an actor's history."""
    return str(ecosystem.HISTORY[line.code]) % {"name": line.name}


@register.filter
def measured(of: DeprivationView) -> str:
    """A measure's value as people read it: a share in per cent, anything else without the noughts at its end."""
    if of.measure.startswith("share") and 0 <= of.value <= 1:
        return f"{of.value * 100:.0f}%"
    return f"{of.value.normalize():f}"


@register.filter
def tel(number: str) -> str:
    """A phone number as a link dials it: digits and a leading plus."""
    return re.sub(r"(?!^\+)\D", "", number)


@register.filter
def room(of: Any) -> str:
    """What a service says of its room, never fresher than it is."""
    return directory.room(of.capacity, of.freshness)


@register.filter
def room_tone(of: Any) -> str:
    """The tone in which that is said."""
    return directory.room_tone(of.capacity, of.freshness)


@register.filter
def where(found: FoundService) -> str:
    """Where a service that was found is, and how near."""
    return directory.where(found)


@register.filter
def tries(attempts: int) -> str:
    """How often a service tries to reach someone, as it promises."""
    return directory.tries(attempts)


@register.filter
def door(days: int) -> str:
    """For how long after the end one may come back."""
    return directory.door(days)


@register.filter
def sentence(text: str) -> str:
    """Words as a sentence: with a full stop, unless they end with a mark of their own."""
    return text if not text or text[-1] in ".!?…" else f"{text}."


@register.filter
def blocks(text: str) -> list[tuple[str, list[str]]]:
    """A text that somebody typed in, block by block; a short first line without a stop is its heading."""
    found = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        first, *others = lines = [line.strip() for line in block.splitlines() if line.strip()] or [""]
        headed = others and len(first) <= LONGEST_HEADING and first[-1] not in ".,;!?…"
        found.append((first, others) if headed else ("", lines))
    return found


@register.filter
def price(cost: Cost) -> str:
    """A price in its currency's main unit."""
    amount = Decimal(cost.amount or 0) / 100
    return f"£{amount:.2f}" if cost.currency == "GBP" else f"{amount:.2f} {cost.currency}"


@register.filter
def names(things: Iterable[Any]) -> str:
    """The names of these, in a row."""
    return ", ".join(thing.name for thing in things)


@register.filter
def in_figures(figure: Figure) -> str:
    """A published figure in words: 5 to 9; at least 40; too few to show."""
    return observatory.phrase(figure)


@register.filter
def parts_hidden(figure: Figure) -> str:
    """What to say beside a sum whose parts are partly too small to show."""
    return observatory.beside(figure)


@register.filter
def quarter(since: date) -> str:
    """A published quarter, by its first day, in words."""
    return observatory.period(since)


@register.filter
def unlocalised(number: float) -> str:
    """A number as a drawing reads it, whatever the language of the page."""
    return f"{number:g}"
