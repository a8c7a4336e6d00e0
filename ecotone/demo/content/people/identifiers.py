"""CHI and NHS numbers that look right and are invented.

Both have ten digits, kept as text. The last is a check digit: multiply the first nine by 10 down to 2, add
up, take the remainder by 11 from 11; 11 counts as 0, and 10 means that no such number is issued.

A CHI number opens with the birth date (DDMMYY) and its ninth digit is even for a woman and odd for a man,
so a right one cannot be told from a real one: these are made by chance and belong to an invented person.
NHS numbers are taken from the range kept for tests, 999 000 0000 to 999 999 9999.
"""

from datetime import date
from random import Random


def check_digit(nine: str) -> str | None:
    """The tenth digit for the first nine, or None where no such number is issued.

    Raises ValueError unless given nine digits.
    """
    if len(nine) != 9 or not (nine.isascii() and nine.isdigit()):
        raise ValueError("nine digits are needed")
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    check = 11 - total % 11
    return None if check == 10 else str(check % 11)


def is_valid(number: str) -> bool:
    """Whether a ten-digit number carries the right check digit."""
    return len(number) == 10 and number.isascii() and number.isdigit() and check_digit(number[:9]) == number[9]


def chi_number(rng: Random, *, birth_date: date, gender: str) -> str:
    """An invented CHI number for a birth date; a non-binary person gets either parity."""
    parity = {"woman": 0, "man": 1}.get(gender, rng.randrange(2))
    while True:
        nine = f"{birth_date:%d%m%y}{rng.randrange(100):02d}{rng.randrange(5) * 2 + parity}"
        check = check_digit(nine)
        if check is not None:
            return nine + check


def nhs_number(rng: Random) -> str:
    """An invented NHS number from the test range."""
    while True:
        nine = f"999{rng.randrange(1_000_000):06d}"
        check = check_digit(nine)
        if check is not None:
            return nine + check
