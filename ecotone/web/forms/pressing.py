"""The forms about what a carer passes on, its answer, and that somebody may be pressing a person."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.views import PermissionView
from ecotone.web.forms.base import ActionForm, radios, words, yes_no


class WishForm(ActionForm):
    """What a carer asks for."""

    text = words(
        _("What would help, and why?"), rows=4, help_text=_("Those who help them read this, and ask the person.")
    )


class WishAnswerForm(ActionForm):
    """What the person said when they were asked."""

    wishes = yes_no(_("Does the person wish it?"))
    alone = yes_no(
        _("Were they asked alone?"), help_text=_("Nobody who could press them heard it, or could read it with them.")
    )
    said = words(_("What did they say?"), rows=3, help_text=_("In their words, and when and how you asked."))

    def __init__(self, *args: Any, pressed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if pressed:
            self.fields["alone"].help_text = _("Somebody may be pressing them: ask them alone.")

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class OwnAnswerForm(ActionForm):
    """What the person answers on their own page."""

    wishes = yes_no(_("Do you want it?"))

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        return dict(self.cleaned_data)


class ConcernForm(ActionForm):
    """That somebody may be pressing a person."""

    why = words(_("What makes you think so?"), rows=3, help_text=_("Only those who help this person read it."))


class LiftForm(ActionForm):
    """That it holds no more."""

    why = words(_("Why does it hold no more?"), rows=3, help_text=_("Say how the person was asked, alone."))


SAID_NO_MORE = _("They want to be asked alone. They said no more.")


class AloneForm(ActionForm):
    """Wanting to be asked alone."""

    permission_id = radios(_("Ask me alone when this person asks for something in my name"), {})
    why = forms.CharField(
        label=_("Is there anything else that those who help you should know?"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it. Nobody who acts for you does."),
    )

    def __init__(self, *args: Any, permissions: Iterable[PermissionView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["permission_id"].choices = [(str(p.id), p.name) for p in permissions]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {"permission_id": UUID(given["permission_id"]), "why": given["why"] or str(SAID_NO_MORE)}
