"""What people write in the cells of their lists: ages, prices, days and times, phone numbers. Pure.

Each reads what it is sure of and returns None, or nothing, for anything else: the words are then kept as they are.
"""

import re
from datetime import time

from ecotone.directory.listing import OLDEST, Cost, Opening
from ecotone.directory.rules import AttendingType, Weekday

_DAYS = {name: day for day in Weekday for name in (day.name.lower(), day.name.lower()[:3])} | {
    "tues": Weekday.TUESDAY,
    "weds": Weekday.WEDNESDAY,
    "thur": Weekday.THURSDAY,
    "thurs": Weekday.THURSDAY,
}
_WEEK = list(Weekday)
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm|noon)?"
_SPAN = re.compile(rf"(?P<days>[a-z ,/&-]+?)[\s:,]*{_CLOCK}\s*(?:-|to|until)\s*{_CLOCK}")
_AGES = (
    (re.compile(r"(\d{1,3})\s*\+|(?:aged?\s*)?(\d{1,3})\s*(?:years?)?\s*(?:and|or)\s*(?:over|above|older)"), "from"),
    (re.compile(r"(?:aged?\s*)?(\d{1,3})\s*(?:-|–|to)\s*(\d{1,3})\s*(?:years?)?"), "both"),
    (re.compile(r"under\s*(\d{1,3})s?"), "under"),
)
_FREE = frozenset({"free", "free of charge", "no charge", "no cost", "none", "nil", "£0", "0", "£0.00"})
_PRICE = re.compile(r"£?\s*(\d{1,5})(?:\.(\d{1,2}))?\s*((?:per|a|an|each)\b[^\d£]{,100})?", re.IGNORECASE)
_YES, _NO = frozenset({"yes", "y", "true"}), frozenset({"no", "n", "false"})
_ATTENDING = {
    AttendingType.HOME: ("home", "home visit", "home visits", "at home", "in your home"),
    AttendingType.PHONE: ("phone", "telephone", "by phone", "helpline"),
    AttendingType.ONLINE: ("online", "video", "zoom", "by video"),
    AttendingType.VENUE: ("venue", "in person", "face to face", "at a venue", "group"),
}
_WAYS = {word: way for way, words in _ATTENDING.items() for word in words}


def phone(text: str) -> str:
    """A number that a spreadsheet took its nought or plus from gets it back: 1236555000.0 → 01236 555000."""
    digits = re.sub(r"\.0+$", "", text)
    if re.fullmatch(r"44[1-9]\d{8,9}", digits):
        return f"+44 {digits[2:6]} {digits[6:]}"
    return f"0{digits[:4]} {digits[4:]}" if re.fullmatch(r"[1-9]\d{8,9}", digits) else text


def web(text: str) -> str:
    """An address of the web with its beginning, which people leave out: www.example.org → https://www.example.org."""
    return f"https://{text}" if text and "://" not in text else text


def ages(text: str) -> tuple[int | None, int | None] | None:
    """The youngest and the oldest in whole years: 60+ → (60, None), under 18 → (None, 17); None where unsure."""
    plain = " ".join(text.casefold().split())
    for shape, how in _AGES:
        if found := shape.fullmatch(plain):
            ends = [int(each) for each in found.groups() if each]
            span = {"from": (ends[0], None), "both": (ends[0], ends[-1]), "under": (None, ends[0] - 1)}[how]
            return span if _in_order(*span) else None
    return None


def _in_order(youngest: int | None, oldest: int | None) -> bool:
    return (youngest or 0) <= (OLDEST if oldest is None else oldest) <= OLDEST


def is_free(text: str) -> bool:
    return " ".join(text.casefold().split()) in _FREE


def free_or_not(text: str) -> str:
    """The cost that yes or no means in a column that asks whether it is free: yes → free, no → nothing known."""
    word = text.strip().casefold()
    return "free" if word in _YES else "" if word in _NO else text


def price(text: str) -> Cost | None:
    """£3.50 a session → 350 pence for “a session”; None for what is no single price.

    £3.5 is £3.50: so a workbook keeps it.
    """
    found = _PRICE.fullmatch(text.strip())
    if not found:
        return None
    return Cost(option=(found[3] or "").strip(), amount=int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))


def openings(text: str) -> tuple[Opening, ...] | None:
    """Mon 10-12; Thu 2-4pm → Monday 10:00 to 12:00 and Thursday 14:00 to 16:00; None where any of it is unsure."""
    made: list[Opening] = []
    for piece in re.split(r"[;\n]+", re.sub("[–—]", "-", text.casefold())):
        if not piece.strip():
            continue
        found = _SPAN.fullmatch(piece.strip())
        days = _days(found["days"]) if found else None
        hours = _hours(found.groups()[1:]) if found else None
        if not days or not hours:
            return None
        made += [Opening(day, *hours) for day in days]
    return tuple(made)


def attending(text: str) -> tuple[AttendingType, ...]:
    """The ways to attend that the words name; those that name none are passed over."""
    return tuple(dict.fromkeys(_WAYS[word] for each in several(text) if (word := each.casefold()) in _WAYS))


def several(text: str) -> tuple[str, ...]:
    """The parts of a cell that holds several: English; Polish / Urdu."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;,/|\n]", text) if part.strip()))


def _days(words: str) -> list[Weekday] | None:
    plain = words.strip(" ,:-")
    ends = [_day(each) for each in re.split(r"\s*-\s*|\s+to\s+", plain)]
    if len(ends) == 2 and ends[0] and ends[1] and _WEEK.index(ends[0]) < _WEEK.index(ends[1]):
        return _WEEK[_WEEK.index(ends[0]) : _WEEK.index(ends[1]) + 1]
    named = [_day(each) for each in re.split(r"\s*[,/&]\s*|\s+and\s+|\s+", plain)]
    return [day for day in named if day] if all(named) else None


def _day(word: str) -> Weekday | None:
    return _DAYS.get(word.strip()) or _DAYS.get(word.strip().removesuffix("s"))


def _hours(parts: tuple[str | None, ...]) -> tuple[time, time] | None:
    """Two times of one day, or None: of 2-4 nobody can say whether it is by day, 9-5 is two ways round."""
    first, second = _moments(*parts[:3]), _moments(*parts[3:])
    spans = [(a, b) for a in first for b in second if a < b]
    if not (parts[2] or parts[5]):
        spans = [span for span in spans if _as_written(parts, span)]
    if not spans:
        return None
    return min(spans, key=lambda span: (span[1].hour * 60 + span[1].minute) - (span[0].hour * 60 + span[0].minute))


def _as_written(parts: tuple[str | None, ...], span: tuple[time, time]) -> bool:
    """Whether times without am and pm are sure: from nine in the morning on, or by the clock of 24 hours.

    Of 7-9 nobody can say: a breakfast club's morning is a yoga class's evening.
    """
    hours = int(parts[0] or 0), int(parts[3] or 0)
    plain = (span[0].hour, span[1].hour) == hours
    return plain and (hours[0] >= 9 or str(parts[0]).startswith("0")) and hours[0] < 24


def _moments(hour: str | None, minute: str | None, half: str | None) -> list[time]:
    """The moments that may be meant: 2 → 02:00 or 14:00, 2pm → 14:00."""
    number, minutes = int(hour or 0), int(minute or 0)
    if number > 23 or minutes > 59 or (half and not 1 <= number <= 12):
        return []
    if half == "am":
        return [time(number % 12, minutes)]
    if half:
        return [time(number % 12 + 12, minutes)]
    return [time(each, minutes) for each in ({number, number % 12 + 12} if 1 <= number <= 12 else {number})]
