"""Who agrees to an ask: nothing more is asked where the person can; else who does for them, or why nobody can."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.views.signing import Agreeing
from ecotone.web.forms.base import FILL_IN, TICK_THIS, ActionForm, radios, words
from ecotone.web.forms.signing import named

NOBODY = "nobody"
WHOSE = _("Whose yes is it?")


class AgreeingForm(ActionForm):
    """A form of asking, which asks who agrees where that is a question. `agreeing` None: she asks herself."""

    agreeing: Agreeing | None = None

    def ask_who(self, agreeing: Agreeing | None) -> None:
        """Adds what must be asked, last on the form. Where she agrees herself and nobody else may: nothing."""
        self.agreeing = agreeing
        if agreeing is None or (agreeing.herself and not agreeing.signers):
            return
        told = {str(each.id): named(each) for each in agreeing.signers}
        if agreeing.herself:
            self.fields["authority_id"] = radios(WHOSE, {"": _("Their own: they said so"), **told}, required=False)
            self.fields["her_wishes"] = _wishes()
            return
        self.fields.pop("agreed", None)
        nobody = {NOBODY: _("Nobody can be asked, or be reached before it is needed")}
        self.fields["authority_id"] = radios(WHOSE, told | nobody)
        self.fields["her_wishes"] = _wishes()
        self.fields["nobody_why"] = words(
            _("If nobody can be asked: why, and how is this for the person’s good?"),
            required=False,
            rows=3,
            help_text=_("The person reads this, and so do those you ask."),
        )
        self.fields["least"] = forms.BooleanField(
            label=_("If nobody can be asked: I ask for, and share, the least that helps"), required=False
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("authority_id") == NOBODY:
            if not given.get("nobody_why", "").strip():
                self.add_error("nobody_why", FILL_IN)
            if not given.get("least"):
                self.add_error("least", TICK_THIS)
        return given


def _wishes() -> forms.CharField:
    return words(
        _("What do they wish, or did they wish when they could say?"),
        required=False,
        rows=2,
        help_text=_("As far as you know, in their words. Ask them all the same."),
    )


def agreed_by(given: Mapping[str, Any]) -> dict[str, Any]:
    """What the actions take of it; nothing where it was not asked."""
    whose = given.get("authority_id", "")
    if not whose:
        return {}
    said = {"her_wishes": given["her_wishes"]}
    if whose == NOBODY:
        return {**said, "nobody_why": given["nobody_why"], "least": given["least"]}
    return {**said, "authority_id": UUID(whose)}
