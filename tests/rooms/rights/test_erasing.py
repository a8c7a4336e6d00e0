"""Erased, no table and no file holds a word of hers; what others did stays whole, and the audit proves itself."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from ecotone.access import seals
from ecotone.access.models import Account, AuditEntry, Session
from ecotone.access.principal import Principal
from ecotone.access.rules import Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.care import queries as asked
from ecotone.care.holdings import ERASED_WHY
from ecotone.care.models import Contribution, Outcome, Question, Referral, ReferralMove
from ecotone.ground import clock
from ecotone.ground.errors import Invalid
from ecotone.notices.models import Mail, Notice
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.models import CarerPermission, CircleTie, Person, StoryEntry
from ecotone.people.rules import ERASED_NAME, Act, CareRole, Channel, CircleKind, Effect, Mode, Part
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.procedures import erasing
from ecotone.procedures.tick import tick
from ecotone.rights import actions, queries
from ecotone.rights.models import Erasure, Hold
from ecotone.rights.rules.erasing import Against, Ground, HoldWhy
from tests import worlds
from tests.rooms.rights.canaries import Planted, everything, files_of_data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday"), pytest.mark.commitment(3)]
UNNEEDED = Ground.NO_LONGER_NEEDED


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def erased(house, person: Person | None = None) -> erasing.Erased:
    return erasing.erase(by=house.guardian, person_id=(person or house.jean).id, ground=UNNEEDED)


@pytest.fixture
def full(house):
    """Jean, with something of nearly everything in her record."""
    by, hers = house.asker, {"by": house.asker, "person_id": house.jean.id}
    first = people.add_story_entry(**hers, section=Part.MATTERS, text="The curlews")
    people.add_story_entry(by=house.me, person_id=house.jean.id, section=Part.MATTERS, text="X", supersedes=first.id)
    tie = people.add_to_circle(**hers, kind=CircleKind.FAMILY, name="Ann")
    people.log_encounter(**hers, mode=Mode.READ_ONLY, channel=Channel.VISIT, note="Tea")
    people.begin_stay(**hers, where="Ward 12")
    people.choose_sharing(**hers, effect=Effect.GRANT, actor_id=house.group.team_id, part=Part.MATTERS, note="ok")
    people.add_identifier(**hers, kind="local", value="ABC-778", source="Ward 12")
    people.change_person(**hers, version=Person.of(house.jean.id).version, name="Jean Rafferty Boyle")
    hope = care.add_outcome(**hers, words="To hear them")
    care.review_outcome(by=house.me, outcome_id=hope.id, version=1, change="better", words="Yes", pen="person")
    care.promise(by=by, words="A call", carrier="team", team_id=by.team_id, outcome_id=hope.id)
    referral = worlds.moved(house.ask(), house.group, "accept")
    house.ask(target_id=house.rehab.team_id)
    care.judge(by=house.me, referral_id=referral.id, view="met", words="Good", pen="person")
    care.contribute(by=house.me, to="referral", to_id=referral.id, kind="things", words="Baked", by_person=True)
    care.ask_question(**hers, target_id=house.group.team_id, text="Room for her?")
    care.signpost(**hers, to_words="The library")
    care.start_joint(**hers, title="A ramp", aim="To get out", partner_ids=[house.group.team_id])
    ann = worlds.account("Ann Boyle")
    offered = people.offer_permission(
        by=house.me,
        person_id=house.jean.id,
        tie_id=tie.id,
        email=ann.email,
        parts=[Part.MATTERS, Part.REFERRALS],
        acts=[Act.TELL, Act.ASK],
        until=clock.now() + timedelta(days=30),
    )
    people.accept_permission(by=Principal(Kind.NOBODY, ann.id), permission_id=offered.id, version=1)
    carer = records.carer_principal(ann.id, "Ann Boyle", offered.id)
    people.add_story_entry(by=carer, person_id=house.jean.id, section=Part.MATTERS, text="Says Ann")
    today, permission = clock.today(), {"permission_id": offered.id}
    people.record_authority(
        **hers,
        tie_id=tie.id,
        kind=AuthorityKind.ATTORNEY,
        covers=[*Matter],
        number="OPG 7",
        powers="All of it",
        seen_on=today,
        since=today,
        **permission,
    )
    people.record_assessment(
        **hers,
        matter=Matter.HELP,
        able=True,
        assessed_by="Dr Baird",
        how="Twice",
        on=today,
        again_on=today + timedelta(days=9),
    )
    people.pass_on_wish(by=carer, person_id=house.jean.id, text="Meals", about="Kettle On")
    people.raise_concern(by=by, why="He answers for her", **permission)
    people.keep_back(by=house.me, person_id=house.jean.id, kind="storyentry", subject_id=first.id)
    worlds.some_way_in(house.jean)
    worlds.some_emergency(house.stranger)
    actions.ask_correction(by=house.me, person_id=house.jean.id, wrong="All")
    actions.ask_erasure(by=house.me, person_id=house.jean.id, why="It is enough")
    worlds.some_mail(to=Account.objects.get(person=house.jean).email, body="Dear Jean")
    return house


def test_no_table_and_no_file_holds_a_word_of_hers(full, tmp_path):
    planted = Planted()
    planted.plant(queries.whose_record(full.jean.id))
    of_all = {"storyentry", "referral", "judgement", "carerpermission", "correction", "mail"}
    assert of_all | {"authority", "capacityassessment", "carerwish", "concern"} <= planted.kinds
    assert {"ownwayin", "accounttakenoff"} <= planted.kinds
    name = Person.of(full.jean.id).name
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "one.eml").write_text(f"Dear {name}")
    worlds.some_mail(key="another", to="else@example.org", body=f"About {name}")
    assert len(planted.found(everything())) > 15
    with pytest.raises(AssertionError):
        assert planted.found(everything()) == {}
    done = erased(full)
    assert planted.found(everything()) == {}
    assert "ABC-778" not in str(everything())
    assert "Rafferty" not in str({k: v for k, v in everything().items() if k != "access.AuditEntry"})
    assert done.rows == Erasure.objects.get().rows > 30


@pytest.mark.django_db(transaction=True)
def test_the_files_beside_go_once_it_is_kept_and_the_list_says_whom(house, tmp_path):
    (tmp_path / "mail").mkdir()
    (tmp_path / "mail" / "one.eml").write_text("Dear Jean Rafferty")
    (tmp_path / "mail" / "two.eml").write_text("Dear somebody")
    erased(house)
    assert set(files_of_data()) == {"two.eml", "erased"}
    assert erasing.known_erased(erasing.list_of_erased().read_text().splitlines()) == [
        (house.jean.id, house.me.account_id)
    ]


def test_her_open_asks_end_and_whoever_asked_reads_why(house):
    waits, goes_on = house.ask(), worlds.moved(house.ask(target_id=house.rehab.team_id), house.rehab, "accept")
    erased(house)
    for row in (waits, goes_on):
        assert Referral.of(row.id).state == "cancelled"
    seen = asked.referral(house.asker, waits.id)
    assert ERASED_WHY in repr(seen.moves if hasattr(seen, "moves") else seen)
    assert "nobody to talk to" not in repr(seen)
    assert waits.id in {row.id for row in asked.my_day(house.asker).came_back.rows}
    assert Referral.of(waits.id).why == "(erased)"


def test_nobody_finds_sees_or_writes_her_any_more(full):
    erased(full)
    jean = Person.of(full.jean.id)
    assert (jean.name, jean.account_id, jean.birth_date) == (ERASED_NAME, None, None)
    with worlds.later(seconds=1):
        assert records.my_people(full.asker)[0] == []
    assert records.principal_for(full.me.account_id) is None
    assert records.people_to_watch(full.guardian, ERASED_NAME) == []
    for by in (full.asker, full.group, full.stranger):
        with worlds.later(seconds=1), pytest.raises(Refused):
            records.person(by, jean.id)
    with worlds.later(seconds=1), pytest.raises(Refused):
        people.add_story_entry(by=full.asker, person_id=jean.id, section=Part.MATTERS, text="Again")
    with pytest.raises(Invalid):
        people.link_account(by=full.guardian, person_id=jean.id, account_id=worlds.account("Other").id)
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=jean.id).update(account_id=worlds.account("Third").id)


def test_her_account_names_nobody_and_lets_nobody_in(full):
    erased(full)
    account = Account.objects.get(pk=full.me.account_id)
    assert (account.name, account.is_active, account.has_usable_password()) == (ERASED_NAME, False, False)
    assert account.email.endswith("@erased.invalid")
    assert not Session.objects.filter(account_id=account.id).exists()


def test_the_audit_still_proves_itself(full):
    before = AuditEntry.objects.count()
    while seals.seal():
        pass
    erased(full)
    while seals.seal():
        pass
    assert AuditEntry.objects.count() > before
    assert not list(seals.verify())


def test_what_was_written_while_it_ran_goes_a_minute_later(house):
    erased(house)
    late = {"person": house.jean, "section": Part.MATTERS, "words_of": "carer", "said_on": clock.today()}
    StoryEntry.add(text="Late words", **late)
    tick()
    assert StoryEntry.objects.exists(), "not yet: it may still be under way"
    with worlds.later(minutes=2):
        tick()
        assert not StoryEntry.objects.exists()
        assert Erasure.objects.get().swept_at == clock.now()
        assert queries.to_sweep(worlds.SYSTEM) == []


def test_twice_is_refused_and_touches_nothing(full):
    erased(full)
    before = worlds.kept()
    with pytest.raises(Invalid) as no:
        erased(full)
    assert [p.code for p in no.value.problems] == ["rights.erased_already"]
    assert worlds.kept() == before


def test_while_a_hold_stands_nothing_is_erased(house):
    day = clock.today() + timedelta(days=90)
    given = {"person_id": house.jean.id, "kind": HoldWhy.SAFEGUARDING, "why": "A child in the house"}
    held = actions.hold(by=house.guardian, **given, review_on=day)
    with pytest.raises(Invalid) as no:
        erased(house)
    assert [p.code for p in no.value.problems] == ["rights.on_hold"]
    assert "A child" not in repr(queries.record(house.me)[0])
    actions.lift_hold(by=house.guardian, hold_id=held.id, version=1, why="Over")
    erased(house)
    assert not Hold.objects.exists()


def test_only_who_guards_records_decides_and_never_of_themselves(house):
    for by in (house.me, house.asker, house.stranger):
        with pytest.raises(Refused):
            erasing.erase(by=by, person_id=house.jean.id, ground=UNNEEDED)
    guardian = worlds.wearing(worlds.team("Records too"), Role.GUARDIAN)
    own = worlds.taken_in(house.asker, name="Guardian")
    people.link_account(by=worlds.SYSTEM, person_id=own.id, account_id=guardian.account_id)
    with pytest.raises(Refused):
        erasing.erase(by=guardian, person_id=own.id, ground=UNNEEDED)
    with pytest.raises(Invalid):
        erasing.erase(by=house.guardian, person_id=house.jean.id, ground=Ground.RETENTION)


def test_refused_she_reads_why(house):
    row = actions.ask_erasure(by=house.me, person_id=house.jean.id, why="Enough")
    assert actions.ask_erasure(by=house.me, person_id=house.jean.id).id == row.id
    given = {"erasure_id": row.id, "version": row.version, "against": Against.CARE_RECORD}
    with pytest.raises(Invalid):
        actions.refuse_erasure(by=house.guardian, **given, reason=" ")
    actions.refuse_erasure(by=house.guardian, **given, reason="For six years more")
    told = queries.my_erasure(house.me)
    assert (told.state, told.reason) == ("refused", "For six years more")
    assert Notice.objects.filter(kind="refuse_erasure", to_id=house.jean.id).exists()


def test_who_was_only_consulted_writes_down_no_wish_to_be_erased(house):
    advice = worlds.wearing(worlds.team("Advice"))
    asked = {"person_id": house.jean.id, "actor_id": advice.team_id, "purpose": "x", "basis": "consent", "parts": []}
    people.open_relationship(by=worlds.SYSTEM, **asked, role=CareRole.CONSULT)
    for act in (actions.ask_erasure, queries.erasure_for):
        with pytest.raises(Refused, match="only_consulted"):
            given = {"why": "She said so"} if act is actions.ask_erasure else {}
            act(by=advice, person_id=house.jean.id, **given)
    assert not Erasure.objects.exists()


def test_she_may_take_it_back(house):
    row = actions.ask_erasure(by=house.me, person_id=house.jean.id)
    for _ in range(2):
        actions.withdraw_erasure(by=house.me, erasure_id=row.id)
    assert queries.my_erasure(house.me).state == "withdrawn"


def test_a_carer_s_own_erasure_ends_what_she_held_and_leaves_the_other_s_story(full):
    permission = CarerPermission.objects.get()
    rows = erasing.erase_account(by=full.guardian, account_id=permission.account_id)
    assert rows > 0
    permission.refresh_from_db()
    assert (permission.state, permission.email, permission.account_id) == ("ended", "", None)
    assert CircleTie.objects.get().name == "Ann", "what Jean calls her is Jean's to say"
    said = StoryEntry.objects.get(text="Says Ann")
    assert said.author == ERASED_NAME
    assert "Ann Boyle" not in str(everything())


def test_a_worker_s_account_goes_and_what_they_signed_in_their_work_stays(full):
    entry = StoryEntry.objects.get(text="The curlews")
    worker = Account.objects.get(pk=full.asker.account_id)
    erasing.erase_account(by=full.guardian, account_id=worker.id)
    assert StoryEntry.objects.get(pk=entry.pk).author == full.asker.signature
    assert not Account.objects.get(pk=worker.id).is_active
    assert not any(hat.until is None for hat in worker.hat_set.all()) if hasattr(worker, "hat_set") else True
    with pytest.raises(Invalid):
        erasing.erase_account(by=full.guardian, account_id=full.me.account_id)


def test_other_people_s_records_are_as_they_were(full):
    other = worlds.taken_in(full.asker, name="Zebedee Quill")
    people.add_to_circle(by=full.asker, person_id=other.id, kind=CircleKind.FRIEND, name="Jean Rafferty Boyle")
    people.add_story_entry(by=full.asker, person_id=other.id, section=Part.WORKS, text="Tea with Jean Rafferty Boyle")
    kept = worlds.ask(full.asker, other, worlds.actor("A third"))
    erased(full)
    assert CircleTie.objects.get().name == "Jean Rafferty Boyle", "a part of Zebedee's own story"
    assert StoryEntry.objects.get().text == "Tea with Jean Rafferty Boyle"
    assert Referral.of(kept.id).why == "She has nobody to talk to"
    assert Question.objects.get().text == "(erased)"
    assert not Outcome.objects.exists() and not Contribution.objects.exists()
    assert ReferralMove.objects.filter(referral=kept).exists()
    assert not Mail.objects.filter(to=full.jean.name).exists()


def test_brought_back_by_a_backup_she_is_erased_again(full):
    before = [(full.jean.id, full.me.account_id), (UUID(int=7), None), (None, UUID(int=8))]
    assert erasing.apply_again(before) == 1
    assert Person.of(full.jean.id).name == ERASED_NAME
    assert not Account.objects.get(pk=full.me.account_id).is_active
    assert Erasure.objects.get().state == "done"
    assert erasing.apply_again(before) == 0
