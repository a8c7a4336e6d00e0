"""What forms share: an action's complaints land at the fields they concern, and what was typed is never lost."""

from collections.abc import Callable
from datetime import date
from typing import Any, Self, TypeVar

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from ecotone.access.principal import Principal
from ecotone.ground.errors import Invalid
from ecotone.web.request import Request
from ecotone.web.words import WORDS, YES_NO, say_problem

R = TypeVar("R")
FILL_IN = WORDS["ground.required"]
CHOOSE, TICK = _("Please choose one."), _("Please tick at least one.")
TICK_THIS = _("Please tick this, if it is so.")
_OUT_OF_BOUNDS = {
    "min_value": _("Please give a number that is not below %(limit_value)s."),
    "max_value": _("Please give a number that is not above %(limit_value)s."),
    "max_length": _("This is too long: it has %(show_value)s letters, and %(limit_value)s are the most."),
}
_BOUNDED = {"min_value": forms.IntegerField, "max_value": forms.IntegerField, "max_length": forms.CharField}


class ActionForm(forms.Form):
    """A form whose answers go through one action, called as the one who sent it."""

    principal: Principal

    def full_clean(self) -> None:
        """Checks what was sent, and says in the house's words what is wrong: of fields that a form adds too."""
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _left_out(field)
            for code, said in _OUT_OF_BOUNDS.items():
                if isinstance(field, _BOUNDED[code]):
                    field.error_messages.setdefault(code, said)
        super().full_clean()

    @classmethod
    def of(cls, request: Request, **kwargs: Any) -> Self:
        """The form as this request brings it: filled and bound when sent, blank when only opened."""
        form = cls(data=request.POST if request.method == "POST" else None, **kwargs)
        form.principal = request.principal
        return form

    def perform(self, act: Callable[..., R], **given: Any) -> R | None:
        """Calls the action; what it finds wrong becomes errors of this form. None then."""
        try:
            return act(by=self.principal, **given)
        except Invalid as invalid:
            for problem in invalid.problems:
                field = problem.field if problem.field in self.fields else None
                self.add_error(field, say_problem(problem))
            return None

    def done(self, act: Callable[..., Any], **given: Any) -> bool:
        """Whether the action went through; what it found wrong stands in the form."""
        return self.perform(act, **given) is not None

    def went(self, act: Callable[..., Any], **given: Any) -> bool:
        """The same for an action that returns nothing."""
        return self.done(lambda **all_: (act(**all_), True)[1], **given)


def _left_out(field: forms.Field) -> Any:
    """What to say where nothing was given: what to do, by what sort of field it is."""
    if isinstance(field, forms.MultipleChoiceField):
        return TICK
    if isinstance(field, forms.BooleanField):
        return TICK_THIS
    return CHOOSE if isinstance(field, forms.ChoiceField) else FILL_IN


def sent_version(request: Request) -> int:
    """The version the sent form was made from; 0, which fits no record, when it says none."""
    sent = request.POST.get("version", "")
    return int(sent) if sent.isdecimal() and len(sent) < 10 else 0


def words(label: Any, *, required: bool = True, rows: int = 4, help_text: Any = "") -> forms.CharField:
    """A field for running text."""
    return forms.CharField(
        label=label,
        required=required,
        help_text=help_text,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def choices(labels: dict[str, Any], *, only: Any = None) -> list[tuple[str, Any]]:
    """Choices in the order of the words, all or only some."""
    return [(code, label) for code, label in labels.items() if only is None or code in only]


def radios(label: Any, labels: dict[str, Any], *, required: bool = True, help_text: Any = "") -> forms.ChoiceField:
    """One out of a few, all in sight."""
    return forms.ChoiceField(
        label=label, choices=choices(labels), required=required, help_text=help_text, widget=forms.RadioSelect
    )


A_DAY = _("Please give a day, such as 24/03/2026.")
FIRST_DAY, LAST_DAY = date(1850, 1, 1), date(2199, 12, 31)
"""No day that is meant lies outside, and one near the end of the calendar could not be counted on from."""


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        error_messages={"invalid": A_DAY},
        validators=[MinValueValidator(FIRST_DAY, A_DAY), MaxValueValidator(LAST_DAY, A_DAY)],
    )


def yes_no(label: Any, *, required: bool = True, help_text: Any = "") -> forms.TypedChoiceField:
    """Yes or no, neither chosen beforehand."""
    return forms.TypedChoiceField(
        label=label,
        required=required,
        help_text=help_text,
        choices=choices(YES_NO),
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
