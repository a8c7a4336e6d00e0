"""The forms by which who holds an authority signs for somebody: a refusal of one part, and what is to be allowed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ecotone.access.rules import Purpose
from ecotone.people.rules import Part
from ecotone.people.words import THEIR_PARTS
from ecotone.web.forms.base import ActionForm, choices, day, radios, words
from ecotone.web.forms.people import SECTORS
from ecotone.web.when import end_of_day


class _OnePart(ActionForm):
    """One part of the record, to whom, until when."""

    part = radios(_("Which part?"), {}, help_text=_("One at a time, of those that you may see yourself."))
    whom = forms.ChoiceField(label=_("Who"), required=False)
    until = day(_("Until"), required=False, help_text=_("Leave it empty where you name no day."))

    def __init__(self, *args: Any, parts: Iterable[Part], teams: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sectors = [(f"sector:{code}", label) for code, label in SECTORS.items()]
        told = [(part, capfirst(label)) for part, label in choices(THEIR_PARTS, only=set(parts))]
        self.fields["part"].choices = told  # type: ignore[attr-defined]
        self.fields["whom"].choices = [("", _("Everyone")), *teams, *sectors]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the actions take."""
        given = self.cleaned_data
        whom, sector = given["whom"], ""
        if whom.startswith("sector:"):
            whom, sector = "", whom.removeprefix("sector:")
        return {
            "part": Part(given["part"]),
            "actor_id": UUID(whom) if whom else None,
            "sector": sector,
            "until": end_of_day(given["until"]) if given["until"] else None,
        }


class RefuseForm(_OnePart):
    """Who must not see it."""


class AllowForm(_OnePart):
    """Who is to see it, what for, and why."""

    purpose = radios(
        _("What for"), {Purpose.CARE: _("To help"), Purpose.IMPROVEMENT: _("Only to learn how help could be better")}
    )
    text = words(
        _("Why is it good for them, and what do they say to it?"),
        rows=4,
        help_text=_("Those who help them read this. What they wished before, and what they wish now, counts."),
    )
    field_order = ("part", "whom", "purpose", "until", "text")

    def values(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {**super().values(), "purpose": Purpose(given["purpose"]), "text": given["text"]}


class DeclineForm(ActionForm):
    """Why staff do not sign it."""

    said = words(_("Why do you not sign it?"), rows=3, help_text=_("Kept for those who help. Nobody else reads it."))
