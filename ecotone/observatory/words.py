"""The words for the observatory's codes, and for figures that come in bands."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecotone.observatory.rules import Figure
from ecotone.observatory.shares import Span

WORDS = {
    "observatory.not_a_quarter": _(
        "Counts are published by calendar quarter: give its first day, and the day after its last."
    ),
    "observatory.still_running": _("This quarter is not over yet. Counts are published when it is."),
    "observatory.at_least_one": _("Give the number of quarters to look back: one at least."),
    "observatory.published": _("Published. From now on it stays as it is."),
    "observatory.published_before": _("This quarter was published before. Nothing was changed."),
    "observatory.no_locality": _(
        "Counts are published for whole localities. Look at the locality this place lies in."
    ),
    "observatory.nothing_published": _("No quarter has been published yet. The first appears when it is over."),
    "observatory.sum_of_localities": _(
        "Added up from what is published for each locality here. Where one was too small to show, it adds nothing: "
        "so sums say “at least”. Who asked whom is shown for one locality at a time."
    ),
    "observatory.counted": _(
        "Counted: referrals offered in the quarter, by where the person they are for lives. Drafts, mistakes and "
        "sensitive services or needs are left out."
    ),
    "observatory.frictions_counted": _(
        "Counted: what was written down in the quarter as having got in the way, by place. What was taken back and "
        "all that is sensitive is left out. What a small number could point at is who wrote it down."
    ),
    "observatory.frictions_beside": _(
        "Between whom it was, under what rule, and the minutes lost are shown only as far as they give nothing away "
        "of the numbers beside them: as “at least”, and where all do not fit, the larger ones. Of one friction a "
        "working day counts at most, and minutes are rounded down to hours."
    ),
    "observatory.hidden": _(
        "What is about too few people is not shown, so that no one can be picked out. None at all is among it."
    ),
    "observatory.rounded": _(
        "Other numbers are shown in steps. A total may be wider, so that it gives nothing small away."
    ),
    "observatory.frozen": _("Each quarter is published once, when it is over, and never changed or counted again."),
    "observatory.not_told_apart": _(
        "Asks are broken down only where enough people were asked for: for a team that can stand alone, for all "
        "others between two sectors together, and for the rest of a place together."
    ),
    "observatory.as_counted": _(
        "How an ask went is as it stood when the quarter was counted. What was still open, stopped or withdrawn then "
        "is missing."
    ),
    "observatory.shares": _(
        "A share runs from the least to the most that the published counts allow. The likely range around it is "
        "Wilson’s, for 95 in 100. A part too small to show is taken as none to four, one for each person."
    ),
    "observatory.retold": _(
        "Counted: contacts in the quarter after a person’s first here, by where she lives. That she had to repeat "
        "her story is her word alone; that she chose to tell it again is counted apart."
    ),
    "observatory.summed": _("Every figure comes from what was published, never from anyone's record."),
}

FIGURES = {
    "fewer": _("fewer than %(limit)s people"),
    "between": _("%(low)s to %(high)s"),
    "at_least": _("at least %(low)s"),
    "too_few": _("too few to show"),
}

OTHERS = {
    "nhs": _("Others in the NHS"),
    "council": _("Others in the council"),
    "third": _("Others in the third sector"),
    "independent": _("Other independent providers"),
    "community": _("Others in the community"),
    "informal": _("People themselves, and those close to them"),
    "government": _("Others in government"),
}
"""For an end of a tie that has no name, by its sector."""


QUARTERS = (
    _("January to March %(year)s"),
    _("April to June %(year)s"),
    _("July to September %(year)s"),
    _("October to December %(year)s"),
)


def phrase(figure: Figure) -> str:
    """A figure in words: fewer than 5 people; 5 to 9; at least 40; too few to show."""
    limit = None if figure.high is None else figure.high + 1
    return str(FIGURES[figure.phrase]) % {"low": figure.low, "high": figure.high, "limit": limit}


def beside(figure: Figure) -> str:
    """What to print beside a sum: how many of its parts are too small to show; empty where there are none."""
    if figure.high is not None or not figure.hidden:
        return ""
    words = ngettext("%(n)s part is too small to show", "%(n)s parts are too small to show", figure.hidden)
    return words % {"n": figure.hidden}


def period(since: date) -> str:
    """The quarter that begins on this day, in words: January to March 2026."""
    return str(QUARTERS[since.month // 3]) % {"year": since.year}


PARTS = {
    "accepted": _("taken on"),
    "not_taken": _("not taken on"),
    "no_reply": _("no reply came"),
    "days_2": _("within 2 days"),
    "days_7": _("in 3 to 7 days"),
    "days_14": _("in 8 to 14 days"),
    "no_capacity": _("no room"),
    "not_eligible": _("outside whom they serve"),
    "out_of_area": _("outside their area"),
    "wrong_service": _("another service fits better"),
    "insufficient_info": _("too little was known"),
    "could_not_contact": _("the person could not be reached"),
    "0": _("none, the first place was right"),
    "1": _("one"),
    "2": _("two"),
    "3": _("three or more"),
}


def span(count: Span) -> str:
    """A count between two numbers in words: between 20 and 24; at most 4."""
    if count.low == count.high:
        return str(count.low)
    words = _("between %(low)s and %(high)s") if count.low else _("at most %(high)s")
    return str(words) % {"low": count.low, "high": count.high}


def percent(low: float, high: float) -> str:
    """A share between two others in words: between 69% and 83%; at most 12%; at least 62%; 100%."""
    a, b = round(100 * low), round(100 * high)
    if a == b:
        return f"{a}%"
    if not a:
        return str(_("at most %(b)s%%")) % {"b": b}
    words = _("at least %(a)s%%") if b == 100 else _("between %(a)s%% and %(b)s%%")
    return str(words) % {"a": a, "b": b}
