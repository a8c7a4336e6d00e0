"""An organisation's own form for a service: all of a listing, in sections, each fault at its field.

    Listing ──initial──> ServiceForm (fields) + rows (what repeats: times, contacts …) ──values()──> the action

What repeats has a row for each that is there and a few blank ones; a row that is emptied is taken away.
"""

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from ecotone.directory.listing import Contact, Cost, Document, Language, Listing, Location, Opening
from ecotone.directory.rules import ServiceStatus
from ecotone.directory.words import ACCESS, ATTENDING, CAPACITY, SENSITIVITY, STATUSES, WAITS, WEEKDAYS
from ecotone.ecosystem.rules import PlaceKind
from ecotone.ecosystem.views import NeedView, PlaceBrief
from ecotone.ecosystem.words import PLACE_KINDS, SECTORS
from ecotone.ground.errors import Invalid, Problem
from ecotone.web.forms.base import ActionForm, choices, day, radios, words
from ecotone.web.words import YES_NO, say_problem

REFERRING = {code: label for code, label in SECTORS.items() if code != "informal"}
"""Whom a restriction can name: people themselves are asked about apart."""


@dataclass(frozen=True)
class Choices:
    """What a listing may refer to: kinds of need, places by kind, and the provider's sites by id."""

    needs: Sequence[NeedView]
    places: Sequence[tuple[PlaceKind, Sequence[PlaceBrief]]]
    sites: Mapping[UUID, str]

    @property
    def of_need(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (broad.name, [(each.code, each.name) for each in (broad.children or (broad,))]) for broad in self.needs
        ]

    @property
    def of_place(self) -> list[tuple[str, list[tuple[str, str]]]]:
        return [
            (str(PLACE_KINDS[kind]), [(str(each.id), each.name) for each in those]) for kind, those in self.places
        ]


@dataclass(frozen=True)
class Difference:
    """Where what is there now and what was written part: the field, and both in words."""

    label: str
    now: str
    yours: str


class CapacityForm(ActionForm):
    """What room there is now."""

    capacity_word = radios(_("Is there room?"), {code: label for code, label in CAPACITY.items() if code})
    places_available = forms.IntegerField(label=_("Free places, if you count them"), required=False, min_value=0)
    places_maximum = forms.IntegerField(label=_("Places in all, if you count them"), required=False, min_value=0)
    wait_band = forms.ChoiceField(label=_("How long do people wait?"), required=False, choices=choices(WAITS))


class CloseForm(ActionForm):
    """Closing a service."""

    status = radios(
        _("For how long?"), {code: label for code, label in STATUSES.items() if code != ServiceStatus.ACTIVE}
    )
    reason = forms.CharField(
        label=_("Why"), max_length=200, help_text=_("Its page says so, to everyone who looks for it.")
    )


def _line(label: Any, most: int = 200, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, **more)


def _note(label: Any, help_text: Any = "") -> forms.CharField:
    return words(label, required=False, rows=3, help_text=help_text)


def _number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=False, error_messages={"invalid": _("Please give a time, such as 14:30.")}
    )


def _several(label: Any, of: Any = (), help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=of, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple
    )


