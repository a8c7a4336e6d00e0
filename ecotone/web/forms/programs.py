"""The forms for an organisation's own programs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import LONGEST_OVERLAP, OVERLAP, TOKEN_LASTS_AT_MOST
from ecotone.web.forms.base import ActionForm
from ecotone.web.forms.tokens import TokenForm

SHORT = {"class": "govuk-input--width-4"}


class OwnersForm(ActionForm):
    """Two people who answer for a program."""

    owner = forms.ChoiceField(label=_("Who answers for it"))
    second_owner = forms.ChoiceField(label=_("And who else, so that one may leave"))

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "second_owner"):
            self.fields[name].choices = [("", _("Choose one")), *people]  # type: ignore[attr-defined]


class ProgramForm(OwnersForm):
    """A program: what it is called and for, where it works, who answers for it."""

    name = forms.CharField(
        label=_("What is it called?"), max_length=150, help_text=_("Such as: GP system of Millrace.")
    )
    purpose = forms.CharField(label=_("What is it for, in a sentence?"), max_length=400)
    actor = forms.ChoiceField(label=_("For which team does it work?"))
    title = forms.CharField(
        label=_("What it does there"), max_length=200, help_text=_("Such as: passes asks on to our own system.")
    )
    field_order = ("name", "purpose", "actor", "title", "owner", "second_owner")

    def __init__(self, *args: Any, actors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor"].choices = actors  # type: ignore[attr-defined]


class ProgramTokenForm(TokenForm):
    """A token for one of its hats."""

    hat = forms.ChoiceField(label=_("In which hat does it call?"))
    field_order = ("name", "hat", "scopes", "days")

    def __init__(self, *args: Any, hats: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["hat"].choices = hats  # type: ignore[attr-defined]
        self.fields["name"].label = _("What is this token for?")
        self.fields["scopes"].help_text = _("Never more than its own hat may. Choose as little as it needs.")


class RotateForm(ActionForm):
    """Another token in place of one."""

    overlap = forms.IntegerField(
        label=_("For how many days does the one before go on?"),
        initial=OVERLAP,
        min_value=0,
        max_value=LONGEST_OVERLAP,
        help_text=_("Until you have changed it over. 0: it ends now, if it was seen by somebody."),
        widget=forms.NumberInput(attrs=SHORT),
    )
    days = forms.IntegerField(
        label=_("For how many days does the new one hold?"),
        initial=TOKEN_LASTS_AT_MOST,
        min_value=1,
        max_value=TOKEN_LASTS_AT_MOST,
        widget=forms.NumberInput(attrs=SHORT),
    )
