"""The forms about what was promised: who does what next, stopping an ask, a judgement on paper."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.care.rules import Carrier, NeedView, Pen
from ecotone.care.words import PENS, VIEWS
from ecotone.web.forms.base import ActionForm, choices, day, radios, words

WHY_STOP = {
    "not_needed": _("I do not need it any more"),
    "too_long": _("It takes too long"),
    "other_help": _("I have other help now"),
    "not_wanted": _("I never wanted it"),
    "other": _("Something else"),
}


class PromiseForm(ActionForm):
    """Who does what next, and by when."""

    words = forms.CharField(label=_("What is to be done"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    carried_by = radios(_("Who does it"), {})
    by_when = day(_("By when, if a day was said"), required=False)

    def __init__(self, *args: Any, carriers: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carried_by"].choices = carriers  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        carrier, kind, own = (*self.cleaned_data["carried_by"].split(":"), "", "")[:3]
        return {
            "words": self.cleaned_data["words"],
            "by_when": self.cleaned_data["by_when"],
            "carrier": Carrier(carrier),
            "tie_id": UUID(own) if kind == "tie" else None,
            "team_id": UUID(own) if kind == "team" else None,
        }


class StopForm(ActionForm):
    """Why she stops something: one press is enough."""

    why = radios(_("Why do you want to stop it?"), WHY_STOP)
    reason_text = words(_("In your words, if you like"), required=False, rows=2)

    def recorded(self) -> dict[str, Any]:
        """What the move records."""
        given = (str(WHY_STOP[self.cleaned_data["why"]]), self.cleaned_data["reason_text"].strip())
        chosen = given[1:] if self.cleaned_data["why"] == "other" and given[1] else given
        return {"reason_text": ". ".join(text.rstrip(".") for text in chosen if text)}


class PaperCodeForm(ActionForm):
    """The code that is printed on a paper form."""

    code = forms.CharField(
        label=_("The code on the form"), max_length=20, help_text=_("Eight letters and digits, at its foot.")
    )


class PaperForm(ActionForm):
    """What a paper form says, and who held the pen."""

    view = radios(_("Which box is ticked?"), VIEWS)
    words = words(_("The words on it, as they stand there"), required=False, rows=3)
    pen = radios(_("Who filled it in?"), {})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pen"].choices = choices(PENS)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {"view": NeedView(given["view"]), "words": given["words"], "pen": Pen(given["pen"])}
