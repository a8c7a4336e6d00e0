"""The forms about legal duties: recording one, and ending it early."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.rules import COVERABLE, DutyKind, Part
from ecotone.people.words import LAWS, LAWS_FOR, THEIR_PARTS
from ecotone.web.forms.base import ActionForm, choices, day, radios, words, yes_no
from ecotone.web.when import end_of_day


class DutyForm(ActionForm):
    """That a law lets a team read parts of a record."""

    kind = radios(_("By which law?"), {kind: f"{LAWS_FOR[kind]} ({LAWS[kind]})" for kind in LAWS})
    parts = forms.MultipleChoiceField(
        label=_("Which parts must they be let read?"),
        widget=forms.CheckboxSelectMultiple,
        choices=choices(THEIR_PARTS, only=COVERABLE),
        help_text=_("They always see who the person is. Tick only what the law asks for."),
        error_messages={"required": _("Tick at least one part.")},
    )
    reference = words(
        _("What does it rest on?"),
        rows=3,
        help_text=_("The order, certificate or case, its number and day, who asked. See it yourself."),
    )
    until = day(_("Until which day?"), help_text=_("Within half a year. You can end it before."))
    tell = yes_no(
        _("Is it safe to tell the person now?"),
        help_text=_("“No” when they, or somebody else, would not be safe. They are told later, when it is."),
    )
    why_not_told = words(_("If it is not safe: why?"), required=False, rows=2)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            **given,
            "kind": DutyKind(given["kind"]),
            "parts": [Part(part) for part in given["parts"]],
            "until": end_of_day(given["until"]),
        }


class EndDutyForm(ActionForm):
    """Ending it before its last day."""

    reason = words(_("Why does it end now?"), rows=2, help_text=_("Kept beside it. The team is told."))
