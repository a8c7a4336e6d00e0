"""The forms about who may sign for a person: an authority, an assessment, ending either, and whose word it is."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.access.verdicts import Withheld
from ecotone.ground import clock
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.people.views import CircleTieView, PermissionView
from ecotone.people.views.signing import AuthorityView
from ecotone.people.words_signing import AS_WHOM, AUTHORITIES, AUTHORITIES_FOR, MATTERS
from ecotone.web.forms.base import ActionForm, choices, day, radios, words, yes_no

USUAL = timedelta(days=182)
"""How long an assessment is taken to say something, unless another day is chosen."""


TELL = _("Is it safe to tell the person now?")
TELL_HELP = _("“No” when they would not be safe. Until they are told it counts for nothing: nobody signs by it.")
WHY_NOT = _("If it is not safe: why?")


class AuthorityForm(ActionForm):
    """That somebody holds an authority over a person."""

    tie_id = radios(_("Who holds it?"), {}, help_text=_("From the circle. Add them there first if they are missing."))
    kind = radios(
        _("Which authority?"), {kind: f"{AUTHORITIES[kind]}: {AUTHORITIES_FOR[kind]}" for kind in AUTHORITIES}
    )
    number = forms.CharField(
        label=_("Number of the certificate or order"),
        max_length=80,
        required=False,
        help_text=_(
            "As the Office of the Public Guardian or the court gave it. None for a parent or a named person."
        ),
    )
    covers = forms.MultipleChoiceField(
        label=_("What does it cover?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=choices(MATTERS),
        help_text=_("Read the paper: tick only what it says. A named person signs nothing."),
    )
    powers = words(_("What does the paper say?"), required=False, rows=3, help_text=_("In short, in its words."))
    seen_on = day(_("When did you see the paper yourself?"), help_text=_("Being told of it is not enough."))
    since = day(_("From which day does it hold?"))
    until = day(
        _("From which day does it hold no more?"),
        required=False,
        help_text=_("Leave it empty where the paper names none. A parent’s ends at 16 by itself."),
    )
    permission_id = radios(
        _("Do they act for the person here, by a permission?"),
        {},
        required=False,
        help_text=_("If they do, say by which: they then have a page on which they refuse, and pass on the rest."),
    )
    tell = yes_no(TELL, required=False, help_text=TELL_HELP)
    why_not_told = words(WHY_NOT, required=False, rows=2)

    def __init__(
        self, *args: Any, circle: Iterable[CircleTieView], permissions: Iterable[PermissionView], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ties = [
            (str(tie.id), f"{tie.name} ({tie.relation})" if tie.relation else str(tie.name))
            for tie in circle
            if tie.until is None and tie.kind != "group"
        ]
        live = [(str(each.id), f"{each.name}, {each.email}") for each in permissions if each.live]
        self.fields["tie_id"].choices = ties  # type: ignore[attr-defined]
        self.fields["permission_id"].choices = [("", _("No")), *live]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            **given,
            "tie_id": UUID(given["tie_id"]),
            "kind": AuthorityKind(given["kind"]),
            "covers": [Matter(matter) for matter in given["covers"]],
            "permission_id": UUID(given["permission_id"]) if given["permission_id"] else None,
            "tell": given["tell"] is not False,
        }


class AssessmentForm(ActionForm):
    """That it was assessed whether a person can decide one matter."""

    matter = radios(
        _("Which decision?"), MATTERS, help_text=_("One at a time: somebody may decide one, not another.")
    )
    able = yes_no(_("Can the person decide this, with all the help they need?"))
    assessed_by = forms.CharField(
        label=_("Who assessed it, and as what?"), max_length=200, help_text=_("Dr Isla Baird, general practitioner")
    )
    how = words(
        _("How?"),
        rows=4,
        help_text=_(
            "How they were helped to understand, decide and say so, and what showed that they can or cannot."
        ),
    )
    on = day(_("On which day?"))
    again_on = day(
        _("When must somebody look again?"),
        help_text=_("Within a year. From that day it says nothing any more, and the person decides again."),
    )
    tell = yes_no(TELL, required=False, help_text=TELL_HELP)
    why_not_told = words(WHY_NOT, required=False, rows=2)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {**given, "matter": Matter(given["matter"]), "tell": given["tell"] is not False}


class EndSigningForm(ActionForm):
    """Why an authority or an assessment counts no more."""

    reason = words(_("Why does it not count any more?"), rows=2, help_text=_("Kept beside it. The person reads it."))


def usual_again() -> Any:
    return clock.today() + USUAL


def ask_whose(form: forms.Form, signers: Iterable[AuthorityView]) -> None:
    """Asks first whose word is written down, the person's own or of who signs in their place; where anybody does."""
    told = {str(each.id): named(each) for each in signers}
    if told:
        form.fields["signer"] = radios(
            _("Whose decision is it?"), {"": _("Their own: they said so"), **told}, required=False
        )
        form.order_fields(["signer"])


def named(each: AuthorityView) -> str:
    """Who signs in the person's place, by name and authority."""
    name = _("Somebody around them") if isinstance(each.name, Withheld) else each.name
    return f"{name}, {AS_WHOM[each.kind]}"


def signed_by(given: dict[str, Any]) -> UUID | None:
    """The authority that was chosen; none for the person's own word."""
    return UUID(given["signer"]) if given.get("signer") else None
