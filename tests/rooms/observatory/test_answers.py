"""How asks went, and having to repeat, as published: held against a plain count of the records at the time."""

from collections import Counter, defaultdict
from datetime import timedelta
from random import Random

import pytest

from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.care.models import Referral, ReferralMove, Signpost
from ecotone.ecosystem import actions as ecosystem
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.errors import NotFound
from ecotone.ground.ids import new_id
from ecotone.observatory import queries
from ecotone.observatory.answers import Measure
from ecotone.observatory.models import PublishedAnswer, PublishedTelling
from ecotone.people import actions as people
from ecotone.people.models import Encounter
from ecotone.people.rules import Channel, Mode, NamedBy
from tests.rooms.observatory import world
from tests.rooms.observatory.world import DURING, SINCE, SYSTEM, UNTIL, publish
from tests.worlds import whole

pytestmark = pytest.mark.django_db
BY = world.board_member()


def move(referral, code, **given):
    version = Referral.of(referral.id).version
    return care.move(by=SYSTEM, referral_id=referral.id, version=version, code=code, recorded=whole(code, **given))


@pytest.fixture
def quarter():
    """Sixty asks in Airdrie, answered in every way and at every pace; some had been sent on before."""
    here, chance = world.empty(), Random(7)
    company = ecosystem.add_need(by=SYSTEM, code="company", name="Company").id
    for name in ("Clinic", "Night nurses"):
        here.actor(name, Sector.NHS, "Partnership")
    with clock.at(DURING):
        asked = here.ask("Airdrie", "Ward", "Befrienders", times=26, need_id=company)
        asked += here.ask("Airdrie", "Ward", "Home Support", times=16, need_id=company)
        asked += here.ask("Airdrie", "Befrienders", "Home Support", times=14)
        asked += here.ask("Airdrie", "", "Befrienders", times=6, need_id=company)
        for referral in asked[::3]:
            care.signpost(
                by=SYSTEM,
                person_id=referral.person_id,
                to_words="The library",
                need_id=chance.choice((company, None)),
            )
    for referral in asked:
        days = chance.choice((1, 2, 5, 9, 20))
        with clock.at(DURING + timedelta(days=days)):
            code = chance.choice(("accept", "accept", "decline", "decline", "give_up_waiting", "ask", ""))
            if code == "decline":
                move(referral, code, reason_code=chance.choice(("no_capacity", "no_capacity", "wrong_service")))
            elif code:
                move(referral, code)
            if code in ("decline", "give_up_waiting") and referral.need_id and chance.random() < 0.8:
                other = "Home Support" if referral.target_id == here.actors["Befrienders"] else "Befrienders"
                again = here.ask("Airdrie", "Ward", other, person=referral.person_id, need_id=company)
                move(again[0], "accept")
    publish()
    return here


def plain(referral: Referral) -> dict[str, str]:
    """What became of one ask, read off its moves one by one."""
    moves = list(ReferralMove.objects.filter(referral=referral).order_by("created_at", "id"))
    codes = [m.code for m in moves]
    found = {"reply": "", "first": "", "reason": "", "doors": ""}
    if "accept" in codes:
        found["reply"] = "accepted"
    elif "decline" in codes:
        found["reply"], found["reason"] = "not_taken", referral.detail
    elif "give_up_waiting" in codes:
        found["reply"], found["reason"] = "not_taken", "no_reply"
    heard = [m for m in moves if m.code in ("accept", "decline", "ask")]
    if heard:
        days = (heard[0].created_at.date() - referral.offered_at.date()).days
        found["first"] = "days_2" if days <= 2 else "days_7" if days <= 7 else "days_14" if days <= 14 else ""
    if found["reply"] == "accepted" and referral.need_id:
        yes = next(m.created_at for m in moves if m.code == "accept")
        places = set()
        for other in Referral.objects.filter(person=referral.person_id, need=referral.need_id):
            turned = other.moves.filter(code__in=["decline", "give_up_waiting"], created_at__lte=yes)
            if turned.exists() and other.target_id != referral.target_id:
                places.add(other.target_id)
        for sign in Signpost.objects.filter(person=referral.person_id, on__lte=yes.date()):
            places.add(sign.to_words)
        found["doors"] = str(min(3, len(places)))
    return found


