"""The forms of care. Those for moves are built from the table of moves: a field added there appears here."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from ecotone.care.machine import Field, Kind, Move
from ecotone.care.rules import Pen
from ecotone.care.words import CHANGES, CHOICES, FIELDS, GIFTS, MEANS, OUTCOME_KINDS, PENS, URGENCIES, VIEWS
from ecotone.ground import clock
from ecotone.people.views.signing import Agreeing
from ecotone.people.words import PARTS
from ecotone.web.forms.agreeing import AgreeingForm
from ecotone.web.forms.base import ActionForm, choices, day, radios, words, yes_no

PASSES = ("no_capacity", "not_eligible", "out_of_area", "wrong_service", "insufficient_info")
"""The reasons one can have who knows only need and place."""
HINTS = {
    "reason_text": _("The person reads this too, and whoever asked."),
    "reply_by": _("We remind you here when this day has passed."),
    "worker": _("A name and what they do, so that the person knows whom to expect."),
    "alternative": _("No dead end: name another way, or write “none known”."),
    "against_hope": _("Look back at what the person hoped for, above."),
    "unmet": _("It is listed as unmet need, without the person's name."),
    "attempts": _("By phone, by letter, at the door: all together. Needed where you could not reach them."),
    "meanwhile": _("Who or what helps until then?"),
}


class MoveForm(ActionForm):
    """What a move must record, as the table names it."""

    def __init__(self, *, move: Move, services: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if len(services) > 1:
            self.fields["service"] = radios(_("Which of your services?"), dict(services))
        for field in move.fields:
            self.fields[field.name] = _field(field)

    def recorded(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}


def _field(field: Field) -> forms.Field:
    label, hint = FIELDS[field.name], HINTS.get(field.name, "")
    match field.kind:
        case Kind.LINE:
            return forms.CharField(label=label, required=field.required, max_length=200, help_text=hint)
        case Kind.WORDS:
            return words(label, required=field.required, help_text=hint)
        case Kind.DAY | Kind.COMING_DAY | Kind.PAST_DAY:
            return day(label, required=field.required, help_text=hint)
        case Kind.YES_NO:
            return yes_no(label, required=field.required, help_text=hint)
        case Kind.NUMBER:
            return forms.IntegerField(
                label=label, required=field.required, min_value=0, max_value=1000, help_text=hint
            )
        case Kind.CHOICE:
            offered = {str(c): CHOICES[c] for c in field.choices or ()}
            return radios(label, offered, required=field.required, help_text=hint)


class ReferForm(AgreeingForm):
    """Asking a service or team for help for a person."""

    why = words(_("Why you are asking, in the person's words where you can"))
    hoped_for = words(_("What the person hopes for"), required=False, rows=2)
    outcome = forms.ChoiceField(label=_("Does it serve a hope they have written down?"), required=False)
    need = forms.ChoiceField(label=_("Kind of need"), required=False)
    urgency = radios(_("How soon"), URGENCIES)
    reply_by = day(_("Please reply by"))
    parts = forms.MultipleChoiceField(
        label=_("Which parts of the story may they see?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "They always see the person's name, age, home area and safe contact. Share only what helps them help."
        ),
    )
    contact_note = forms.CharField(
        label=_("A safe way to make contact for this"),
        required=False,
        max_length=200,
        help_text=_("If it differs from what stands at the top of this page."),
    )
    agreed = forms.BooleanField(
        label=_("The person agrees to being asked for, and to what is shared (needed)"),
        help_text=_(
            "If they cannot decide this, write that down first, under “Who decides”: then this form asks who agrees."
        ),
    )

    def __init__(
        self,
        *args: Any,
        parts: list[str],
        hopes: list[Any],
        needs: list[tuple[str, str]],
        agreeing: Agreeing | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.ask_who(agreeing)
        self.fields["reply_by"].help_text = _(
            "A week from today is %(day)s. When the day has passed, their lead is told, and you see it here."
        ) % {"day": date_format(usual_reply_by(), "l j F Y")}
        self.fields["parts"].choices = choices(PARTS, only=parts)  # type: ignore[attr-defined]
        self.fields["outcome"].choices = [("", _("None yet")), *((str(h.id), h.words) for h in hopes)]  # type: ignore[attr-defined]
        self.fields["need"].choices = [("", _("Not sure")), *needs]  # type: ignore[attr-defined]


class OpenOfferForm(ReferForm):
    """Asking whoever can help: need and place are chosen already."""

    note = forms.CharField(
        label=_("A line for all who are told"),
        required=False,
        max_length=200,
        help_text=_(
            "They read the kind of need, the place, how soon, and this line. Nothing here may say who it is: "
            "“Help with a bath twice a week, ground floor”."
        ),
    )
    field_order = ("note",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, needs=[], **kwargs)
        del self.fields["need"]
        self.fields["reply_by"].label = _("Open until")
        self.fields["reply_by"].help_text = _(
            "When nobody has taken it on by the end of this day, it comes back to you with who was told."
        )
        self.fields["parts"].label = _("Which parts of the story may the one who takes it on see?")


class PassForm(ActionForm):
    """Why an open offer is none of ours."""

    reason = radios(_("Why not"), {code: CHOICES[code] for code in PASSES})
    words = forms.CharField(
        label=_("In a line, if it helps them"),
        required=False,
        max_length=200,
        help_text=_("Whom might they try? When might you have room?"),
    )


class OwnReferForm(ReferForm):
    """Asking for help for oneself: what is usual is filled in, and what they would read can be unticked."""

    agreed = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = {
            "why": _("What do you need help with?"),
            "hoped_for": _("What would you like to come of it?"),
            "outcome": _("Does it serve a hope you have written down?"),
            "parts": _("What may they read of your story?"),
            "contact_note": _("How may they reach you about this?"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["parts"].help_text = _(
            "They always see your name, your age, where you live and how to reach you safely. "
            "Untick the rest if you like."
        )
        self.fields["contact_note"].help_text = _("Only if it differs from how you are usually reached.")


def usual_reply_by() -> date:
    """A week from today: a habit to start from, not a rule."""
    return clock.today() + timedelta(days=7)


class JudgeForm(ActionForm):
    """What the person says became of the need."""

    view = radios(_("What became of what you needed?"), VIEWS)
    words = words(_("In your words, if you like"), required=False, rows=3)
    helped = forms.BooleanField(label=_("Someone I trust is writing this down for me"), required=False)


class JudgeAsCarerForm(ActionForm):
    """What somebody says it was worth who acts for the person: kept as theirs, beside the person's own word."""

    view = radios(_("As their carer, what do you say became of the need?"), VIEWS)
    words = words(_("In your words, if you like"), required=False, rows=3)


