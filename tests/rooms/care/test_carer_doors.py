"""Whoever acts for a person, at every door of people and care: what her permission names, now, and no more."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Purpose
from ecotone.access.verdicts import Refused, Withheld
from ecotone.care import actions, queries
from ecotone.care.machine import MOVES, State
from ecotone.care.models import Referral
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.models import CarerPermission, CarerWish
from ecotone.people.rules import COVERABLE, Act, CircleKind, Effect, KeptKind, Mode, Part
from ecotone.procedures import leaving
from tests import worlds
from tests.rooms.racing import both
from tests.worlds import SYSTEM, kept, moved, refused, told, whole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
SIGHT = frozenset(COVERABLE)
NOES = {"people.no_permission", "people.not_permitted", "people.only_self", "care.not_a_party", "people.is_passed_on"}
NOES |= {"people.authority_not_now"}
NOES_BY_ROLE = {
    "access.no_role",
    "access.own_account",
    "access.system_only",
    "care.only_the_asker",
    "people.only_carers",
}


@dataclass
class Acting:
    """The house of care, Jean's daughter Ann in her circle, and an account that Ann signs in with."""

    house: Any
    ann: UUID
    email: str
    tie: UUID

    def permit(self, *, parts=SIGHT, acts=frozenset(Act), days=60, **given) -> CarerPermission:
        row = people.offer_permission(
            by=self.house.me,
            person_id=self.house.jean.id,
            tie_id=self.tie,
            email=self.email,
            parts=parts,
            acts=acts,
            until=clock.now() + timedelta(days=days),
            **given,
        )
        return people.accept_permission(by=self.signed_in, permission_id=row.id, version=row.version)

    @property
    def signed_in(self) -> Principal:
        return Principal(Kind.NOBODY, self.ann)

    def carer(self, row: CarerPermission) -> Principal:
        """As the pages would make it, were the permission standing: what stands is for the doors to find out."""
        return Principal(
            kind=Kind.CARER,
            account_id=self.ann,
            name="Ann",
            hat_title="acting for Jean Rafferty",
            cares_for=row.person_id,
            permission_id=row.id,
            purpose=Purpose.ACTING_FOR,
        )


@pytest.fixture
def acting(house) -> Acting:
    tie = people.add_to_circle(by=house.me, person_id=house.jean.id, kind=CircleKind.FAMILY, name="Ann")
    ann = worlds.account("Ann")
    return Acting(house, ann.id, ann.email, tie.id)


def over(acting: Acting) -> dict[str, Principal]:
    """Carers whose permission does not hold now, each for a reason of its own."""
    made: dict[str, Principal] = {}
    with clock.at(clock.now() - timedelta(days=90)):
        made["expired"] = acting.carer(acting.permit(days=30))
    row = acting.permit()
    made["revoked"] = acting.carer(row)
    people.end_permission(by=acting.house.me, permission_id=row.id)
    row = acting.permit(since=clock.now() + timedelta(days=3))
    made["future"] = acting.carer(row)
    row = acting.permit()
    people.suspend_permission(by=SYSTEM, permission_id=row.id, version=row.version, reason="unsafe")
    made["suspended"] = acting.carer(row)
    waiting = people.offer_permission(
        by=acting.house.me,
        person_id=acting.house.jean.id,
        tie_id=acting.tie,
        email="new@example.org",
        parts=SIGHT,
        acts=[*Act],
        until=clock.now() + timedelta(days=5),
    )
    made["not accepted"] = acting.carer(waiting)
    return made


def of_another(acting: Acting) -> Principal:
    """Somebody who truly acts for another person, and names Jean."""
    other = worlds.person("Another")
    me = worlds.herself(other)
    tie = people.add_to_circle(by=me, person_id=other.id, kind=CircleKind.FRIEND, name="Bo")
    bo = worlds.account("Bo")
    row = people.offer_permission(
        by=me,
        person_id=other.id,
        tie_id=tie.id,
        email=bo.email,
        parts=SIGHT,
        acts=[*Act],
        until=clock.now() + timedelta(days=5),
    )
    people.accept_permission(by=Principal(Kind.NOBODY, bo.id), permission_id=row.id, version=1)
    return Principal(Kind.CARER, bo.id, "Bo", cares_for=other.id, permission_id=row.id)


