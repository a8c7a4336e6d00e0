"""She decides who sees: a refusal beats a grant, a withdrawal holds at once, nobody widens what is not theirs."""

from dataclasses import replace
from datetime import timedelta

import pytest

from ecotone.access.models import AuditEntry
from ecotone.access.rules import Basis, Role
from ecotone.access.verdicts import Withheld
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.prepared import insert
from ecotone.people import actions, policies, queries
from ecotone.people.models import Person, Relationship
from ecotone.people.queries import COUNTED
from ecotone.people.rules import SHAREABLE, STORY, CareRole, Channel, CircleKind, Effect, Mode, Part
from tests import worlds
from tests.worlds import SYSTEM, refused, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
GRANT, REFUSAL = Effect.GRANT, Effect.REFUSAL


@pytest.fixture
def board():
    return worlds.actor("Drumgray Health Board", sector=Sector.NHS)


@pytest.fixture
def ours(board):
    return worlds.wearing(worlds.team("Nurses", board))


@pytest.fixture
def jean(ours):
    """The nurses see what matters to her and who helps her, and no more."""
    return worlds.taken_in(ours, parts=[Part.MATTERS, Part.INVOLVED])


@pytest.fixture
def me(jean):
    return worlds.herself(jean)


def choose(by, jean, effect, **fields):
    return actions.choose_sharing(by=by, person_id=jean.id, effect=effect, **fields)


def may(by, jean, part):
    return policies.verdict(by, jean.id, part).code


def relate(by, jean, to, parts=(), **fields):
    given = {"role": CareRole.MEMBER, "purpose": "company", "basis": Basis.CONSENT} | fields
    return actions.open_relationship(by=by, person_id=jean.id, actor_id=to.actor_id, parts=parts, **given)


@pytest.mark.commitment(3)
def test_a_grant_opens_and_its_withdrawal_closes_at_once(ours, jean, me, board):
    assert may(ours, jean, Part.HARMS) == "people.not_shared"
    for to in ({"actor_id": ours.actor_id}, {"actor_id": board.id}, {"sector": "nhs"}, {}):
        grant = choose(me, jean, GRANT, part=Part.HARMS, **to)
        assert may(ours, jean, Part.HARMS) == "people.by_grant"
        assert may(ours, jean, Part.HISTORY) == "people.not_shared"
        actions.withdraw_choice(by=ours, choice_id=grant.id)
        assert may(ours, jean, Part.HARMS) == "people.not_shared"
        assert told(lambda grant=grant: actions.withdraw_choice(by=ours, choice_id=grant.id)) == [
            ("people.ended", "")
        ]


@pytest.mark.commitment(3)
def test_a_refusal_beats_every_grant_and_relationship_until_it_ends_or_is_withdrawn(ours, jean, me):
    choose(me, jean, GRANT)
    until = clock.now() + timedelta(days=2)
    refusal = choose(ours, jean, REFUSAL, sector="nhs", part=Part.MATTERS, until=until)
    assert refusal.said_by == "staff_recording"
    assert may(ours, jean, Part.MATTERS) == "people.person_refused"
    assert may(ours, jean, Part.HARMS) == "people.by_grant"
    with clock.at(until - timedelta(seconds=1)):
        assert may(ours, jean, Part.MATTERS) == "people.person_refused"
    with clock.at(until):
        assert may(ours, jean, Part.MATTERS) == "people.by_relationship"
    actions.withdraw_choice(by=me, choice_id=refusal.id)
    assert may(ours, jean, Part.MATTERS) == "people.by_relationship"


def test_a_grant_without_a_relationship_opens_nothing(jean, me):
    stranger = worlds.stranger()
    choose(me, jean, GRANT)
    assert may(stranger, jean, Part.MATTERS) == "people.no_relationship"


def test_a_refusal_of_all_takes_her_off_the_teams_list(ours, jean, me):
    assert [row.id for row in queries.my_people(ours)[0]] == [jean.id]
    choose(me, jean, REFUSAL, actor_id=ours.actor_id)
    assert queries.my_people(ours) == ([], 0)
    assert worlds.refused_reading(lambda: queries.person(ours, jean.id)) == "people.person_refused"


@pytest.mark.commitment(3)
def test_staff_grant_nobody_what_they_do_not_see_their_own_team_least_of_all(ours, jean):
    grant = {"by": ours, "jean": jean, "effect": GRANT, "actor_id": ours.actor_id}
    for part in {None, *SHAREABLE} - {Part.MATTERS, Part.INVOLVED}:
        assert refused(lambda part=part: choose(**grant, part=part)) == "people.cannot_share_unseen"
    for part in (Part.MATTERS, Part.INVOLVED):
        assert choose(**grant, part=part).said_by == "staff_recording"


