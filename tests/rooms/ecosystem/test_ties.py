"""Ties: one open of a kind, claimed by one side and answered by the other, dated half-open."""

from datetime import UTC, date, datetime

import pytest

from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Tie
from ecotone.ecosystem.rules import Claim, Level, Sector, TieKind
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def voice():
    return world.actor("Third Sector Voice", domain="system")


@pytest.fixture
def club():
    return world.actor("Cairnhill Lunch Club")


def test_one_side_claims_the_other_disputes_and_may_later_agree(voice, club):
    officer, lead = world.wearing(voice, Role.OFFICER), world.wearing(club, Role.LEAD)
    tie = world.tie(voice, club, TieKind.REPRESENTATION, by=officer)
    assert (tie.claim, tie.claimed_by_id) == (Claim.CLAIMED, voice.id)
    with pytest.raises(Refused, match="other_side_answers"):
        actions.answer_tie(by=officer, tie_id=tie.id, version=1, answer=Claim.CONFIRMED)
    with pytest.raises(Invalid, match="dispute_reason"):
        actions.answer_tie(by=lead, tie_id=tie.id, version=1, answer=Claim.DISPUTED, reason=" ")
    actions.answer_tie(by=lead, tie_id=tie.id, version=1, answer=Claim.DISPUTED, reason="Nobody ever asked us.")
    (view,) = queries.actor(club.id).ties[TieKind.REPRESENTATION]
    assert (view.claim, view.claimed_by, view.answered_by) == (Claim.DISPUTED, voice.name, club.name)
    assert (view.dispute_reason, view.other, view.outward) == ("Nobody ever asked us.", voice.name, False)
    actions.answer_tie(by=lead, tie_id=tie.id, version=2, answer=Claim.CONFIRMED)
    (view,) = queries.actor(voice.id).ties[TieKind.REPRESENTATION]
    assert (view.claim, view.dispute_reason, view.outward) == (Claim.CONFIRMED, "", True)


def test_the_represented_may_claim_too_and_then_the_voice_answers(voice, club):
    lead, officer = world.wearing(club, Role.LEAD), world.wearing(voice, Role.OFFICER)
    tie = world.tie(voice, club, TieKind.REPRESENTATION, by=lead)
    assert tie.claimed_by_id == club.id
    with pytest.raises(Refused, match="other_side_answers"):
        actions.answer_tie(by=lead, tie_id=tie.id, version=1, answer=Claim.CONFIRMED)
    answered = actions.answer_tie(by=officer, tie_id=tie.id, version=1, answer=Claim.CONFIRMED)
    assert (answered.claim, answered.answered_by_id) == (Claim.CONFIRMED, voice.id)


def test_what_nobody_claimed_either_side_may_dispute(voice, club):
    for number, side in enumerate((voice, club)):
        tie = world.tie(voice, club, (TieKind.PARTNERSHIP, TieKind.MEMBERSHIP)[number])
        lead = world.wearing(side, Role.LEAD)
        actions.answer_tie(by=lead, tie_id=tie.id, version=1, answer=Claim.DISPUTED, reason="News to us")


def test_a_claim_cannot_be_slipped_in_as_confirmed_or_as_anothers(voice, club):
    officer = world.wearing(voice, Role.OFFICER)
    tie = world.tie(voice, club, by=officer, claim=Claim.CONFIRMED, claimed_by_id=club.id)
    assert (tie.claim, tie.claimed_by_id) == (Claim.CLAIMED, voice.id)
    with pytest.raises(Invalid, match="answer_disputes"):
        world.tie(voice, club, TieKind.OVERLAPS, claim=Claim.DISPUTED)


def test_who_answers_too_late_is_told_so(voice, club):
    tie = world.tie(voice, club, claim=Claim.CLAIMED, claimed_by_id=voice.id)
    lead = world.wearing(club, Role.LEAD)
    with pytest.raises(Stale):
        actions.answer_tie(by=lead, tie_id=tie.id, version=2, answer=Claim.CONFIRMED)
    actions.end_tie(by=lead, tie_id=tie.id, version=1)
    with pytest.raises(Invalid, match="ended"):
        actions.answer_tie(by=lead, tie_id=tie.id, version=2, answer=Claim.CONFIRMED)


