"""The rules of a person's own way in: how staff know that it is she, how long an offer holds, how it ends. Pure.

offered ──link, by mail──┐
   └─────code, by hand───┴──▶ both, within fourteen days ──▶ proved, half an hour ──▶ used: her account
   └──▶ taken back, replaced by a newer one, five wrong tries, a death, linked meanwhile: over
"""

from datetime import timedelta
from enum import StrEnum
from unicodedata import normalize

from ecotone.ground.errors import Problem

LASTS = timedelta(days=14)
TRIES = 5
"""Wrong tries that end an offer, whoever makes them and wherever: five guesses at one of a hundred million."""
A_DAY, AN_HOUR = 5, 30
"""How often she is offered one within a day, and how many one account offers within an hour: each is a mail to
whatever address somebody names, and five more guesses."""
DIGITS = 8
PROOF_LASTS = timedelta(minutes=30)
"""How long the browser in which both halves came together has to say with which account she signs in."""


class KnewHow(StrEnum):
    """How whoever offers it knows that it is she."""

    IN_PERSON = "in_person"
    PHOTO = "photo_document"
    OTHER = "other_way"


class WayInEnd(StrEnum):
    """Why an offer leads nowhere any more, though its days are not over."""

    USED = "used"
    REPLACED = "replaced"
    TAKEN_BACK = "taken_back"
    WRONG_TRIES = "wrong_tries"
    DIED = "died"
    LINKED = "linked"


def knew_problems(knew: str, knew_how: str) -> list[Problem]:
    """What is wrong with how somebody says that they know her."""
    if knew not in [*KnewHow]:
        return [Problem("ground.unknown_choice" if knew else "ground.required", "knew")]
    if knew == KnewHow.OTHER and not knew_how.strip():
        return [Problem("people.say_how_known", "knew_how")]
    return []


def mailbox(address: str) -> tuple[str, ...]:
    """The address, and the one without its tag: what goes to ann+jean@… is as a rule read by whoever reads ann@…"""
    local, _, domain = address.rpartition("@")
    return (address,) if "+" not in local else (address, f"{local.partition('+')[0]}@{domain}")


def is_spelt_plainly(address: str) -> bool:
    """Whether no letter in it stands for another: mail finds its way to the same place by either."""
    return normalize("NFKC", address) == address


def bare(code: str) -> str:
    """A code as it is kept: gaps and dashes, as people write them down, do not matter."""
    return "".join(sign for sign in code if sign.isalnum())


def in_fours(code: str) -> str:
    """A code as it is shown and read out: 1234 5678."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
