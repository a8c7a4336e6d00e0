"""The forms of erasing: asked for, decided, held up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.rights.rules.erasing import BY_HAND, Against, Ground, HoldWhy
from ecotone.rights.words import AGAINST, GROUNDS, HOLDS
from ecotone.web.forms.base import ActionForm, day, radios, words


class AskErasureForm(ActionForm):
    """Asking to be erased."""

    why = words(_("Why?"), required=False, rows=3, help_text=_("You need not say. It helps whoever decides."))


class AskErasureForThemForm(ActionForm):
    """Somebody asks staff to be erased: in whose words, and how they said so."""

    why = words(
        _("What they said, and how"),
        rows=3,
        help_text=_("Such as: at home, the two of us. “I do not want to be in it any more.” They need not say why."),
    )


class EraseForm(ActionForm):
    """Erasing somebody: the ground, and her name typed in, since nothing brings it back."""

    ground = radios(_("On which ground?"), {code: GROUNDS[code] for code in BY_HAND})
    typed = forms.CharField(label=_("Type the person’s full name"), max_length=200)

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        typed = " ".join(self.cleaned_data["typed"].split())
        if typed.casefold() != " ".join(self.name.split()).casefold():
            raise forms.ValidationError(_("This is not the name of this person."))
        return typed

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {"ground": Ground(self.cleaned_data["ground"])}


class RefuseErasureForm(ActionForm):
    """Not erasing somebody though she asked."""

    against = radios(_("What stands against it?"), AGAINST)
    reason = words(_("Why, in words that the person reads?"), rows=4)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "against": Against(self.cleaned_data["against"])}


class HoldForm(ActionForm):
    """Holding up every erasure of somebody's record."""

    kind = radios(_("Why must it be kept?"), HOLDS)
    why = words(_("What do you know?"), rows=3, help_text=_("Those who guard records read this, and nobody else."))
    review_on = day(_("When is it to be looked at again?"), help_text=_("Within a year."))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return {**self.cleaned_data, "kind": HoldWhy(self.cleaned_data["kind"])}


class LiftHoldForm(ActionForm):
    """Lifting a hold."""

    why = forms.CharField(label=_("Why is it over?"), max_length=2000)


class EraseAccountForm(ActionForm):
    """Erasing an account with no record behind it."""

    email = forms.EmailField(label=_("The address that it signs in with"))
    again = forms.EmailField(label=_("Once more"), help_text=_("Nothing brings it back."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("email", "").lower() != given.get("again", "").lower():
            self.add_error("again", _("These two are not the same."))
        return given