def test_a_grant_ends_in_the_future_and_is_to_one_actor_or_one_sector(jean, me, board):
    both = {"actor_id": board.id, "sector": "nhs", "until": clock.now()}
    assert told(lambda: choose(me, jean, GRANT, **both)) == [
        ("people.to_whom", "actor_id"),
        ("people.past", "until"),
    ]


@pytest.mark.commitment(3)
def test_one_passes_on_what_one_sees_and_never_to_ones_own_team(ours, jean):
    other = worlds.wearing(worlds.team("Choir"))
    assert refused(lambda: relate(ours, jean, other, [Part.HARMS])) == "people.cannot_share_unseen"
    assert refused(lambda: relate(ours, jean, other, ["no such part"])) == "people.cannot_share_unseen"
    relate(ours, jean, other, [Part.MATTERS, Part.IDENTITY])
    assert may(other, jean, Part.MATTERS) == "people.by_relationship"
    assert refused(lambda: relate(ours, jean, ours, [])) == "people.own_team"


def test_what_was_granted_for_a_while_cannot_be_kept_for_good(ours, jean, me):
    choose(me, jean, GRANT, part=Part.HARMS, actor_id=ours.actor_id, until=clock.now() + timedelta(days=1))
    assert refused(lambda: relate(ours, jean, ours, [Part.HARMS])) == "people.own_team"
    with worlds.later(days=1):
        assert may(ours, jean, Part.HARMS) == "people.not_shared"


@pytest.mark.commitment(3)
def test_staff_grant_themselves_nothing_that_they_see_by_her_grant(ours, jean, me):
    choose(me, jean, GRANT, part=Part.HARMS, until=clock.now() + timedelta(days=1))
    for to in ({"actor_id": ours.actor_id}, *({"sector": sector} for sector in ours.sectors), {}):
        assert refused(lambda to=to: choose(ours, jean, GRANT, part=Part.HARMS, **to)) == "people.own_team"
    other = worlds.wearing(worlds.team("Choir"))
    assert choose(ours, jean, GRANT, part=Part.HARMS, actor_id=other.actor_id).said_by == "staff_recording"


def test_a_relationship_is_widened_never_doubled_and_opens_anew_after_it_ended(ours, jean):
    other = worlds.wearing(worlds.team("Choir"))
    first = relate(ours, jean, other, [Part.MATTERS], opened_by=worlds.UNKNOWN)
    assert relate(ours, jean, other, [Part.INVOLVED]).id == first.id
    assert may(other, jean, Part.INVOLVED) == "people.by_relationship"
    ending = {"by": SYSTEM, "person_id": jean.id, "actor_id": other.actor_id, "because_of": worlds.UNKNOWN}
    actions.end_relationship(**ending, until=clock.now() + timedelta(days=28))
    assert may(other, jean, Part.MATTERS) == "people.by_relationship"
    second = relate(ours, jean, other, [])
    assert second.id != first.id
    with worlds.later(days=28):
        assert may(other, jean, Part.IDENTITY) == "people.by_relationship"
        assert may(other, jean, Part.MATTERS) == "people.not_shared"


def test_what_an_ask_opened_ends_and_what_came_of_taking_her_in_does_not(ours, jean):
    ending = {"by": SYSTEM, "person_id": jean.id, "because_of": worlds.UNKNOWN}
    actions.end_relationship(**ending, actor_id=ours.actor_id)
    with worlds.later(days=99):
        assert may(ours, jean, Part.MATTERS) == "people.by_relationship"
    assert Relationship.objects.get().until is None


def test_an_end_put_on_earlier_by_its_own_ask_is_brought_forward(ours, jean):
    other = worlds.wearing(worlds.team("Choir"))
    relate(ours, jean, other, opened_by=worlds.UNKNOWN)
    ending = {"by": SYSTEM, "person_id": jean.id, "actor_id": other.actor_id}
    month = clock.now() + timedelta(days=28)
    actions.end_relationship(**ending, because_of=worlds.UNKNOWN, until=month)
    with worlds.later(days=1):
        actions.end_relationship(**ending, because_of=jean.id)
        assert may(other, jean, Part.IDENTITY) == "people.by_relationship"
        actions.end_relationship(**ending, because_of=worlds.UNKNOWN)
        assert may(other, jean, Part.IDENTITY) == "people.no_relationship"


# ── a team whose name alone would tell too much ───────────────────────────────────────────────────────────────────


