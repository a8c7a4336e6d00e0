"""Who holds an authority signs on a page of their own: what narrows at once, what opens is passed on and signed."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Purpose, Role
from ecotone.access.verdicts import Withheld
from ecotone.ecosystem import actions as ecosystem
from ecotone.ground import clock
from ecotone.ground.errors import NotFound, Stale
from ecotone.notices import queries as notices
from ecotone.people import actions, policies, queries
from ecotone.people.models import Authority, CarerPermission, CarerWish, Relationship, SharingChoice
from ecotone.people.rules import Act, CircleKind, Effect, Part, SaidBy
from ecotone.people.rules.signing import AuthorityKind, Matter
from tests import worlds
from tests.rooms.people.test_signing import assessed, authority, choose, wrong
from tests.rooms.racing import both, sorted_out
from tests.worlds import NOBODY, SYSTEM, refused, refused_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
GRANT, REFUSAL = Effect.GRANT, Effect.REFUSAL
SEEN = [Part.CONTACT, Part.REFERRALS, Part.MATTERS, Part.INVOLVED]


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def theirs():
    return worlds.wearing(worlds.team("Befrienders"))


@pytest.fixture
def jean(ours, theirs):
    jean = worlds.taken_in(ours)
    given = {"role": "member", "purpose": "company", "parts": [Part.MATTERS, Part.CIRCLE], "basis": "consent"}
    actions.open_relationship(by=ours, person_id=jean.id, actor_id=theirs.actor_id, **given)
    return jean


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


@pytest.fixture
def tie(jean, me):
    return actions.add_to_circle(by=me, person_id=jean.id, kind=CircleKind.FAMILY, name="Ann")


def acting(jean, me, tie, account, **given):
    """Whoever has that account acts for her by that tie, as a principal."""
    said = {"email": account.email, "parts": SEEN, "acts": [], "until": clock.now() + timedelta(days=60)} | given
    row = actions.offer_permission(by=me, person_id=jean.id, tie_id=tie.id, **said)
    actions.accept_permission(by=Principal(Kind.NOBODY, account.id), permission_id=row.id, version=1)
    return queries.carer_principal(account.id, account.name, row.id)


@pytest.fixture
def ann(jean, me, tie):
    return acting(jean, me, tie, worlds.account("Ann"))


@pytest.fixture
def power(jean, ours, tie, ann):
    """Her daughter's power of attorney; she was assessed unable to decide who sees what."""
    assessed(ours, jean)
    return authority(ours, jean, tie_id=tie.id, permission_id=ann.permission_id)


def refuse(by, power, **given):
    said = {"effect": REFUSAL, "part": Part.MATTERS} | given
    return actions.choose_sharing(by=by, person_id=power.person_id, authority_id=power.id, **said)


def passed(by, power, **given):
    said = {"part": Part.MATTERS, "sector": "third", "text": "She liked them"} | given
    return actions.pass_on_grant(by=by, person_id=power.person_id, authority_id=power.id, **said)


def sign(by, row, **given):
    return actions.sign_wish(by=by, wish_id=row.id, **{"version": row.version} | given)


def why_not(by, row):
    """Why it cannot be signed now, as the page says before; empty where it can."""
    return queries.would_open(by, queries.wish(by, row.id))[1]


def pressed(by, ann):
    return actions.raise_concern(by=by, permission_id=ann.permission_id, why="She looks at her before she answers")


def kinds(reader):
    return [each.kind for each in notices.news(reader).notices]


@pytest.mark.parametrize("worried", [False, True])
def test_a_refusal_of_a_part_that_they_see_holds_at_once_and_says_by_whom(
    jean, me, ours, theirs, ann, power, worried
):
    if worried:
        pressed(ours, ann)
    made = refuse(ann, power, actor_id=theirs.actor_id)
    assert (made.signed_as, made.signed_by, made.said_by) == ("welfare_attorney", "Ann", "holder")
    assert policies.verdict(theirs, jean.id, Part.MATTERS).code == "people.person_refused"
    assert refuse(ann, power, actor_id=theirs.actor_id).id == made.id, "sent twice it is kept once"
    (mine,) = queries.sharing(me, jean.id)
    assert (mine.signed_as, mine.signed_by, mine.said_by) == ("welfare_attorney", "Ann", SaidBy.HOLDER)
    assert "signed_in_place" in kinds(me)
    (own,) = queries.own_signing(ann).stands
    assert (own.effect, own.part, own.signed_by, own.takes_back) == ("refusal", Part.MATTERS, "Ann", False)