def doors(acting: Acting, ask: Referral, hope: UUID, entry: UUID, row: UUID) -> dict[str, Callable[[Principal], Any]]:
    """Every write of people and care, and the procedures, as somebody would try it on Jean."""
    h, jean = acting.house, acting.house.jean.id
    soon, version = clock.today() + timedelta(days=7), Referral.of(ask.id).version
    scope = {"parts": SIGHT, "acts": [*Act], "until": clock.now() + timedelta(days=300)}
    return {
        **{
            f"move {m.code}": lambda by, m=m: actions.move(
                by=by, referral_id=ask.id, version=version, code=m.code, recorded=whole(m.code)
            )
            for m in MOVES
        },
        "draft": lambda by: actions.draft_referral(by=by, person_id=jean, target_id=h.rehab.team_id, why="x"),
        "offer": lambda by: actions.offer_referral(
            by=by, person_id=jean, target_id=h.rehab.team_id, why="x", reply_by=soon
        ),
        **passing_on(acting, row),
        "judge": lambda by: actions.judge(by=by, referral_id=ask.id, view="met"),
        "acknowledge": lambda by: actions.acknowledge(by=by, referral_id=ask.id, version=version),
        "promise": lambda by: actions.promise(by=by, words="x", carrier="alone", referral_id=ask.id),
        "promise for hope": lambda by: actions.promise(by=by, words="x", carrier="alone", outcome_id=hope),
        "paper": lambda by: actions.print_paper_form(by=by, referral_id=ask.id),
        "contribute": lambda by: actions.contribute(
            by=by, to="referral", to_id=ask.id, kind="time", words="x", by_person=True
        ),
        "hope": lambda by: actions.add_outcome(by=by, person_id=jean, words="x"),
        "review": lambda by: actions.review_outcome(by=by, outcome_id=hope, version=1, change="same"),
        "end hope": lambda by: actions.end_outcome(by=by, outcome_id=hope, version=1),
        "question": lambda by: actions.ask_question(by=by, target_id=h.rehab.team_id, text="x", person_id=jean),
        "tell": lambda by: people.add_story_entry(by=by, person_id=jean, section=Part.MATTERS, text="x"),
        "supersede": lambda by: people.add_story_entry(
            by=by, person_id=jean, section=Part.MATTERS, text="x", supersedes=entry
        ),
        "change": lambda by: people.change_person(by=by, person_id=jean, version=2, contact_how="x"),
        "identifier": lambda by: people.add_identifier(by=by, person_id=jean, kind="local", value="x"),
        "circle": lambda by: people.add_to_circle(by=by, person_id=jean, kind="friend", name="x"),
        "end tie": lambda by: people.end_circle_tie(by=by, tie_id=acting.tie, version=1),
        "contact": lambda by: people.log_encounter(
            by=by, person_id=jean, mode=Mode.HAD_TO_REPEAT, channel="phone", actor_id=h.rehab.team_id
        ),
        "relationship": lambda by: people.open_relationship(
            by=by,
            person_id=jean,
            actor_id=h.rehab.team_id,
            role="member",
            purpose="x",
            parts=[Part.MATTERS],
            basis="consent",
        ),
        "refuse": lambda by: people.choose_sharing(by=by, person_id=jean, effect=Effect.REFUSAL),
        "grant": lambda by: people.choose_sharing(by=by, person_id=jean, effect=Effect.GRANT),
        "offer way in": lambda by: people.offer_own_way_in(
            by=by, person_id=jean, address="jean@example.org", knew="in_person"
        ),
        "take account off": lambda by: people.take_off_account(by=by, person_id=jean, reason="x"),
        "link": lambda by: people.link_account(by=by, person_id=jean, account_id=worlds.account("X").id),
        "permit": lambda by: people.offer_permission(
            by=by, person_id=jean, tie_id=acting.tie, email="more@example.org", **scope
        ),
        "renew": lambda by: people.renew_permission(
            by=by, permission_id=row, version=CarerPermission.of(row).version, until=scope["until"]
        ),
        "suspend": lambda by: people.suspend_permission(by=by, permission_id=row, version=2, reason="x"),
        "lift": lambda by: people.lift_suspension(by=by, permission_id=row, version=2),
        "keep back": lambda by: people.keep_back(by=by, person_id=jean, kind=KeptKind.STORY, subject_id=entry),
        "show again": lambda by: people.show_again(by=by, person_id=jean, subject_id=entry),
        "died": lambda by: leaving.record_death(by=by, person_id=jean, died_on=clock.today(), told_by="x"),
        "undo": lambda by: leaving.undo_death(by=by, person_id=jean, reason="x"),
        "moved": lambda by: leaving.record_move(
            by=by, person_id=jean, version=2, home_id=None, on=clock.today(), told_by="x"
        ),
    }


