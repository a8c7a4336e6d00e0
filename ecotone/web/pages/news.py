"""What's new: what happened for my team or for me, in plain words; and how I hear of it by e-mail."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.care import queries as care
from ecotone.care.views import OfferView, QuestionView, ReferralRow
from ecotone.care.words import NEWS, TONES_OF_NEWS
from ecotone.ground import clock
from ecotone.notices import actions, digests, policies, queries
from ecotone.notices.actions import POST
from ecotone.notices.rules import How
from ecotone.notices.views import NoticeView
from ecotone.people import queries as people
from ecotone.people.words import NEWS as PEOPLE_NEWS
from ecotone.rights import queries as rights
from ecotone.rights.words import NEWS as RIGHTS_NEWS
from ecotone.web import pulse
from ecotone.web.forms.notices import HowForm
from ecotone.web.paging import Page
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import NOT_SHARED, Column, Sheet

A_PAGE = 40
LIVE = ("news", "my_referrals", "my_story")
"""The pages that ask for the pulse, by name."""


@dataclass(frozen=True)
class Line:
    """One piece of news as it is said: to whom it leads, what happened; `title` empty where no one may be named."""

    id: UUID
    at: datetime
    title: str
    words: str
    href: str
    tone: str
    is_new: bool
    known: bool = True


NEWS_SHEET = Sheet(
    "what-is-new",
    (
        Column(_("When"), lambda line: line.at),
        Column(_("About"), lambda line: line.title if line.known else NOT_SHARED),
        Column(_("What happened"), lambda line: line.words),
        Column(_("New"), lambda line: line.is_new),
    ),
)


@page(Access.SIGNED_IN, "web.news", commitments=[4])
def news(request: Request) -> HttpResponse:
    """What is new for whom one is here as; having been shown the newest counts as having read up to it."""
    by = request.principal
    if not policies.may_read(by).allowed:
        return render(request, "web/news.html", {"days": [], "gets_none": True})
    here = Page.of(request, A_PAGE)
    if NEWS_SHEET.asked(request):
        return NEWS_SHEET.of(lambda start, most: lines_of(by, queries.news(by, most=most, start=start).notices))
    found = queries.news(by, most=A_PAGE, start=here.start)
    lines = lines_of(by, found.notices)
    if here.number == 1 and found.newest_unread:
        actions.see(by=by, upto=found.newest_unread)
    context = {
        "days": [(day, list(those)) for day, those in groupby(lines, key=_day)],
        "unread": sum(line.is_new for line in lines),
        "drawn_at": clock.now().isoformat(),
        "page_obj": here.out_of(found.total),
    }
    return render(request, "web/news.html", context)


def _day(line: Line) -> date:
    return line.at.astimezone(clock.LOCAL).date()


def lines_of(by: Principal, notices: Iterable[NoticeView]) -> list[Line]:
    """Each notice in words, as far as the reader may know today of what it is about."""
    notices = list(notices)
    found: dict[str, Mapping[UUID, Of]] = {
        kind: told(by, {n.subject_id for n in notices if n.subject_kind == kind}) for kind, told in TOLD.items()
    }
    return [_line(n, found[n.subject_kind].get(n.subject_id)) for n in notices]


Of = ReferralRow | QuestionView | OfferView
TOLD: Mapping[str, Callable[[Principal, Collection[UUID]], Mapping[UUID, Any]]] = {
    "referral": care.referrals_told,
    "question": care.questions_told,
    "offer": care.offers_told,
    "emergencyaccess": people.emergencies_told,
    "accessrequest": people.requests_told,
    "legalduty": people.duties_told,
    "carerwish": people.wishes_told,
    "authority": people.authorities_told,
    "capacityassessment": people.assessments_told,
    "sharingchoice": people.choices_told,
    "carerpermission": people.permissions_told,
    "ownwayin": people.ways_in_told,
    "accounttakenoff": people.taken_off_told,
    "correction": rights.corrections_told,
    "erasure": rights.erasures_told,
    "retention": rights.retention_told,
}
"""Who is asked what a notice is about."""


REACHED = {
    "emergencyaccess": ("emergency", "emergency_id"),
    "accessrequest": ("access_request", "request_id"),
    "legalduty": ("duty", "duty_id"),
    "carerwish": ("wish", "wish_id"),
    "authority": ("my_deciding", ""),
    "capacityassessment": ("my_deciding", ""),
    "sharingchoice": ("my_sharing", ""),
    "carerpermission": ("my_sharing", ""),
    "ownwayin": ("person_way_in", "person_id"),
    "accounttakenoff": ("person_way_in", "person_id"),
    "correction": ("correction", "correction_id"),
    "erasure": ("erasures", ""),
    "retention": ("retention", ""),
}
"""Where news of an emergency, a duty, a wish, a correction or an erasure leads, unless LEADS says otherwise."""
LEADS = {
    ("person", "emergency"): ("my_looks", ""),
    ("person", "duty"): ("my_sharing", ""),
    ("person", "erasures"): ("ask_erasure", ""),
    ("target", "duty"): ("my_duties", ""),
    ("person", "wish"): ("passed_on_for_me", ""),
    ("person", "person_way_in"): ("my_way_in", ""),
    ("source", "erasures"): ("ask_erasure_for_them", "person_id"),
}
SAID = {**PEOPLE_NEWS, **RIGHTS_NEWS}
NAMELESS = {
    "emergency": _("An emergency"),
    "duty": _("A legal duty"),
    "wish": _("Passed on by a carer"),
    "person_way_in": _("A way to sign in"),
    "correction": _("An entry said to be wrong"),
    "erasures": _("To be erased"),
    "retention": _("How long records are kept"),
}


def _reached(notice: NoticeView, of: Any) -> Line:
    """News of reaching somebody: whose it is stands on the page it leads to."""
    reached = name, _ids = REACHED[notice.subject_kind]
    page_name, takes = LEADS.get((notice.side, name), reached)
    there = reverse(page_name, kwargs={takes: getattr(of, takes, notice.subject_id)} if takes else {})
    title = "" if notice.side == "person" else str(getattr(of, "whose", "") or NAMELESS[name])
    words = str(SAID[f"{notice.side}.{notice.kind}"])
    return Line(notice.id, notice.at, title, words, there, TONES_OF_NEWS[notice.sort], notice.is_new)


def _line(notice: NoticeView, of: Of | None) -> Line:
    if of is not None and notice.subject_kind in REACHED:
        return _reached(notice, of)
    tone = TONES_OF_NEWS[notice.sort]
    words = NEWS.get(f"{notice.side}.{notice.kind}")
    if of is None or words is None:
        gone = str(_("Something you may no longer see."))
        return Line(notice.id, notice.at, "", gone, "", "neutral", notice.is_new, known=False)
    title = "" if notice.side == "person" else _named(of)
    target = "" if isinstance(of, OfferView) else str(of.target)
    names = {"asker": str(of.source) or _someone(of, notice.side), "target": target or str(ANOTHER)}
    return Line(notice.id, notice.at, title, str(words) % names, _where(notice, of), tone, notice.is_new)


ANOTHER = _("Another service")
THEMSELVES = {"target": _("The person"), "source": _("You"), "person": _("You")}


def _someone(of: Of, side: str) -> str:
    """Who asked where no team did: she herself, or one whose name is withheld."""
    return str(THEMSELVES[side] if of.source == "" else ANOTHER)


def _named(of: Of) -> str:
    """Whom it is about, where the reader may know; an open offer says what is asked, and of nobody for whom."""
    if isinstance(of, OfferView):
        return f"{of.need}, {of.place}"
    if of.person is None:
        return str(_("A question"))
    return of.person.identity.name if of.person.identity else str(_("Someone you no longer help"))


def _where(notice: NoticeView, of: Of) -> str:
    name = "question_id" if isinstance(of, QuestionView) else "referral_id"
    return reverse(notice.subject_kind, kwargs={name: of.id})


@page(Access.SIGNED_IN, "web.news_pulse")
def news_pulse(request: Request) -> HttpResponse:
    """What an open page asks now and then: is there news? It tells of no one, so it is no look."""
    by, on = request.principal, request.GET.get("on", "")
    return pulse.answer(
        request,
        queries.pulse(by),
        "web/part/pulse.html",
        lambda: {
            "changed": queries.news_since(by, pulse.moment_of(request)),
            "show": reverse(on if on in LIVE else "news"),
        },
    )


@page(Access.SIGNED_IN, "web.news_mail")
def news_mail(request: Request) -> HttpResponse:
    """How one hears by e-mail."""
    by = request.principal
    how, address = queries.how_i_hear(by)
    told = by.practises or by.role is Role.GUARDIAN
    now = how or (How.DAILY if told else How.NEVER)
    form = HowForm.of(request, initial={"how": now})
    if form.is_valid() and form.done(actions.choose, how=How(form.cleaned_data["how"])):
        messages.success(request, _("Kept. From now on you hear by e-mail as you chose."))
        return redirect("news_mail")
    return render(request, "web/news_mail.html", {"form": form, "address": address, "said": how is not None})


@csrf_exempt
@page(Access.PUBLIC, "web.stop_mail")
@cache_control(private=True, no_store=True)
def stop_mail(request: Request, token: str) -> HttpResponse:
    """Stops digests for whoever holds the link of one, signed in or not.

    Opening it changes nothing, since mail scanners open links: the button does, and so does a mail program's own
    (RFC 8058), which sends no token of ours. Who sends it must hold the link, and that is all that counts here.
    """
    account_id: UUID = digests.account_of(token)
    stopped = request.method == "POST"
    if stopped:
        actions.stop(by=POST, account_id=account_id)
    return render(request, "web/stop_mail.html", {"stopped": stopped})
