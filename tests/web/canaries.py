"""Canaries: a unique word in every part of every record, and which of them the rule keeps from a caller."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from uuid import UUID

from django.db import models

from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.care.models import Referral
from ecotone.people import policies
from ecotone.people.models import (
    AccountTakenOff,
    Authority,
    CapacityAssessment,
    CarerPermission,
    CarerWish,
    CircleTie,
    Concern,
    Encounter,
    LegalDuty,
    OwnWayIn,
    Person,
    StoryEntry,
)
from ecotone.people.rules import Part
from tests import worlds

WORD = re.compile(rb"zq[0-9]{6}xqz")
"""Long enough that no random sign in a page is taken for one."""

PLANTED: tuple[tuple[type[models.Model], str, Part | None], ...] = (
    (Person, "name", Part.IDENTITY),
    (Person, "known_as", Part.IDENTITY),
    (Person, "contact_how", Part.CONTACT),
    (Person, "contact_detail", Part.CONTACT),
    (Person, "contact_warning", Part.CONTACT),
    (StoryEntry, "text", None),
    (CircleTie, "name", Part.CIRCLE),
    (CircleTie, "relation", Part.CIRCLE),
    (Encounter, "note", Part.ENCOUNTERS),
)
"""Where words are planted, and the part of the record each belongs to; a story entry's is its own section."""

SIGNING: tuple[tuple[type[models.Model], str], ...] = (
    (Authority, "powers"),
    (Authority, "number"),
    (CapacityAssessment, "how"),
    (CapacityAssessment, "assessed_by"),
    (Referral, "nobody_why"),
    (Referral, "her_wishes"),
    (OwnWayIn, "knew_how"),
    (OwnWayIn, "address"),
    (Authority, "why_not_told"),
    (CapacityAssessment, "why_not_told"),
)
"""What stands of who may sign for somebody: for her and those who help her, never for whoever acts for her; of what
she was not told, not for her either.
"""

ALONE: tuple[tuple[type[models.Model], str], ...] = ((CarerWish, "said"), (Concern, "why"))
"""What only staff who help her read, by hand: not she on her own pages, and never whoever acts for her."""


SAFETY: tuple[tuple[type[models.Model], str], ...] = ((AccountTakenOff, "reason"),)
"""The same, and whoever guards records."""


@dataclass
class Canaries:
    """Each planted word, and of whom it tells which part.

    `have` is something for whatever an address takes, `secrets` what of Jean no stranger is told.
    """

    have: dict[str, Any]
    secrets: set[str]
    of: dict[bytes, tuple[UUID, Part]] = field(default_factory=dict)
    names: set[bytes] = field(default_factory=set)
    guarded: set[bytes] = field(default_factory=set)
    helpers: set[bytes] = field(default_factory=set)
    untold: set[bytes] = field(default_factory=set)
    alone: set[bytes] = field(default_factory=set)
    safety: set[bytes] = field(default_factory=set)
    numbers: Iterator[int] = field(default_factory=count)

    def plant(self) -> None:
        whose = CarerPermission.objects.filter(state="active").exclude(account=None).first()
        Concern.add(person=whose.person, permission=whose, why="He answers for her")
        worlds.some_wish(whose)
        worlds.some_way_in(whose.person)
        worlds.some_signing_by(whose)
        acting = {*CarerPermission.objects.values_list("tie_id", flat=True)}
        for model, name, part in PLANTED:
            for row in model._default_manager.order_by("pk"):
                whose = row if isinstance(row, Person) else row.person
                word = f"zq{next(self.numbers):06}xqz"
                self.of[word.encode()] = whose.pk, part or Part(row.section)
                if (model, name) == (Person, "name") or (name == "name" and row.pk in acting):
                    self.names.add(word.encode())
                model._default_manager.filter(pk=row.pk).update(**{name: f"{getattr(row, name)[:150]} {word}"})
        for duty in LegalDuty.objects.order_by("pk"):
            for name in ("reference", "why_not_told"):
                word = f"zq{next(self.numbers):06}xqz"
                self.of[word.encode()] = duty.person_id, Part.IDENTITY
                self.guarded.add(word.encode())
                LegalDuty.objects.filter(pk=duty.pk).update(**{name: word})

        Referral.objects.filter(signed_as="").update(agreed="nobody_could", nobody_why="for now", least=True)
        kept = {ALONE: self.alone, SIGNING: self.helpers, SAFETY: self.safety}
        for (model, name), words in ((each, words) for of, words in kept.items() for each in of):
            for row in model._default_manager.order_by("pk"):
                word = f"zq{next(self.numbers):06}xqz"
                if name == "nobody_why" and row.signed_as:
                    continue
                self.of[word.encode()] = row.person_id, Part.IDENTITY
                (words if getattr(row, "told", True) else self.untold).add(word.encode())
                model._default_manager.filter(pk=row.pk).update(**{name: word})

    def denied(self, by: Principal) -> set[bytes]:
        """The words that the rule keeps from this caller. Who guards records reads names as well: hers, and whose
        permission to act for her they may have to stop. What a legal duty rests on they alone read, and its team."""
        people = {person for person, _ in self.of.values()}
        on = policies.verdicts(by, people)
        words = {word for word, (person, part) in self.of.items() if not on[person][part].allowed}
        writes = {person: policies.may_write(by, person).allowed for person in people}
        words |= {word for word in self.helpers | self.untold if not writes[self.of[word][0]]}
        words |= {word for word in self.untold if by.person_id == self.of[word][0]}
        by_hand = self.alone | self.safety
        words |= {word for word in by_hand if not policies.may_know_concerns(by, self.of[word][0]).allowed}
        return words - self.names - self.guarded - self.safety if by.role is Role.GUARDIAN else words | self.guarded

    def told(self, content: bytes, denied: set[bytes]) -> list[tuple[str, str]]:
        """Of whom an answer tells which part though it must not."""
        return sorted((str(self.of[word][0]), str(self.of[word][1])) for word in {*WORD.findall(content)} & denied)
