"""Forms with which a file is taken in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import Role
from ecotone.adapters.queries import ListHeader
from ecotone.adapters.rules import Format
from ecotone.adapters.words import FORMATS, LIST_FIELDS
from ecotone.web.forms.base import ActionForm
from ecotone.web.request import Request

MAY_HELP = (Role.STEWARD, Role.OFFICER, Role.ADMINISTRATOR)
"""Who may take in a list for a group other than their own."""


class ImportForm(ActionForm):
    """Which kind of file, and the file."""

    format = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("The file"),
        max_length=200,
        help_text=_(
            "CSV, a zip of several, or for a list of your own a workbook (.xlsx, .ods), up to 100 MB. "
            "Nothing is saved before you have seen what it would do."
        ),
        error_messages={"required": _("Choose a file."), "empty": _("There is nothing in this file.")},
    )
    postcodes = forms.CharField(
        label=_("Only charities whose postcode begins with"),
        required=False,
        max_length=400,
        help_text=_("For a charity register, such as: ML, G67. Leave it empty for all of them."),
    )

    whose = forms.CharField(
        label=_("For a list of their own: whose is it?"),
        required=False,
        max_length=200,
        help_text=_("The name of the group, as it stands here. Leave it empty if it is your own."),
    )

    @classmethod
    def sent(cls, request: Request, *, formats: Sequence[Format]) -> "ImportForm":
        """The form with what this request brings, files too."""
        posted = request.method == "POST"
        form = cls(data=request.POST if posted else None, files=request.FILES if posted else None)
        form.principal = request.principal
        form.fields["format"].choices = [(str(each), FORMATS[each]) for each in formats]  # type: ignore[attr-defined]
        if Format.SPREADSHEET not in formats or request.principal.role not in MAY_HELP:
            del form.fields["whose"]
        if Format.CHARITIES not in formats:
            del form.fields["postcodes"]
        return form

    @property
    def options(self) -> dict[str, Any]:
        """What was chosen besides."""
        words = self.cleaned_data.get("postcodes", "").replace(";", ",").split(",")
        return {"postcodes": [word.strip() for word in words if word.strip()]}


class ColumnsForm(ActionForm):
    """Which column of a list holds which of our fields."""

    @classmethod
    def asking(cls, request: Request, header: ListHeader) -> "ColumnsForm":
        """A select of the file's columns for each field of ours, what they hold beside their names."""
        form = cls.of(request)
        columns = [(name, _column(name, some)) for name, some in header.samples.items()]
        for name, label in LIST_FIELDS.items():
            form.fields[name] = forms.ChoiceField(
                label=str(label),
                choices=[("", _("Not in this file")), *columns],
                required=name == "name",
                initial=header.chosen.get(name, ""),
                help_text=HINTS.get(name, ""),
                error_messages={"required": _("Say which column holds the name of each service.")},
            )
        return form

    @property
    def columns(self) -> dict[str, str]:
        return {name: column for name, column in self.cleaned_data.items() if column}


def _column(name: str, some: Sequence[str]) -> str:
    told = ", ".join(some)
    return f"{name}: {told[:50]}{'…' if len(told) > 50 else ''}" if told else name


HINTS = {
    "id": _(
        "A row is known again by it. Without one it is known by its name: if the name changes, "
        "the old one is closed and a new one made."
    ),
    "ages": _("60+, or 16 to 25. What we cannot be sure of is kept in its own words."),
    "times": _("Mon 10am-12; Thu 2-4pm. What we cannot be sure of is kept in its own words."),
}


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
