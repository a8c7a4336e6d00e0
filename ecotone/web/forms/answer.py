"""The forms of who answers by an e-mailed link, and of the asker who sends one or writes down what it heard."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.care.machine import Move
from ecotone.care.rules import Heard
from ecotone.care.words_links import HEARD, HEARD_FIELDS
from ecotone.directory.words import CLAIM_DECISIONS
from ecotone.ground import clock
from ecotone.web.forms.base import ActionForm, choices, day, radios, words
from ecotone.web.forms.care import MoveForm


class CodeForm(ActionForm):
    """The six digits, and whether to ask for them again next time."""

    code = forms.CharField(
        label=_("The code from the e-mail"),
        max_length=20,
        help_text=_("Six digits. It can take a minute to come; look among unwanted mail too."),
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "govuk-input--width-5"}
        ),
    )
    remember = forms.BooleanField(
        label=_("Remember this device for 90 days: it is ours, and nobody else uses it"), required=False
    )


class SentenceForm(ActionForm):
    """An answer in one sentence."""

    text = words(
        _("Your answer"),
        rows=3,
        help_text=_("For example: Yes, Ina can come on Thursday. Or: We are full until May, try the library group."),
    )


class AddressForm(ActionForm):
    """Where a link goes instead, and why there."""

    address = forms.CharField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    reason = forms.CharField(
        label=_("Why there"),
        max_length=200,
        help_text=_("For example: their secretary gave it to me by phone today. It is kept with the link."),
    )


class TakeBackForm(ActionForm):
    reason = forms.CharField(label=_("Why"), max_length=200)


class HeardForm(MoveForm):
    """What the move records, and before it how the asker came to know."""

    def __init__(self, *, move: Move, **kwargs: Any) -> None:
        super().__init__(move=move, **kwargs)
        heard = {
            "heard_from": forms.CharField(
                label=HEARD_FIELDS["heard_from"], max_length=200, help_text=_("A name, and what they do there.")
            ),
            "heard_by": radios(HEARD_FIELDS["heard_by"], HEARD),
            "heard_on": day(HEARD_FIELDS["heard_on"]),
        }
        self.fields = {**heard, **self.fields}
        self.initial.setdefault("heard_on", clock.today())

    def recorded(self) -> dict[str, Any]:
        return {name: value for name, value in super().recorded().items() if not name.startswith("heard_")}

    def heard(self) -> dict[str, Any]:
        """How the asker came to know, as the action takes it."""
        given = {name: self.cleaned_data[name] for name in ("heard_by", "heard_from", "heard_on")}
        return {**given, "heard_by": Heard(given["heard_by"])}


class ClaimForm(ActionForm):
    """A group that wishes to keep its own listing."""

    name = forms.CharField(
        label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    title = forms.CharField(
        label=_("What you do there"), max_length=200, help_text=_("Such as: organiser, secretary, minister.")
    )
    words = words(_("Anything you want to say with it"), required=False, rows=3)


class DecideForm(ActionForm):
    """What becomes of such a wish, and why."""

    decision = radios(_("Your decision"), {})
    reason = words(
        _("Why"), rows=3, help_text=_("They get this by e-mail, in your words. It stays with the decision.")
    )

    def __init__(self, *args: Any, decisions: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = choices(CLAIM_DECISIONS, only=decisions)  # type: ignore[attr-defined]
