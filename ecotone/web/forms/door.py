"""The form by which one comes back: all of it is filled already, and one press is enough."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.views.signing import Agreeing
from ecotone.people.words import PARTS
from ecotone.web.forms.agreeing import AgreeingForm
from ecotone.web.forms.base import choices


class ComeBackForm(AgreeingForm):
    """Asking the same service again: what is different now, how to make contact, and what is shared again."""

    since_then = forms.CharField(
        label=_("What is different now?"),
        required=False,
        max_length=200,
        help_text=_("One line, if you like. What was told before need not be told again."),
    )
    contact_note = forms.CharField(
        label=_("A safe way to make contact for this"),
        required=False,
        max_length=200,
        help_text=_("Is this still right? Change it if it is not."),
    )
    parts = forms.MultipleChoiceField(
        label=_("What of the story do they see again?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Just as before. Untick what they need not see now."),
    )
    agreed = forms.BooleanField(label=_("The person wants to go back to them, and agrees to what is shared (needed)"))

    def __init__(
        self, *args: Any, parts: Sequence[str], herself: bool, agreeing: Agreeing | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parts"].choices = choices(PARTS, only=parts)  # type: ignore[attr-defined]
        if not parts:
            del self.fields["parts"]
        if herself:
            del self.fields["agreed"]
        self.ask_who(agreeing)
