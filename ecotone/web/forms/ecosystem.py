"""The forms about places, ties and institutions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.ecosystem.rules import Claim, StanceKind, Topic
from ecotone.ecosystem.words import STANCES, TOPICS
from ecotone.web.forms.base import ActionForm, day, radios, words


class ContextForm(ActionForm):
    """Something true of a place."""

    topic = radios(_("What is it about?"), TOPICS)
    text = words(
        _("What should people know who help here?"),
        help_text=_("A few plain sentences. Name no one who has not agreed to it."),
    )
    source = forms.CharField(
        label=_("Where does it come from?"),
        max_length=400,
        required=False,
        help_text=_("A report, a meeting, a talk with neighbours, or “I live here”."),
    )
    source_on = day(_("When was it said or written?"), required=False)

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "topic": Topic(self.cleaned_data["topic"])}


class AnswerTieForm(ActionForm):
    """The other side's word on a tie."""

    answer = radios(
        _("Is it so?"),
        {Claim.CONFIRMED: _("Yes, we confirm it"), Claim.DISPUTED: _("No, we dispute it")},
    )
    reason = words(
        _("If you dispute it: why?"),
        required=False,
        rows=3,
        help_text=_("It is shown beside the claim, to everyone who reads it."),
    )

    def values(self) -> dict[str, Any]:
        return {**self.cleaned_data, "answer": Claim(self.cleaned_data["answer"])}


class StanceForm(ActionForm):
    """How one's own organisation or team stands to an institution."""

    kind = radios(_("How do you stand to it?"), {**STANCES, StanceKind.IMPOSED: _("It is imposed on us")})
    note = words(_("Anything to add"), required=False, rows=3)
