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

    format = forms.ChoiceField(
        label=_("What is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what kind of file it is.")},
    )
    file = forms.FileField(
        label=_("The file"),
        max_length=200,
        help_text=_(
            "A table (.csv), a workbook (.xlsx, .ods), JSON for Open Referral, or a zip of several files; up to "
            "100 MB. Nothing is saved before you have seen what it would do."
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
        label=_("For a group’s own list: whose is it?"),
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
        form.fields["format"].choices = [(str(each), _kind_of_file(each)) for each in formats]  # type: ignore[attr-defined]
        if len(formats) == 1:
            form.fields["format"].initial = str(formats[0])
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


def _kind_of_file(each: Format) -> str:
    return f"{FORMATS[each]}: {TOLD[each]}"


TOLD = {
    Format.PLACES: _("the map, from the Scottish Government’s table of data zones"),
    Format.CARE_INSPECTORATE: _("care services and who runs them"),
    Format.CHARITIES: _("of OSCR or the Charity Commission"),
    Format.OPEN_REFERRAL: _("a directory of services, as another system gives it out"),
    Format.SPREADSHEET: _("services, groups and activities; you match its columns"),
    Format.ORGANISATIONS: _("names, kinds and addresses; you match its columns"),
}


class ColumnsForm(ActionForm):
    """Which column of a list holds which of our fields."""

    @classmethod
    def asking(cls, request: Request, header: ListHeader, what: Format) -> "ColumnsForm":
        """A select of the file's columns for each field that such a list can fill."""
        form = cls.of(request)
        columns = [(name, name) for name in header.samples]
        for name, label in LIST_FIELDS[what].items():
            form.fields[name] = forms.ChoiceField(
                label=str(label),
                choices=[("", _("Not in this file")), *columns],
                required=name == "name",
                initial=header.chosen.get(name, ""),
                help_text=HINTS.get(f"{what}.{name}", HINTS.get(name, "")),
                error_messages={"required": _("Say which column holds the name.")},
            )
        return form

    @property
    def columns(self) -> dict[str, str]:
        return {name: column for name, column in self.cleaned_data.items() if column}


HINTS = {
    "id": _(
        "A row is known again by it. Without one it is known by its name: if the name changes, "
        "the old one is closed and a new one made."
    ),
    "organisations.id": _(
        "An organisation is known again by it, else by its charity or company number, else by its name."
    ),
    "sector": _("Charity, community group, council, NHS, GP practice, independent or private, government."),
    "number": _("SC000001, or GB-CHC-1000001 for England and Wales. An organisation is known again by it."),
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
