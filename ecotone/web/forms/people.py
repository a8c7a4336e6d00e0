"""The forms about a person: their details, story, circle, contacts, and who sees what."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.people.rules import SHAREABLE, STORY, Channel, Mode, NamedBy, WordsOf
from ecotone.people.views import RelationshipView
from ecotone.people.views.signing import AuthorityView
from ecotone.people.words import (
    ASKED,
    CHANNELS,
    CHOSEN_FOR,
    CIRCLE_KINDS,
    EFFECTS,
    NAMED_BY,
    PARTS,
    TOLD_AGAIN,
    WORDS_OF,
)
from ecotone.web.forms.base import ActionForm, choices, day, radios, words, yes_no
from ecotone.web.forms.signing import ask_whose
from ecotone.web.when import on_the_day

SECTORS = {
    "nhs": _("Everyone in the NHS"),
    "council": _("Everyone at the council"),
    "third": _("All charities"),
    "independent": _("All independent providers"),
    "community": _("All community groups"),
}


class PersonForm(ActionForm):
    """Who someone is and how to reach them."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    known_as = forms.CharField(label=_("What they like to be called"), max_length=200, required=False)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=40, required=False)
    birth_date = day(_("Date of birth"), required=False)
    home = forms.ChoiceField(label=_("Where they live"), required=False)
    contact_how = forms.CharField(
        label=_("How to reach them safely"),
        max_length=200,
        required=False,
        help_text=_("Phone after six; by letter; through a daughter."),
    )
    contact_detail = forms.CharField(label=_("The number or address for that"), max_length=200, required=False)
    contact_warning = forms.CharField(
        label=_("What not to do"),
        max_length=200,
        required=False,
        help_text=_("Leave no message; do not ring the house."),
    )
    language = forms.CharField(label=_("Language"), max_length=80, required=False)
    interpreter = forms.BooleanField(label=_("An interpreter is needed"), required=False)
    communication = words(_("What helps to understand each other"), required=False, rows=2)

    def __init__(self, *args: Any, places: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["home"].choices = [("", _("Not known")), *places]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = dict(self.cleaned_data)
        given["home_id"] = given.pop("home") or None
        return given


class NewPersonForm(PersonForm):
    """The same of someone new, whose agreement is asked for right after their name."""

    agreed = forms.BooleanField(
        label=_("They have agreed to have a record here, and to your team seeing it"),
        help_text=_("This is needed: without it nothing is kept."),
        error_messages={"required": _("Ask them first: without their agreement nothing is kept.")},
    )
    field_order = ("name", "known_as", "pronouns", "agreed")


class EntryForm(ActionForm):
    """A few sentences of the story."""

    section = radios(_("Which part of the story"), {p: PARTS[p] for p in STORY})
    text = words(_("What was said"), rows=5)
    words_of = radios(_("Whose words are these?"), {w: WORDS_OF[w] for w in WordsOf})
    said_on = day(_("Said on"), required=False, help_text=_("Leave it empty for today."))


class OwnEntryForm(ActionForm):
    """A few sentences of my own story."""

    section = radios(_("Which part of your story"), {p: PARTS[p] for p in STORY})
    text = words(_("What you want to say"), rows=6)


class CircleForm(ActionForm):
    """Somebody around the person."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = radios(_("Who they are"), CIRCLE_KINDS)
    relation = forms.CharField(
        label=_("In the person's words"),
        max_length=200,
        required=False,
        help_text=_("My daughter; Isa across the landing."),
    )
    closeness = forms.TypedChoiceField(
        label=_("How close"),
        coerce=int,
        choices=[(1, _("Closest")), (2, _("Close")), (3, _("Further out"))],
        initial=2,
    )
    named_by = radios(_("Who named them?"), NAMED_BY)


class ContactForm(ActionForm):
    """Logging a contact: when, whether the story had to be told again, and whether there was time."""

    at = day(_("When"))
    channel = radios(_("How you met"), CHANNELS)
    mode = radios(
        _("Did they have to tell their story again?"),
        TOLD_AGAIN,
        help_text=_("“Yes” is for the person to say: choose it when they said so."),
    )
    planned_minutes = forms.IntegerField(label=_("Minutes planned"), required=False, min_value=0, max_value=1440)
    actual_minutes = forms.IntegerField(label=_("Minutes it took"), required=False, min_value=0, max_value=1440)
    time_enough = yes_no(_("Did you have enough time?"), required=False)
    time_enough_person = yes_no(_("Did they say they had enough time?"), required=False)
    note = words(_("What to remember"), required=False, rows=3)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given, mode = self.cleaned_data, Mode(self.cleaned_data["mode"])
        return {
            **given,
            "at": on_the_day(given["at"]),
            "channel": Channel(given["channel"]),
            "mode": mode,
            "mode_said_by": NamedBy.PERSON if mode is Mode.HAD_TO_REPEAT else NamedBy.WORKER,
        }


class StayForm(ActionForm):
    """That somebody is in hospital."""

    where = forms.CharField(label=_("Which hospital or ward"), max_length=200)
    since = day(_("Since"))


class LeftForm(ActionForm):
    """That they have left."""

    until = day(_("Left on"))
    asked = radios(
        _("Were they asked before they were sent home?"),
        ASKED,
        help_text=_("When, where to, and what they would need there. They can say it themselves too, on their page."),
    )


class ToldAgainForm(ActionForm):
    """The person's own word that she had to tell her story again: to whom, when, and whether there was time."""

    actor_id = radios(_("Who was it?"), {})
    at = day(_("When"))
    channel = radios(_("How you met"), CHANNELS)
    time_enough_person = yes_no(_("Did you have enough time?"), required=False)
    note = words(_("What happened, if you like to say"), required=False, rows=2)

    def __init__(self, *args: Any, helping: Iterable[RelationshipView], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["actor_id"].choices = [(str(each.actor_id), each.actor) for each in helping]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = self.cleaned_data
        return {
            **given,
            "actor_id": UUID(given["actor_id"]),
            "at": on_the_day(given["at"]),
            "channel": Channel(given["channel"]),
            "mode": Mode.HAD_TO_REPEAT,
        }


class ChoiceForm(ActionForm):
    """A grant or a refusal."""

    effect = radios(_("May they see it?"), EFFECTS)
    whom = forms.ChoiceField(label=_("Who"))
    part = forms.ChoiceField(
        label=_("Which part"), required=False, choices=[("", _("Everything")), *choices(PARTS, only=SHAREABLE)]
    )
    purpose = radios(_("What for"), CHOSEN_FOR, required=False)
    until = day(
        _("Until"),
        required=False,
        help_text=_("Leave it empty for as long as you like. You can change it at any time."),
    )
    note = forms.CharField(
        label=_("Anything to add"),
        max_length=200,
        required=False,
        help_text=_("Whoever helps now, or later, reads this."),
    )

    def __init__(
        self, *args: Any, teams: list[tuple[str, str]], signers: Iterable[AuthorityView] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        ask_whose(self, signers)
        sectors = [(f"sector:{code}", label) for code, label in SECTORS.items()]
        self.fields["whom"].choices = [("", _("Everyone")), *teams, *sectors]  # type: ignore[attr-defined]
        self.fields["whom"].required = False