@pytest.fixture
def refuge(ours, jean, me):
    """A sensitive service: it sees all of her record, has met her, written, named someone, and been granted much."""
    by = worlds.wearing(worlds.team("Safe Haven", sector=Sector.THIRD), title="Advocate")
    relate(me, jean, by, SHAREABLE, sensitive=True, purpose="safety planning")
    given = {"by": by, "person_id": jean.id}
    actions.log_encounter(**given, mode=Mode.READ_ONLY, channel=Channel.PLACE, note="At the refuge")
    actions.add_story_entry(**given, section=Part.MATTERS, text="To feel safe")
    actions.add_to_circle(**given, kind=CircleKind.WORKER, name="Kay of Safe Haven", actor_id=by.actor_id)
    choose(me, jean, GRANT, actor_id=by.actor_id, part=Part.HISTORY, note="Safe Haven only")
    choose(by, jean, REFUSAL, sector="council", part=Part.HARMS)
    return by


def open_all(me, jean, *workers):
    for worker in workers:
        choose(me, jean, GRANT, actor_id=worker.actor_id)


@pytest.mark.commitment(3)
def test_a_sensitive_teams_name_is_nowhere_in_what_others_see(ours, jean, me, refuge):
    open_all(me, jean, ours)
    view, choices = queries.person(ours, jean.id), queries.sharing(ours, jean.id)
    assert "Safe Haven" not in repr((view, choices))
    assert str(refuge.actor_id) not in repr((view, choices))
    assert "refuge" not in repr(view)
    veil = Withheld("people.sensitive_team")
    hidden = next(each for each in view.involved if each.actor == veil)
    assert (hidden.actor_id, hidden.purpose, hidden.parts) == (None, veil, ())
    (met,) = view.encounters
    assert (met.actor, met.actor_id, met.author, met.note) == (veil, None, veil, veil)
    assert view.story[0].entries[0].text == "To feel safe", "her words are hers to share"
    assert view.story[0].entries[0].author == veil


@pytest.mark.commitment(3)
def test_she_and_the_team_itself_see_its_name(jean, me, refuge):
    for by in (me, refuge):
        view = queries.person(by, jean.id)
        assert "Safe Haven" in {each.actor for each in view.involved}
        assert view.encounters[0].actor == "Safe Haven"
        assert view.encounters[0].note == "At the refuge"
        assert view.story[0].entries[0].author == refuge.signature
        assert view.circle[0].name == "Kay of Safe Haven"
        assert {choice.actor for choice in queries.sharing(by, jean.id)} == {"Safe Haven", ""}


def test_it_stays_hidden_after_it_ended_and_whatever_else_it_is_asked_for(ours, jean, me, refuge):
    open_all(me, jean, ours)
    relate(me, jean, refuge, purpose="a jumble sale")
    assert "Safe Haven" not in repr(queries.person(ours, jean.id))
    Relationship.objects.filter(actor_id=refuge.actor_id).update(until=clock.now() + timedelta(days=1))
    with worlds.later(days=2):
        relate(me, jean, refuge, purpose="a jumble sale")
        assert "Safe Haven" not in repr(queries.person(ours, jean.id))


def test_a_team_known_for_something_else_hides_once_it_helps_with_something_sensitive(ours, jean, me):
    both = worlds.wearing(worlds.team("Community house"))
    open_all(me, jean, ours)
    relate(me, jean, both)
    assert "Community house" in repr(queries.person(ours, jean.id))
    relate(me, jean, both, sensitive=True)
    assert "Community house" not in repr(queries.person(ours, jean.id))


def test_a_sensitive_team_that_takes_her_in_itself_is_hidden_from_the_first(ours):
    refuge = worlds.wearing(worlds.team("Safe Haven"))
    jean = worlds.taken_in(refuge, sensitive=True)
    relate(refuge, jean, ours, [Part.INVOLVED])
    assert "Safe Haven" not in repr(queries.person(ours, jean.id))


# ── what stays of it all in the audit ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.commitment(3)
def test_she_sees_every_look_at_her_record_with_its_parts_and_basis(ours, jean, me):
    choose(me, jean, GRANT, actor_id=ours.actor_id, part=Part.HARMS)
    with worlds.later(hours=1):
        queries.person(ours, jean.id, [Part.MATTERS, Part.HARMS, Part.HISTORY])
    with worlds.later(hours=2):
        queries.my_people(ours)
    seen = [look for look in queries.looks(me) if look.kind == "look"]
    assert [(look.code, look.parts, look.bases) for look in seen] == [
        ("people.my_people", ("identity",), ("relationship",)),
        ("people.person", ("harms", "identity", "matters"), ("grant", "relationship")),
    ]
    assert {(look.account_id, look.hat_id, look.actor_id) for look in seen} == {
        (ours.account_id, ours.hat_id, ours.actor_id)
    }


