"""Counts of frictions: true to a plain count, silent about the small, and giving nothing away together."""

import random
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.care import actions as care
from ecotone.care.models import Friction
from ecotone.care.rules import FrictionKind, MetBy, Standing
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import Domain, InstitutionKind, Level
from ecotone.ground import clock
from ecotone.ground.ids import new_id
from ecotone.observatory import queries
from ecotone.observatory.models import PublishedFriction
from tests.rooms.observatory import world
from tests.rooms.observatory.world import AFTER, DURING, SINCE, SYSTEM, UNTIL, publish

pytestmark = pytest.mark.django_db
BY = world.board_member()
PAIRS = [("nhs", "council"), ("council", "nhs"), ("third", "nhs"), ("", "")]


def worker() -> Principal:
    return Principal(
        kind=Kind.WORKER, account_id=new_id(), actor_id=new_id(), role=Role.WORKER, name="Somebody at work"
    )


def rule(name: str):
    given = {"kind": InstitutionKind.WORK_PRACTICE, "domain": Domain.COMMUNITY, "level": Level.MESO}
    return ecosystem.add_institution(by=SYSTEM, name=name, since=SINCE, **given).id


def busy(seed: int, *, many: int = 90):
    """A quarter of frictions by chance, in two localities and nowhere, by a dozen workers, most of them alike."""
    chance, here = random.Random(seed), world.empty()
    rules, workers = [rule(f"Rule {n}") for n in range(3)], [worker() for _ in range(12)]
    with clock.at(DURING):
        for _ in range(many):
            pair = chance.choices(PAIRS, weights=(6, 3, 1, 3))[0]
            made = care.log_friction(
                by=chance.choice(workers),
                kind=chance.choices(list(FrictionKind), weights=(9, 6, 4, 1, 1, 1, 1, 1, 1))[0],
                place_id=here.places[chance.choice(["Airdrie", "Airdrie North", "Wishaw"])]
                if chance.random() < 0.95
                else None,
                from_sector=pair[0],
                to_sector=pair[1],
                institution_id=chance.choice([*rules, None, None]),
                minutes=chance.choice([None, 7, 60, 3000]),
            )
            if chance.random() < 0.1:
                care.turn(
                    by=SYSTEM, kind="friction", record_id=made.id, version=1, became=Standing.WITHDRAWN, words="Wrong"
                )
            elif chance.random() < 0.1:
                care.turn(
                    by=SYSTEM,
                    kind="friction",
                    record_id=made.id,
                    version=1,
                    became=Standing.MET,
                    met_by=MetBy.WORDS,
                    words="Mended",
                )
    return here


def plainly(here, locality: str | None) -> list[Friction]:
    """What counts at a locality, found by looking at every row."""
    inside = {here.places[name] for name in here.places if name.startswith(locality)} if locality else {None}
    rows = Friction.objects.exclude(state="withdrawn")
    return [row for row in rows if locality == "all" or row.place_id in inside]


def is_true(figure, rows: list[Friction]) -> bool:
    people = len({row.author_account_id for row in rows})
    if not figure.shown:
        return people <= (4 if figure.high is None else figure.high)
    return people >= 5 and figure.low <= len(rows) and (figure.high is None or len(rows) <= figure.high)


@pytest.mark.commitment(8)
@pytest.mark.parametrize("seed", range(3))
def test_every_figure_agrees_with_a_plain_count(seed):
    here = busy(seed)
    publish()
    for locality in ("Airdrie", "Wishaw"):
        rows, view = plainly(here, locality), queries.frictions_at(BY, here.places[locality])
        assert is_true(view.total, rows)
        assert {each.kind for each in view.kinds} == set(FrictionKind)
        for each in view.kinds:
            assert is_true(each.figure, [row for row in rows if row.kind == each.kind])
        for each in view.boundaries:
            ends = (each.from_sector, each.to_sector)
            assert is_true(each.figure, [row for row in rows if (row.from_sector, row.to_sector) == ends])
        told = [row for row in rows if row.minutes]
        if view.minutes is not None:
            assert is_true(view.told, told)
            assert view.minutes == sum(min(row.minutes, 480) for row in told) // 60 * 60
        for each in view.named:
            assert is_true(
                each.figure,
                [r for r in Friction.objects.exclude(state="withdrawn") if r.institution_id == each.institution_id],
            )
            assert queries.named_rule(BY, each.institution_id)[1] == each.figure
    whole = queries.frictions_at(BY, here.places["Partnership"])
    parts = [queries.frictions_at(BY, here.places[name]) for name in ("Airdrie", "Wishaw")]
    assert whole.total.low == sum(part.total.low for part in parts)


