"""What was promised: where it stands, who does what next, stopping it, saying it had to be told again, paper."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind
from ecotone.care import actions, queries
from ecotone.care.rules import Carrier, PromiseState
from ecotone.care.views import Promised, ReferralView
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.people import actions as people_actions
from ecotone.people import queries as people
from ecotone.people.rules import KeptKind, Mode
from ecotone.web.forms.base import sent_version
from ecotone.web.forms.promises import PaperCodeForm, PaperForm, PromiseForm, StopForm
from ecotone.web.request import Request, id_in
from ecotone.web.routes import Access, page
from ecotone.web.standing import told


@page(Access.HERS, "web.my_referrals", commitments=[4, 5])
def my_referrals(request: Request) -> HttpResponse:
    """Everything she was promised: where it stands, what happens next, whom to ring, who does what."""
    promised = queries.promised(request.principal, request.principal.about_id)
    signs_for = people.holds_authority(request.principal)
    return render(request, "web/my_referrals.html", {**_told(request.principal, promised), "signs_for": signs_for})


@page(Access.HERS, "web.my_sheet", commitments=[4])
def my_sheet(request: Request) -> HttpResponse:
    """The same in large print on a sheet of paper, to take along."""
    promised = queries.promised(request.principal, request.principal.about_id)
    banner = people.banner(request.principal, request.principal.about_id)
    context = {**_told(request.principal, promised), "banner": banner, "today": clock.today()}
    return render(request, "web/my_sheet.html", context)


def _told(principal: Principal, promised: Promised) -> dict[str, Any]:
    waiting, ended = [told(each) for each in promised.open], [told(each) for each in promised.ended]
    mine = [p for each in promised.open for p in each.promises if p.state == "open" and p.carrier != "team"]
    return {
        "promised": promised,
        "waiting": waiting,
        "ended": ended,
        "questions": [each for each in waiting if each.question and "answer" in each.standing.moves],
        "mine_to_do": mine + [p for p in promised.for_hopes if p.state == "open" and p.carrier != "team"],
        "to_judge": [each for each in ended if each.row.to_judge and each.standing.can_judge],
        "herself": principal.kind is Kind.PERSON,
        "drawn_at": clock.now().isoformat(),
    }


@page(Access.HERS, "web.stop_ask", commitments=[4])
def stop_ask(request: Request, referral_id: UUID) -> HttpResponse:
    """Stops something that was asked for her, after saying what will happen then."""
    view = queries.referral(request.principal, referral_id)
    form = StopForm.of(request)
    if form.is_valid() and form.done(
        actions.move,
        referral_id=referral_id,
        version=sent_version(request),
        code="withdraw",
        recorded=form.recorded(),
    ):
        messages.success(request, _("It is stopped. Those it was between can see that, and why."))
        return redirect("my_referrals")
    context = {"form": form, "view": view, "row": view.row, "version": sent_version(request) or view.row.version}
    return render(request, "web/stop_ask.html", context)


@page(Access.PERSON, "web.repeated", commitments=[2])
def repeated(request: Request, referral_id: UUID) -> HttpResponse:
    """Her word that she had to tell her story again to those who were asked: the second press keeps it, for today."""
    view = queries.referral(request.principal, referral_id)
    if view.target_id is None:
        raise NotFound("referral", referral_id)
    if request.method == "POST":
        people_actions.log_encounter(
            by=request.principal,
            person_id=view.row.person.id,
            actor_id=_to_whom(request, view),
            mode=Mode.HAD_TO_REPEAT,
        )
        messages.success(request, _("Thank you. It is kept as your word, once for today."))
        return redirect("my_referrals")
    return render(request, "web/repeated.html", {"view": view, "row": view.row})


def _to_whom(request: Request, view: ReferralView) -> UUID | None:
    """Which of the two ends it was."""
    return view.source_id if request.POST.get("whom") == "source" and view.source_id else view.target_id


@page(Access.SIGNED_IN, "web.promise", commitments=[4])
def promise(request: Request, referral_id: UUID) -> HttpResponse:
    """Writes down who does what next about a referral."""
    view = queries.referral(request.principal, referral_id)
    carriers = _carriers(request.principal, view)
    form = PromiseForm.of(request, carriers=carriers)
    if form.is_valid() and form.done(actions.promise, referral_id=referral_id, **form.values()):
        messages.success(request, _("Kept. Everyone who sees this request sees it too."))
        return redirect(_back(request, referral_id))
    return render(request, "web/promise.html", {"form": form, "view": view, "row": view.row})


def _carriers(principal: Principal, view: ReferralView) -> list[tuple[str, Any]]:
    """She alone, she with one of her circle or with either end, or one of the two ends."""
    own = principal.kind is Kind.PERSON
    name = "" if own else view.row.person.identity.called if view.row.person.identity else ""
    ends = [
        (own_id, str(end))
        for own_id, end in ((view.target_id, view.row.target), (view.source_id, view.row.source))
        if own_id and end
    ]
    ties = [tie for tie in people.circle(principal, view.row.person.id) or () if tie.until is None and tie.name]
    with_help = _("I, with the help of %(whom)s") if own else _("%(name)s, with the help of %(whom)s")
    alone = _("I do it alone") if own else _("%(name)s does it alone") % {"name": name}
    return [
        ("alone", alone),
        *((f"{Carrier.WITH_HELP}:tie:{tie.id}", with_help % {"name": name, "whom": tie.name}) for tie in ties),
        *((f"{Carrier.WITH_HELP}:team:{id_}", with_help % {"name": name, "whom": end}) for id_, end in ends),
        *((f"{Carrier.TEAM}:team:{id_}", end) for id_, end in ends),
    ]


def _back(request: Request, referral_id: UUID | None) -> str:
    if request.principal.is_hers or referral_id is None:
        return reverse("my_referrals") if not request.principal.practises else reverse("my_day")
    return reverse("referral", kwargs={"referral_id": referral_id})


@require_POST
@page(Access.SIGNED_IN, "web.settle_promise", commitments=[4])
def settle_promise(request: Request, promise_id: UUID) -> HttpResponse:
    """Ticks something off, says that it will not happen, or opens it again."""
    state = request.POST.get("state", "")
    row = actions.settle_promise(
        by=request.principal,
        promise_id=promise_id,
        version=sent_version(request),
        state=PromiseState(state) if state in {*PromiseState} else PromiseState.DONE,
    )
    messages.success(request, _("Kept."))
    return redirect(_back(request, row.referral_id))


@require_POST
@page(Access.PERSON, "web.keep_back", commitments=[3])
def keep_back(request: Request) -> HttpResponse:
    """Keeps one thing from those who act for her, or opens it to them again."""
    me, kind = request.principal.own_id, request.POST.get("kind", "")
    subject_id = id_in(request.POST.get("what", ""))
    if kind not in {*KeptKind} or subject_id is None:
        raise NotFound("record", kind)
    if request.POST.get("show") == "yes":
        people_actions.show_again(by=request.principal, person_id=me, subject_id=subject_id)
        messages.success(request, _("Those who act for you can see it again."))
    else:
        people_actions.keep_back(by=request.principal, person_id=me, kind=KeptKind(kind), subject_id=subject_id)
        messages.success(request, _("Kept from those who act for you. They are not told that it is there."))
    return redirect("my_story" if kind == KeptKind.STORY else "my_referrals")


@page(Access.SIGNED_IN, "web.paper_form", commitments=[5])
def paper_form(request: Request, referral_id: UUID) -> HttpResponse:
    """A form to print, on which she says what it was worth, with the code by which it is typed in."""
    view = queries.referral(request.principal, referral_id)
    code = ""
    if request.method == "POST":
        code = actions.print_paper_form(by=request.principal, referral_id=referral_id).code
    return render(request, "web/paper_form.html", {"view": view, "row": view.row, "paper_code": code})


@page(Access.WORKER, "web.find_paper", commitments=[5])
def find_paper(request: Request) -> HttpResponse:
    """Where a worker begins to type in a form that came on paper."""
    form = PaperCodeForm.of(request)
    if form.is_valid():
        code = "".join(sign for sign in form.cleaned_data["code"].upper() if sign.isalnum())[:12]
        try:
            queries.paper_form(request.principal, code)
        except NotFound:
            form.add_error(
                "code", _("No form with this code is yours to type in. Look at it again, or ask who printed it.")
            )
        else:
            return redirect("type_in_paper", code=code)
    return render(request, "web/find_paper.html", {"form": form})


@page(Access.WORKER, "web.type_in_paper", commitments=[5])
def type_in_paper(request: Request, code: str) -> HttpResponse:
    """Types in what a paper form says: once, with who held the pen."""
    paper = queries.paper_form(request.principal, code)
    form = PaperForm.of(request)
    if form.is_valid() and form.done(actions.judge_from_paper, code=code, **form.values()):
        messages.success(request, _("Typed in. It is kept as what came on paper."))
        return redirect("referral", referral_id=paper.referral_id)
    return render(request, "web/type_in_paper.html", {"form": form, "paper": paper, "row": paper.row})