def test_parts_that_are_shown_elsewhere_or_not_asked_for_are_not_said_to_have_been_seen(ours, jean, me):
    queries.person(me, jean.id)
    (own,) = [look for look in queries.looks(me) if look.kind == "look"]
    assert set(own.parts) == {str(part) for part in Part} - {"outcomes", "referrals"}
    with worlds.later(hours=1):
        view = queries.person(ours, jean.id, [])
        assert (view.contact, view.circle, view.story) == (None, None, ())
        assert queries.looks(me)[0].parts == ("identity",)


def test_only_she_reads_who_looked_and_asking_whether_one_may_is_no_look(ours, jean, me):
    assert worlds.refused_reading(lambda: queries.looks(ours)) == "people.only_self"
    assert worlds.refused_reading(lambda: queries.looks(worlds.NOBODY)) == "access.nobody"
    before = AuditEntry.objects.count()
    queries.may(ours, jean.id, Part.MATTERS)
    queries.shareable_parts(ours, jean.id)
    assert AuditEntry.objects.count() == before


def test_lists_and_banners_open_to_those_who_practise_with_her_alone(ours, jean):
    for role in Role:
        by = replace(ours, role=role)
        rows, total = queries.my_people(by)
        banner = queries.banners(by, [jean.id])[jean.id]
        if by.practises:
            assert ([row.name for row in rows], total) == (["Jean Rafferty"], 1)
            assert banner.identity.name == "Jean Rafferty"
        else:
            assert (rows, total) == ([], 0)
            assert banner.identity == banner.contact == Withheld("people.counts_only")
            assert worlds.refused_reading(lambda by=by: queries.sharing(by, jean.id)) == "people.counts_only"


def test_a_list_finds_by_either_name_pages_on_and_warns(ours):
    for name in ("Jean Rafferty", "Agnes Boyle", "Carol 100%"):
        worlds.taken_in(ours, name=name, known_as=f"wee {name[:3]}", contact_warning="Never leave a message")
    assert [row.name for row in queries.my_people(ours)[0]] == ["Agnes Boyle", "Carol 100%", "Jean Rafferty"]
    assert [row.name for row in queries.my_people(ours, words=" WEE agn ")[0]] == ["Agnes Boyle"]
    assert [row.name for row in queries.my_people(ours, words="%")[0]] == ["Carol 100%"]
    rows, total = queries.my_people(ours, most=1, start=1)
    assert ([row.name for row in rows], total) == (["Carol 100%"], 3)
    assert rows[0].warning == "Never leave a message"
    assert rows[0].since == clock.now()


def test_a_list_goes_by_the_name_she_has_now(ours):
    first, _ = (worlds.taken_in(ours, name=name) for name in ("Agnes Boyle", "Jean Rafferty"))
    actions.open_relationship(
        by=SYSTEM,
        person_id=first.id,
        actor_id=ours.team_id,
        role=CareRole.CONSULT,
        purpose="Asked once",
        parts=(),
        basis=Basis.CONSENT,
        until=clock.now() + timedelta(days=2),
    )
    actions.change_person(by=ours, person_id=first.id, version=1, name="  Nan Boyle ")
    assert [row.name for row in queries.my_people(ours)[0]] == ["Jean Rafferty", "Nan Boyle"]
    after = first.id
    assert queries.my_people(ours, after=after)[0] == []


def test_beyond_many_people_are_shown_but_no_longer_counted(ours):
    people = [Person(name=f"Person {number:04}") for number in range(COUNTED + 20)]
    insert(people)
    tie = {"actor_id": ours.team_id, "role": CareRole.MEMBER, "basis": Basis.CONSENT, "since": clock.now()}
    insert(Relationship(person=each, person_name=each.name, **tie) for each in people)

    def seen(start: int):
        rows, total = queries.my_people(ours, most=10, start=start)
        return [row.name for row in rows][:1], total

    last = COUNTED + 20
    assert [seen(start) for start in (0, 10)] == [(["Person 0000"], COUNTED), (["Person 0010"], COUNTED + 10)]
    assert [seen(start) for start in (20, last - 1)] == [(["Person 0020"], last), ([f"Person {last - 1:04}"], last)]
    assert seen(last + 10) == ([], last)


def test_every_part_of_the_story_is_told_apart(ours, jean):
    view = queries.person(ours, jean.id)
    assert {each.part: isinstance(each.entries, Withheld) for each in view.story} == {
        part: part is not Part.MATTERS for part in STORY
    }