class Row(forms.Form):
    """One of what repeats. `part` makes it a part of a listing; a row with nothing in it makes none."""

    use_required_attribute = False
    mark_optional = False
    kind: type
    unsaid: tuple[str, ...] = ()

    def part(self) -> Any | None:
        """The part, or None for a blank row. Only for one that is valid."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in self.unsaid}
        return self.made(self.cleaned_data) if any(value not in (None, "") for value in said.values()) else None

    def made(self, given: dict[str, Any]) -> Any:
        return self.kind(**given)

    @classmethod
    def initial_of(cls, part: Any) -> dict[str, Any]:
        return dataclasses.asdict(part)


class OpeningRow(Row):
    kind = Opening
    weekday = forms.ChoiceField(label=_("Day"), required=False, choices=[("", ""), *choices(WEEKDAYS)])
    opens = _time(_("Opens"))
    closes = _time(_("Closes"))
    note = _line(_("Note"))
    valid_from = day(_("First day"), required=False)
    valid_to = day(_("Last day"), required=False)


class LanguageRow(Row):
    kind = Language
    name = _line(_("Language"), 80)
    code = _line(_("Its code, if you know it"), 12)
    note = _line(_("Note"))


class ContactRow(Row):
    kind = Contact
    name = _line(_("Name"))
    role = _line(_("Role"))
    phone = _line(_("Phone"), 40)
    email = _line(_("E-mail"), 254)


class CostRow(Row):
    """A price in pounds, or in the main unit of another currency; kept in minor units."""

    kind = Cost
    unsaid = ("currency",)
    option = _line(_("For what"))
    amount = forms.DecimalField(label=_("Price"), required=False, min_value=0, max_digits=9, decimal_places=2)
    currency = _line(_("Currency"), 3, initial="GBP")
    description = _line(_("In words"))
    valid_from = day(_("First day"), required=False)
    valid_to = day(_("Last day"), required=False)

    def made(self, given: dict[str, Any]) -> Cost:
        amount = given["amount"]
        return Cost(**{**given, "amount": None if amount is None else int(amount * 100)})

    @classmethod
    def initial_of(cls, part: Any) -> dict[str, Any]:
        minor = part.amount
        return {**dataclasses.asdict(part), "amount": None if minor is None else Decimal(minor) / 100}


class DocumentRow(Row):
    kind = Document
    document = _line(_("What to bring or fill in"))
    url = _line(_("Where it is found"), 500)


@dataclass(frozen=True)
class Repeats:
    """What repeats in a listing: its field there, the heading over its rows, the form of a row, blank rows."""

    title: Any
    row: type[Row]
    blank: int


REPEATS: Mapping[str, Repeats] = {
    "schedules": Repeats(_("Times"), OpeningRow, 5),
    "cost_options": Repeats(_("Prices"), CostRow, 2),
    "languages": Repeats(_("Languages"), LanguageRow, 2),
    "contacts": Repeats(_("People to ask"), ContactRow, 2),
    "required_documents": Repeats(_("What to bring or fill in"), DocumentRow, 2),
}


@dataclass(frozen=True)
class Section:
    """A part of the page: its title, its fields, and what repeats in it.

    It stands open where one begins, and where something is wrong; the others open when pressed.
    """

    title: Any
    fields: Sequence[forms.BoundField]
    repeats: Sequence[tuple[Any, BaseFormSet]]
    begins: bool

    @property
    def is_open(self) -> bool:
        return self.begins or any(field.errors for field in self.all_fields)

    @property
    def all_fields(self) -> list[forms.BoundField]:
        return [*self.fields, *(field for _title, rows in self.repeats for row in rows for field in row)]


SECTIONS: tuple[tuple[Any, str, str], ...] = (
    (_("What it is"), "name alternate_name description alert main_need need_codes", ""),
    (_("How people take part"), "attending sites accessibility interpretation", "schedules languages"),
    (_("Who it is for"), "place_ids eligibility ineligibility minimum_age maximum_age sensitivity", ""),
    (_("Getting in"), "self_referral accepts access application_process", "required_documents"),
    (_("What it costs"), "cost_free fees", "cost_options"),
    (_("Reaching you"), "phone email url", "contacts"),
    (_("Room now"), "capacity_word places_available places_maximum places_funded wait_band", ""),
    (_("When someone does not come, and afterwards"), "attempts_before_closing outreach door_open_days", ""),
    (_("How far it can be relied on"), "review_due accreditations licences", ""),
)
"""The page's sections: title, fields, what repeats. The first hold all that a listing must say."""
OPEN_AT_FIRST = 2


