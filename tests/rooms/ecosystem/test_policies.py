"""Every write fails closed: refused to nobody, to a person, to another's keeper, and to those who keep nothing."""

from datetime import date
from types import SimpleNamespace

import pytest

from ecotone.access.actions import open_program
from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Entry, Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.ecosystem import actions, policies, queries
from ecotone.ecosystem.models import Actor
from ecotone.ecosystem.rules import KEEPS_ACTOR, Claim, InstitutionLinkKind, Sector, StanceKind, TieKind, Topic
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def small():
    """Two organisations that know each other, one of everything, and principals of every sort."""
    airdrie = world.place("Airdrie")
    coatbridge = world.place("Coatbridge")
    befrienders = world.actor("Cairnhill Befrienders", airdrie)
    board = world.actor("Drumgray Health Board", airdrie, sector=Sector.NHS)
    lonely = world.need("lonely")
    practice = world.institution("We always call back", issuer_id=befrienders.id)
    first, second = (world.hat(world.account(), befrienders).account_id for _ in range(2))
    owners = {"owner_id": first, "second_owner_id": second}
    return SimpleNamespace(
        airdrie=airdrie,
        coatbridge=coatbridge,
        own=befrienders,
        other=board,
        need=lonely,
        site=actions.add_site(by=SYSTEM, name="The hall", place_id=airdrie.id),
        zone=actions.add_zone(by=SYSTEM, code="S01000001", name="Rawyards - 01", place_id=airdrie.id),
        claim=world.tie(board, befrienders, TieKind.REPRESENTATION, claim=Claim.CLAIMED, claimed_by_id=board.id),
        remit=world.remit(befrienders, lonely, coatbridge),
        practice=practice,
        law=world.institution("An invented Act", issuer_id=board.id),
        stance=actions.take_stance(
            by=SYSTEM, actor_id=befrienders.id, institution_id=practice.id, kind=StanceKind.SETS
        ),
        hat=world.hat(world.account(), befrienders),
        agreement=actions.agree_to_terms(
            by=SYSTEM,
            organisation_id=befrienders.id,
            terms_id=actions.publish_terms(by=SYSTEM, plain="Be kind", full="1. Be kind").id,
        ),
        terms=actions.publish_terms(by=SYSTEM, plain="Be kinder", full="1. Be kinder", changed="Kinder"),
        owners=owners,
        program_account=open_program(by=SYSTEM, name="Rota"),
        program=actions.register_program(
            by=SYSTEM,
            account_id=open_program(by=SYSTEM, name="GP system").id,
            organisation_id=befrienders.id,
            purpose="Passes asks on",
            **owners,
        ),
        leaving=actions.plan_leaving(
            by=world.wearing(befrienders, Role.ADMINISTRATOR),
            account_id=world.hat(world.account(), befrienders).account_id,
            organisation_id=befrienders.id,
            on=date(2027, 1, 1),
            handed={},
        ),
        ended_hat=actions.take_off_hat(by=SYSTEM, hat_id=world.hat(world.account(), befrienders).id),
        context=actions.add_context(
            by=SYSTEM, place_id=airdrie.id, topic=Topic.HISTORY, text="The pit", added_by_actor_id=befrienders.id
        ),
    )


