"""Many brought over at once are the same, row for row and id for id, as each done by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import transaction
from django.db.models import AutoField

from ecotone.access.models import AuditEntry, AuditSubject
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.care.actions import Course, Step
from ecotone.care.machine import BY_CODE, OPEN, Party, State, Whom, problem_with
from ecotone.care.models import Referral
from ecotone.care.rules import NeedView
from ecotone.ground import clock, ids
from ecotone.ground.errors import Invalid
from ecotone.people import actions as people
from ecotone.people.actions import Newcomer
from ecotone.people.models import Person, Relationship
from ecotone.people.rules import STORY, CareRole, IdentifierKind, Part
from tests import worlds
from tests.worlds import SYSTEM

pytestmark = pytest.mark.django_db

BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)
ENDS = ("meet", "complete", "complete_partly", "decline", "give_up_waiting", "cancel", "fail", "withdraw")
MOVES = ("receive", "ask", "answer", "accept", "waitlist", "schedule", "meet", "no_show", "interim", "hold", *ENDS)


@dataclass
class Place:
    home: Any
    needs: list[Any]
    teams: list[UUID]
    services: list[Any]


@pytest.fixture
def there() -> Place:
    with clock.at(BEGUN - timedelta(days=30)):
        teams = [worlds.wearing(worlds.team(f"Team {n}")).team_id for n in range(4)]
        needs = [worlds.need(f"bulk.{n}") for n in range(2)]
        actors = [apps.get_model("ecosystem", "Actor").objects.get(pk=each) for each in teams]
        services = [worlds.can_help(actor, needs[n % 2]) for n, actor in enumerate(actors)]
        return Place(worlds.place("A place"), needs, teams, services)


def newcomers(chance: Random, there: Place, many: int) -> list[Newcomer]:
    return [
        Newcomer(
            at=(at := BEGUN + timedelta(hours=chance.randint(0, 900))),
            who={
                "name": f"Somebody {n}",
                "home_id": there.home.id,
                "communication": "Ring twice",
                "birth_date": (BEGUN - timedelta(days=3000)).date() if n % 4 == 0 else None,  # a child, now and then
            },
            helped_by=chance.choice(there.teams),
            purpose="Registered here",
            parts=tuple(chance.sample([*STORY, Part.CIRCLE], k=chance.randint(0, 4))),
            told=tuple(
                (at + timedelta(hours=k), section, f"Sentence {k}.")
                for k, section in enumerate(chance.sample(list(STORY), k=chance.randint(0, 3)))
            ),
        )
        for n in range(many)
    ]


def courses(chance: Random, there: Place, person_ids: list[UUID], many: int) -> list[Course]:
    made = [_course(chance, there, chance.choice(person_ids)) for _ in range(many)]
    return [each for each in made if each]


def _course(chance: Random, there: Place, person_id: UUID) -> Course:
    """An ask, and as many lawful moves as chance has it."""
    at = BEGUN + timedelta(days=40, hours=chance.randint(0, 2000))
    source, service = chance.sample(list(zip(there.teams, there.services, strict=True)), k=2)
    asked = {
        "person_id": person_id,
        "source_id": source[0],
        "service_id": service[1].id,
        "need_id": chance.choice([*(need.id for need in there.needs), None]),
        "why": "She is alone all day",
        "reply_by": (at + timedelta(days=7)).date(),
        "parts": [Part.MATTERS, Part.WORKS][: chance.randint(0, 2)],
    }
    return Course(at, asked, tuple(_steps(chance, at)))


def _steps(chance: Random, at: datetime) -> Iterator[Step]:
    state = State.OFFERED
    for _ in range(chance.randint(0, 9)):
        at += timedelta(hours=chance.randint(1, 90))
        if chance.random() < 0.2:
            yield Step(at, "acknowledge")
            continue
        if chance.random() < 0.15:
            view = chance.choice(list(NeedView))
            yield Step(at, "judge", {"view": view, "words": "So it was", "pen": "worker", "means": "phone"})
            continue
        lawful = [code for code in MOVES if _lawful(code, state)]
        if not lawful:
            continue
        code = chance.choice(lawful)
        with clock.at(at):
            yield Step(at, code, worlds.whole(code))
        state = BY_CODE[code].target


def _lawful(code: str, state: State) -> bool:
    return state in OPEN and not problem_with(BY_CODE[code], state, frozenset(Party), Whom.ONE, child_taken_on=False)


def one_by_one(newcomer: Newcomer) -> UUID:
    with clock.at(newcomer.at):
        person = people.add_person(by=SYSTEM, **newcomer.who)
        people.open_relationship(
            by=SYSTEM,
            person_id=person.id,
            actor_id=newcomer.helped_by,
            role=CareRole.MEMBER,
            purpose=newcomer.purpose,
            parts=newcomer.parts,
            basis=Basis.CONSENT,
        )
        if newcomer.chi:
            people.add_identifier(by=SYSTEM, person_id=person.id, kind=IdentifierKind.CHI, value=newcomer.chi)
    for at, section, text in newcomer.told:
        with clock.at(at):
            people.add_story_entry(by=SYSTEM, person_id=person.id, section=section, text=text)
    return person.id


def step_by_step(given: list[Course]) -> None:
    """Everything in the order of time, each by the act that everyone uses."""
    made: dict[int, UUID] = {}
    steps = [(c.at, n, -1) for n, c in enumerate(given)]
    steps += [(s.at, n, k) for n, c in enumerate(given) for k, s in enumerate(c.steps)]
    for at, number, which in sorted(steps):
        with clock.at(at):
            if which < 0:
                made[number] = care.offer_referral(by=SYSTEM, **given[number].asked).id
                continue
            step, row = given[number].steps[which], Referral.of(made[number])
            if step.code == "acknowledge":
                care.acknowledge(by=SYSTEM, referral_id=row.id, version=row.version)
            elif step.code == "judge":
                care.judge(by=SYSTEM, referral_id=row.id, **step.recorded)
            else:
                care.move(by=SYSTEM, referral_id=row.id, version=row.version, code=step.code, recorded=step.recorded)


def every_row() -> dict[str, list[tuple[Any, ...]]]:
    """Every column of every table of ours, but the one entry that a bulk leaves beside those of its acts.

    Rows that are numbered, not named, are compared without their numbers, in the order of all else.
    """
    bulk = AuditEntry.objects.filter(code__endswith=".bring_over").values("id")
    found = {}
    for model in apps.get_models():
        if model._meta.app_label in {"access", "ecosystem", "notices", "people", "directory", "care", "observatory"}:
            rows = model._default_manager.all()
            if model is AuditEntry:
                rows = rows.exclude(id__in=bulk)
            if model is AuditSubject:
                rows = rows.exclude(entry__in=bulk)
            columns = [f.attname for f in model._meta.concrete_fields]
            if isinstance(model._meta.pk, AutoField):
                columns.remove(model._meta.pk.attname)
            found[model._meta.label] = sorted(rows.values_list(*columns), key=repr)
    return found


class Undo(Exception):
    """Takes a world back."""


def both_ways(seed: int, there: Place) -> tuple[dict[str, Any], dict[str, Any]]:
    found = []
    for bulk in (False, True):
        chance = Random(seed)
        who = newcomers(chance, there, 6)
        with pytest.raises(Undo), transaction.atomic():
            with ids.seeded(f"people:{seed}"):
                made = people.bring_over(by=SYSTEM, newcomers=who) if bulk else [one_by_one(each) for each in who]
            asked = courses(chance, there, made, 14)
            try:
                with ids.seeded(f"care:{seed}"), transaction.atomic():
                    (care.bring_over(by=SYSTEM, courses=asked) if bulk else step_by_step(asked))
                found.append(every_row())
            except Invalid as refused:
                found.append({"refused": refused.problems})
            raise Undo
    return found[0], found[1]


@pytest.mark.parametrize("seed", range(12))
def test_many_at_once_are_the_same_rows_as_one_by_one(seed: int, there: Place) -> None:
    singly, at_once = both_ways(seed, there)
    assert singly.keys() == at_once.keys()
    for table, rows in singly.items():
        assert rows == at_once[table], table
    assert "refused" in singly or singly["care.ReferralMove"]


def test_the_seeds_try_both_what_is_taken_and_what_is_refused(there: Place) -> None:
    kinds = {"refused" in both_ways(seed, there)[1] for seed in range(6)}
    assert kinds == {True, False}


def test_only_ecotone_itself_brings_over(there: Place) -> None:
    worker = worlds.wearing(worlds.team("Another"))
    with pytest.raises(Refused):
        people.bring_over(by=worker, newcomers=newcomers(Random(1), there, 1))
    with pytest.raises(Refused):
        care.bring_over(by=worker, courses=[])
    assert not Person.objects.exists()


def test_one_that_is_wrong_keeps_all_of_them_out(there: Place) -> None:
    good, other = newcomers(Random(1), there, 2)
    with pytest.raises(Invalid):
        people.bring_over(by=SYSTEM, newcomers=[good, replace(other, who={**other.who, "name": " "})])
    assert not Person.objects.exists()
    (who,) = people.bring_over(by=SYSTEM, newcomers=[good])
    (asked,) = courses(Random(2), there, [who], 1)
    too_early = replace(asked, steps=(Step(asked.at, "complete", worlds.whole("complete")),))
    with pytest.raises(Invalid):
        care.bring_over(by=SYSTEM, courses=[asked, too_early])
    assert not Referral.objects.exists()


def test_a_step_that_asks_more_than_is_in_hand_is_not_brought_over(there: Place) -> None:
    (who,) = people.bring_over(by=SYSTEM, newcomers=newcomers(Random(1), there, 1))
    (asked,) = courses(Random(2), there, [who], 1)
    with pytest.raises(Invalid) as refused:
        care.bring_over(by=SYSTEM, courses=[replace(asked, steps=(Step(asked.at, "offer_openly"),))])
    assert refused.value.problems[0].code == "care.not_brought_over"


def test_what_was_there_before_counts(there: Place) -> None:
    """The same ask, open already from an ordinary day, is not made twice; a relationship that is open is widened."""
    (who,) = people.bring_over(by=SYSTEM, newcomers=newcomers(Random(1), there, 1))
    first, again = (replace(each, steps=()) for each in courses(Random(2), there, [who], 1) * 2)
    step_by_step([first])
    with pytest.raises(Invalid) as refused:
        care.bring_over(by=SYSTEM, courses=[again])
    assert refused.value.problems[0].code == "care.already_open"
    before = Relationship.objects.filter(until=None).count()
    need = next(each.id for each in there.needs if each.id != again.asked["need_id"])
    other = replace(again, asked={**again.asked, "need_id": need})
    care.bring_over(by=SYSTEM, courses=[other])
    assert Relationship.objects.filter(until=None).count() == before
