"""Drawing how long each held an ask, by one rule for all bars of a page."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext, ngettext

from ecotone.care.rules.chains import Span
from ecotone.observatory import words as observatory
from ecotone.observatory.shares import Share
from ecotone.observatory.shares import Span as Count

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


@register.filter
def counted(count: Count) -> str:
    """A published count in words: between 20 and 24."""
    return observatory.span(count)


@register.filter
def as_share(share: Share) -> str:
    """A share in words: between 69% and 83%; too few to show."""
    if share.low is None or share.high is None:
        return gettext("too few to show")
    return observatory.percent(share.low, share.high)


@register.filter
def likely(share: Share) -> str:
    """Its likely range in words."""
    return observatory.percent(share.likely.low, share.likely.high) if share.likely else ""


@register.filter
def missing(share: Share) -> str:
    """How much of what should have been judged is missing, in words."""
    most = share.missing_most
    return observatory.percent(0, most) if most else gettext("none")


@register.filter
def drawn(share: Share) -> dict[str, str] | None:
    """Where a share's two bars begin and how wide they are, in percent; None where it has no value."""
    if share.low is None or share.high is None or share.likely is None:
        return None
    said, about = (share.low, share.high), (share.likely.low, share.likely.high)
    return {
        "said_x": f"{100 * said[0]:.1f}",
        "said": f"{max(100 * (said[1] - said[0]), 1.5):.1f}",
        "likely_x": f"{100 * about[0]:.1f}",
        "likely": f"{100 * (about[1] - about[0]):.1f}",
    }


@register.filter
def shade(share: Share) -> str:
    """How strongly the middle of a share is drawn in a grid: 1 to 4, or none."""
    if share.low is None or share.high is None:
        return "none"
    return str(min(4, 1 + int(2 * (share.low + share.high))))
