"""The invented world holds together: everything refers to something, nothing can reach a real person."""

import re
from collections import Counter
from pathlib import Path

import pytest

from ecotone.demo.content import needs, places, world
from ecotone.demo.content.world import make, shapes

DRAMA_PHONE = re.compile(r"(01632 960\d{3}|07700 900\d{3})")
ACTORS = {actor.key: actor for actor in world.ACTORS}
SITES = {site.key: site for site in world.SITES}


CONTENT = Path(places.__file__).parent


def by_key(item):
    return item.key


@pytest.mark.parametrize("records", [world.SITES, world.ACTORS, world.SERVICES, world.INSTITUTIONS, world.CONTEXTS])
def test_keys_are_unique_and_plain(records):
    keys = [record.key for record in records]
    assert not [key for key, count in Counter(keys).items() if count > 1]
    assert all(re.fullmatch(r"[a-z0-9-]+", key) for key in keys)


def test_the_world_is_big_enough_to_get_lost_in():
    assert 140 <= len(world.ACTORS) <= 180
    assert 160 <= len(world.SERVICES) <= 190


@pytest.mark.parametrize("site", world.SITES, ids=by_key)
def test_a_site_is_in_a_known_place_at_an_address_that_cannot_be_real(site):
    assert site.place in places.BY_KEY
    assert re.fullmatch(r"ML99 \d[A-Z]{2}", site.postal_code)
    assert -4.3 < site.longitude < -3.4
    assert 55.2 < site.latitude < 56.1


@pytest.mark.parametrize("actor", world.ACTORS, ids=by_key)
def test_an_actor_points_to_what_exists(actor):
    assert actor.kind in shapes.ACTOR_KINDS
    assert actor.sector in shapes.SECTORS
    assert actor.domain in shapes.DOMAINS
    assert set(actor.staffed_by) <= set(shapes.SECTORS)
    assert set(actor.places) <= set(places.BY_KEY)
    assert actor.places
    assert not actor.parent or actor.parent in ACTORS
    assert not actor.site or actor.site in SITES
    assert actor.until is None or actor.since < actor.until
    assert not actor.phone or DRAMA_PHONE.fullmatch(actor.phone)
    assert not actor.email or actor.email.endswith("@example.org")
    assert len(actor.description) > 15


def test_whoever_builds_it_in_order_finds_every_parent_there():
    for kind, parents_of in ((places.PLACES, lambda place: place.parents), (world.ACTORS, lambda one: [one.parent])):
        met = {""}
        for record in kind:
            assert set(parents_of(record)) <= met, record.key
            met.add(record.key)


@pytest.mark.parametrize("service", world.SERVICES, ids=by_key)
def test_a_service_can_be_found_reached_and_understood(service):
    organization = ACTORS[service.organization]
    assert organization.until is None, "a service of an organisation that has ended"
    assert service.needs
    assert all(needs.BY_CODE[code].parent for code in service.needs)
    assert set(service.places) <= set(places.BY_KEY)
    assert not service.site or service.site in SITES
    assert service.schedules
    assert all(schedule.opens_at < schedule.closes_at for schedule in service.schedules)
    assert all(schedule.byday in shapes.DAYS for schedule in service.schedules)
    assert service.attending_type in shapes.ATTENDING_TYPES
    assert service.attending_access in shapes.ATTENDING_ACCESS
    assert service.capacity in shapes.CAPACITIES
    assert service.wait_band in shapes.WAIT_BANDS
    assert set(service.accepts_referrals_from) <= set(shapes.SECTORS)
    assert (service.minimum_age or 0) < (service.maximum_age or 150)
    assert DRAMA_PHONE.fullmatch(service.phone)
    assert service.email == organization.email


def test_phones_are_not_shared_by_two_services():
    assert len({service.phone for service in world.SERVICES}) == len(world.SERVICES)


def test_no_two_services_read_alike():
    described = Counter(
        service.description
        for service in world.SERVICES
        if not service.organization.startswith(("irt-", "icst-", "nursing-", "social-work-"))
    )
    assert described.most_common(1)[0][1] == 1
    assert max(Counter(service.name for service in world.SERVICES).values()) == 1


def test_every_need_is_met_by_someone_and_every_locality_has_a_way_in():
    met = {code for service in world.SERVICES for code in service.needs}
    assert met == {need.code for need in needs.NEEDS if need.parent}
    for locality in places.LOCALITIES:
        hosts = [actor for actor in world.ACTORS if actor.anchor and locality.key in actor.places]
        assert len(hosts) == 1
        assert any(
            service.organization == hosts[0].key and service.needs[0] == "safety.planning"
            for service in world.SERVICES
        )


def test_what_could_expose_someone_is_marked():
    for service in world.SERVICES:
        if service.needs[0] in needs.SENSITIVE_CODES or ACTORS[service.organization].sensitive:
            assert service.sensitive, service.key
    refuge = next(service for service in world.SERVICES if service.key == "rowan-support")
    assert refuge.confidential
    assert SITES[refuge.site].confidential