@pytest.mark.commitment(8)
@pytest.mark.parametrize("seed", range(6))
def test_tables_put_together_leave_every_hidden_cell_open(seed):
    """For each hidden kind, and each number from none to four of it, some counts fit all that was published.

    Whoever puts everything together knows: kinds add up to their locality, boundaries and minutes to no more than it,
    rules to no more than all localities. So it is enough that what is shown beside a table fits its smallest total.
    """
    here = busy(seed, many=40 + 20 * seed)
    publish()
    rows = list(PublishedFriction.objects.all())
    totals = {row.place_id: row for row in rows if row.level == "total"}
    assert here.places["Airdrie"] in totals
    for place_id, total in totals.items():
        kinds = [row for row in rows if row.level == "kinds" and row.place_id == place_id]
        for row in kinds:
            others = [each for each in kinds if each is not row]
            low, high = sum(each.low for each in others), sum((each.high or 4) for each in others)
            assert high + row.low >= total.low, "at its least the total can still be reached"
            assert total.high is None or low + (row.high or 4) <= total.high, "at its most, too"
        beside = defaultdict(int)
        for row in rows:
            if row.place_id == place_id and row.level in ("boundaries", "minutes"):
                assert row.high is None
                beside[row.level] += row.low
        for lows in beside.values():
            assert lows + 4 <= total.low, "one hidden boundary can still be four"
    named = sum(row.low for row in rows if row.level == "institutions")
    assert not named or named + 4 <= sum(total.low for total in totals.values())


def test_a_quarter_is_published_once_and_stays():
    here = busy(1)
    publish()
    before = list(PublishedFriction.objects.order_by("id").values())
    with clock.at(DURING):
        for _ in range(8):
            care.log_friction(by=worker(), kind=FrictionKind.RULE, place_id=here.places["Airdrie"])
    assert not publish().made
    assert list(PublishedFriction.objects.order_by("id").values()) == before


def test_one_who_writes_much_down_is_not_shown():
    here, alone = world.empty(), worker()
    with clock.at(DURING):
        for _ in range(30):
            care.log_friction(by=alone, kind=FrictionKind.RULE, place_id=here.places["Airdrie"], minutes=30)
    publish()
    view = queries.frictions_at(BY, here.places["Airdrie"])
    assert not view.total.shown
    assert (view.boundaries, view.minutes, view.named) == ((), None, ())


def test_what_is_sensitive_or_of_another_quarter_is_not_counted():
    here = world.empty()
    secret = ecosystem.add_need(by=SYSTEM, code="refuge", name="Refuge", sensitive=True).id
    with clock.at(DURING):
        asked = here.ask("Airdrie", "Ward", "Befrienders", times=6, need_id=secret)
        hidden = here.ask(
            "Airdrie",
            "Ward",
            "Befrienders",
            times=6,
            service_id=here.service("Befrienders", "A quiet house", sensitive=True),
        )
        for referral in (*asked, *hidden):
            row = care.log_friction(by=worker(), kind=FrictionKind.RULE, place_id=here.places["Airdrie"])
            Friction.objects.filter(pk=row.pk).update(referral=referral, need_id=referral.need_id)
    with clock.at(AFTER):
        for _ in range(6):
            care.log_friction(by=worker(), kind=FrictionKind.RULE, place_id=here.places["Airdrie"])
    publish()
    total = PublishedFriction.objects.get(place=here.places["Airdrie"], level="total")
    assert (total.low, Counter(row.level for row in PublishedFriction.objects.exclude(low=0))) == (0, Counter())
    assert SINCE < UNTIL


def test_nobody_reads_what_is_published_who_has_not_signed_in():
    here = busy(2, many=10)
    publish()
    for read in (queries.frictions_at, queries.need_figures):
        with pytest.raises(Exception, match=r"access\.nobody"):
            read(Principal.nobody(), here.places["Airdrie"])
    with pytest.raises(Exception, match=r"access\.nobody"):
        queries.named_rule(Principal.nobody(), new_id())


def test_searches_by_whoever_count_as_nobody_new():
    """Four people's need, and forty searches that may all be theirs: fewer than five people."""
    here = world.empty()
    need = ecosystem.add_need(by=SYSTEM, code="company", name="Company").id
    with clock.at(DURING):
        for referral in here.ask("Airdrie", "Ward", "Befrienders", times=4, need_id=need):
            here.decline(referral)
        for _ in range(40):
            by = replace(worker(), actor_id=here.actors["Ward"])
            care.note_unfound(by=by, once=new_id(), need_id=need, place_id=here.places["Airdrie"])
    publish()
    assert not queries.need_figures(BY, here.places["Airdrie"])["company"].shown