def calls(w):
    """One right call of every action, all but `by`: what the keeper of `own`, or a steward, may do."""
    tie = {"tie_id": w.claim.id, "version": 1}
    return {
        "add_place": {"kind": "locality", "name": "Bellshill"},
        "change_place": {"place_id": w.airdrie.id, "population": 60_000},
        "add_zone": {"code": "S01000002", "name": "Rawyards - 02", "place_id": w.airdrie.id},
        "change_zone": {"zone_id": w.zone.id, "population": 700},
        "end_zone": {"zone_id": w.zone.id},
        "set_postcodes": {"zones": [("ML60AA", w.zone.id)]},
        "contain_place": {"parent_id": w.airdrie.id, "child_id": w.coatbridge.id},
        "add_deprivation": {
            "place_id": w.airdrie.id,
            **dict.fromkeys(("index_name", "version", "direction", "measure", "source"), "said"),
            "value": 1,
            "on": w.own.since,
        },
        "add_context": {"place_id": w.airdrie.id, "topic": "history", "text": "The pit closed"},
        "end_context": {"context_id": w.context.id},
        "add_site": {"name": "The hut", "place_id": w.airdrie.id},
        "change_site": {"site_id": w.site.id, "name": "The old hall"},
        "hide_site": {"site_id": w.site.id},
        "add_need": {"code": "falls", "name": "Falls"},
        "add_actor": {
            "kind": "team",
            "name": "Visitors",
            "sector": "third",
            "domain": "community",
            "part_of_ids": [w.own.id],
        },
        "identify_actor": {"actor_id": w.own.id, "scheme": "GB-SC", "value": "SC000001"},
        "change_actor": {"actor_id": w.own.id, "version": 1, "phone": "01632 960123"},
        "end_actor": {"actor_id": w.own.id, "version": 1, "until": date(2027, 1, 1)},
        "add_tie": {"kind": "partnership", "source_id": w.own.id, "target_id": w.other.id},
        "answer_tie": {**tie, "answer": "confirmed"},
        "end_tie": tie,
        "note_consulted": tie,
        "note_asked": {"source_id": w.own.id, "target_id": w.other.id},
        "note_partnership": {"source_id": w.own.id, "target_id": w.other.id},
        "give_hat": {"account_id": w.hat.account_id, "actor_id": w.own.id, "role": "lead", "title": "Lead"},
        "take_off_hat": {"hat_id": w.hat.id},
        "add_remit": {"actor_id": w.own.id, "need_id": w.need.id, "place_id": w.airdrie.id},
        "end_remit": {"remit_id": w.remit.id},
        "add_institution": {
            "name": "Tea first",
            "kind": "work_practice",
            "domain": "community",
            "level": "micro",
            "issuer_id": w.own.id,
        },
        "change_institution": {"institution_id": w.practice.id, "version": 1, "standing": "legacy"},
        "end_institution": {"institution_id": w.practice.id, "version": 1, "until": date(2027, 1, 1)},
        "link_institutions": {
            "source_id": w.practice.id,
            "target_id": w.law.id,
            "kind": InstitutionLinkKind.INTERPRETS,
        },
        "take_stance": {"actor_id": w.own.id, "institution_id": w.law.id, "kind": "contests"},
        "end_stance": {"stance_id": w.stance.id},
        **calls_about_staff(w),
    }


def calls_about_staff(w):
    """The same of terms, programs, and of who comes and goes."""
    return {
        "register_program": {
            "account_id": w.program_account.id,
            "organisation_id": w.own.id,
            "purpose": "Passes asks on",
            **w.owners,
        },
        "name_owners": {"program_id": w.program.id, "version": 1, **w.owners},
        "end_program": {"program_id": w.program.id},
        "plan_leaving": {
            "account_id": w.hat.account_id,
            "organisation_id": w.own.id,
            "on": date(2027, 1, 1),
            "handed": {},
        },
        "note_left": {"leaving_id": w.leaving.id, "version": 1, "ended": {}},
        "undo_leaving": {"leaving_id": w.leaving.id},
        "put_on_again": {"hat_id": w.ended_hat.id, "until": None},
        "review_colleague": {"account_id": w.hat.account_id, "organisation_id": w.own.id},
        "note_unused": {"account_id": w.hat.account_id},
        "forget_unused": {"account_id": w.hat.account_id},
        "publish_terms": {"plain": "Be kindest", "full": "1. Be kind", "changed": "Kindest"},
        "withdraw_terms": {"terms_id": w.terms.id},
        "agree_to_terms": {"organisation_id": w.own.id, "terms_id": w.terms.id},
        "end_agreement": {"agreement_id": w.agreement.id},
        "note_told_of_terms": {"organisation_id": w.own.id, "terms_id": w.terms.id, "stage": "new"},
    }


ALL = set(actions.__all__)
THE_MAP = {
    *("add_place", "change_place", "contain_place", "add_deprivation", "add_need", "identify_actor"),
    *("add_zone", "change_zone", "end_zone", "set_postcodes"),
}
ITSELF = {"note_told_of_terms", "note_left", "put_on_again", "note_unused", "forget_unused"}
STAFF = {"register_program", "name_owners", "end_program", "plan_leaving", "undo_leaving", "review_colleague"}
THE_TERMS = {"publish_terms", "withdraw_terms"}
EITHER_SIDE = {"add_tie", "end_tie", "note_consulted", "note_asked", "note_partnership"}
ANYONE = {"add_context"}


def do(name, by, w):
    return getattr(actions, name)(by=by, **calls(w)[name])


def allowed(by, w):
    """The actions that this principal gets through; whatever they do is undone at once."""
    through = set()
    for name in actions.__all__:
        with world.undone():
            try:
                do(name, by, w)
                through.add(name)
            except Refused:
                assert AuditEntry.objects.filter(kind=Entry.REFUSAL, code=f"ecosystem.{name}").exists()
    return through


def test_every_action_is_tried_and_ecotone_itself_may_do_all(small):
    assert set(calls(small)) == ALL
    assert allowed(SYSTEM, small) == ALL


def test_nobody_may_do_nothing_and_is_told_to_sign_in(small):
    assert allowed(Principal.nobody(), small) == set()
    for name in actions.__all__:
        with pytest.raises(Refused, match=r"access\.nobody"):
            do(name, Principal.nobody(), small)


def test_a_person_may_say_what_is_true_of_a_place(small):
    assert allowed(world.a_person(), small) == ANYONE


