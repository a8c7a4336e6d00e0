"""Published counts as the lines of a file: whatever a page of them shows, with what one needs to read it elsewhere.

Each line says of which days and which place it is, what is counted, the least and the most that the figure can be,
the words that the page has for it, and for a share what it rests on. Where a count is too small to show, it has the
page's words and no number. A page hands over what its query gave it: a file says nothing that the page does not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ecotone.observatory import words
from ecotone.observatory.rules import Figure
from ecotone.observatory.shares import Share, Span
from ecotone.observatory.views import Course, PartCount, Window
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.chains import as_share, likely, missing

Said = str | Promise
NUMBER, PER_CENT = _("number"), _("per cent")
TOO_FEW = _("too few to show")


@dataclass(frozen=True, kw_only=True)
class Counted:
    """One figure: `low` to `high` in `unit`, None where the page says neither; what a share rests on stands in `n`.

    `what` is counted, `of` which kind, asked by whom (`source`) of whom (`target`), for people who live in `place`.
    """

    window: Window
    place: str
    what: Said
    of: Said = ""
    source: Said = ""
    target: Said = ""
    low: int | None = None
    high: int | None = None
    unit: Said = NUMBER
    words: Said = TOO_FEW
    n: Span | Figure | None = None
    likely: str = ""
    missing: str = ""


COLUMNS = (
    Column(_("From"), lambda row: row.window.since),
    Column(_("To"), lambda row: row.window.until - timedelta(days=1)),
    Column(_("Place"), lambda row: row.place),
    Column(_("What is counted"), lambda row: row.what),
    Column(_("Of which kind"), lambda row: row.of),
    Column(_("Asked by"), lambda row: row.source),
    Column(_("Asked of"), lambda row: row.target),
    Column(_("At least"), lambda row: row.low),
    Column(_("At most"), lambda row: row.high),
    Column(_("Counted in"), lambda row: row.unit),
    Column(_("In words"), lambda row: row.words),
    Column(_("Rests on at least"), lambda row: row.n and row.n.low),
    Column(_("Rests on at most"), lambda row: row.n and row.n.high),
    Column(_("Likely range"), lambda row: row.likely),
    Column(_("Missing"), lambda row: row.missing),
)


def sheet(name: str, file: str = "") -> Sheet:
    """The file of a page's published counts."""
    return Sheet(name, COLUMNS, file)


def of_figure(figure: Figure, **about: Any) -> Counted:
    """A published count, or a sum of such; what is too small has words alone."""
    said = "; ".join(filter(None, (words.phrase(figure), words.beside(figure))))
    if not figure.shown:
        return Counted(words=said, **about)
    return Counted(low=figure.low, high=figure.high, words=said, **about)


def of_count(count: Span, **about: Any) -> Counted:
    """A count between two numbers, both of which the page says."""
    return Counted(low=count.low, high=count.high, words=words.span(count), **about)


def of_share(share: Share, **about: Any) -> Counted:
    """A share in whole per cent, as on the page, with what it rests on; one of too few has words alone."""
    if share.low is None or share.high is None:
        return Counted(**{"words": TOO_FEW, **about}, unit=PER_CENT)
    return Counted(
        **{**about, "words": as_share(share)},
        low=round(100 * share.low),
        high=round(100 * share.high),
        unit=PER_CENT,
        n=share.n,
        likely=likely(share),
        missing=missing(share) if share.missing.high else "",
    )


def hidden(what: Said, **about: Any) -> Counted:
    """What stands in place of counts that are too small, in the words of the page."""
    return Counted(what=what, **about)


ASKS = _("Asks that could be broken down")
TAKEN_ON = _("Taken on, of those answered or let pass")
WITHIN_A_WEEK = _("First answer within a week")
FIRST_DOOR = _("The first door was the right one")


def of_course(course: Course, **about: Any) -> Iterator[Counted]:
    """How asks went, whole: how many could be broken down, the four shares, and the counts that can be shown."""
    if not course.asked.high:
        yield hidden(ASKS, **about)
        return
    yield from taken_on(course, **about)
    yield of_share(course.no_reply, what=_("No reply came"), **about)
    yield of_share(course.within_week, what=WITHIN_A_WEEK, **about)
    yield of_share(course.first_door, what=FIRST_DOOR, **about)
    yield from _parts(course.first, what=_("How soon the first answer came"), **about)
    yield from _parts(course.reasons, what=_("Why it was not taken on"), **about)
    yield from _parts(course.doors, what=_("Doors before the right one"), **about)


def taken_on(course: Course, **about: Any) -> Iterator[Counted]:
    """How many asks could be broken down, and how much of them was taken on: what is said of one team."""
    yield of_count(course.asked, what=ASKS, **about)
    yield of_share(course.accepted, what=TAKEN_ON, **about)


def _parts(counts: Iterable[PartCount], **about: Any) -> Iterator[Counted]:
    for each in counts:
        yield of_count(each.count, of=words.PARTS[each.part], **about)
