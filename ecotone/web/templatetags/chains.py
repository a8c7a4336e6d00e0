"""Drawing how long each held an ask, by one rule for all bars of a page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from ecotone.care.rules.chains import Span

register = template.Library()
THINNEST = 0.8
"""A bar is never thinner, in percent: what lasted an hour can be seen too."""


@register.simple_tag
def bar_at(span: Span, scale: Mapping[str, Any]) -> dict[str, str]:
    """Where the bar of a span begins and how wide it is, in percent of the whole time that is drawn."""
    start = 100 * (span.since - scale["since"]).total_seconds() / scale["seconds"]
    width = 100 * (span.until - span.since).total_seconds() / scale["seconds"]
    return {"x": f"{min(start, 100 - THINNEST):.2f}", "width": f"{max(width, THINNEST):.2f}"}


@register.filter
def in_days(days: int) -> str:
    """A number of days as people say it."""
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days} if days else gettext("less than a day")
