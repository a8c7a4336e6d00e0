"""How long records are kept, and whose time is over: looked at, and agreed to, by those who guard records."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from ecotone.ground.errors import NotFound
from ecotone.procedures import erasing as procedure
from ecotone.rights import actions, queries
from ecotone.rights.rules.keeping import LONGEST, Kept
from ecotone.web.forms.base import ActionForm, sent_version, words
from ecotone.web.request import Request
from ecotone.web.routes import Access, page
from ecotone.web.sheets import Column, Sheet
from ecotone.web.templatetags.ecotone import named

A_BATCH = 20
DUE = Sheet(
    "time-is-over",
    (
        Column(later("Name"), lambda row: row.name),
        Column(later("Date of birth"), lambda row: row.born),
        Column(later("Died on"), lambda row: row.died_on),
        Column(later("Last entry"), lambda row: row.last),
        Column(later("Why"), lambda row: named(row.rule, "kept")),
        Column(later("Over since"), lambda row: row.due_on),
    ),
)


class PeriodForm(ActionForm):
    """How long one sort of record is kept here."""

    months = forms.IntegerField(label=later("For how many months?"), min_value=1, max_value=LONGEST)
    why = words(later("Why?"), rows=2, help_text=later("Which rule or decision says so."))


@page(Access.SIGNED_IN, "web.retention", commitments=[3])
def retention(request: Request) -> HttpResponse:
    """What is kept how long, and whose time is over: those that are ticked go, once it is said twice."""
    by = request.principal
    if DUE.asked(request):
        return DUE.of_all(queries.due(by, most=A_BATCH))
    periods, due = queries.periods(by), queries.due(by, most=A_BATCH)
    chosen = _chosen(request) & {row.person_id for row in due}
    sure = request.POST.get("sure") == "yes"
    if request.method == "POST" and chosen and sure:
        done = procedure.retire_all(by, sorted(chosen))
        messages.success(
            request, _("%(n)s records were erased; %(left)s were left.") % {"n": done.erased, "left": done.left}
        )
        return redirect("retention")
    asked = [row for row in due if row.person_id in chosen]
    nothing = request.method == "POST" and not chosen
    return render(request, "web/retention.html", {"periods": periods, "due": due, "asked": asked, "nothing": nothing})


def _chosen(request: Request) -> set[UUID]:
    found = set()
    for text in request.POST.getlist("person")[:A_BATCH]:
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


@page(Access.SIGNED_IN, "web.set_period", commitments=[3])
def set_period(request: Request, rule: str) -> HttpResponse:
    """Keeps one sort of record longer than the least."""
    one = next((each for each in queries.periods(request.principal) if each.rule == rule), None)
    if one is None:
        raise NotFound("retentionperiod", rule)
    form = PeriodForm.of(request, initial={"months": one.months, "why": one.why})
    given = {"rule": Kept(rule), "version": sent_version(request)}
    if form.is_valid() and form.done(actions.set_period, **given, **form.cleaned_data):
        messages.success(request, _("Kept."))
        return redirect("retention")
    version = sent_version(request) or one.version
    return render(request, "web/set_period.html", {"one": one, "form": form, "version": version})