def test_what_was_allowed_they_take_back_and_never_open_or_take_back_a_refusal(jean, me, ours, theirs, ann, power):
    hers = choose(me, jean, REFUSAL, sector="council", part=Part.MATTERS)
    grant = choose(ours, jean, sector="third", part=Part.MATTERS, authority_id=power.id)
    no = refuse(ann, power, actor_id=theirs.actor_id)

    def back(row):
        return actions.withdraw_choice(by=ann, choice_id=row.id, authority_id=power.id)

    assert [row.takes_back for row in queries.own_signing(ann).stands] == [False, True]
    assert back(grant).withdrawn_at
    assert kinds(me)[0] == "taken_back_in_place"
    assert wrong(lambda: back(grant)) == {"": "people.ended"}
    assert refused(lambda: back(hers), lambda: back(no)) == "people.is_passed_on"
    assert refused(lambda: refuse(ann, power, effect=GRANT)) == "people.is_passed_on"
    assert refused(lambda: actions.withdraw_choice(by=ann, choice_id=hers.id)) == "people.not_permitted"


def test_they_sign_one_part_at_a_time_of_those_that_they_see(jean, ours, ann, power):
    whole, unseen, safe = {"part": None}, {"part": Part.HARMS}, {"part": Part.CONTACT}
    noes = [lambda given=given: refuse(ann, power, **given) for given in (whole, unseen, safe)]
    assert refused(*noes) == "people.not_permitted people.part_by_part"
    assert refused(*(lambda given=given: passed(ann, power, **given) for given in (whole, unseen))) == (
        "people.not_permitted people.part_by_part"
    )
    grant = choose(ours, jean, sector="third", part=Part.HARMS, authority_id=power.id)
    no = refused(lambda: actions.withdraw_choice(by=ann, choice_id=grant.id, authority_id=power.id))
    assert no == "people.not_permitted"
    assert queries.own_signing(ann).stands == ()


def test_what_opens_is_passed_on_and_staff_sign_it_with_them(jean, me, ours, theirs, ann, power):
    row = passed(ann, power, until=clock.now() + timedelta(days=30))
    assert passed(ann, power, until=row.until).id == row.id, "sent twice it waits once"
    assert not SharingChoice.objects.exists()
    assert "pass_on_grant" in kinds(ours) and kinds(me)[0] == "pass_on_grant"
    ((waiting,), total) = queries.wishes(ours)
    assert total == 1 and (waiting.to_sign.part, waiting.to_sign.sector) == (Part.MATTERS, "third")
    one = queries.wish(ours, row.id)
    assert (one.to_sign.kind, why_not(ours, row)) == (AuthorityKind.ATTORNEY, "")
    before = queries.own_signing(ann)
    assert [(each.part, each.sector, each.text) for each in before.passed_on] == [
        (Part.MATTERS, "third", "She liked them")
    ]
    with pytest.raises(Stale):
        sign(ours, row, version=9)
    assert not SharingChoice.objects.exists(), "the grant goes with it"
    done = sign(ours, row)
    made = SharingChoice.of(done.choice_id)
    assert (done.state, made.effect, made.part, made.sector, made.until) == (
        "signed",
        "grant",
        "matters",
        "third",
        row.until,
    )
    assert (made.signed_as, made.signed_by, made.said_by) == ("welfare_attorney", "Ann", "staff_recording")
    assert kinds(me)[0] == "signed_in_place"
    after = queries.own_signing(ann)
    assert after.passed_on == before.passed_on, "what became of it is not told"
    assert [each.id for each in after.stands] == [made.id], "the grant stands, as any reader sees"
    assert wrong(lambda: sign(ours, done)) == {"": "people.answered_already"}
    assert queries.wishes(ours) == ([], 0)


