"""The forms of a team meeting. What a decision needs is built from the rules: a field added there appears here."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from ecotone.care.machine import Field, Kind
from ecotone.care.rules.meetings import FIELDS, TEXTS, DecisionKind, joined
from ecotone.care.views import InRoom, LineView
from ecotone.care.words import CHOICES
from ecotone.care.words_meetings import DECISIONS, DISPUTES, LINE_FIELDS, ROOM_ROLES, WAYS, WHY_NO_THIRD
from ecotone.ground import clock
from ecotone.web.forms.base import ActionForm, choices, day, radios, words, yes_no

HINTS = {
    "worker": _("A name and what they do. It is on their My day at once."),
    "meanwhile": _("Who or what helps until then?"),
    "agreed": _("Nothing is passed on without it."),
    "alternative": _("No dead end: name another way, or write “none known”."),
    "why_no_third": _("Asked because none of them is among the options."),
    "service_id": _("From the options above. Add one there if it is missing."),
}
ORDER = (
    *("service_id", "worker", "expected_start", "expected_wait", "meanwhile", "recheck_on", "why", "reply_by"),
    *("agreed", "question", "answer_by", "reason_code", "reason_text", "attempts", "alternative"),
    *("who_tells", "person_told"),
)
SETTLING = ("take_on", "wait", "hand_on", "decline")
SHOWN_FOR: Mapping[str, tuple[str, ...]] = {
    **{name: tuple(k for k in FIELDS if any(f.name == name for f in FIELDS[k])) for name in ORDER},
    "service_id": ("hand_on",),
    "lead": ("take_on", "wait", "hand_on"),
    "reason": tuple(DECISIONS),
    "why_no_third": SETTLING,
    "why_no_third_words": SETTLING,
}
"""Beside which decisions each field is shown: the style sheet hides it beside the others."""


class PlanForm(ActionForm):
    """When, where, about what."""

    title = forms.CharField(label=_("What the meeting is called"), max_length=200)
    on = day(_("Day"))
    at = forms.TimeField(label=_("Time"), widget=forms.TimeInput(), input_formats=["%H:%M", "%H.%M"])
    way = radios(_("How you meet"), WAYS)
    where = forms.CharField(
        label=_("Where, or the link"), required=False, max_length=200, help_text=_("A room, a number, an address.")
    )
    lines = forms.MultipleChoiceField(
        label=_("What is to be decided"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, waiting: list[tuple[str, str]], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {}).update(lines=[value for value, _label in waiting])
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = waiting  # type: ignore[attr-defined]
        if not waiting:
            del self.fields["lines"]

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.cleaned_data["on"], self.cleaned_data["at"], clock.LOCAL)


class AddLinesForm(ActionForm):
    lines = forms.MultipleChoiceField(label=_("What else is to be decided"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, waiting: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lines"].choices = waiting  # type: ignore[attr-defined]


def usual_time() -> dict[str, Any]:
    """Tomorrow at half past nine, or the next working day: a habit to start from."""
    on = clock.today() + timedelta(days=1)
    while on.weekday() > 4:
        on += timedelta(days=1)
    return {"on": on, "at": time(9, 30), "way": "place"}


class RoomForm(ActionForm):
    """Somebody comes in: one of those at work there, or by name where they have no account here."""

    hat = forms.ChoiceField(label=_("Who"), required=False, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Their name"), required=False, max_length=200)
    title = forms.CharField(label=_("What they do"), required=False, max_length=200)
    role = forms.ChoiceField(label=_("Their part in this meeting"), choices=choices(ROOM_ROLES), initial="member")

    def __init__(self, *args: Any, workers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        nobody = ("", _("Somebody without an account here: write the name below"))
        self.fields["hat"].choices = [*workers, nobody]  # type: ignore[attr-defined]


class LineForm(ActionForm):
    """A line: what the person wants, and what is decided. Nothing is required while it is only kept."""

    mark_optional = False

    wish = words(LINE_FIELDS["wish"], required=False, rows=3)
    wish_told_by = forms.CharField(
        label=LINE_FIELDS["wish_told_by"],
        required=False,
        max_length=200,
        help_text=_("The person, a daughter, whoever asked: who said it."),
    )
    summary = forms.CharField(label=LINE_FIELDS["summary"], required=False, max_length=400)
    decision = forms.ChoiceField(label=LINE_FIELDS["decision"], required=False, widget=forms.RadioSelect)
    service_id = forms.ChoiceField(label=LINE_FIELDS["service_id"], required=False, help_text=HINTS["service_id"])
    lead = forms.CharField(label=LINE_FIELDS["lead"], required=False, max_length=200)
    why_no_third = forms.ChoiceField(
        label=LINE_FIELDS["why_no_third"],
        required=False,
        choices=[("", "–"), *choices(WHY_NO_THIRD)],
        help_text=HINTS["why_no_third"],
    )
    why_no_third_words = forms.CharField(label=LINE_FIELDS["why_no_third_words"], required=False, max_length=200)
    reason = words(LINE_FIELDS["reason"], required=False, rows=2)

    def __init__(self, *args: Any, view: LineView, **kwargs: Any) -> None:
        kwargs["initial"] = {name: _shown(value) for name, value in (view.fields or {}).items()}
        super().__init__(*args, **kwargs)
        for field in {field.name: field for fields in FIELDS.values() for field in fields}.values():
            self.fields[field.name] = _field(field)
        # Sent from a page that others have overtaken it may be any, and the action says whether it still can be; what
        # is shown is what can be decided now.
        self.fields["decision"].choices = choices(DECISIONS)  # type: ignore[attr-defined]
        self.fields["decision"].widget.choices = choices(DECISIONS, only={str(kind) for kind in view.kinds})
        self.fields["service_id"].choices = [("", "–"), *_services(view)]  # type: ignore[attr-defined]
        self.fields["worker"].widget.attrs["list"] = "workers"
        if not any(o.sector in ("third", "community", "informal") for o in view.options):
            return
        del self.fields["why_no_third"], self.fields["why_no_third_words"]

    def given(self) -> dict[str, Any]:
        """What was filled in, as the action takes it: of what a decision records only what is not empty."""
        data = self.cleaned_data
        kind = data.get("decision", "")
        details = {f.name: data.get(f.name) for f in (FIELDS[DecisionKind(kind)] if kind else ())}
        given = {name: data[name] for name in TEXTS if name in data}
        given |= {name: data[name] for name in ("decision", "why_no_third") if name in data}
        service = data.get("service_id") or ""
        given["service_id"] = UUID(service) if service else None
        return given | {name: value for name, value in details.items() if value not in (None, "")}

    def mine(self) -> dict[str, Any]:
        """The same as JSON keeps it, to be set beside what stands there now."""
        return {name: _kept(value) for name, value in self.given().items()}

    def groups(self) -> list[tuple[Any, str]]:
        """The fields of the decision in their order, each with the classes that say beside which it is shown."""
        names = [*ORDER, "lead", "why_no_third", "why_no_third_words", "reason"]
        there = [name for name in names if name in self.fields]
        return [(self[name], " ".join(f"when--{kind}" for kind in SHOWN_FOR[name])) for name in there]


def _services(view: LineView) -> list[tuple[str, str]]:
    """The options that are listed services, and the one written down already."""
    fields: Mapping[str, Any] = view.fields or {}
    found = {str(o.service_id): f"{o.service} ({o.actor})" for o in view.options if o.service_id}
    if fields.get("service_id"):
        found.setdefault(fields["service_id"], str(view.service))
    return list(found.items())


def _field(field: Field) -> forms.Field:
    label, hint = LINE_FIELDS[field.name], HINTS.get(field.name, "")
    match field.kind:
        case Kind.WORDS:
            return words(label, required=False, rows=2, help_text=hint)
        case Kind.DAY | Kind.COMING_DAY | Kind.PAST_DAY:
            return day(label, required=False, help_text=hint)
        case Kind.YES_NO:
            return yes_no(label, required=False, help_text=hint)
        case Kind.NUMBER:
            return forms.IntegerField(label=label, required=False, min_value=0, max_value=1000, help_text=hint)
        case Kind.CHOICE:
            return radios(label, {str(c): CHOICES[c] for c in field.choices or ()}, required=False, help_text=hint)
        case _:
            return forms.CharField(label=label, required=False, max_length=200, help_text=hint)


def _shown(value: Any) -> Any:
    """A kept value as the form's fields begin with it."""
    return ("yes" if value else "no") if isinstance(value, bool) else value


