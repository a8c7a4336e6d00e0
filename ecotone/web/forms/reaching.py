"""The forms about somebody whom one's team does not help: looking, asking to know them, an emergency, its review."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.rules import EmergencyOutcome, EmergencyReason
from ecotone.people.views.signing import AuthorityView
from ecotone.people.words import EMERGENCY_OUTCOMES, EMERGENCY_REASONS
from ecotone.web.forms.base import ActionForm, day, radios, words, yes_no
from ecotone.web.forms.signing import ask_whose, signed_by


class FindForm(ActionForm):
    """One person, by a number or by full name and birth date."""

    number = forms.CharField(label=_("CHI or NHS number"), required=False, max_length=40, help_text=_("Ten digits."))
    name = forms.CharField(
        label=_("Or the full name"), required=False, max_length=200, help_text=_("As it would be written down.")
    )
    born = day(_("and the date of birth"), required=False, help_text=_("Such as 24/03/1944."))


class AskForm(ActionForm):
    """Asking whether one's team may know somebody."""

    why = words(
        _("Why does your team ask?"),
        rows=3,
        help_text=_("The person reads this, and so do those who help them now."),
    )


class AnswerRequestForm(ActionForm):
    """Yes or no to a team that asks to know somebody."""

    agreed = yes_no(_("May this team know the person?"))
    reason = words(_("Why, or why not?"), required=False, rows=3, help_text=_("The team that asked reads this."))

    def __init__(self, *args: Any, signers: Iterable[AuthorityView] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ask_whose(self, signers)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {"agreed": given["agreed"], "reason": given["reason"], "authority_id": signed_by(given)}


class GlassForm(ActionForm):
    """Opening a record in an emergency."""

    reason = radios(_("Why can it not wait?"), EMERGENCY_REASONS)
    text = words(_("What is happening?"), rows=3, help_text=_("Whoever guards records reads this."))
    tell = yes_no(
        _("Is it safe to tell the person now?"),
        help_text=_("“No” when somebody who may harm them could read it. They are told later, when it is safe."),
    )
    why_not_told = words(_("If it is not safe: why?"), required=False, rows=2)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "reason": EmergencyReason(self.cleaned_data["reason"])}


class EmergencyReviewForm(ActionForm):
    """What came of looking at an emergency afterwards."""

    outcome = radios(_("Was it right to open the record?"), EMERGENCY_OUTCOMES)
    review = words(
        _("How do you know, and what follows?"),
        rows=4,
        help_text=_("Whom you spoke to, what must change."),
    )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "outcome": EmergencyOutcome(self.cleaned_data["outcome"])}