def test_staff_decline_it_with_a_reason_that_they_alone_read(jean, me, ours, ann, power):
    row = passed(ann, power)
    given = {"by": ours, "wish_id": row.id, "version": 1}
    assert wrong(lambda: actions.decline_wish(**given, said=" ")) == {"said": "ground.required"}
    assert wrong(lambda: actions.answer_wish(**given, wishes=True, said="Yes")) == {"": "people.is_to_sign"}
    shown = repr(queries.own_signing(ann))
    actions.decline_wish(**given, said="zqnever")
    assert passed(ann, power).id == row.id, "sent again it does not tell that it was answered"
    assert repr(queries.own_signing(ann)) == shown
    assert "zqnever" in repr(queries.wish(ours, row.id)) and "zqnever" not in repr(queries.sharing(me, jean.id))
    ask = actions.pass_on_wish
    assert refused(lambda: ask(by=ann, person_id=jean.id, text="Meals")) == "people.not_permitted"
    with worlds.later(days=1, minutes=1):
        assert passed(ann, power).id != row.id


def test_while_she_may_be_pressed_or_refused_it_herself_it_is_not_signed(jean, me, ours, ann, power):
    concern, row = pressed(ours, ann), passed(ann, power)
    assert why_not(ours, row) == "people.held_while_pressed"
    assert refused(lambda: sign(ours, row)) == "people.held_while_pressed"
    assert all(look.reason != policies.HELD for look in queries.looks(me)), "who presses her may read this with her"
    actions.lift_concern(by=ours, concern_id=concern.id, version=1, why="Asked, alone")
    no = choose(me, jean, REFUSAL, sector="third", part=Part.MATTERS)
    assert why_not(ours, row) == "people.she_refused"
    assert wrong(lambda: sign(ours, row)) == {"": "people.she_refused"}
    assert passed(ann, power, text="Again").state == "waiting", "what she refused is not told by it"
    assert no.id not in {each.id for each in queries.own_signing(ann).stands}


def test_where_she_decides_nothing_is_signed_and_the_page_says_so(jean, ours, tie, ann):
    power = authority(ours, jean, tie_id=tie.id, covers=[Matter.SHARING, Matter.ACTING])
    (held,) = queries.own_authorities(ann).held
    assert (held.refuses, held.opens, held.code, held.standing) == (
        False,
        False,
        "people.signs_for_herself",
        "presumed_able",
    )
    noes = (lambda: refuse(ann, power), lambda: passed(ann, power))
    assert refused(*noes) == "people.signs_for_herself"
    yes, no = assessed(ours, jean, able=True), assessed(ours, jean)
    (held,) = queries.own_authorities(ann).held
    assert (held.code, held.standing, held.refuses, held.opens) == ("people.refusal_is_kept", "unclear", True, False)
    order = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=tie.id)
    assert refuse(ann, order, sector="council").signed_as == "welfare_guardian", (
        "a refusal is kept where it is not clear"
    )
    assert refused(lambda: passed(ann, order)) == "people.unclear_who_signs"
    actions.withdraw_assessment(by=ours, assessment_id=no.id, version=1, reason="Somebody else's")
    assert {each.standing for each in queries.own_signing(ann).held} == {"assessed_able"}
    assert yes.able and refused(lambda: refuse(ann, order, part=Part.REFERRALS)) == "people.signs_for_herself"


def test_the_authority_is_their_own_and_nobody_elses(jean, me, ours, tie, ann, power):
    other = actions.add_to_circle(by=me, person_id=jean.id, kind=CircleKind.FAMILY, name="Bob")
    bob = acting(jean, me, other, worlds.account("Bob"))
    bobs = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=other.id, permission_id=bob.permission_id)
    assert [each.id for each in queries.own_signing(bob).held] == [bobs.id]
    for by, named in ((bob, power), (ann, bobs), (me, power), (replace(ann, token_id=worlds.UNKNOWN), power)):
        assert refused(lambda by=by, named=named: refuse(by, named)) == "people.authority_not_now"
    for by, named in ((bob, power), (ann, bobs)):
        assert refused(lambda by=by, named=named: passed(by, named)) == "people.authority_not_now"
    elsewhere = worlds.taken_in(ours, name="Bo")
    no = refused(
        lambda: actions.choose_sharing(
            by=ann, person_id=elsewhere.id, effect=REFUSAL, part=Part.MATTERS, authority_id=power.id
        )
    )
    assert no == "people.no_relationship" or no
    assert refused_reading(lambda: queries.own_signing(ours)) == "people.only_carers"
    assert refused_reading(lambda: queries.own_signing(NOBODY)) == "access.nobody"


