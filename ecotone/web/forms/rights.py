"""The forms of a person's rights: something is wrong, and what a team answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.rights.rules.correcting import Answer
from ecotone.rights.words import ANSWERS
from ecotone.web.forms.base import ActionForm, day, radios, words


class WrongForm(ActionForm):
    """Saying that an entry is wrong."""

    wrong = words(
        _("What is wrong?"),
        rows=3,
        help_text=_(
            "Whoever wrote it reads this. In a story, or with a contact, so does everyone who sees the entry."
        ),
    )
    should_say = words(_("What should it say?"), required=False, rows=4, help_text=_("If you know."))


class WrongInWordsForm(WrongForm):
    """The same, where no entry was pointed at."""

    field_order = ("wrong", "should_say")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wrong"].label = _("Which entry is wrong, and what is wrong in it?")
        self.fields["wrong"].help_text = _("Those who guard records read this.")


class AnswerForm(ActionForm):
    """What the team that wrote an entry answers."""

    outcome = radios(_("Is it put right?"), ANSWERS)
    now_says = words(_("What does it say now?"), required=False, rows=5)
    answer = words(
        _("What do you tell the person?"),
        required=False,
        rows=3,
        help_text=_("Why not, or why only in part. They read it; their own words then stand beside the entry."),
    )

    def __init__(self, *args: Any, new_here: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["now_says"].help_text = (
            _("This takes the place of the entry. The older version stays, marked as corrected.")
            if new_here
            else _("Put it right first where it is kept; then write here what it says now.")
        )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "outcome": Answer(self.cleaned_data["outcome"])}


class MoreTimeForm(ActionForm):
    """More time to answer."""

    until = day(_("Until when?"), help_text=_("Two months more at most, once."))
    why = words(_("Why does it take longer?"), rows=2, help_text=_("The person reads this."))


class PassOnForm(ActionForm):
    """Passing it on to those who guard records."""

    why = forms.CharField(label=_("Why is it not for your team?"), max_length=2000)