def passing_on(acting: Acting, row: UUID) -> dict[str, Callable[[Principal], Any]]:
    """What a carer passes on, what becomes of it, and what is signed in her place."""
    jean = acting.house.jean.id
    return {
        "pass on": lambda by: people.pass_on_wish(by=by, person_id=jean, text="x"),
        "answer wish": lambda by: people.answer_wish(by=by, wish_id=wished(acting), version=1, wishes=True, said="x"),
        "pass on a grant": lambda by: people.pass_on_grant(
            by=by, person_id=jean, authority_id=worlds.UNKNOWN, part=Part.MATTERS, text="x"
        ),
        "sign wish": lambda by: people.sign_wish(by=by, wish_id=wished(acting), version=1),
        "decline wish": lambda by: people.decline_wish(by=by, wish_id=wished(acting), version=1, said="x"),
        "refuse by authority": lambda by: people.choose_sharing(
            by=by, person_id=jean, effect=Effect.REFUSAL, part=Part.MATTERS, authority_id=worlds.UNKNOWN
        ),
        "raise concern": lambda by: people.raise_concern(by=by, permission_id=row, why="x"),
    }


@pytest.fixture
def tried(acting):
    """The doors, tried on an ask that waits for an answer."""
    h = acting.house
    ask = moved(h.ask(), h.group, "ask")
    hope = actions.add_outcome(by=h.me, person_id=h.jean.id, words="A walk").id
    entry = people.add_story_entry(by=h.me, person_id=h.jean.id, section=Part.MATTERS, text="My garden").id
    return lambda row: doors(acting, ask, hope, entry, row), ask


def wished(acting: Acting) -> UUID:
    """Something that another carer of hers passed on."""
    row = CarerWish.objects.filter(person=acting.house.jean).first()
    hers = {"person": acting.house.jean, "permission": CarerPermission.objects.filter(person=acting.house.jean)[0]}
    return (row or CarerWish.add(**hers, text="x")).id


ALLOWED = {"move answer", "move withdraw", "pass on", "judge", "promise", "promise for hope", "paper", "tell"}
"""What a permission may cover at the most: it opens her record to nobody."""


@pytest.mark.commitment(3)
def test_no_carer_without_a_standing_permission_gets_through_any_door(acting, tried):
    known, _ = tried
    outside = {**over(acting), "of another": of_another(acting)}
    outside["of another who names her"] = replace(outside["of another"], cares_for=acting.house.jean.id)
    row = CarerPermission.objects.filter(person=acting.house.jean).first().id
    wished(acting)
    before = kept()
    for name, act in known(row).items():
        for who, by in outside.items():
            with pytest.raises(Refused):
                act(by)
            assert kept() == before, (name, who)


@pytest.mark.commitment(3)
def test_with_all_that_a_permission_can_cover_these_doors_open_and_no_other(acting, tried):
    known, _ = tried
    row = acting.permit(sensitive=True)
    by, opened = acting.carer(row), set()
    for name, act in known(row.id).items():
        with worlds.undone():
            try:
                act(by)
                opened.add(name)
            except Refused as no:
                assert no.verdict.code in NOES | NOES_BY_ROLE, name
            except Invalid:
                assert name == "move offer", "it is asked already"
    assert opened == ALLOWED


@pytest.mark.parametrize("act", list(Act))
def test_each_act_opens_its_own_doors(acting, tried, act):
    own = {
        Act.ANSWER: {"move answer"},
        Act.ASK: {"pass on"},
        Act.CANCEL: {"move withdraw"},
        Act.JUDGE: {"judge", "paper"},
        Act.TELL: {"tell"},
        Act.TICK: {"promise", "promise for hope"},
    }
    known, _ = tried
    row = acting.permit(acts=[act])
    opened = set()
    for name, door in known(row.id).items():
        with worlds.undone():
            try:
                door(acting.carer(row))
                opened.add(name)
            except (Refused, Invalid):
                continue
    assert opened == own[act]


