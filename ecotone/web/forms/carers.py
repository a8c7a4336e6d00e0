"""The forms about who may act for a person, and about how somebody left."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.ground import clock
from ecotone.people.rules import COVERABLE, Act, Part
from ecotone.people.views import CircleTieView
from ecotone.people.views.signing import AuthorityView
from ecotone.people.words import ACTS, PARTS
from ecotone.web.forms.base import ActionForm, choices, day, radios, words, yes_no
from ecotone.web.forms.signing import ask_whose, signed_by
from ecotone.web.when import end_of_day

USUAL = timedelta(days=182)
"""How long permission is given for, unless another day is chosen."""


class PermissionForm(ActionForm):
    """Letting somebody act for oneself: who, what they may see and do, until when."""

    tie = radios(_("Who is it?"), {}, help_text=_("From your circle. Add them there first if they are missing."))
    email = forms.EmailField(
        label=_("The e-mail address they sign in with"),
        help_text=_("We send nothing to it yet: tell them yourself. They say yes here when they next sign in."),
        error_messages={"invalid": _("This is not an e-mail address. It should look like name@example.org.")},
    )
    parts = forms.MultipleChoiceField(
        label=_("What may they see?"),
        widget=forms.CheckboxSelectMultiple,
        choices=choices(PARTS, only=COVERABLE),
        help_text=_("They always see your name, your age and where you live. Tick only what they need."),
        error_messages={"required": _("Tick at least one thing that they may see.")},
    )
    acts = forms.MultipleChoiceField(
        label=_("What may they do for you?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=list(ACTS.items()),
        help_text=_("What they do always says that it was them, never that it was you."),
    )
    sensitive = forms.BooleanField(
        label=_("They may also see help that is marked as private"),
        required=False,
        help_text=_(
            "Such as help for the mind, with drink or drugs, or to be safe at home. Leave it empty if unsure."
        ),
    )
    until = day(
        _("Until which day?"), help_text=_("Within the next twelve months. You can stop it before, any time.")
    )

    def __init__(
        self,
        *args: Any,
        circle: Iterable[CircleTieView],
        by_staff: bool = False,
        signers: Iterable[AuthorityView] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        ask_whose(self, signers)
        living = [
            (str(tie.id), _named(tie)) for tie in circle if tie.until is None and tie.kind != "group" and tie.name
        ]
        self.fields["tie"].choices = living  # type: ignore[attr-defined]
        if by_staff:
            del self.fields["sensitive"]
            self.fields["said_how"] = forms.CharField(
                label=_("How and when did the person say so?"),
                max_length=200,
                help_text=_("Alone with you, on Tuesday; by phone. Ask when nobody else listens."),
            )

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            "tie_id": UUID(given["tie"]),
            "email": given["email"],
            "parts": [Part(part) for part in given["parts"]],
            "acts": [Act(act) for act in given["acts"]],
            "sensitive": bool(given.get("sensitive")),
            "until": end_of_day(given["until"]),
            "said_how": given.get("said_how", ""),
            "authority_id": signed_by(given),
        }


def _named(tie: CircleTieView) -> str:
    return f"{tie.name} ({tie.relation})" if tie.relation else str(tie.name)


def usual_until() -> Any:
    return clock.today() + USUAL


class RenewForm(ActionForm):
    """Letting it go on."""

    until = day(_("Until which day?"), help_text=_("Within the next twelve months."))


class SuspendForm(ActionForm):
    """Stopping a permission because the person may not be safe."""

    reason = words(_("Why must it stop for now?"), rows=3, help_text=_("Those who guard records read this."))
    unsafe_to_tell = yes_no(
        _("Could it harm the person if they were shown this reason?"),
        help_text=_("“Yes” when the carer may be looking over their shoulder: they see only that it has stopped."),
    )

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class DiedForm(ActionForm):
    """That somebody has died."""

    died_on = day(_("On which day?"))
    told_by = forms.CharField(
        label=_("Who told you, and how?"), max_length=200, help_text=_("Their daughter, by phone this morning.")
    )


class MovedForm(ActionForm):
    """That somebody lives somewhere else now."""

    home = forms.ChoiceField(label=_("Where do they live now?"), required=False)
    on = day(_("Since which day?"))
    told_by = forms.CharField(label=_("Who told you, and how?"), max_length=200)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = [("", _("Outside this area")), *places]  # type: ignore[attr-defined]


class UndoDeathForm(ActionForm):
    """That it was entered in error."""

    reason = words(_("How do you know that it was an error?"), rows=2)