@pytest.mark.parametrize("role", sorted(set(Role) - KEEPS_ACTOR))
def test_who_works_there_and_keeps_nothing_may_hardly_more(small, role):
    assert allowed(world.wearing(small.own, role), small) == ANYONE | {"note_asked", "note_partnership"}


@pytest.mark.parametrize("role", sorted(KEEPS_ACTOR - {Role.STEWARD}))
def test_the_keeper_of_another_actor_may_only_what_takes_two(small, role):
    assert allowed(world.wearing(small.other, role), small) == ANYONE | EITHER_SIDE | {"add_site"}


def test_the_keepers_of_the_actor_may_write_about_it(small):
    about_it = ALL - THE_MAP - THE_TERMS - ITSELF - STAFF - {"hide_site", "change_site"}
    hats, speaking = {"give_hat", "take_off_hat"}, {"agree_to_terms", "end_agreement"}
    assert allowed(world.wearing(small.own, Role.ADMINISTRATOR), small) == about_it | STAFF
    assert allowed(world.wearing(small.own, Role.LEAD), small) == about_it
    assert allowed(world.wearing(small.own, Role.OFFICER), small) == about_it - hats - speaking
    as_steward = about_it - hats - {"agree_to_terms"} | THE_MAP | THE_TERMS
    assert allowed(world.wearing(small.own, Role.STEWARD), small) == as_steward


def test_the_stewards_keep_what_is_everyones(small):
    mine = THE_MAP | THE_TERMS | ANYONE | EITHER_SIDE | {"add_site", "add_actor", "end_context", "end_agreement"}
    assert allowed(world.wearing(small.other, Role.STEWARD), small) == mine


def test_a_forged_hat_without_a_worker_in_it_opens_nothing(small):
    forged = Principal(kind=Kind.PERSON, account_id=small.hat.account_id, actor_id=small.own.id, role=Role.LEAD)
    assert not policies.keeps(forged, small.own.id).allowed
    assert not policies.keeps(Principal(kind=Kind.WORKER, role=Role.LEAD), None).allowed


def test_an_administrator_keeps_the_teams_of_the_organisation_and_a_lead_only_its_own(small):
    team = world.team("Visitors", small.own, sector=Sector.THIRD)
    claimed = world.team("Doubtful team", sector=Sector.THIRD)
    world.tie(claimed, small.own, TieKind.PART_OF, claim=Claim.CLAIMED, claimed_by_id=small.own.id)
    administrator, lead = (world.wearing(small.own, role) for role in (Role.ADMINISTRATOR, Role.LEAD))
    assert policies.keeps(administrator, team.id).allowed
    assert not policies.keeps(lead, team.id).allowed
    assert not policies.keeps(administrator, claimed.id).allowed, "what is only claimed opens nothing"
    assert not policies.keeps(world.wearing(team, Role.ADMINISTRATOR), small.own.id).allowed, "never upwards"


def test_nobody_moves_a_team_of_theirs_into_anothers_sector(small):
    administrator = world.wearing(small.own, Role.ADMINISTRATOR)
    for change in ({"sector": "nhs"}, {"domain": "system"}):
        with pytest.raises(Refused, match="no_role"):
            actions.change_actor(by=administrator, actor_id=small.own.id, version=1, **change)
    actions.change_actor(by=administrator, actor_id=small.own.id, version=1, sector="third")
    assert Actor.of(small.own.id).sector == Sector.THIRD


def test_a_confidential_address_is_not_had_by_moving_in(small):
    refuge = world.actor("Rowan House", small.airdrie)
    keeper = world.wearing(refuge, Role.LEAD)
    hidden = actions.add_site(
        by=keeper, name="The house", place_id=small.airdrie.id, address="4 Hidden Row", confidential=True
    )
    actions.change_actor(by=keeper, actor_id=refuge.id, version=1, site_id=hidden.id)
    stranger = world.wearing(small.own, Role.ADMINISTRATOR)
    for try_it in (
        lambda: actions.change_actor(by=stranger, actor_id=small.own.id, version=1, site_id=hidden.id),
        lambda: do_add_actor(stranger, small.own, hidden),
        lambda: actions.hide_site(by=stranger, site_id=hidden.id),
    ):
        with pytest.raises(Refused):
            try_it()
    assert queries.actor(refuge.id, by=keeper).site.address == "4 Hidden Row"


def do_add_actor(by, organisation, site):
    return actions.add_actor(
        by=by,
        kind="team",
        name="Movers",
        sector="third",
        domain="community",
        part_of_ids=[organisation.id],
        site_id=site.id,
    )


def test_a_site_is_hidden_by_those_who_are_there(small):
    actions.change_actor(by=SYSTEM, actor_id=small.own.id, version=1, site_id=small.site.id)
    actions.hide_site(by=world.wearing(small.own, Role.LEAD), site_id=small.site.id)
    assert not queries.actor(small.own.id).site.address
