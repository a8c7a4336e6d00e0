"""The forms of joint work."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.care.rules.joint import Direction, EventKind, Funding, TaskState
from ecotone.care.words import DIRECTIONS, FUNDINGS, JOINT_EVENTS, TASK_STATES
from ecotone.web.forms.base import ActionForm, day, radios, words


class StartJointForm(ActionForm):
    """What it is, what it is for, and with whom."""

    title = forms.CharField(label=_("What you want to do together"), max_length=200)
    aim = words(_("What it is for"), rows=3, help_text=_("What will be better, and for whom?"))
    partners = forms.MultipleChoiceField(label=_("With whom"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partners"].choices = choices  # type: ignore[attr-defined]
        self.fields["partners"].help_text = _("They are asked, and join by their own yes. You can ask more later.")

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            "title": given["title"],
            "aim": given["aim"],
            "partner_ids": [UUID(each) for each in given["partners"]],
        }


class TaskForm(ActionForm):
    """What our team does, by when."""

    what = forms.CharField(label=_("What we do"), max_length=200)
    by_day = day(_("By when"), required=False)


class ChangeTaskForm(TaskForm):
    """The same, and how it stands."""

    state = radios(_("How it stands"), TASK_STATES)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "state": TaskState(self.cleaned_data["state"])}


class TogetherForm(ActionForm):
    """Something done with others: what, when, how long, with whom, which way learning flowed, who paid."""

    kind = radios(_("What was it?"), JOINT_EVENTS)
    with_ids = forms.MultipleChoiceField(label=_("With whom"), widget=forms.CheckboxSelectMultiple)
    on = day(_("On which day"))
    minutes = forms.IntegerField(label=_("How many minutes"), min_value=1, max_value=100_000)
    direction = radios(_("Who learned from whom?"), DIRECTIONS)
    funding = radios(_("Who paid for your time?"), FUNDINGS)
    funder = forms.CharField(label=_("Who it was, if somebody else paid"), max_length=200, required=False)
    words = forms.CharField(
        label=_("What to remember"),
        max_length=200,
        required=False,
        help_text=_("Nothing about a person by name, please."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["with_ids"].choices = choices  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            **given,
            "kind": EventKind(given["kind"]),
            "with_ids": [UUID(each) for each in given["with_ids"]],
            "direction": Direction(given["direction"]),
            "funding": Funding(given["funding"]),
        }