def test_one_open_tie_of_a_kind_each_way(voice, club):
    tie = world.tie(voice, club)
    with pytest.raises(Invalid, match="tie_open"):
        world.tie(voice, club)
    world.tie(club, voice)
    world.tie(voice, club, TieKind.COMMISSION)
    actions.end_tie(by=SYSTEM, tie_id=tie.id, version=1)
    world.tie(voice, club)
    assert Tie.objects.filter(kind=TieKind.PARTNERSHIP, source=voice).count() == 2


def test_a_tie_holds_from_its_first_day_until_and_not_on_its_last(voice, club):
    world.tie(voice, club, since=date(2026, 3, 10), until=date(2026, 3, 20))
    held = []
    for day in (9, 10, 19, 20):
        with clock.at(datetime(2026, 3, day, 12, tzinfo=UTC)):
            held += [day] * (TieKind.PARTNERSHIP in queries.actor(voice.id).ties)
    assert held == [10, 19]


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"kind": "likes"}, {"kind"}),
        ({"level": "giant"}, {"level"}),
        ({"until": date(2026, 3, 1)}, {"until"}),
        ({"last_consulted_on": date(2026, 3, 3)}, {"last_consulted_on"}),
        ({"kind": TieKind.PART_OF}, {"kind"}),
        ({"kind": "", "level": "", "until": date(2020, 1, 1)}, {"kind", "level", "until"}),
    ],
)
def test_a_bad_tie_is_refused_at_its_fields(voice, club, given, fields):
    with pytest.raises(Invalid) as refused:
        actions.add_tie(by=SYSTEM, **({"kind": "asks", "source_id": voice.id, "target_id": club.id} | given))
    assert {problem.field for problem in refused.value.problems} == fields
    assert not Tie.objects.exists()


def test_nobody_is_tied_to_itself_or_to_nothing(voice):
    with pytest.raises(Invalid, match="tie_to_itself"):
        world.tie(voice, voice)
    for unknown in (world.account().id, "not an id"):
        with pytest.raises(NotFound):
            actions.add_tie(by=SYSTEM, kind=TieKind.PARTNERSHIP, source_id=voice.id, target_id=unknown)


def test_when_those_spoken_for_were_last_asked(voice, club):
    officer = world.wearing(voice, Role.OFFICER)
    spoken = world.tie(voice, club, TieKind.REPRESENTATION)
    actions.note_consulted(by=officer, tie_id=spoken.id, version=1, on=date(2026, 2, 14))
    (view,) = queries.actor(club.id).ties[TieKind.REPRESENTATION]
    assert view.last_consulted_on == date(2026, 2, 14)
    with pytest.raises(Invalid, match="future"):
        actions.note_consulted(by=officer, tie_id=spoken.id, version=2, on=date(2026, 3, 3))
    with pytest.raises(Invalid, match="not_representation"):
        actions.note_consulted(by=officer, tie_id=world.tie(voice, club).id, version=1)


def test_asking_is_one_tie_however_often(voice, club):
    worker = world.wearing(club)
    first = actions.note_asked(by=worker, source_id=voice.id, target_id=club.id)
    with clock.at(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        again = actions.note_asked(by=world.wearing(voice), source_id=voice.id, target_id=club.id)
    assert (again.id, again.version, again.level) == (first.id, 2, Level.MICRO)
    assert (again.since, again.last_consulted_on) == (date(2026, 3, 2), date(2026, 4, 1))
    actions.note_asked(by=worker, source_id=club.id, target_id=voice.id)
    assert Tie.objects.filter(kind=TieKind.ASKS).count() == 2
    with pytest.raises(Invalid, match="tie_to_itself"):
        actions.note_asked(by=worker, source_id=club.id, target_id=club.id)
    outsider = world.wearing(world.actor("Elsewhere", sector=Sector.COUNCIL))
    with pytest.raises(Refused):
        actions.note_asked(by=outsider, source_id=voice.id, target_id=club.id)
