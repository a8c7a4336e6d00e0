"""A person's own way in: two halves that nobody holds together, tried, raced, used, taken off; and attacks on it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ecotone.access import actions as accounts
from ecotone.access.models import Account, ApiToken, AuditEntry, AuditSubject
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Purpose, Role, Scope
from ecotone.ecosystem.models import Actor
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound, Stale
from ecotone.notices import queries as notices
from ecotone.notices.models import Mail
from ecotone.people import actions, queries
from ecotone.people.models import AccountTakenOff, OwnWayIn, Person
from ecotone.people.rules import SHAREABLE, Act, CareRole, CircleKind, Part
from ecotone.people.rules.signing import Matter
from ecotone.procedures.erasing import erase, erase_account
from ecotone.procedures.leaving import record_death
from ecotone.rights.rules.erasing import Ground
from tests import worlds
from tests.rooms.ecosystem import world
from tests.worlds import NOBODY, SYSTEM, offered_way_in, refused, refused_reading, told, way_in_mailed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
BORN = date(1948, 3, 24)
HERS = "jean@example.org"
STRONG = "three quiet otters"


@pytest.fixture
def ours():
    return worlds.wearing(worlds.team("Link workers"))


@pytest.fixture
def jean(ours):
    return worlds.taken_in(ours, birth_date=BORN)


@pytest.fixture
def guardian():
    return worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN)


def offer(by, who, address=HERS, **given):
    said = {"address": address, "knew": "photo_document"} | given
    return actions.offer_own_way_in(by=by, person_id=who.id, **said)


def tried(token, code, born=BORN):
    return actions.try_own_way_in(by=NOBODY, token=token, code=code, born=born)


def proved(by, who, address=HERS):
    token, code = offered_way_in(by, who, address)
    return tried(token, code)


def as_account(account):
    return Principal(Kind.NOBODY, account.id, account.name)


def open_(proof, password=STRONG):
    return actions.open_own_way_in(by=NOBODY, proof=proof, password=password)


def use(account, proof):
    return actions.use_own_way_in(by=as_account(account), proof=proof)


def wrong(act):
    with pytest.raises(Invalid) as no:
        act()
    return [problem.code for problem in no.value.problems]


def give_hat(account, like):
    world.hat(account, Actor.of(like.team_id))


def helps(by, jean, role=CareRole.MEMBER, **given):
    whom = {"person_id": jean.id, "actor_id": by.team_id, "role": role, "purpose": "x", "basis": Basis.CONSENT}
    actions.open_relationship(by=SYSTEM, **whom, parts=SHAREABLE, **given)


def let_act(jean, email, account=None):
    by = worlds.wearing(worlds.team("Nurses"))
    helps(by, jean)
    tie = actions.add_to_circle(by=by, person_id=jean.id, kind=CircleKind.FAMILY, name="Bob")
    given = {"parts": [Part.REFERRALS], "acts": [Act.ASK], "until": clock.now() + timedelta(days=60)}
    given |= {"person_id": jean.id, "tie_id": tie.id, "said_how": "She said so"}
    row = actions.offer_permission(by=by, email=email, **given)
    if account:
        actions.accept_permission(by=as_account(account), permission_id=row.id, version=1)
    return row


def test_with_both_halves_she_makes_an_account_and_signs_in_as_herself(ours, jean):
    proof = proved(ours, jean)
    account = Account.objects.get(pk=open_(proof))
    assert (account.name, account.email, account.check_password(STRONG)) == (jean.name, HERS, True)
    me = queries.principal_for(account.id)
    assert me.person_id == jean.id
    (told_of,) = [each for each in notices.news(me).notices if each.kind == "use_own_way_in"]
    assert told_of.subject_id in queries.ways_in_told(me, [told_of.subject_id])
    (mine,) = queries.ways_in(me, jean.id).offers
    assert (mine.author, mine.knew, mine.standing) == (ours.signature, "in_person", "used")


def test_every_team_that_helps_her_hears_that_somebody_signs_in_as_her(ours, jean):
    nurses, consulted = worlds.wearing(worlds.team("Nurses")), worlds.wearing(worlds.team("Advice"))
    helps(nurses, jean), helps(consulted, jean, CareRole.CONSULT)
    open_(proved(ours, jean))
    for by, hears in ((ours, True), (nurses, True), (consulted, False), (worlds.stranger(), False)):
        ids = [each.subject_id for each in notices.news(by).notices if each.kind == "use_own_way_in"]
        assert bool(queries.ways_in_told(by, ids)) is hears
    assert not queries.ways_in_told(consulted, [OwnWayIn.objects.get().id])


def test_with_both_halves_she_uses_the_account_that_she_has(ours, jean):
    account = worlds.account("Jean")
    use(account, proved(ours, jean, account.email))
    assert queries.principal_for(account.id).person_id == jean.id


def test_of_the_halves_nothing_is_kept_that_lets_anybody_in(ours, jean):
    token, code = offered_way_in(ours, jean, HERS)
    proof = tried(token, code)
    kept = {str(value) for row in OwnWayIn.objects.values() for value in row.values()}
    assert not kept & {token, code, proof}


def test_the_mail_names_nobody_no_team_and_nothing_of_her_care(ours, jean):
    made = offer(ours, jean)
    mail = Mail.objects.get(to=HERS)
    for word in (*jean.name.split(), ours.actor_name, ours.name, made.code, "health", "care", "record"):
        assert word.lower() not in f"{mail.subject} {mail.body}".lower(), word


@pytest.mark.parametrize("given", [{"code": "00000000"}, {"born": date(1950, 1, 1)}, {"born": None}])
def test_each_wrong_half_gets_the_same_answer_and_counts(ours, jean, given):
    token, code = offered_way_in(ours, jean, HERS)
    assert actions.try_own_way_in(by=NOBODY, token=token, **{"code": code, "born": BORN} | given) == ""
    assert OwnWayIn.objects.get().tries == 1


def test_where_no_date_of_birth_is_known_the_code_is_enough(ours):
    token, code = offered_way_in(ours, worlds.taken_in(ours, name="Ann Low"), HERS)
    assert not queries.own_way_in_at(token).birth_date
    assert tried(token, f"{code[:4]} {code[4:]}", born=None)


def test_five_wrong_tries_from_wherever_end_it_and_the_right_code_comes_too_late(ours, jean):
    token, code = offered_way_in(ours, jean, HERS)
    for _ in range(5):
        assert tried(token, "11111111") == ""
    with pytest.raises(NotFound):
        tried(token, code)
    assert queries.own_way_in_at(token) is None
    assert queries.ways_in(ours, jean.id).offers[0].standing == "wrong_tries"
    assert "people.try_own_way_in" in {look.code for look in AuditEntry.objects.filter(subjects__kind="person")}


def test_a_right_code_counts_as_no_wrong_one(ours, jean):
    token, code = offered_way_in(ours, jean, HERS)
    assert all(tried(token, code) for _ in range(6))


def test_the_worker_who_has_the_code_alone_gets_nowhere(ours, jean):
    made = offer(ours, jean)
    for guess in (made.code, str(made.way_in_id), ""):
        with pytest.raises(NotFound):
            tried(guess, made.code)
        with pytest.raises(NotFound):
            open_(guess)


def test_a_link_leads_only_to_whom_it_was_made_for(ours, jean):
    other = worlds.taken_in(ours, name="Ann Low", birth_date=BORN)
    (hers, _), (_, her_code) = offered_way_in(ours, jean, HERS), offered_way_in(ours, other, "ann@example.org")
    assert tried(hers, her_code) == ""


def test_it_works_once(ours, jean):
    token, code = offered_way_in(ours, jean, HERS)
    proof = tried(token, code)
    account = Account.objects.get(pk=open_(proof))
    for again in (lambda: tried(token, code), lambda: open_(proof), lambda: use(account, proof)):
        with pytest.raises(NotFound):
            again()


def test_the_account_that_is_signed_in_is_linked_only_if_the_link_went_to_its_address(ours, jean):
    proof, bystander = proved(ours, jean), Account.objects.get(pk=worlds.stranger().account_id)
    assert wrong(lambda: use(bystander, proof)) == ["people.way_in_other_account"]
    assert Person.of(jean.id).account_id is None
    with pytest.raises(NotFound):
        use(bystander, "")


def test_no_program_and_nobody_without_an_account_uses_one(ours, jean):
    account = worlds.account("Jean")
    proof = proved(ours, jean, account.email)
    for by in (replace(as_account(account), token_id=worlds.UNKNOWN), NOBODY, SYSTEM):
        assert refused(lambda by=by: actions.use_own_way_in(by=by, proof=proof)) in (
            "access.by_hand",
            "access.nobody",
        )


def test_a_weak_password_writes_nothing_and_she_tries_again(ours, jean):
    proof = proved(ours, jean)
    assert wrong(lambda: open_(proof, "password")) == ["access.weak_password"]
    assert not Account.objects.filter(email=HERS).exists()
    assert open_(proof)


def test_where_somebody_signs_in_with_the_address_already_no_second_account_is_made(ours, jean):
    account = worlds.account("Jean")
    proof = proved(ours, jean, account.email)
    assert wrong(lambda: open_(proof)) == ["access.account_exists"]
    assert not Account.objects.get(pk=account.id).check_password(STRONG)


def test_it_lasts_fourteen_days_and_the_proof_half_an_hour(ours, jean):
    token, code = offered_way_in(ours, jean, HERS)
    proof = tried(token, code)
    with worlds.later(minutes=31), pytest.raises(NotFound):
        open_(proof)
    with worlds.later(days=13, hours=23):
        assert queries.own_way_in_at(token)
    with worlds.later(days=14, minutes=1):
        assert queries.own_way_in_at(token) is None
        with pytest.raises(NotFound):
            tried(token, code)
        assert queries.ways_in(ours, jean.id).offers[0].standing == "expired"
        assert offer(ours, jean), "a new one takes its place"


def test_a_newer_one_takes_its_place_and_one_can_be_taken_back(ours, jean):
    old, old_code = offered_way_in(ours, jean, HERS)
    proof = tried(old, old_code)
    new, _ = offered_way_in(ours, jean, HERS)
    assert (queries.own_way_in_at(old), queries.own_way_in_proved(proof)) == (None, None)
    row = OwnWayIn.objects.get(ended_at=None)
    with pytest.raises(Stale):
        actions.take_back_own_way_in(by=ours, way_in_id=row.id, version=row.version + 1)
    stranger = worlds.stranger()
    assert refused(lambda: actions.take_back_own_way_in(by=stranger, way_in_id=row.id, version=1))
    actions.take_back_own_way_in(by=ours, way_in_id=row.id, version=row.version)
    assert queries.own_way_in_at(new) is None
    assert wrong(lambda: actions.take_back_own_way_in(by=ours, way_in_id=row.id, version=2)) == ["people.ended"]


def test_it_ends_with_her_death_and_nothing_is_offered_after(ours, jean):
    token, code = offered_way_in(ours, jean, HERS)
    proof = tried(token, code)
    record_death(by=ours, person_id=jean.id, died_on=clock.today(), told_by="Her niece")
    assert queries.own_way_in_at(token) is None
    with pytest.raises(NotFound):
        open_(proof)
    assert told(lambda: offer(ours, jean)) == [("people.has_died", "")]


def test_it_goes_with_an_erasure_the_mail_that_waits_with_it(ours, jean, guardian):
    token, code = offered_way_in(ours, jean, HERS)
    proof = tried(token, code)
    erase(by=guardian, person_id=jean.id, ground=Ground.NO_LONGER_NEEDED)
    assert not OwnWayIn.objects.exists() and not Mail.objects.filter(to=HERS).exists()
    with pytest.raises(NotFound):
        open_(proof)
    assert wrong(lambda: offer(ours, jean)) == ["people.erased"]


def test_an_account_that_is_erased_leaves_its_address_in_nobodys_history(ours, jean, guardian):
    account = worlds.account("Not Jean")
    proof = proved(ours, jean, account.email)
    erase_account(by=guardian, account_id=account.id)
    row = OwnWayIn.objects.get()
    assert account.email not in row.address and row.ended_at
    with pytest.raises(NotFound):
        open_(proof)


def test_it_ends_when_somebody_is_linked_meanwhile(ours, jean, guardian):
    token, code = offered_way_in(ours, jean, HERS)
    proof = tried(token, code)
    actions.link_account(by=guardian, person_id=jean.id, account_id=worlds.account("Jean").id)
    assert queries.own_way_in_at(token) is None
    with pytest.raises(NotFound):
        open_(proof)
    assert told(lambda: offer(ours, jean)) == [("people.linked_already", "")]


def test_only_staff_who_help_her_now_offer_it_by_hand(ours, jean, guardian):
    me = worlds.herself(worlds.person("Ann Low"))
    consulted = worlds.wearing(worlds.team("Advice"))
    helps(consulted, jean, CareRole.CONSULT)
    learning = replace(ours, purpose=Purpose.IMPROVEMENT)
    program, by_token = replace(ours, is_service=True), replace(ours, token_id=worlds.UNKNOWN)
    expected = {
        worlds.stranger(): "people.no_relationship",
        consulted: "people.only_consulted",
        learning: "access.only_to_learn",
        program: "access.not_by_program",
        by_token: "access.by_hand",
        SYSTEM: "access.by_hand",
        NOBODY: "access.nobody",
        guardian: "people.counts_only",
        me: "people.counts_only",
    }
    for by, why in expected.items():
        assert refused(lambda by=by: offer(by, jean)) == why, by
        assert refused_reading(lambda by=by: queries.ways_in(by, jean.id))


def test_who_acts_for_her_offers_it_in_no_hat_nor_reads_of_it(ours, jean):
    let_act(jean, Account.objects.get(pk=ours.account_id).email)
    assert refused(lambda: offer(ours, jean)) == "access.own_account"
    assert refused_reading(lambda: queries.ways_in(ours, jean.id)) == "access.own_account"


def test_a_child_under_twelve_is_offered_none_unless_assessed(ours):
    child = worlds.taken_in(ours, name="Wee Ann", birth_date=clock.today() - timedelta(days=365 * 9))
    assert told(lambda: offer(ours, child)) == [("people.too_young_for_account", "account")]
    soon = clock.today() + timedelta(days=90)
    said = {"matter": Matter.SHARING, "able": True, "assessed_by": "Dr Baird", "how": "x", "on": clock.today()}
    actions.record_assessment(by=ours, person_id=child.id, again_on=soon, **said)
    assert offer(ours, child)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"address": ""}, ("ground.required", "address")),
        ({"address": "jean"}, ("access.email", "address")),
        ({"address": "jean@example.org\nBcc: all@example.org"}, ("access.email", "address")),
        ({"address": '"a\r\nBcc: b"@example.org'}, ("access.email", "address")),
        ({"address": "jean@example.org, bob@example.org"}, ("access.email", "address")),
        ({"knew": ""}, ("ground.required", "knew")),
        ({"knew": "guessed"}, ("ground.unknown_choice", "knew")),
        ({"knew": "other_way", "knew_how": " "}, ("people.say_how_known", "knew_how")),
    ],
)
def test_what_is_wrong_with_an_offer_is_said_and_nothing_is_written(ours, jean, given, problem):
    assert told(lambda: offer(ours, jean, **given)) == [problem]
    assert not Mail.objects.exists()


def test_what_a_worker_may_know_of_an_address_is_said(ours, jean):
    colleague = worlds.account("Colleague")
    give_hat(colleague, ours)
    let_act(jean, "bob@example.org")
    own = Account.objects.get(pk=ours.account_id).email
    for address, why in (
        (own.upper(), "people.way_in_own_address"),
        (colleague.email, "people.way_in_colleague"),
        ("bob@example.org", "people.way_in_carer"),
    ):
        assert told(lambda a=address: offer(ours, jean, a)) == [(why, "address")]


def others(jean, ours):
    """Addresses of somebody who must never sign in as her, none of which the worker may know of."""
    helper = worlds.wearing(worlds.team("A clinic that nobody is told of"))
    helps(helper, jean, sensitive=True)
    with_record = worlds.account("With a record")
    actions.link_account(by=SYSTEM, person_id=worlds.person("Ann Low").id, account_id=with_record.id)
    closed = worlds.account("Closed")
    accounts.close_account(by=SYSTEM, account_id=closed.id)
    return [Account.objects.get(pk=helper.account_id).email, with_record.email, closed.email]


def test_what_they_may_not_know_is_told_to_nobody_but_whoever_holds_both_halves(ours, jean):
    nobodys = offer(ours, jean, "nobody@example.org")
    for address in others(jean, ours):
        made = offer(ours, jean, address)
        assert type(made) is type(nobodys) and Mail.objects.filter(to=address).exists(), "as for any other"
        proof = tried(way_in_mailed(made.way_in_id), made.code)
        assert not queries.own_way_in_proved(proof).fits
        account = Account.objects.get(email=address)
        acts = [lambda p=proof: open_(p)]
        acts += [lambda a=account, p=proof: use(a, p)] if account.is_active else []
        for act in acts:
            assert wrong(act) == ["people.way_in_not_this_address"]
    assert Person.of(jean.id).account_id is None


def test_a_worker_who_does_not_see_her_circle_learns_of_no_carer_by_trying(ours):
    jean = worlds.taken_in(ours, parts=[Part.MATTERS])
    let_act(jean, "bob@example.org", Account.objects.create(name="Bob", email="bob@example.org"))
    made = offer(ours, jean, "bob@example.org")
    proof = tried(way_in_mailed(made.way_in_id), made.code, born=None)
    assert wrong(lambda: open_(proof)) == ["people.way_in_not_this_address"]


def test_whoever_comes_to_help_her_after_the_offer_is_refused_at_the_end(ours, jean):
    account = worlds.account("Volunteer")
    proof = proved(ours, jean, account.email)
    give_hat(account, ours)
    assert wrong(lambda: use(account, proof)) == ["people.way_in_not_this_address"]


def test_another_worker_who_is_also_somebody_with_a_record_may_be_she(ours, jean):
    elsewhere = Account.objects.get(pk=worlds.stranger().account_id)
    use(elsewhere, proved(ours, jean, elsewhere.email))
    assert Person.of(jean.id).account_id == elsewhere.id


def linked(ours, jean):
    return queries.principal_for(open_(proved(ours, jean)))


def test_she_takes_her_account_off_and_all_that_is_in_as_her_is_out(ours, jean, guardian):
    me = linked(ours, jean)
    accounts.make_token(by=me, name="A diary", scopes=[Scope.PEOPLE_READ], days=9)
    assert refused(lambda: actions.take_off_account(by=ours, person_id=jean.id, reason="x")) == "people.only_self"
    actions.take_off_account(by=me, person_id=jean.id)
    assert queries.principal_for(me.account_id) is None
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    row = AccountTakenOff.objects.get()
    assert (row.by_her, row.reason) == (True, "")
    assert not [n for n in notices.news(ours).notices if n.kind == "take_off_account"], "it is hers alone to tell"
    account = Account.objects.get(pk=me.account_id)
    use(account, proved(ours, jean, account.email))
    assert queries.principal_for(account.id), "a new way in leads back"


def test_a_token_of_hers_for_another_hat_goes_on(ours, jean):
    worker = worlds.stranger()
    account = Account.objects.get(pk=worker.account_id)
    use(account, proved(ours, jean, account.email))
    accounts.make_token(by=worker, name="At work", scopes=[Scope.PEOPLE_READ], days=9)
    actions.take_off_account(by=queries.principal_for(account.id), person_id=jean.id)
    assert ApiToken.objects.get().revoked_at is None


def test_a_guardian_takes_it_off_for_safety_and_those_who_help_read_why(ours, jean, guardian):
    me = linked(ours, jean)
    off = {"person_id": jean.id, "reason": "Her husband signs in"}
    assert told(lambda: actions.take_off_account(by=guardian, **off | {"reason": " "})) == [
        ("ground.required", "reason")
    ]
    assert refused(lambda: actions.take_off_account(by=replace(guardian, token_id=worlds.UNKNOWN), **off))
    actions.take_off_account(by=guardian, **off)
    assert queries.principal_for(me.account_id) is None
    (news,) = [n for n in notices.news(ours).notices if n.kind == "take_off_account"]
    assert queries.taken_off_told(ours, [news.subject_id])[news.subject_id].person_id == jean.id
    assert not queries.taken_off_told(worlds.stranger(), [news.subject_id])
    assert queries.ways_in(ours, jean.id).taken_off[0].reason == "Her husband signs in"
    again = queries.principal_for(open_(proved(ours, jean, "jean.alone@example.org")))
    (hers,) = queries.ways_in(again, jean.id).taken_off
    assert (hers.reason, hers.by_her) == ("", False)
    ann = worlds.person("Ann")
    assert told(lambda: actions.take_off_account(by=guardian, person_id=ann.id, reason="x")) == [
        ("people.no_account", "")
    ]


def test_a_guardian_takes_off_neither_their_own_nor_that_of_whom_they_act_for(ours, jean, guardian):
    account = Account.objects.get(pk=guardian.account_id)
    other = worlds.taken_in(ours, name="Ann Low")
    actions.link_account(by=SYSTEM, person_id=other.id, account_id=account.id)
    linked(ours, jean)
    let_act(jean, account.email, account)
    for who in (jean, other):
        act = {"person_id": who.id, "reason": "x"}
        assert refused(lambda a=act: actions.take_off_account(by=guardian, **a)) == "access.own_account"


def test_her_audit_and_that_of_guardians_say_who_offered_it_and_how_they_knew_her(ours, jean, guardian):
    linked(ours, jean)
    rows = AuditSubject.objects.filter(kind="person", subject_id=jean.id)
    assert {"people.offer_own_way_in", "people.use_own_way_in"} <= {*rows.values_list("act", flat=True)}
    assert rows.get(act="people.offer_own_way_in").part == "in_person"
    _name, looks = queries.looks_at(guardian, jean.id)
    assert {"people.offer_own_way_in", "people.open_own_way_in"} <= {look.code for look in looks}


def test_a_guardian_who_once_acted_for_her_does_not_take_it_off(ours, jean, guardian):
    open_(proved(ours, jean))
    account = Account.objects.get(pk=guardian.account_id)
    row = let_act(jean, account.email, account)
    actions.end_permission(by=queries.principal_for(Person.of(jean.id).account_id), permission_id=row.id)
    off = {"person_id": jean.id, "reason": "x"}
    assert refused(lambda: actions.take_off_account(by=guardian, **off)) == "access.own_account"