def reads(acting: Acting, ask: Referral, entry: UUID) -> dict[str, Callable[[Principal], Any]]:
    jean = acting.house.jean.id
    return {
        "person": lambda by: records.person(by, jean),
        "banner": lambda by: records.banner(by, jean),
        "sharing": lambda by: records.sharing(by, jean),
        "looks": lambda by: records.looks(by),
        "permissions": lambda by: records.permissions_of(by, jean),
        "suspensions": lambda by: records.suspensions(by),
        "departures": lambda by: records.departures_of(by, jean),
        "deaths": lambda by: records.deaths_noted(by),
        "promised": lambda by: queries.promised(by, jean),
        "referral": lambda by: queries.referral(by, ask.id),
        "outcomes": lambda by: queries.outcomes_of(by, jean),
    }


@pytest.mark.commitment(3)
def test_no_read_opens_without_a_standing_permission(acting, tried):
    _, ask = tried
    outside = {**over(acting), "of another": of_another(acting)}
    for name, read in reads(acting, ask, ask.id).items():
        for who, by in outside.items():
            with pytest.raises((Refused, NotFound)):
                read(by)
            assert records.circle(by, acting.house.jean.id) != (), who
            assert queries.referrals_of(by, acting.house.jean.id) == [], (name, who)
            assert records.my_people(by) == ([], 0) or by.cares_for != acting.house.jean.id


@pytest.mark.commitment(3)
def test_who_looked_and_who_else_acts_no_carer_ever_reads(acting, tried):
    _, ask = tried
    by = acting.carer(acting.permit(sensitive=True))
    closed = {"sharing", "looks", "permissions", "suspensions", "departures", "deaths"}
    opened = set()
    for name, read in reads(acting, ask, ask.id).items():
        try:
            read(by)
            opened.add(name)
        except Refused:
            continue
    assert opened == set(reads(acting, ask, ask.id)) - closed


@pytest.mark.commitment(3)
def test_what_is_sensitive_or_kept_back_is_not_there_for_a_carer(acting):
    h = acting.house
    plain = h.ask()
    rowan = worlds.actor("Sheltering Rowan")
    private = worlds.service(rowan, "Safe house", sensitivity="sensitive")
    sensitive = worlds.ask(h.asker, h.jean, private)
    kept_back = worlds.ask(h.asker, h.jean, Actor.of(h.rehab.team_id))
    people.keep_back(by=h.me, person_id=h.jean.id, kind=KeptKind.REFERRAL, subject_id=kept_back.id)
    row = acting.permit()
    by = acting.carer(row)
    assert {r.id for r in queries.referrals_of(by, h.jean.id)} == {plain.id}
    for hidden in (sensitive, kept_back):
        with pytest.raises((Refused, NotFound)):
            queries.referral(by, hidden.id)
    assert {s.row.id for s in queries.promised(by, h.jean.id).open} == {plain.id}
    teams = {r.actor for r in records.person(by, h.jean.id, [Part.INVOLVED]).involved}
    assert not {"Sheltering Rowan", "Rehabilitation"} & {t for t in teams if not isinstance(t, Withheld)}
    people.end_permission(by=h.me, permission_id=row.id)
    trusted = acting.carer(acting.permit(sensitive=True))
    assert {r.id for r in queries.referrals_of(trusted, h.jean.id)} == {plain.id, sensitive.id}
    people.show_again(by=h.me, person_id=h.jean.id, subject_id=kept_back.id)
    assert len(queries.referrals_of(trusted, h.jean.id)) == 3


def test_a_carers_refusal_by_name_beats_the_permission(acting):
    h = acting.house
    by = acting.carer(acting.permit())
    people.choose_sharing(by=h.me, person_id=h.jean.id, effect=Effect.REFUSAL, sector="informal", part=Part.HARMS)
    view = records.person(by, h.jean.id)
    closed = {s.part: s.entries.code for s in view.story if isinstance(s.entries, Withheld)}
    assert closed == {Part.HARMS: "people.person_refused"}


@pytest.mark.commitment(3)
def test_a_permission_taken_back_and_a_carers_write_at_one_instant_never_both_win_late(acting, transactional_db):
    """Whoever comes second sees what the first did: after the end nothing more is written."""
    ask = moved(acting.house.ask(), acting.house.group, "ask")
    row = acting.permit()
    by, version = acting.carer(row), Referral.of(ask.id).version
    outcomes = both(
        lambda: people.end_permission(by=acting.house.me, permission_id=row.id).ended_at,
        lambda: (
            actions.move(by=by, referral_id=ask.id, version=version, code="answer", recorded={"answer": "Yes"}).state
        ),
    )
    assert not isinstance(outcomes[0], Exception)
    assert outcomes[1] == State.RECEIVED or isinstance(outcomes[1], Refused)
    with pytest.raises(Refused):
        actions.move(by=by, referral_id=ask.id, version=99, code="withdraw", recorded={"reason_text": "x"})


