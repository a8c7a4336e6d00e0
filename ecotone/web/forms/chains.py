"""The forms about being sent on without a referral."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.views import RelationshipView
from ecotone.web.forms.base import ActionForm, day, radios

WRONG = {"yes": _("Yes"), "no": _("No"), "unknown": _("Not known yet")}
MY_WRONG = {"yes": _("Yes"), "no": _("No, it was right"), "unknown": _("I do not know yet")}
AS_SAID = {"yes": True, "no": False, "unknown": None}


class SignpostForm(ActionForm):
    """Who sent them where, for what, when, and whether it was the wrong place."""

    sender = radios(_("Who sent them on?"), {}, required=False)
    place = forms.CharField(
        label=_("Where to?"),
        max_length=200,
        required=False,
        help_text=_("A name, or a few words. Leave it empty if it was not said where."),
    )
    need = forms.ChoiceField(label=_("For what kind of need"), required=False)
    on = day(_("On which day"))
    wrong = radios(_("Was it the wrong place?"), WRONG)

    def __init__(
        self,
        *args: Any,
        senders: list[tuple[str, str]],
        needs: list[tuple[str, str]],
        place_is_known: bool,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["sender"].choices = senders  # type: ignore[attr-defined]
        self.fields["need"].choices = [("", _("Not sure")), *needs]  # type: ignore[attr-defined]
        if place_is_known:
            del self.fields["place"]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            "from_actor_id": UUID(given["sender"]) if given["sender"] else None,
            "to_words": given.get("place", ""),
            "need_id": UUID(given["need"]) if given["need"] else None,
            "on": given["on"],
            "wrong_place": AS_SAID[given["wrong"]],
        }


class SentOnForm(ActionForm):
    """The same in her own word."""

    sender = radios(_("Who sent you on?"), {}, required=False)
    place = forms.CharField(
        label=_("Where did they send you?"),
        max_length=200,
        required=False,
        help_text=_("In your words. Leave it empty if they did not say."),
    )
    on = day(_("When"))
    wrong = radios(_("Was it the wrong place?"), MY_WRONG)

    def __init__(self, *args: Any, helping: Iterable[RelationshipView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(str(each.actor_id), str(each.actor)) for each in helping]
        self.fields["sender"].choices = [*known, ("", _("Somebody else"))]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            "from_actor_id": UUID(given["sender"]) if given["sender"] else None,
            "to_words": given["place"],
            "on": given["on"],
            "wrong_place": AS_SAID[given["wrong"]],
        }