def test_a_tie_by_which_two_accounts_acted_is_nobodys_unless_the_authority_names_whose(jean, me, ours, tie, ann):
    assessed(ours, jean)
    power = authority(ours, jean, tie_id=tie.id)
    assert [each.id for each in queries.own_signing(ann).held] == [power.id]
    other = acting(jean, me, tie, worlds.account("Somebody else"))
    for by in (ann, other):
        assert queries.own_signing(by).held == () and not queries.holds_authority(by)
        assert refused(lambda by=by: refuse(by, power)) == "people.authority_not_now"
    named = authority(ours, jean, tie_id=tie.id, permission_id=ann.permission_id)
    assert refuse(ann, named).signed_by == "Ann"
    assert refused(lambda: refuse(other, named, part=Part.REFERRALS)) == "people.authority_not_now"


def test_it_covers_who_sees_what_holds_today_and_is_no_named_persons(jean, ours, tie, ann, power):
    actions.end_authority(by=ours, authority_id=power.id, version=1, reason="Revoked")
    helps = authority(ours, jean, AuthorityKind.GUARDIAN, tie_id=tie.id, covers=[Matter.HELP, Matter.ACTING])
    named = authority(ours, jean, AuthorityKind.NAMED_PERSON, tie_id=tie.id, covers=[], number="")
    today = clock.today()
    coming = authority(ours, jean, AuthorityKind.INTERVENTION, tie_id=tie.id, since=today + timedelta(days=3))
    for row in (power, helps, named, coming):
        for act in (refuse, passed):
            assert refused(lambda act=act, row=row: act(ann, row)) == "people.authority_not_now"
    held = {each.kind: each for each in queries.own_signing(ann).held}
    assert held.keys() == {AuthorityKind.GUARDIAN, AuthorityKind.INTERVENTION}
    assert {each.code for each in held.values()} == {"people.authority_not_now"}
    offer = {"tie_id": tie.id, "email": "x@example.org", "parts": SEEN, "acts": [Act.ASK], "authority_id": helps.id}
    until = clock.now() + timedelta(days=9)
    no = refused(lambda: actions.offer_permission(by=ann, person_id=jean.id, until=until, said_how="x", **offer))
    assert no == "people.only_self", "who acts for her is never let in by a carer"


def test_a_permission_that_is_stopped_or_ended_stops_what_stands_on_an_open_form(jean, me, ours, ann, power):
    row = passed(ann, power)
    stop = {"by": ours, "permission_id": ann.permission_id, "reason": "She is afraid"}
    actions.suspend_permission(**stop, version=2)
    noes = (lambda: refuse(ann, power), lambda: passed(ann, power, text="Again"))
    assert refused(*noes) and not SharingChoice.objects.exists()
    assert refused_reading(lambda: queries.own_signing(ann)) == "people.no_permission"
    actions.end_permission(by=me, permission_id=ann.permission_id)
    assert refused(*noes)
    assert sign(ours, row).state == "signed", "the authority holds: staff sign with whoever holds it"


def test_who_also_works_with_her_signs_in_neither_hat(jean, ours, ann, power, theirs):
    account = ann.account_id
    job = {"account_id": account, "actor_id": theirs.actor_id, "role": Role.WORKER, "title": "Befriender"}
    ecosystem.give_hat(by=SYSTEM, **job)
    (held,) = queries.own_authorities(ann).held
    assert (held.refuses, held.opens, held.code) == (False, False, "people.in_one_hat")
    noes = (lambda: refuse(ann, power), lambda: passed(ann, power))
    assert refused(*noes) == "people.in_one_hat"
    worker = replace(theirs, account_id=account)
    assert refused(lambda: choose(worker, jean, REFUSAL, part=Part.MATTERS, authority_id=power.id)) == (
        "people.authority_not_now"
    )
    with pytest.raises(NotFound):
        actions.sign_wish(by=ours, wish_id=worlds.UNKNOWN, version=1)


def test_what_was_passed_on_is_signed_by_none_who_passed_it_on_nor_after_the_authority_ended(jean, ours, ann, power):
    row = passed(ann, power)
    worker = replace(ours, account_id=ann.account_id)
    assert refused(lambda: sign(worker, row)) == "access.own_account"
    assert refused(lambda: sign(ann, row)) in ("people.not_permitted", "access.no_role")
    actions.end_authority(by=ours, authority_id=power.id, version=1, reason="Revoked")
    assert why_not(ours, row) == "people.authority_not_now"
    assert refused(lambda: sign(ours, row)) == "people.authority_not_now"
    assert actions.decline_wish(by=ours, wish_id=row.id, version=1, said="It ended").state == "declined"