def test_most_services_take_a_referral_from_anyone():
    open_to_all = [service for service in world.SERVICES if not service.accepts_referrals_from]
    assert 0.7 < len(open_to_all) / len(world.SERVICES) < 0.95


def test_north_and_south_teams_differ_as_planted():
    north = [ACTORS[f"irt-{place.key}"] for place in places.NORTH_LOCALITIES]
    south = {place.key: ACTORS[f"icst-{place.key}"].staffed_by for place in places.SOUTH_LOCALITIES}
    assert {actor.staffed_by for actor in north} == {("nhs", "council")}
    assert len({actor.site for actor in north}) == 6
    assert south["east-kilbride"] == south["clydesdale"] == ("nhs",)
    assert south["hamilton"] == south["rutherglen"] == ("nhs", "council")


def test_the_one_planted_overlap_of_remits_is_in_airdrie():
    held = {}
    for remit in world.REMITS:
        assert remit.actor in ACTORS
        assert remit.need in needs.BY_CODE
        assert remit.place in places.BY_KEY
        held.setdefault((remit.need, remit.place), set()).add(remit.actor)
    shared = {key: actors for key, actors in held.items() if len(actors) > 1}
    assert shared == {
        ("moving.rehabilitation", "airdrie"): {"irt-airdrie", "rapid-response-airdrie"},
        ("home.equipment", "airdrie"): {"irt-airdrie", "rapid-response-airdrie"},
        ("health.discharge", "airdrie"): {"hospital-discharge", "rapid-response-airdrie"},
    }


def test_ties_join_two_living_actors_once():
    seen = set()
    for tie in world.TIES:
        source, target = ACTORS[tie.source], ACTORS[tie.target]
        assert source != target
        assert tie.kind in shapes.TIE_KINDS
        assert tie.level in shapes.LEVELS
        assert tie.until is None or tie.since < tie.until
        assert target.until is None or tie.until == target.until
        assert (tie.source, tie.kind, tie.target) not in seen
        seen.add((tie.source, tie.kind, tie.target))


def test_no_tie_begins_before_both_its_ends():
    for tie in world.TIES:
        begun = max(ACTORS[tie.source].since, ACTORS[tie.target].since)
        assert tie.since >= begun, (tie.source, tie.kind, tie.target)


def test_institutions_links_and_stances_resolve():
    keys = {rule.key for rule in world.INSTITUTIONS}
    for rule in world.INSTITUTIONS:
        assert rule.kind in shapes.INSTITUTION_KINDS
        assert rule.orientation in shapes.ORIENTATIONS
        assert rule.level in shapes.LEVELS
        assert rule.formality in {"formal", "informal"}
        assert rule.standing in {"current", "legacy"}
        assert not rule.issuer or rule.issuer in ACTORS
        assert set(rule.places) <= set(places.BY_KEY)
        assert rule.until is None or rule.since < rule.until
    for link in world.LINKS:
        assert {link.source, link.target} <= keys
        assert link.kind in shapes.LINK_KINDS
    for stance in world.STANCES:
        assert stance.actor in ACTORS
        assert stance.institution in keys
        assert stance.kind in shapes.STANCES
    assert {stance.kind for stance in world.STANCES} == set(shapes.STANCES)


def test_a_stance_never_precedes_the_actor_or_the_rule():
    rules = {rule.key: rule for rule in world.INSTITUTIONS}
    for stance in world.STANCES:
        assert stance.since >= rules[stance.institution].since, stance
        assert stance.since >= ACTORS[stance.actor].since, stance
    for remit in world.REMITS:
        assert remit.since >= ACTORS[remit.actor].since, remit
    for rule in world.INSTITUTIONS:
        assert not rule.issuer or rule.since >= ACTORS[rule.issuer].since, rule.key


def test_every_locality_has_context_and_some_of_it_is_the_communitys_own():
    told = Counter(context.place for context in world.CONTEXTS)
    assert all(told[place.key] >= 3 for place in places.LOCALITIES)
    assert all(context.kind in shapes.CONTEXT_KINDS for context in world.CONTEXTS)
    sectors = Counter(ACTORS[context.contributed_by].sector for context in world.CONTEXTS)
    assert sectors["third"] + sectors["community"] > sectors["government"]


def test_times_reads_ranges_and_single_days():
    found = make.times("Mon-Wed 09:00-17:00; Sat 10:00-12:30")
    assert [schedule.byday for schedule in found] == ["MO", "TU", "WE", "SA"]
    assert found[-1].closes_at.isoformat() == "12:30:00"
    assert make.times("") == ()


@pytest.mark.parametrize("page", sorted(CONTENT.rglob("*.py")), ids=lambda page: page.name)
def test_nothing_written_here_could_reach_a_real_door_phone_or_inbox(page):
    text = page.read_text(encoding="utf-8")
    assert not re.findall(r"\w@(?!example\.org)\w", text)
    assert not [found for found in re.findall(r"\b0\d{3,4} \d{6}\b", text) if not DRAMA_PHONE.fullmatch(found)]
    assert not re.findall(r"\b(?:ML(?!99)|G)\d{1,2} \d[A-Z]{2}\b", text)
    assert "http" not in text
