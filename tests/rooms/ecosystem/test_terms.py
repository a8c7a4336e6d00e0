"""The terms: what stands for whom, held to the pure rule in small random places; who may agree; days of grace."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from types import SimpleNamespace

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Role
from ecotone.access.verdicts import Refused
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.models import Agreement, Hat, TermsNotice
from ecotone.ecosystem.rules import Claim, Sector, TermsStage, TermsState, TermsText, TieKind, terms_stand, text_for
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Stale
from ecotone.notices.models import Mail
from ecotone.procedures.tick import tick
from tests import worlds
from tests.rooms.ecosystem import world
from tests.rooms.ecosystem.world import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]


def publish(grace=0, **more):
    words = {"plain": f"Be kind {more.get('after', 0)}", "full": "1. Be kind", "changed": "Kinder"}
    return actions.publish_terms(by=SYSTEM, **words, grace=grace, **more)


def agree(actor, terms, by=SYSTEM):
    return actions.agree_to_terms(by=by, organisation_id=actor.id, terms_id=terms.id)


def wearing(where, role=Role.WORKER):
    """Somebody new in a hat there, whether or not anybody has agreed."""
    return world.worn(world.hat(world.account(), where, role))


def again(by):
    """The same hat, looked at anew."""
    return queries.principal_for(by.account_id, by.name, by.hat_id)


@pytest.fixture
def here():
    """A charity with a lead and a worker, a team of it, and a health board."""
    charity = world.actor("Kettle On")
    board = world.actor("Drumgray Health Board", sector=Sector.NHS)
    team = world.team("Befrienders", charity, sector=Sector.THIRD)
    return SimpleNamespace(
        charity=charity,
        board=board,
        team=team,
        lead=wearing(charity, Role.LEAD),
        worker=wearing(charity),
        member=wearing(team),
        steward=wearing(board, Role.STEWARD),
    )


def test_a_place_that_sets_no_terms_is_as_it_was(here):
    assert here.worker.practises and not here.worker.without_terms
    assert queries.terms_now() is None and queries.our_terms(here.lead)[0].open_until is None


def test_nobody_sees_a_record_until_whoever_speaks_for_them_has_agreed(here):
    jean = worlds.taken_in(here.worker)
    terms = publish()
    shut = again(here.worker)
    assert shut.is_shut_out and not shut.practises and again(here.member).is_shut_out
    assert worlds.refused_reading(lambda: worlds.queries.person(shut, jean.id)) == "access.no_terms"
    assert not worlds.policies.visible_to(shut).exists()
    assert queries.shut_out_by(shut) == ["Kettle On"]
    agree(here.charity, terms, by=again(here.lead))
    for by in (here.worker, here.member):
        assert again(by).practises
    assert worlds.queries.person(again(here.worker), jean.id).identity.name == "Jean Rafferty"
    kept = Agreement.objects.get()
    assert (kept.author, kept.role, kept.text) == (here.lead.signature, Role.LEAD, TermsText.PLAIN)
    assert AuditEntry.objects.filter(code="ecosystem.agree_to_terms", account_id=here.lead.account_id).exists()


def test_days_of_grace_and_their_end(here):
    first = publish(grace=30)
    assert again(here.worker).practises
    assert queries.our_terms(here.lead)[0].state is TermsState.WAITING
    agree(here.charity, first, by=here.lead)
    with worlds.later(days=40):
        assert again(here.worker).practises and not again(here.steward).practises
        second = publish(grace=10, after=1)
        assert again(here.worker).practises
        ours = queries.our_terms(again(here.lead))[0]
        assert (ours.state, ours.open_until) == (TermsState.EARLIER, second.needed_from)
    with worlds.later(days=49):
        assert again(here.worker).practises
    with worlds.later(days=50):
        assert again(here.worker).is_shut_out
        agree(here.charity, second, by=again(here.lead))
        assert again(here.worker).practises


def test_another_version_gives_nobody_more_days_who_never_agreed(here):
    publish(grace=10)
    with worlds.later(days=9):
        publish(grace=30, after=1)
        assert queries.our_terms(here.lead)[0].open_until == clock.today() + timedelta(days=1)
    with worlds.later(days=10):
        assert again(here.worker).is_shut_out


def test_withdrawn_terms_shut_everyone_out_rather_than_let_everyone_in(here):
    terms = publish()
    agree(here.charity, terms)
    actions.withdraw_terms(by=here.steward, terms_id=terms.id, grace=5)
    assert again(here.worker).practises and queries.terms_now() is None
    with pytest.raises(Invalid, match=r"ecosystem\.terms_ended"):
        actions.withdraw_terms(by=here.steward, terms_id=terms.id, grace=0)
    with pytest.raises(Invalid, match=r"ecosystem\.terms_superseded"):
        agree(here.board, terms)
    with worlds.later(days=5):
        assert again(here.worker).is_shut_out


def test_a_version_published_by_mistake_is_taken_back_as_if_it_had_not_been(here):
    first = publish(grace=0)
    agree(here.charity, first)
    slip = publish(grace=30, after=1)
    agree(here.board, slip)
    actions.withdraw_terms(by=here.steward, terms_id=slip.id, grace=10, back=True)
    assert queries.terms_now().id == first.id and again(here.worker).practises
    agree(here.board, first)
    agreed = {row.name: (row.state, row.open_until) for row in queries.agreements(here.steward)}
    assert set(agreed.values()) == {(TermsState.AGREED, None)}
    with worlds.later(days=40):
        assert again(here.worker).practises, "no day of the slip counts"
    with worlds.undone(), pytest.raises(Invalid, match=r"ecosystem\.no_terms_before"):
        actions.withdraw_terms(by=here.steward, terms_id=first.id, back=True)


def test_who_speaks_for_an_organisation(here):
    terms = publish()
    alone = world.team("Walkers", sector=Sector.COMMUNITY)
    may = [here.lead, wearing(here.charity, Role.ADMINISTRATOR)]
    for by in [here.worker, here.member, here.steward, wearing(here.team, Role.LEAD), world.a_person()]:
        with pytest.raises(Refused):
            agree(here.charity, terms, by=by)
    with pytest.raises(Refused):
        agree(here.team, terms, by=wearing(here.team, Role.LEAD))
    for by in may:
        with world.undone():
            agree(here.charity, terms, by=by)
    agree(alone, terms, by=wearing(alone, Role.LEAD))
    assert wearing(alone).practises
    with pytest.raises(Refused, match=r"access\.by_hand"):
        agree(here.charity, terms, by=replace(here.lead, token_id=worlds.UNKNOWN))


def test_agreeing_twice_a_stale_page_and_ending(here):
    terms = publish(after=0)
    with pytest.raises(Stale):
        publish(after=0)
    agreement = agree(here.charity, terms, by=here.lead)
    with pytest.raises(Invalid, match=r"ecosystem\.agreed_already"):
        agree(here.charity, terms, by=here.lead)
    with pytest.raises(Refused):
        actions.end_agreement(by=here.worker, agreement_id=agreement.id)
    actions.end_agreement(by=here.lead, agreement_id=agreement.id)
    assert again(here.worker).is_shut_out
    assert Agreement.objects.get().ended_by == here.lead.signature
    with pytest.raises(Invalid, match=r"ecosystem\.ended"):
        actions.end_agreement(by=here.steward, agreement_id=agreement.id)
    agree(here.charity, terms, by=here.lead)
    assert again(here.worker).practises
    actions.end_actor(by=SYSTEM, actor_id=here.charity.id, version=1, until=clock.today() + timedelta(days=1))
    assert not Agreement.objects.filter(until=None).exists()


def test_whose_people_have_not_agreed_is_asked_by_link(here):
    terms = publish()
    assert not queries.has_practice(here.charity.id)
    agree(here.charity, terms)
    assert queries.has_practice(here.charity.id) and queries.has_practice(here.team.id)
    assert {each.actor_id for each in queries.practising(SYSTEM)} == {here.charity.id, here.team.id}


def test_the_database_and_the_rule_say_the_same():
    """Every small place: with and without an employer, none, one or two organisations, each agreed or not."""
    for needed, employed, kind, parts in product(
        (0, 1), (None, False, True), (0, 1), ((), (0,), (1,), (0, 1), (1, 1))
    ):
        with world.undone():
            terms = publish(grace=0 if needed else 30)
            whole = [world.actor(f"Organisation {n}") for n, _ in enumerate(parts)]
            where = world.team("Team", *whole) if kind else world.actor("Alone")
            employer = world.actor("Employer") if employed is not None else None
            if employer and employed:
                agree(employer, terms)
            for one, agreed in zip(whole, parts, strict=True):
                if agreed:
                    agree(one, terms)
            for own in (False, True):
                if own:
                    agree(where, terms)
                hat = Hat.add(
                    account=world.account(),
                    actor=where,
                    organisation=employer,
                    role=Role.WORKER,
                    title="Worker",
                    since=clock.today(),
                )
                told = [bool(each) for each in parts] if kind else []
                stands = terms_stand(needed=bool(needed), employer=employed, own=own, whole=told)
                assert world.worn(hat).practises is stands, (needed, employed, kind, parts, own)
                assert queries.has_practice(where.id) is stands or own


def test_a_claimed_or_ended_part_counts_for_nothing(here):
    terms = publish()
    agree(here.charity, terms)
    lone = world.team("Claimants")
    world.tie(lone, here.charity, TieKind.PART_OF, claim=Claim.CLAIMED, claimed_by_id=lone.id)
    assert wearing(lone).is_shut_out


def test_those_who_speak_are_told_once_and_once_more_before_the_days_end(here):
    publish(grace=30)
    tick()
    tick()
    told = [mail for mail in Mail.objects.order_by("to") if "terms" in mail.key]
    assert {mail.account_id for mail in told} == {here.lead.account_id}
    assert told[0].subject == "Terms to agree to in Ecotone, for Kettle On"
    with worlds.later(days=24):
        tick()
        assert TermsNotice.objects.filter(stage=TermsStage.SOON).count() == 1
    agree(
        here.charity,
        actions.publish_terms(by=SYSTEM, plain="a", full="b", changed="All", grace=3, after=1),
        by=here.lead,
    )
    assert not queries.to_tell_of_terms(SYSTEM)


def test_who_has_agreed_is_seen_by_those_who_keep_the_place(here):
    agree(here.charity, publish())
    rows = {row.name: row for row in queries.agreements(here.steward)}
    assert {name: row.state for name, row in rows.items()} == {
        "Kettle On": TermsState.AGREED,
        "Drumgray Health Board": TermsState.SHUT,
    }
    assert rows["Drumgray Health Board"].text is TermsText.FULL is text_for(Sector.COUNCIL)
    with pytest.raises(Refused):
        queries.agreements(again(here.lead))


def test_new_terms_are_looked_through(here):
    with pytest.raises(Invalid) as wrong:
        actions.publish_terms(by=here.steward, plain=" ", full="b", grace=900)
    assert {(p.field, p.code) for p in wrong.value.problems} == {
        ("plain", "ground.required"),
        ("grace", "ecosystem.grace"),
    }
    with pytest.raises(Refused):
        actions.publish_terms(by=here.lead, plain="a", full="b")
    assert isinstance(publish().needed_from, date)


def test_a_version_differs_from_the_one_that_counts_and_says_in_what(here):
    words = {"plain": "Be kind", "full": "1. Be kind"}
    first = actions.publish_terms(by=here.steward, **words)
    with pytest.raises(Invalid, match=r"ecosystem\.terms_unchanged"):
        actions.publish_terms(by=here.steward, **words | {"plain": " Be kind\n"}, changed="Nothing")
    with pytest.raises(Invalid, match=r"ground\.required"):
        actions.publish_terms(by=here.steward, **words | {"plain": "Be kinder"})
    actions.withdraw_terms(by=here.steward, terms_id=first.id)
    assert actions.publish_terms(by=here.steward, **words).number == 2, "what was withdrawn may be published again"


def test_nobody_borrows_another_organisations_agreement_by_naming_it_as_employer(here):
    both = world.team("Joint team", here.board, here.charity)
    keeper, lead = wearing(here.charity, Role.ADMINISTRATOR), wearing(both, Role.LEAD)
    agree(here.board, publish())
    assert again(lead).without_terms, "of one of the two organisations"
    given = {"account_id": world.account().id, "actor_id": both.id, "role": Role.WORKER, "title": "Nurse"}
    for by in (keeper, again(keeper), again(lead)):
        with pytest.raises(Refused, match="not_the_employer"):
            actions.give_hat(by=by, organisation_id=here.board.id, **given)
    assert world.worn(actions.give_hat(by=again(keeper), **given)).without_terms
