"""The numbers by which other systems know a person. Pure."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from ecotone.ground.errors import Problem


class IdentifierKind(StrEnum):
    CHI = "chi"
    NHS = "nhs"
    LOCAL = "local"


def check_digit(first_nine: str) -> int | None:
    """The tenth digit of a CHI or NHS number, modulus 11 with weights 10 to 2; None where there can be none.

    Source: NHS Data Dictionary, NHS NUMBER; the CHI number uses the same rule.
    """
    rest = 11 - sum(int(d) * w for d, w in zip(first_nine, range(10, 1, -1), strict=True)) % 11
    return {11: 0, 10: None}.get(rest, rest)


def identifier_problems(kind: IdentifierKind, value: str) -> Iterator[Problem]:
    """What is wrong with an identifier; nothing for a local one that is not empty.

    A CHI's first six digits are a birth date, DDMMYY. Its ninth digit tells a sex and is not read here.
    """
    if kind is IdentifierKind.LOCAL:
        if not value:
            yield Problem("ground.required", "value")
    elif not (value.isascii() and value.isdigit() and len(value) == 10):
        yield Problem("people.identifier_ten_digits", "value")
    elif check_digit(value[:9]) != int(value[9]):
        yield Problem("people.identifier_check_digit", "value")
    elif kind is IdentifierKind.CHI and not _starts_with_a_date(value):
        yield Problem("people.chi_date", "value")


def _starts_with_a_date(value: str) -> bool:
    day, month = int(value[:2]), int(value[2:4])
    # The century is not in the number: 2000 was a leap year, so 29 February is let through in any.
    year = 2000 + int(value[4:6])
    try:
        date(year if (day, month) != (29, 2) else 2000, month, day)
    except ValueError:
        return False
    return True
