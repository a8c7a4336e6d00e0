"""The forms of the terms: agreeing to them for an organisation, publishing and withdrawing them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.ecosystem.rules import GRACE, LONGEST_GRACE
from ecotone.ecosystem.words import WORDS
from ecotone.web.forms.base import ActionForm, words


def _grace(label: Any, help_text: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        initial=GRACE,
        min_value=0,
        max_value=LONGEST_GRACE,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
    )


def _sure(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, error_messages={"required": WORDS["ecosystem.sure_tick"]})


class AgreeForm(ActionForm):
    """A tick, and for whom to which version."""

    organisation = forms.UUIDField(widget=forms.HiddenInput)
    terms = forms.UUIDField(widget=forms.HiddenInput)
    agree = forms.BooleanField(
        label=_("I have read this, I may speak for my organisation, and we agree to it."),
        error_messages={"required": WORDS["ecosystem.agree_tick"]},
    )


class TermsForm(ActionForm):
    """A new version: both texts, what is new, and how many days there are to agree to it."""

    plain = words(
        _("One page in plain words"),
        rows=16,
        help_text=_("For charities, community groups, small providers. Somebody reads it in three minutes."),
    )
    full = words(_("The fuller text"), rows=16, help_text=_("For the health board, councils and government."))
    changed = words(
        _("What is new in it?"),
        required=False,
        rows=2,
        help_text=_("In a sentence or two. It stands above the text that organisations agree to."),
    )
    grace = _grace(
        _("Days they have to agree"),
        _("Until then all stays as it is. After that nobody sees a record whose organisation has not agreed."),
    )
    sure = _sure(_("I have read both texts as they stand above, and ask every organisation to agree to them."))
    after = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full"].max_length = 60_000  # type: ignore[attr-defined]


class WithdrawForm(ActionForm):
    """After how many days what was agreed counts no more."""

    grace = _grace(
        _("Days until it counts no more"),
        _("With other terms published meanwhile nobody is shut out. Without, nobody sees a record after that."),
    )
    back = forms.BooleanField(label="", required=False)
    sure = _sure(_("I know that after these days nobody here sees a record, unless others count."))

    def __init__(self, *args: Any, before: int | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if before is None:
            del self.fields["back"]
        else:
            label = _("Version %(number)s counts again, for all who agreed to it")
            self.fields["back"].label = label % {"number": before}

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"grace": self.cleaned_data["grace"], "back": self.cleaned_data.get("back", False)}