def test_what_it_will_do_is_told_as_far_as_they_may_see(jean, me, ours, theirs, tie, ann, power):
    other = actions.add_to_circle(by=me, person_id=jean.id, kind=CircleKind.FAMILY, name="Zebedee")
    acting(jean, me, other, worlds.account("Zebedee"))

    def told(by, **given):
        said = {"effect": REFUSAL, "part": Part.MATTERS, "authority_id": power.id} | given
        return queries.choice_would_change(by, jean.id, **said)

    shown = told(ann)
    names = {each.name for each in shown.readers}
    assert names == {"Link workers", "Befrienders", "Ann"} and not shown.all_known
    touched = {each.name: each for each in shown.touched}
    assert touched["Befrienders"].loses == touched["Ann"].loses == (Part.MATTERS,)
    parts = {part for each in shown.readers for part in (*each.still, *each.loses, *each.gains)}
    assert parts <= {Part.IDENTITY, *SEEN}, "of the parts that they do not see they read nothing"
    assert {each.name for each in told(ours, authority_id=power.id).readers} >= {"Zebedee"}
    grant = choose(ours, jean, sector="third", part=Part.MATTERS, authority_id=power.id)
    assert queries.withdrawal_would_change(ann, grant.id, power.id).readers
    assert refused_reading(lambda: told(ann, effect=GRANT)) == "people.is_passed_on"
    assert refused_reading(lambda: told(ann, part=None)) == "people.part_by_part"


def test_a_team_whose_name_would_tell_too_much_is_named_nowhere(jean, ours, theirs, ann, power):
    Relationship.objects.filter(person=jean, actor=theirs.actor_id).update(sensitive=True)
    choose(ours, jean, actor_id=theirs.actor_id, part=Part.MATTERS, authority_id=power.id)
    (stands,) = queries.own_signing(ann).stands
    assert isinstance(stands.actor, Withheld) and stands.actor_id is None
    given = {"effect": REFUSAL, "part": Part.MATTERS, "authority_id": power.id}
    assert "Befrienders" not in repr(queries.choice_would_change(ann, jean.id, **given))


def test_she_is_told_of_all_of_it_and_where_that_is_not_safe_it_counts_for_nothing(jean, me, ours, tie, ann):
    first = assessed(ours, jean)
    power = authority(ours, jean, tie_id=tie.id)
    assert kinds(me)[:2] == ["record_authority", "record_assessment"]
    actions.withdraw_assessment(by=ours, assessment_id=first.id, version=1, reason="Wrong")
    actions.end_authority(by=ours, authority_id=power.id, version=1, reason="Revoked")
    assert kinds(me)[:2] == ["end_authority", "withdraw_assessment"]
    assert queries.authorities_told(me, [power.id]) and not queries.authorities_told(ann, [power.id])
    before, unsafe = kinds(me), {"tell": False, "why_not_told": "He reads with her"}
    assert wrong(lambda: assessed(ours, jean, tell=False)) == {"why_not_told": "ground.required"}
    assert wrong(lambda: authority(ours, jean, tie_id=tie.id, tell=False)) == {"why_not_told": "ground.required"}
    quiet, looked = authority(ours, jean, tie_id=tie.id, **unsafe), assessed(ours, jean, **unsafe)
    assert kinds(me) == before
    mine = queries.deciding(me, jean.id)
    assert {each.id for each in (*mine.authorities, *mine.assessments)} == {power.id, first.id}
    assert all(each.herself for each in mine.matters)
    assert choose(me, jean, part=Part.REFERRALS), "she decides, as her page says"
    assert refused(lambda: choose(ours, jean, REFUSAL, part=Part.MATTERS, authority_id=quiet.id)) == (
        "people.authority_not_now"
    )
    assert queries.own_signing(ann).held == ()
    seen = {each.id: each for each in queries.deciding(ours, jean.id).authorities}[quiet.id]
    assert (seen.holds, seen.signs, seen.why_not_told) == (False, (), "He reads with her")
    actions.tell_of_assessment(by=ours, assessment_id=looked.id, version=1)
    actions.tell_of_authority(by=ours, authority_id=quiet.id, version=1)
    assert kinds(me)[:2] == ["record_authority", "record_assessment"]
    again = {"by": ours, "authority_id": quiet.id, "version": 2}
    assert wrong(lambda: actions.tell_of_authority(**again)) == {"": "people.told_already"}
    assert refuse(ann, quiet).signed_by == "Ann"