@pytest.mark.commitment(8)
def test_every_published_part_holds_the_plain_count(quarter):
    rows = list(PublishedAnswer.objects.exclude(measure=Measure.ASKED))
    assert {row.measure for row in rows} == {"reply", "first", "reason", "doors"}
    truth, people = Counter(), defaultdict(set)
    shown = {(r.from_sector, r.to_sector) for r in rows if r.from_sector}
    apart = {(r.from_sector, r.to_sector, r.to_actor_id) for r in rows if r.to_actor_id}
    for referral in Referral.objects.filter(place=quarter.places["Airdrie"]).select_related("source", "target"):
        pair = (referral.source.sector if referral.source else "informal", referral.target.sector)
        where = (*pair, referral.target_id) if (*pair, referral.target_id) in apart else (*pair, None)
        where = where if pair in shown else ("", "", None)
        for measure, part in plain(referral).items():
            truth[(*where, measure, part)] += 1
            people[(*where, measure, part)].add(referral.person_id)
    for row in rows:
        key = (row.from_sector, row.to_sector, row.to_actor_id, row.measure, row.part)
        assert row.low <= truth[key] <= row.high, key
        assert len(people[key]) >= 5
    told = {(r.from_sector, r.to_sector, r.to_actor_id, r.measure, r.part) for r in rows}
    groups = {key[:3] for key in told}
    silent = [key for key, n in truth.items() if len(people[key]) >= 5 and key not in told and key[4]]
    finer = {"reason": "not_taken", "doors": "accepted"}
    assert all(
        key[:3] not in groups
        or (key[3] in finer and (*key[:3], "reply", finer[key[3]]) not in told)
        or key[4] not in ("accepted", "not_taken")
        for key in silent
    )


@pytest.mark.commitment(8)
def test_what_is_read_is_made_of_published_rows_and_says_n_and_missing(quarter):
    view = queries.doors_at(BY, quarter.places["Airdrie"])
    shown = {(b.from_sector, b.to_sector): b for b in view.boundaries}
    assert ("nhs", "third") in shown and ("nhs", "council") in shown
    share = shown["nhs", "third"].course.accepted
    accepted = Referral.objects.filter(source__sector="nhs", target__sector="third", moves__code="accept").count()
    assert share.these.low <= accepted <= share.these.high
    assert share.likely.low <= share.low <= share.high <= share.likely.high
    assert share.n.low >= 5 and share.missing_most is not None
    whole = queries.doors_at(BY, quarter.places["Partnership"])
    assert [place.name for place, _ in whole.by_place] == ["Airdrie", "Wishaw"]


def test_nothing_changes_when_records_do(quarter):
    before = queries.doors_at(BY, quarter.places["Airdrie"])
    rows = list(PublishedAnswer.objects.order_by("id").values())
    for referral in Referral.objects.filter(state="offered"):
        move(referral, "decline")
    assert not publish().made
    assert list(PublishedAnswer.objects.order_by("id").values()) == rows
    assert queries.doors_at(BY, quarter.places["Airdrie"]) == before


def test_a_team_that_stands_alone_and_one_that_cannot(quarter):
    told = queries.team_doors(BY, quarter.actors["Home Support"])
    assert told.whole is not None and told.whole.asked.low >= 5
    assert queries.team_doors(BY, quarter.actors["Ward"]).whole is None


@pytest.mark.commitment(8)
def test_what_is_sensitive_is_no_door_and_no_answer():
    here = world.empty()
    secret = ecosystem.add_need(by=SYSTEM, code="harm", name="Harm", sensitive=True).id
    with clock.at(DURING):
        for referral in here.ask("Airdrie", "Ward", "Befrienders", times=9, need_id=secret):
            move(referral, "accept")
            care.signpost(by=SYSTEM, person_id=referral.person_id, to_words="A number", need_id=secret)
    publish()
    assert not PublishedAnswer.objects.exists()