def _kept(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return value.strip() if isinstance(value, str) else value if isinstance(value, int) else str(value)


SAID = ("wish", "wish_told_by", "summary", "reason")
"""What is chosen field by field when two wrote at once; the rest is the decision, chosen as a whole."""

MINE, CHOOSE, DECISION = "mine-", "choose-", "the-decision"


def resolved(sent: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """A line as somebody chose between two versions: what stands there, and in its place what is theirs to keep."""
    whole = {name: _shown(value) for name, value in fields.items()}
    if sent.get(CHOOSE + DECISION) == "mine":
        mine = {name.removeprefix(MINE): sent[name] for name in sent if name.startswith(MINE)}
        whole = {name: whole.get(name, "") for name in SAID} | {k: v for k, v in mine.items() if k not in SAID}
    for name in SAID:
        mine_is = sent.get(MINE + name, "")
        if sent.get(CHOOSE + name) == "mine":
            whole[name] = mine_is
        elif sent.get(CHOOSE + name) == "both":
            whole[name] = joined(name, whole.get(name, ""), mine_is)
    return whole


class DissentForm(ActionForm):
    who = forms.ChoiceField(label=_("Who does not agree"))
    words = words(_("In their words"), help_text=_("It stands in the minutes beside what was decided."))

    def __init__(self, *args: Any, there: Iterable[InRoom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(p.id), f"{p.signed} ({p.actor})") for p in there]
        self.fields["who"].choices = [("", "–"), *people]  # type: ignore[attr-defined]


class DisputeForm(ActionForm):
    """A dispute over a remit or a rule."""

    about = radios(_("What it is about"), DISPUTES)
    institution = forms.ChoiceField(label=_("Which law, rule or custom"))
    imposed_by = forms.CharField(label=_("Who imposed it"), max_length=200)
    negotiated_by = forms.CharField(label=_("Who negotiated, or will"), max_length=200)
    agreed = words(_("What was agreed"), required=False, help_text=_("Leave it empty while it is open."), rows=3)

    def __init__(self, *args: Any, rules: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["institution"].choices = [("", "–"), *rules]  # type: ignore[attr-defined]


class SettleForm(ActionForm):
    negotiated_by = forms.CharField(label=_("Who negotiated"), max_length=200)
    agreed = words(_("What was agreed"), rows=3)


class ShareForm(ActionForm):
    """Opens a line to a guest's team for this meeting."""

    guest = forms.ChoiceField(label=_("With whom"))
    agreed_how = forms.CharField(
        label=_("How the person agreed, and to whom they said it"),
        max_length=200,
        help_text=_("By phone to the link worker yesterday, for example. It is kept with the line."),
    )

    def __init__(self, *args: Any, guests: Iterable[InRoom], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["guest"].choices = [(str(p.id), f"{p.signed} ({p.actor})") for p in guests]  # type: ignore[attr-defined]


class NoteForm(ActionForm):
    words = words(_("Your correction"), help_text=_("Kept with today's date and your name. What was written stays."))