def test_a_program_signs_nothing_for_anybody_and_the_columns_come_from_the_authority(jean, ours, ann, power):
    with pytest.raises(TypeError):
        actions.choose_sharing(by=ann, person_id=jean.id, effect=REFUSAL, part=Part.MATTERS, signed_by="Bob")
    made = refuse(ann, power)
    entry = AuditEntry.objects.filter(code="people.choose_sharing").last()
    assert (entry.account_id, entry.purpose) == (ann.account_id, Purpose.ACTING_FOR)
    assert (made.signed_by, made.author_account_id) == ("Ann", ann.account_id)


@pytest.mark.parametrize("seed", range(12))
def test_in_random_worlds_what_they_read_before_is_what_the_rule_then_says_of_the_parts_they_see(
    seed, ours, ann, power
):
    chance = Random(seed)
    person_id, sectors = power.person_id, ("nhs", "third", "council", "informal", "")
    teams = [ours, *(worlds.wearing(worlds.team(f"Team {number}")) for number in range(3))]
    for team in teams[1:]:
        shared = chance.sample([Part.MATTERS, Part.REFERRALS, Part.INVOLVED, Part.HARMS], 2)
        given = {"role": "member", "purpose": "x", "parts": shared, "basis": "consent"}
        actions.open_relationship(by=SYSTEM, person_id=person_id, actor_id=team.actor_id, **given)
    for _ in range(3):
        said = {"effect": chance.choice([GRANT, REFUSAL]), "sector": chance.choice(sectors)}
        actions.choose_sharing(by=SYSTEM, person_id=person_id, part=chance.choice([Part.HARMS, Part.MATTERS]), **said)
    seen = queries.own_authorities(ann).parts
    if Part.INVOLVED not in seen or not seen:
        return
    to = {"actor_id": chance.choice(teams).actor_id} if chance.random() < 0.5 else {"sector": chance.choice(sectors)}
    wished = {"effect": REFUSAL, "part": chance.choice(seen), "authority_id": power.id} | to

    def sees():
        return {
            team.actor_id: {part for part in seen if policies.verdict(team, person_id, part).allowed}
            for team in teams
        }

    told = {
        each.id: each for each in queries.choice_would_change(ann, person_id, **wished).readers if not each.learns
    }
    before = sees()
    actions.choose_sharing(by=ann, person_id=person_id, **wished)
    after = sees()
    for team in teams:
        said, is_now = told[team.actor_id], after[team.actor_id]
        assert {*said.loses} & {*seen} == before[team.actor_id] - is_now, seed
        assert {*said.still} & {*seen} == is_now and not said.gains


@pytest.mark.django_db(transaction=True)
def test_a_refusal_at_the_moment_the_authority_ends_comes_before_it_or_not_at_all(jean, ours, ann, power):
    end = {"by": ours, "authority_id": power.id, "version": 1, "reason": "Revoked"}
    won, lost = sorted_out(both(lambda: refuse(ann, power), lambda: actions.end_authority(**end)))
    assert Authority.of(power.id).ended_at
    made = SharingChoice.objects.first()
    assert (made is not None) == (len(won) == 2)
    assert made is None or made.created_at <= Authority.of(power.id).ended_at
    assert [str(error.verdict.code) for error in lost] in ([], ["people.authority_not_now"])


@pytest.mark.django_db(transaction=True)
def test_pressed_twice_at_once_it_is_kept_once(jean, ann, ours, power):
    both(*[lambda: refuse(ann, power, sector="council")] * 2)
    both(*[lambda: passed(ann, power)] * 2)
    row = CarerWish.objects.get()
    assert SharingChoice.objects.count() == 1
    won, lost = sorted_out(both(lambda: sign(ours, row), lambda: sign(ours, row)))
    assert len(won) == 1 and SharingChoice.objects.filter(effect="grant").count() == 1, lost
    assert CarerPermission.of(ann.permission_id).state == "active"