class ServiceForm(ActionForm):
    """All of a listing but the numbers other systems know it by, which stay as they are."""

    # Nearly everything may be left empty: the page says what may not, instead of each field what may.
    mark_optional = False

    name = forms.CharField(label=_("Name of the service"), max_length=200)
    alternate_name = _line(_("Another name people use"))
    description = words(
        _("What it is, in plain words"),
        required=False,
        rows=5,
        help_text=_("As you would say it on the phone. People find it by these words."),
    )
    alert = _line(_("Anything to know just now"), help_text=_("Closed for the holidays; moved next door."))
    main_need = forms.ChoiceField(label=_("What need is it mainly for?"), required=False)
    need_codes = _several(_("What else is it for?"))
    place_ids = _several(_("Whose people is it for?"), help_text=_("Tick none if people from anywhere can come."))
    eligibility = _note(_("Who can come"))
    ineligibility = _note(_("Who cannot, and where they can go"))
    minimum_age = _number(_("Youngest age"))
    maximum_age = _number(_("Oldest age"))
    sensitivity = radios(
        _("Could being seen there harm someone?"),
        SENSITIVITY,
        help_text=_("A sensitive service is found like any other, and never counted or named on a map."),
    )
    attending = _several(_("How do people take part?"), choices(ATTENDING))
    sites = _several(_("Where is it given?"))
    accessibility = _note(_("Getting in and around"), _("Steps, toilets, hearing loop, parking, the bus."))
    interpretation = _note(_("Interpreting"))
    self_referral = forms.BooleanField(label=_("People can ask for it themselves"), required=False, initial=True)
    accepts = _several(
        _("Do you take referrals from some sectors only?"),
        choices(REFERRING),
        _("Tick none to take them from anyone. A restriction is shown to everyone who looks."),
    )
    access = _several(_("What does it take to come in?"), choices(ACCESS))
    application_process = _note(_("What happens when someone asks"))
    cost_free = forms.BooleanField(label=_("It is free"), required=False)
    fees = _note(_("What it costs, in words"))
    phone = _line(_("Phone"), 40)
    email = _line(_("E-mail"), 254)
    url = _line(_("Web address"), 500)
    capacity_word = forms.ChoiceField(label=_("Is there room?"), required=False, choices=choices(CAPACITY))
    places_available = _number(_("Free places"))
    places_maximum = _number(_("Places in all"))
    places_funded = _number(_("Places that are paid for"))
    wait_band = forms.ChoiceField(label=_("How long do people wait?"), choices=choices(WAITS))
    review_due = day(_("When will you look at this again?"), required=False)
    attempts_before_closing = forms.IntegerField(
        label=_("How often do you try to reach someone before you close?"),
        required=False,
        min_value=1,
        help_text=_("Nobody can then close because they could not reach someone, having tried less often."),
    )
    outreach = _note(
        _("What you do when someone does not come, or does not answer"),
        _("By phone and by letter; a call at the door; someone they know. In plain words, for them to read."),
    )
    door_open_days = forms.IntegerField(
        label=_("For how many days after the end can people come back without telling it all again?"),
        required=False,
        min_value=0,
        help_text=_(
            "They ask again with one press, and you see what they told you before. It holds too for those who could "
            "not have asked by themselves. 0: they cannot."
        ),
    )
    accreditations = _note(_("Accreditations"))
    licences = _note(_("Licences"))

    def __init__(self, data: Any = None, *, choices: Choices, listing: Listing | None = None) -> None:
        self.listing, self.may = listing or Listing(), choices
        super().__init__(data=data, initial=_initial(self.listing))
        self._offer("main_need", [("", _("Not sure")), *choices.of_need])
        self._offer("need_codes", choices.of_need)
        self._offer("place_ids", choices.of_place)
        self._offer("sites", [(str(own), name) for own, name in choices.sites.items()])
        if not choices.sites:
            del self.fields["sites"]
        self.rows = {name: _rows(name, data, getattr(self.listing, name)) for name in REPEATS}

    def _offer(self, name: str, of: Any) -> None:
        self.fields[name].choices = of  # type: ignore[attr-defined]

    @property
    def sections(self) -> Iterator[Section]:
        for number, (title, fields, repeats) in enumerate(SECTIONS):
            bound = [self[name] for name in fields.split() if name in self.fields]
            rows = [(REPEATS[name].title, self.rows[name]) for name in repeats.split()]
            yield Section(title, bound, rows, begins=number < OPEN_AT_FIRST)

    @property
    def all_wrong(self) -> list[tuple[str, Any, str]]:
        """Everything wrong, from top to bottom of the page: where it is put right, the field, the sentence."""
        return list(self._wrong())

    def _wrong(self) -> Iterator[tuple[str, Any, str]]:
        yield from (("", "", str(error)) for error in self.non_field_errors())
        for section in self.sections:
            for field in section.all_fields:
                yield from ((field.first_input_id, field.label, str(error)) for error in field.errors)  # type: ignore[attr-defined]

    def is_complete(self) -> bool:
        """Whether fields and rows make sense by themselves; the action judges the rest."""
        rows_fine = [rows.is_valid() for rows in self.rows.values()]
        return self.is_valid() and all(rows_fine)

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "main_need"}
        main = self.cleaned_data["main_need"]
        given["need_codes"] = list(dict.fromkeys([*([main] if main else []), *given["need_codes"]]))
        given["place_ids"] = [UUID(each) for each in given["place_ids"]]
        given["sites"] = self._locations(given.get("sites", ()))
        return {**given, **{name: list(self._parts(name)) for name in REPEATS}}

    def _locations(self, chosen: Sequence[str]) -> list[Location]:
        """The chosen sites, with those that are there already and not for this reader to know of."""
        intake = {each.site_id: each.is_intake for each in self.listing.sites}
        unseen = [each for each in self.listing.sites if each.site_id not in self.may.sites]
        return [*unseen, *(Location(UUID(each), intake.get(UUID(each), False)) for each in chosen)]

    def _parts(self, name: str) -> dict[Any, Row]:
        """The parts of one kind, each once, with the row it stands in: faults come back by their order."""
        found: dict[Any, Row] = {}
        for row in self.rows[name]:
            if (part := row.part()) is not None:
                found.setdefault(part, row)
        return found

    def perform(self, act: Callable[..., Any], **given: Any) -> Any | None:
        """As elsewhere; a fault in a row (`schedules.0.closes`) lands at that row's field."""
        try:
            return act(by=self.principal, **given)
        except Invalid as invalid:
            for problem in invalid.problems:
                self._place(problem)
            return None

    def _place(self, problem: Problem) -> None:
        name, _dot, rest = problem.field.partition(".")
        number, _dot, field = rest.partition(".")
        rows = list(self._parts(name).values()) if name in REPEATS else []
        if number.isdecimal() and int(number) < len(rows) and field in rows[int(number)].fields:
            rows[int(number)].add_error(field, say_problem(problem))
        else:
            self.add_error(name if name in self.fields else None, say_problem(problem))

    def differences(self, now: Listing) -> list[Difference]:
        """Where this form says something else than the listing does by now."""
        yours = now.given(**self.values())
        found = []
        for name in self.values():
            mine, theirs = self._in_words(getattr(yours, name)), self._in_words(getattr(now, name))
            if mine != theirs:
                label = REPEATS[name].title if name in REPEATS else self.fields[name].label
                found.append(Difference(str(label), theirs, mine))
        return found

    def _in_words(self, value: Any) -> str:
        if isinstance(value, bool):
            return str(YES_NO["yes" if value else "no"])
        if isinstance(value, tuple):
            return "; ".join(sorted(self._in_words(each) for each in value)) or str(_("nothing"))
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return " ".join(
                self._in_words(each) for each in dataclasses.astuple(value) if each not in (None, "", False)
            )
        return str(self._names.get(str(value), value)) if value not in (None, "") else str(_("nothing"))

    @property
    def _names(self) -> dict[str, Any]:
        """The words for every code and id that a listing may hold."""
        named = [pair for _group, pairs in (*self.may.of_need, *self.may.of_place) for pair in pairs]
        sites = {str(own): name for own, name in self.may.sites.items()}
        return {
            **dict(named),
            **sites,
            **SECTORS,
            **ATTENDING,
            **ACCESS,
            **WEEKDAYS,
            **WAITS,
            **CAPACITY,
            **SENSITIVITY,
        }


def _initial(listing: Listing) -> dict[str, Any]:
    """The listing as fields show it."""
    said = {f.name: getattr(listing, f.name) for f in dataclasses.fields(listing) if f.name not in REPEATS}
    main, *others = [*listing.need_codes] or [""]
    return {
        **said,
        "main_need": main,
        "need_codes": others,
        "place_ids": [str(each) for each in listing.place_ids],
        "sites": [str(each.site_id) for each in listing.sites],
    }


def _rows(name: str, data: Any, parts: Sequence[Any]) -> BaseFormSet:
    of = REPEATS[name]
    made = formset_factory(of.row, extra=of.blank, max_num=100, absolute_max=120)
    return made(data=data, prefix=name, initial=[of.row.initial_of(part) for part in parts])
