"""My day: what waits for my team, what came back, what is late; and the team's whole list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ecotone.care import queries as care
from ecotone.ground import clock
from ecotone.people import queries as people
from ecotone.rights import queries as rights
from ecotone.web import pulse
from ecotone.web.asks import OF_US
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Sheet

PILES = (
    ("late", _("Late with us"), _("The day has passed, and somebody waits for us."), "amber"),
    ("to_answer", _("Waiting for our answer"), _("Someone waits for a yes, a no, or a word from us."), "waiting"),
    (
        "to_chase",
        _("Late with others"),
        _("We asked, and the day has passed. Ring them, or ask how it stands."),
        "amber",
    ),
    ("came_back", _("What came back"), _("Read what became of what you asked."), "done"),
    ("in_hand", _("In hand with us"), _("We said yes. What is the next step?"), "moving"),
    ("awaited", _("We wait for others"), _("What we asked, and is still on its way."), "neutral"),
    ("drafts", _("Drafts"), _("Begun, and nobody has been asked yet."), "draft"),
)
BESIDE = ("offers", "tasks", "questions", "answers")
"""What stands beside the piles of asks."""

FILTERS = (
    ("open", _("Open")),
    ("new", _("To answer")),
    ("info", _("We asked a question")),
    ("in_hand", _("In hand")),
    ("ended", _("Ended")),
)
A_PAGE = 25
TEAM_LIST = Sheet("requests-to-us", OF_US)


@page(Access.WORKER, "web.my_day", commitments=[4])
def my_day(request: Request) -> HttpResponse:
    """The start of a worker's day."""
    today = care.my_day(request.principal, whole=request.GET.get("all", ""))
    piles = [(name, title, lead, tone, getattr(today, name)) for name, title, lead, tone in PILES]
    context = {
        "piles": [p for p in piles if p[4].rows],
        "day": today,
        "drawn_at": clock.now().isoformat(),
        "nothing": not any(p[4].rows for p in piles) and not any(getattr(today, name) for name in BESIDE),
    }
    return render(request, "web/my_day.html", context)


@page(Access.WORKER, "web.to_put_right", commitments=[3])
def to_put_right(request: Request) -> HttpResponse:
    """What an open My day asks for by itself once: what is said to be wrong in what it wrote, what carers ask."""
    shown = {"wrong": rights.to_put_right(request.principal), "wishes": people.wishes_waiting(request.principal)}
    return render(request, "web/part/to_put_right.html", shown)


@page(Access.WORKER, "web.my_day_pulse")
def my_day_pulse(request: Request) -> HttpResponse:
    """What the open page asks now and then: has anything changed? It tells of no one, so it is no look."""
    by = request.principal
    return pulse.answer(
        request,
        care.pulse(by),
        "web/part/pulse.html",
        lambda: {"changed": care.news_since(by, pulse.moment_of(request)), "show": reverse("my_day")},
    )


@page(Access.WORKER, "web.team_list", commitments=[4])
def team_list(request: Request) -> HttpResponse:
    """All that the team has been asked, by how it stands."""
    which = request.GET.get("which", "open")
    here = Page.of(request, A_PAGE)
    if TEAM_LIST.asked(request):
        return TEAM_LIST.of(
            lambda start, most: care.team_list(request.principal, which=which, most=most, start=start)[0]
        )
    rows, totals = care.team_list(request.principal, which=which, most=A_PAGE, start=here.start)
    filters = [(code, label, totals[code], code == which) for code, label in FILTERS]
    return render(
        request,
        "web/team_list.html",
        {"rows": rows, "filters": filters, "page_obj": here.out_of(totals.get(which, 0))},
    )
