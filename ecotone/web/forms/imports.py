"""Forms with which a file is taken in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.adapters.rules import Format
from ecotone.adapters.words import FORMATS
from ecotone.web.forms.base import ActionForm
from ecotone.web.request import Request


class ImportForm(ActionForm):
    """Which kind of file, and the file."""

    format = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("The file"),
        max_length=200,
        help_text=_(
            "CSV, or a zip of several, up to 100 MB. Nothing is saved before you have seen what it would do."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("There is nothing in this file.")},
    )
    postcodes = forms.CharField(
        label=_("Only charities whose postcode begins with"),
        required=False,
        max_length=400,
        help_text=_("For a charity register, such as: ML, G67. Leave it empty for all of them."),
    )

    @classmethod
    def sent(cls, request: Request, *, formats: Sequence[Format]) -> "ImportForm":
        """The form with what this request brings, files too."""
        posted = request.method == "POST"
        form = cls(data=request.POST if posted else None, files=request.FILES if posted else None)
        form.principal = request.principal
        form.fields["format"].choices = [(str(each), FORMATS[each]) for each in formats]  # type: ignore[attr-defined]
        if Format.CHARITIES not in formats:
            del form.fields["postcodes"]
        return form

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen besides."""
        words = self.cleaned_data.get("postcodes", "").replace(";", ",").split(",")
        return {"postcodes": [word.strip() for word in words if word.strip()]}


class AgreeForm(ActionForm):
    """Whether what was read shall be saved."""

    partial = forms.BooleanField(label=_("Save the rest without the rows that are refused"), required=False)
    sure = forms.BooleanField(label=_("I have looked at what would be closed, and it is right"), required=False)

    def fit(self, *, refusals: bool, closes_many: bool) -> None:
        """Asks only what there is to be asked."""
        if not refusals:
            del self.fields["partial"]
        if not closes_many:
            del self.fields["sure"]
