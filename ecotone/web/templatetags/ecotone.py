"""Words for codes, in templates: {{ row.state|named:"state" }}; and days in the manner people say them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext as _

from ecotone.access.verdicts import Withheld
from ecotone.access.words import ROLES
from ecotone.care import words as care
from ecotone.ground import clock
from ecotone.people import words as people
from ecotone.web.words import YES_NO, say

register = template.Library()
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
    "hope": care.OUTCOME_KINDS,
    "gift": care.GIFTS,
    "part": people.PARTS,
    "mode": people.MODES,
    "channel": people.CHANNELS,
    "words_of": people.WORDS_OF,
    "circle": people.CIRCLE_KINDS,
    "named_by": people.NAMED_BY,
    "effect": people.EFFECTS,
    "said_by": people.SAID_BY,
    "role": ROLES,
    "yes_no": YES_NO,
}


@register.filter
def named(code: Any, of: str) -> str:
    """The word for a code; the code itself where there is none, so that a page never fails for a word."""
    return str(NAMES[of].get(str(code), code))


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


@register.filter
def pounds(minor: int | None) -> str:
    """Pence as pounds."""
    return f"£{minor / 100:.2f}" if minor is not None else ""