def test_an_offer_is_neutral_dated_and_within_a_year(acting):
    h = acting.house
    given = {"by": h.me, "person_id": h.jean.id, "tie_id": acting.tie, "parts": [Part.REFERRALS], "acts": []}
    day = timedelta(days=1)
    assert told(lambda: people.offer_permission(**given, email="x", until=clock.now() + day)) == [
        ("access.email", "email")
    ]
    faults = told(lambda: people.offer_permission(**given, email="a@example.org", until=clock.now() + 400 * day))
    assert faults == [("people.too_long", "until")]
    assert told(lambda: people.offer_permission(**given, email="a@example.org", until=clock.now() - day)) == [
        ("people.past", "until")
    ]
    blind = given | {"parts": [Part.MATTERS], "acts": [Act.CANCEL]}
    assert told(lambda: people.offer_permission(**blind, email="a@example.org", until=clock.now() + day)) == [
        ("people.acts_need_sight", "parts")
    ]
    assert people.offer_permission(**given, email="nobody@example.org", until=clock.now() + day).account_id is None


def test_staff_write_down_no_more_than_they_see_and_nothing_for_themselves(acting):
    h = acting.house
    given = {"person_id": h.jean.id, "tie_id": acting.tie, "acts": [], "until": clock.now() + timedelta(days=9)}
    group = h.group
    h.ask()
    more = partial(people.offer_permission, by=group, email="a@example.org", parts=[Part.HARMS], **given)
    assert refused(more) == "people.cannot_share_unseen"
    seen = {"parts": [Part.REFERRALS], **given}
    assert refused(partial(people.offer_permission, by=h.asker, email="a@example.org", sensitive=True, **seen)) == (
        "people.only_self"
    )
    assert told(partial(people.offer_permission, by=h.asker, email="a@example.org", **seen)) == [
        ("ground.required", "said_how")
    ]
    made = people.offer_permission(by=h.asker, email="a@example.org", said_how="Alone, on Tuesday", **seen)
    assert (made.said_by, made.said_how) == ("staff_recording", "Alone, on Tuesday")


def test_nobody_takes_on_what_was_offered_to_another(acting):
    h = acting.house
    row = people.offer_permission(
        by=h.me,
        person_id=h.jean.id,
        tie_id=acting.tie,
        email=acting.email,
        parts=[Part.REFERRALS],
        acts=[],
        until=clock.now() + timedelta(days=9),
    )
    for by in (h.stranger, h.asker, Principal.nobody(), h.me):
        assert refused(partial(people.accept_permission, by=by, permission_id=row.id, version=1)) == (
            "people.not_offered_to_you"
        )
    people.accept_permission(by=acting.signed_in, permission_id=row.id, version=1)
    with pytest.raises(Invalid):
        people.accept_permission(by=acting.signed_in, permission_id=row.id, version=2)


def test_the_person_sees_every_look_of_the_carer(acting):
    h = acting.house
    by = acting.carer(acting.permit())
    records.person(by, h.jean.id, [Part.MATTERS])
    newest = next(look for look in records.looks(h.me) if look.account_id == acting.ann)
    assert (newest.bases, newest.purpose) == (("carer",), "acting_for")
    assert AuditEntry.objects.filter(account_id=acting.ann, kind="look").exists()


def test_a_stale_promise_and_her_own_tick(acting):
    h = acting.house
    ask = moved(h.ask(), h.group, "accept")
    made = actions.promise(
        by=h.group, words="Ring on Monday", carrier="team", team_id=h.group.team_id, referral_id=ask.id
    )
    actions.settle_promise(by=h.me, promise_id=made.id, version=1, state="done")
    assert told(lambda: actions.settle_promise(by=h.group, promise_id=made.id, version=2, state="open")) == [
        ("care.her_own_tick", "")
    ]
    actions.settle_promise(by=h.me, promise_id=made.id, version=2, state="open")
    with pytest.raises(Stale):
        actions.settle_promise(by=h.group, promise_id=made.id, version=1, state="dropped")
    assert refused(lambda: actions.settle_promise(by=h.stranger, promise_id=made.id, version=3, state="done"))