class JudgeForThemForm(JudgeForm):
    """The same, written down by a worker: who held the pen is kept with it."""

    pen = forms.ChoiceField(label=_("Who wrote it down"), choices=choices(PENS, only=set(Pen) - {Pen.PERSON}))
    means = forms.ChoiceField(
        label=_("How they told you"), choices=choices(MEANS, only={"phone", "paper", "meeting"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["helped"]
        self.fields["view"].label = _("What does the person say became of the need?")
        self.fields["words"].label = _("In their words, if they gave any")


class GiftForm(ActionForm):
    """What somebody put in."""

    giver = forms.ChoiceField(label=_("Who gave it"))
    kind = radios(_("What it was"), GIFTS)
    words = forms.CharField(label=_("In a few words"), max_length=200)
    minutes = forms.IntegerField(label=_("Minutes, if it was time"), required=False, min_value=1, max_value=100_000)
    pounds = forms.DecimalField(
        label=_("Pounds, if it was money"), required=False, min_value=0, max_digits=9, decimal_places=2
    )
    paid = yes_no(_("Was somebody paid for it?"))

    def __init__(self, *args: Any, givers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["giver"].choices = givers  # type: ignore[attr-defined]


class QuestionForm(ActionForm):
    """Ask before you refer."""

    text = words(_("Your question"))


class AnswerForm(ActionForm):
    answer = words(_("Your answer"))


class HopeForm(ActionForm):
    """What the person hopes for."""

    words = words(_("What do you hope for?"), help_text=_("In the person's own words."), rows=3)
    kind = radios(_("What it is about"), OUTCOME_KINDS)


class ReviewForm(ActionForm):
    """How the person sees it now."""

    change = radios(_("How is it now?"), CHANGES)
    words = words(_("In your words, if you like"), required=False, rows=3)
    pen = forms.ChoiceField(label=_("Who wrote it down"), choices=choices(PENS, only=set(Pen) - {Pen.PERSON}))
