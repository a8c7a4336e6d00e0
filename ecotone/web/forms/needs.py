"""The forms of needs and frictions: most of them a choice and a button, everything else optional."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from ecotone.care.rules import MOST_MINUTES, Asset, FrictionKind, MetBy, OfferState, Standing
from ecotone.care.views import AssetView
from ecotone.care.words import ASSETS, FRICTION_HINTS, FRICTIONS, OFFER_STATES
from ecotone.ecosystem.words import SECTORS
from ecotone.web.forms.base import ActionForm, day, radios, words

Choices = Sequence[tuple[str, Any]]


class Once(ActionForm):
    """A form that names the page it was sent from, so that a button pressed twice does its work once."""

    once = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": str(uuid4()), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def values(self) -> dict[str, Any]:
        return dict(self.cleaned_data)


class Named(Once):
    """A person is named only where she says so; whoever wears a hat speaks for the team, and is."""

    named = forms.BooleanField(
        label=_("Show my name beside it"),
        required=False,
        help_text=_("If you do not tick this, it says only that a person said so."),
    )

    def __init__(self, *args: Any, herself: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not herself:
            del self.fields["named"]


class StateNeedForm(Named):
    """A need with no case behind it."""

    title = forms.CharField(label=_("What is missing, in a line"), max_length=120)
    words = words(
        _("Say it in your own words"),
        help_text=_("What happens because it is missing, and what would help. Name no one who has not agreed to it."),
    )
    touches = forms.CharField(
        label=_("Whom does it touch?"),
        max_length=200,
        help_text=_("Such as “people over 80 in the top flats” or “young carers at the high school”."),
    )
    for_whom = forms.CharField(
        label=_("For whom do you say it?"),
        max_length=200,
        required=False,
        help_text=_("If you speak for others: who they are, and how you know."),
    )
    need = forms.ChoiceField(label=_("Kind of need"))
    place = forms.ChoiceField(label=_("Where"))

    field_order = ("title", "words", "touches", "for_whom", "need", "place", "named", "once")

    def __init__(self, *args: Any, needs: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["need"].choices = [("", _("Choose one")), *needs]  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Choose one")), *places]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        given = super().values()
        return given | {"need_id": UUID(given.pop("need")), "place_id": UUID(given.pop("place"))}


class ContestForm(Named):
    """Why it is not so, or not the whole of it."""

    words = words(
        _("What do you see differently?"),
        help_text=_("It stands beside the need for everyone to read, with your team's name, and is never removed."),
    )
    field_order = ("words", "named", "once")

    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values().items() if name != "once"}


class OfferForm(Named):
    """Something towards it."""

    kind = radios(_("What can you offer?"), ASSETS)
    words = words(_("Say what it is"), rows=3, help_text=_("Such as “our hall, with a ramp and a kitchen”."))
    quantity = forms.CharField(
        label=_("How much of it?"),
        max_length=200,
        required=False,
        help_text=_("Such as “Tuesday afternoons” or “16 seats, one driver”."),
    )
    since = day(_("From when?"), required=False)
    field_order = ("kind", "words", "quantity", "since", "named", "once")

    def values(self) -> dict[str, Any]:
        given = super().values()
        return given | {"kind": Asset(given["kind"])}


class AnswerOfferForm(ActionForm):
    """What becomes of an offer, and what came of it."""

    became = forms.ChoiceField(label=_("What becomes of it?"), widget=forms.RadioSelect)
    words = words(_("What came of it, or what comes next"), required=False, rows=3)

    def __init__(self, *args: Any, offer: AssetView, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [OfferState.TAKEN_UP, OfferState.NOT_NEEDED] if offer.may_answer else []
        steps += [OfferState.TAKEN_UP] if offer.may_tell else []
        steps += [OfferState.TAKEN_BACK] if offer.may_take_back else []
        own: Choices = [(each, OFFER_STATES[each]) for each in steps if each != offer.state or offer.may_tell]
        self.fields["became"].choices = own  # type: ignore[attr-defined]
        if len(own) == 1:
            self.fields["became"].initial = own[0][0]


WORDS_ALONE = "words"


class CloseForm(ActionForm):
    """Met, and by what; or taken back; or come back. What may have met it is offered by name."""

    became = forms.ChoiceField(label=_("How does it stand?"), widget=forms.RadioSelect)
    met_by = forms.ChoiceField(label=_("If so, by what?"), required=False)
    words = words(_("In your words"), required=False, rows=3)

    def __init__(self, *args: Any, states: Choices, by_what: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["became"].choices = states  # type: ignore[attr-defined]
        self.fields["met_by"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose one")),
            *by_what,
            (WORDS_ALONE, _("Something else: I say it below")),
        ]
        if len(states) == 1:
            self.fields["became"].initial = states[0][0]
        if states and all(code != Standing.MET for code, _label in states):
            del self.fields["met_by"]

    def values(self) -> dict[str, Any]:
        kind, _sep, given_id = self.cleaned_data.get("met_by", "").partition(":")
        return {
            "became": Standing(self.cleaned_data["became"]),
            "met_by": MetBy(kind) if kind else None,
            "met_by_id": UUID(given_id) if given_id else None,
            "words": self.cleaned_data["words"],
        }


Found = Iterable[tuple[UUID, str]]
"""What was found by a name: ids and full names."""


class FrictionForm(Once):
    """What got in the way: one choice. All the rest is for who has a minute more."""

    kind = radios(_("What got in the way?"), FRICTIONS)
    workaround = words(
        _("How did you get round it?"), required=False, rows=2, help_text=_("Or: what you did instead.")
    )
    words = words(_("In a few words"), required=False, rows=3, help_text=_("Leave out names: say what happened."))
    minutes = forms.IntegerField(
        label=_("Minutes lost, roughly"), required=False, min_value=1, max_value=MOST_MINUTES
    )
    institution = forms.CharField(
        label=_("Which law, rule, aim or custom was it?"),
        required=False,
        max_length=200,
        help_text=_("A few letters of its name will do. Those that are known here are under “The ecosystem”."),
    )
    from_sector = forms.ChoiceField(label=_("Between which two? From"), required=False)
    to_sector = forms.ChoiceField(label=_("to"), required=False, help_text=_("The same twice: inside one sector."))
    other = forms.CharField(
        label=_("Which team or organisation was on the other side?"),
        required=False,
        max_length=200,
        help_text=_("A few letters of its name will do."),
    )
    place = forms.ChoiceField(label=_("Where"), required=False)

    field_order = ("kind", "words", "workaround", "minutes", "institution", "from_sector", "to_sector", "other")

    def __init__(self, *args: Any, places: Choices, of_referral: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ids: dict[str, UUID | None] = {}
        self.fields["kind"].choices = [(code, _with_hint(code)) for code in FrictionKind]  # type: ignore[attr-defined]
        sectors = [("", _("Not said")), *SECTORS.items()]
        for name in ("from_sector", "to_sector"):
            self.fields[name].choices = sectors  # type: ignore[attr-defined]
        self.fields["place"].choices = [("", _("Not said")), *places]  # type: ignore[attr-defined]
        if of_referral:
            for name in ("from_sector", "to_sector", "other", "place"):
                del self.fields[name]

    def found(self, name: str, find: Callable[[str], Found]) -> None:
        """Turns a name as it was typed into the one record it means; says so where it means none, or several."""
        if name not in self.fields or not (typed := self.cleaned_data.get(name, "").strip()):
            return
        fitting = list(find(typed))
        exact = [each for each in fitting if each[1].casefold() == typed.casefold()] or fitting
        if len(exact) == 1:
            self.ids[name] = exact[0][0]
        elif not exact:
            self.add_error(name, _("Nothing here has that name. Leave it empty, or try fewer letters."))
        else:
            several = "; ".join(full for _id, full in exact[:6])
            self.add_error(name, _("Several fit: %(names)s. Write the one you mean.") % {"names": several})

    def values(self) -> dict[str, Any]:
        given = super().values()
        place = given.pop("place", "")
        kept = {name: value for name, value in given.items() if name not in ("institution", "other")}
        return kept | {
            "kind": FrictionKind(given["kind"]),
            "institution_id": self.ids.get("institution"),
            "to_actor_id": self.ids.get("other"),
            "place_id": UUID(place) if place else None,
        }


def _with_hint(code: FrictionKind) -> Any:
    hint = FRICTION_HINTS.get(code, "")
    return format_html('{} <span class="choice-hint">{}</span>', FRICTIONS[code], hint) if hint else FRICTIONS[code]