READS = {
    "doors_at": lambda by, here: queries.doors_at(by, here.places["Airdrie"]),
    "tellings_at": lambda by, here: queries.tellings_at(by, here.places["Airdrie"]),
    "team_doors": lambda by, here: queries.team_doors(by, here.actors["Ward"]),
}


@pytest.mark.parametrize("read", READS)
def test_anyone_signed_in_reads_and_nobody_else(read):
    here = world.empty()
    publish()
    for role in Role:
        READS[read](Principal(kind=Kind.WORKER, account_id=new_id(), role=role), here)
    with pytest.raises(Refused):
        READS[read](Principal.nobody(), here)
    with pytest.raises(NotFound):
        queries.team_doors(BY, new_id())


MODES = (
    (Mode.HAD_TO_REPEAT, NamedBy.PERSON),
    (Mode.TOLD_BY_CHOICE, NamedBy.WORKER),
    (Mode.TOLD_BY_CHOICE, NamedBy.PERSON),
    (Mode.READ_ONLY, NamedBy.WORKER),
    (Mode.READ_THEN_CHECKED, NamedBy.CARER),
)


@pytest.mark.commitment(2)
def test_having_to_repeat_is_counted_after_the_first_contact_and_chosen_telling_apart():
    here, chance = world.empty(), Random(3)
    with clock.at(DURING - timedelta(days=60)):
        for _ in range(30):
            who = here.person("Airdrie")
            for days in (0, 50, 70, 75):
                mode, said_by = chance.choice(MODES)
                with clock.at(DURING - timedelta(days=60 - days)):
                    people.log_encounter(
                        by=SYSTEM,
                        person_id=who,
                        mode=mode,
                        mode_said_by=said_by,
                        channel=Channel.VISIT,
                        actor_id=here.actors[chance.choice(("Ward", "Home Support"))],
                    )
    publish()
    truth = Counter()
    for contact in Encounter.objects.filter(at__date__gte=SINCE, at__date__lt=UNTIL).select_related("actor"):
        first = Encounter.objects.filter(person=contact.person_id).order_by("at", "id").first()
        if contact.id != first.id:
            own = "own" if contact.mode_said_by == "person" else "teams"
            told = "repeated" if contact.mode == "had_to_repeat" else None
            told = told or (f"chose_{own}_word" if contact.mode == "told_by_choice" else f"read_{own}_word")
            truth[contact.actor.sector, told] += 1
    rows = PublishedTelling.objects.filter(level="tellings")
    assert rows.count() > 4
    for row in rows:
        assert row.low <= truth[row.sector, row.told] <= row.high
    view = queries.tellings_at(BY, here.places["Airdrie"])
    repeated = sum(n for (_, told), n in truth.items() if told == "repeated")
    assert view.whole.repeated.these.low <= repeated <= view.whole.repeated.these.high
    assert view.whole.repeated.n.low <= sum(truth.values()) <= view.whole.repeated.n.high
    assert {each.sector for each in view.sectors} == {"nhs", "council"}


def test_a_sensitive_teams_contacts_are_not_counted():
    here = world.empty()
    here.actor("Harbour", "third", "Airdrie")
    here.service("Harbour", "Refuge", sensitive=True)
    with clock.at(DURING):
        for _ in range(8):
            who = here.person("Airdrie")
            for hour in (1, 2):
                people.log_encounter(
                    by=SYSTEM,
                    person_id=who,
                    mode=Mode.READ_ONLY,
                    channel=Channel.VISIT,
                    at=DURING - timedelta(hours=hour),
                    actor_id=here.actors["Harbour"],
                )
    publish()
    assert not PublishedTelling.objects.filter(low__gt=0).exists()
