"""The invented Lanarkshire: its cast has work, its heroine's journey lies ahead, what was planted can be counted."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from ecotone.access import queries as access
from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.analysis.stats import wilson
from ecotone.care import queries as care
from ecotone.care.models import Judgement, Outcome, Referral, ReferralMove
from ecotone.care.queries.lists import PILES
from ecotone.demo import build
from ecotone.demo.content.people import CAST, JEAN
from ecotone.demo.effects import HARD_BOUNDARIES, PLANTED, SHORT_SINCE, SPREADS
from ecotone.demo.manifest import FILE, Manifest
from ecotone.directory import queries as directory
from ecotone.ecosystem.models import Actor
from ecotone.ground.errors import Invalid
from ecotone.observatory.models import Publication
from ecotone.people import queries as people
from ecotone.people.models import CircleTie, Encounter, Person, Relationship, SharingChoice, StoryEntry
from ecotone.people.rules import SHAREABLE, STORY
from tests.rooms.demo import counts
from tests.rooms.demo.worlds import ANCHOR, SMALL, built, member

PRACTISE = (
    ("link-worker", "Community link worker"),
    ("befriending-coordinator", "Befriending coordinator"),
    ("occupational-therapist", "Occupational therapist"),
    ("team-lead", "Team lead, integrated rehabilitation"),
    ("district-nurse", "District nurse"),
    ("social-worker", "Social worker"),
    ("discharge-nurse", "Discharge nurse"),
    ("practice-worker", "Practice receptionist and care navigator"),
    ("home-care-manager", "Registered manager"),
)


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def place(django_db_setup, django_db_blocker) -> Iterator[Manifest]:
    with django_db_blocker.unblock(), built(**SMALL) as manifest:
        yield manifest


def days_before(days: int):
    return ANCHOR - timedelta(days=days)


def test_it_is_marked_as_invented_and_says_what_it_was_made_from(place, settings):
    mark = access.deployment()
    assert mark is not None and mark.is_demo and build.exists()
    assert mark.recipe["planted"] == [effect.key for effect in PLANTED] == [effect.key for effect in place.planted]
    assert (settings.DATA / FILE).read_text().strip() == place.as_json()
    assert place.counts["person"] == Person.objects.count() == SMALL["people"]


def test_nobody_builds_a_second_one_into_it(place):
    with pytest.raises(Invalid, match=r"access\.not_empty"):
        build.build(people=1, anchor=ANCHOR)


def test_everyone_of_the_cast_can_be_stepped_into(place):
    assert [name for name, _, _ in build.who_can_sign_in()] == [account.name for account in CAST]
    for account in CAST:
        for hat in account.hats:
            assert member(account.key, hat.title).hat_title == hat.title
    assert member("board-member", "Lived-experience member").role is Role.BOARD_MEMBER


@pytest.mark.parametrize(("key", "hat"), PRACTISE)
def test_everyone_who_works_with_people_has_something_on_their_day(place, key, hat):
    day = care.my_day(member(key, hat))
    assert day.to_answer.total or day.late.total
    assert day.in_hand.total or day.late.total
    assert day.to_answer.total <= 6


def test_between_them_every_pile_is_filled_and_some_of_it_is_late(place):
    days = [care.my_day(member(key, hat)) for key, hat in PRACTISE]
    for pile in PILES:
        assert any(getattr(day, pile).total for day in days), pile
    assert any(day.questions for day in days) and any(day.answers for day in days)


def test_jean_has_told_her_story_and_the_link_worker_sees_all_of_it(place):
    seen = member("link-worker", "Community link worker")
    (jean,), _ = people.my_people(seen, words="Jean")
    view = people.person(seen, jean.id)
    assert jean.name == JEAN.person.name
    told = {section.part: section.entries for section in view.story}
    assert [told[part][0].text for part in STORY] == list(JEAN.story.sections.values())
    assert set(people.shareable_parts(seen, jean.id)) >= set(SHAREABLE)
    assert [tie.name for tie in view.circle] and len(view.circle) == len(JEAN.circle)
    assert not Referral.objects.filter(person_id=jean.id).exists()


def test_jean_signs_in_and_reads_who_looked(place):
    looks = people.looks(member("jean"))
    assert any(look.kind == "look" and look.hat_id for look in looks)


def test_the_journey_finds_its_way(place):
    seeker = member("link-worker", "Community link worker")
    (jean,), _ = people.my_people(seeker, words="Jean")
    home = Person.objects.get(pk=jean.id).home_id
    found = directory.find(seeker, words="company", place_id=home)
    befriending = next(result for result in found.results if result.name == "Kettle On befriending")
    assert befriending.capacity.word == "has_capacity"
    team = Actor.objects.get(name="Airdrie Integrated Rehabilitation Team")
    assert member("team-lead", "Team lead, integrated rehabilitation").actor_id == team.id
    assert member("occupational-therapist", "Occupational therapist").actor_id == team.id


def test_the_daughter_sees_nothing_and_the_board_member_sees_no_one(place):
    lay = member("board-member", "Lived-experience member")
    with pytest.raises(Refused):
        people.person(lay, Person.objects.get(name=JEAN.person.name).id)


def test_leannes_service_is_hidden_from_all_but_its_own(place):
    leanne = Person.objects.get(name="Leanne Prentice")
    involved = Relationship.objects.filter(person=leanne, sensitive=True)
    assert involved.exists()
    assert Referral.objects.get(person=leanne).sensitive


def test_a_third_tell_their_story_and_what_they_tell_is_theirs(place):
    assert StoryEntry.objects.exclude(words_of="person").count() == 0
    assert StoryEntry.objects.filter(supersedes__isnull=False).exists()
    assert CircleTie.objects.exists() and SharingChoice.objects.exists() and Outcome.objects.exists()


def test_help_goes_every_way_it_can(place):
    made = set(ReferralMove.objects.values_list("code", flat=True))
    assert made >= {"offer", "receive", "accept", "decline", "meet", "complete", "complete_partly", "give_up_waiting"}
    assert Referral.objects.filter(parent__isnull=False).exists()
    assert Referral.objects.filter(source=None).exists()
    back = Referral.objects.exclude(returns_to=None)
    assert back.filter(ended_at=None).exists() and back.exclude(ended_at=None).exists()
    assert {"person", "worker"} <= set(Judgement.objects.values_list("pen", flat=True))
    assert {"page", "phone"} <= set(Judgement.objects.values_list("means", flat=True))


def test_care_is_given_by_those_who_live_and_work_there(place):
    by_demo = AuditEntry.objects.filter(system="demo").values_list("code", flat=True).distinct()
    assert not [code for code in by_demo if code.startswith("care.")]
    assert {code for code in by_demo if code.startswith("people.")} <= {"people.link_account"}
    assert not Encounter.objects.filter(author_account_id=None).exists()


def test_nothing_happens_in_the_future(place):
    assert not AuditEntry.objects.filter(created_at__date__gt=ANCHOR).exists()
    assert not Encounter.objects.filter(at__date__gte=ANCHOR).exists()
    assert not Referral.objects.filter(offered_at__date__gte=ANCHOR).exists()


def test_the_quarters_that_are_over_are_published(place):
    assert Publication.objects.count() == 4
    assert max(Publication.objects.values_list("until", flat=True)) <= ANCHOR


def test_team_forms_differ_in_the_south_alone(place):
    assert set(counts.forms("irt-").values()) == {frozenset({"nhs", "council"})}
    assert len(set(counts.forms("icst-").values())) > 1


def test_two_teams_in_airdrie_share_a_remit(place):
    assert counts.shared_remits()[frozenset({"rapid-response-airdrie", "irt-airdrie"})] == 2


def test_one_charity_carries_unpaid_work(place):
    theirs, others = counts.unpaid_by_ended("kettle-on")
    assert theirs > 2 and theirs > 4 * others


def test_a_shortage_spreads(place):
    short, elsewhere = counts.turned_away("lintie", days_before(SHORT_SINCE))
    assert wilson(*short).low > 2 * wilson(*elsewhere).high
    before, after = counts.days_to_meeting("irt-airdrie", days_before(SPREADS["irt-airdrie"]))
    assert after > 2 * before


def test_people_repeat_their_story_between_board_and_council(place):
    across, elsewhere = counts.retold(HARD_BOUNDARIES)
    assert across > 0.3 and across > 2 * elsewhere


def test_most_friction_is_met_where_health_board_and_council_meet(place):
    hard, others = counts.frictions_at(HARD_BOUNDARIES)
    assert hard > 3 * others
