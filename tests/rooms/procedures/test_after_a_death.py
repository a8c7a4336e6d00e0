"""What can still be written about somebody who has died: every action that is about a person says so here.

The actions are found, not listed: one that is added tomorrow fails here until somebody has thought about it.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from ecotone.access.actions import open_account
from ecotone.access.principal import Principal
from ecotone.access.rules import Basis, Kind, Role
from ecotone.access.verdicts import Refused
from ecotone.care import actions as care
from ecotone.care import queries
from ecotone.care.models import Outcome, Promise, Signpost
from ecotone.care.rules import Carrier, Change, NeedView, Pen, PromiseState
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, NotFound
from ecotone.people import actions as people
from ecotone.people import queries as records
from ecotone.people.models import CarerPermission, CircleTie, Encounter, Person, SharingChoice, Stay
from ecotone.people.rules import CareRole, Channel, DutyKind, Effect, EmergencyReason, KeptKind, Mode, Part
from ecotone.people.rules.signing import AuthorityKind, Matter
from ecotone.procedures import leaving
from ecotone.rights.rules.erasing import Ground, HoldWhy
from tests import worlds
from tests.house.source import doors, public_functions
from tests.worlds import SYSTEM, kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
ABOUT = {"person_id", "newcomers", "outcome_id", "choice_id", "encounter_id", "stay_id", "permission_id"}
ABOUT |= {"promise_id", "signpost_id"}
"""By which parameters an action is about a person. Asks end with her: the machine says what is left to do then."""


@dataclass
class Gone:
    """Somebody who has died in hospital, with something of everything in her record, and those around her."""

    house: Any

    @property
    def person_id(self):
        return self.house.jean.id

    def of(self, model: type) -> Any:
        """Hers, of which there is one."""
        return model.objects.get(person_id=self.person_id)

    def about(self, model: type, name: str) -> dict[str, Any]:
        row = self.of(model)
        return {name: row.id, "version": row.version}


@pytest.fixture
def gone(house) -> Gone:
    by, hers = house.asker, {"by": house.asker, "person_id": house.jean.id}
    outcome = care.add_outcome(**hers, words="To hear the curlews")
    tie = people.add_to_circle(**hers, kind="family", name="Ann")
    stay = people.begin_stay(**hers, where="Ward 12", since=clock.today() - timedelta(days=5))
    people.log_encounter(**hers, mode=Mode.READ_ONLY, channel=Channel.VISIT)
    people.choose_sharing(**hers, effect=Effect.GRANT, actor_id=house.group.team_id, part=Part.MATTERS)
    people.offer_permission(**permitted(house, tie.id))
    care.signpost(**hers, to_words="The library")
    care.promise(by=by, words="A call", carrier=Carrier.TEAM, team_id=by.team_id, outcome_id=outcome.id)
    assert stay.until is None
    leaving.record_death(**hers, died_on=clock.today() - timedelta(days=1), told_by="Her niece")
    return Gone(house)


def permitted(house: Any, tie_id: Any) -> dict[str, Any]:
    until = clock.now() + timedelta(days=30)
    given = {"email": "ann@example.org", "parts": [Part.REFERRALS], "acts": [], "said_how": "By phone"}
    return {"by": house.asker, "person_id": house.jean.id, "tie_id": tie_id, "until": until, **given}


Given = Callable[[Gone], dict[str, Any]]


def hers(**more: Any) -> Given:
    return lambda gone: {"person_id": gone.person_id, **more}


def of(model: type, name: str, **more: Any) -> Given:
    return lambda gone: {**gone.about(model, name), **more}


def ask(**more: Any) -> Given:
    return lambda gone: {
        "person_id": gone.person_id,
        "why": "She has nobody to talk to",
        "target_id": gone.house.group.team_id,
        **more,
    }


def helping_still(gone: Gone) -> Principal:
    """A team that helped her, with which nothing was shared but who she is."""
    people.open_relationship(
        by=SYSTEM,
        person_id=gone.person_id,
        actor_id=gone.house.group.team_id,
        role=CareRole.MEMBER,
        purpose="help",
        parts=[],
        basis=Basis.CONSENT,
    )
    return gone.house.group


REFUSED: dict[str, Given] = {
    "people.ask_for_part": lambda gone: {
        "by": helping_still(gone),
        "person_id": gone.person_id,
        "part": Part.HARMS,
        "why": "We are to help her",
    },
    "people.record_duty": lambda gone: {
        "by": worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN),
        "person_id": gone.person_id,
        "actor_id": gone.house.group.team_id,
        "kind": DutyKind.COURT_ORDER,
        "parts": [Part.HARMS],
        "reference": "Order 7",
        "until": clock.now() + timedelta(days=7),
    },
    "care.draft_referral": ask(),
    "care.offer_referral": lambda gone: ask(reply_by=clock.today() + timedelta(days=7))(gone),
    "care.offer_openly": lambda gone: {
        "person_id": gone.person_id,
        "why": "She has nobody to talk to",
        "need_id": worlds.need("company").id,
        "place_id": worlds.place("Airdrie").id,
        "reply_by": clock.today() + timedelta(days=7),
    },
    "care.ask_question": lambda gone: {
        "person_id": gone.person_id,
        "target_id": gone.house.group.team_id,
        "text": "Room?",
    },
    "care.start_joint": lambda gone: {
        "person_id": gone.person_id,
        "title": "A ramp",
        "aim": "To get out",
        "partner_ids": [gone.house.group.team_id],
    },
    "care.promise": lambda gone: {
        "words": "A visit",
        "carrier": Carrier.ALONE,
        "outcome_id": gone.of(Outcome).id,
    },
    "care.settle_promise": of(Promise, "promise_id", state=PromiseState.OPEN),
    "care.add_outcome": hers(words="To dance"),
    "care.review_outcome": of(Outcome, "outcome_id", change=Change.BETTER, pen=Pen.WORKER),
    "care.signpost": hers(to_words="The job centre"),
    "people.log_encounter": hers(mode=Mode.READ_ONLY, channel=Channel.PHONE),
    "people.begin_stay": hers(where="Ward 3"),
    "people.choose_sharing": lambda gone: {
        "person_id": gone.person_id,
        "effect": Effect.GRANT,
        "part": Part.MATTERS,
        "actor_id": gone.house.rehab.team_id,
    },
    "people.offer_permission": lambda gone: permitted(gone.house, gone.of(CircleTie).id),
    "people.record_authority": lambda gone: {
        "person_id": gone.person_id,
        "tie_id": gone.of(CircleTie).id,
        "kind": AuthorityKind.GUARDIAN,
        "covers": [Matter.SHARING],
        "number": "7",
        "seen_on": clock.today(),
        "since": clock.today(),
    },
    "people.record_assessment": lambda gone: {
        "person_id": gone.person_id,
        "matter": Matter.SHARING,
        "able": False,
        "assessed_by": "x",
        "how": "x",
        "on": clock.today(),
        "again_on": clock.today() + timedelta(days=9),
    },
    "people.open_relationship": lambda gone: {
        "person_id": gone.person_id,
        "actor_id": gone.house.rehab.team_id,
        "role": CareRole.MEMBER,
        "purpose": "x",
        "parts": [],
        "basis": Basis.CONSENT,
    },
    "people.link_account": lambda gone: {
        "by": worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN),
        "person_id": gone.person_id,
        "account_id": worlds.account("Someone").id,
    },
    "people.offer_own_way_in": hers(address="jean@example.org", knew="in_person"),
    "people.note_move": lambda gone: {
        **gone_version(gone),
        "home_id": worlds.place("Wishaw").id,
        "on": clock.today(),
        "told_by": "x",
    },
}
"""Nothing new begins for her: each is told so, and nothing is written."""


def gone_version(gone: Gone) -> dict[str, Any]:
    return {"person_id": gone.person_id, "version": Person.of(gone.person_id).version}


STILL: dict[str, Given] = {
    "people.change_person": lambda gone: {**gone_version(gone), "known_as": "Jeannie"},
    "people.add_identifier": hers(kind="local", value="A-1", source="Ward 12"),
    "people.add_story_entry": hers(section=Part.MATTERS, text="She sang, her niece says", words_of="carer"),
    "people.add_to_circle": hers(kind="family", name="Her niece"),
    "people.withdraw_choice": lambda gone: {"choice_id": gone.of(SharingChoice).id},
    "people.end_permission": lambda gone: {"permission_id": gone.of(CarerPermission).id},
    "people.note_death": hers(died_on=None, told_by=""),
    "procedures.record_death": hers(died_on=None, told_by=""),
    "rights.ask_erasure": hers(why="Her family asks"),
    "rights.ask_correction": hers(wrong="She died at home, says her niece"),
    "care.end_outcome": of(Outcome, "outcome_id"),
    "care.say_wrong_place": of(Signpost, "signpost_id", wrong=True),
    "care.take_back_signpost": of(Signpost, "signpost_id"),
}
"""What is on record is put right, added to in others' words, and closed; a death noted twice is one."""

GUARDED: dict[str, Given] = {
    "people.take_off_account": hers(reason="Her sign-in is kept by nobody"),
    "people.undo_death": hers(reason="Entered in error"),
    "procedures.undo_death": hers(reason="Entered in error"),
    "rights.decide_erasure": hers(ground=Ground.NO_LONGER_NEEDED),
    "rights.hold": hers(kind=HoldWhy.CLAIMS, why="A claim", review_on=date(2026, 9, 1)),
}
"""Whoever guards records undoes it."""

OVER: dict[str, Given] = {
    "people.accept_permission": of(CarerPermission, "permission_id"),
    "people.decline_permission": of(CarerPermission, "permission_id"),
    "people.suspend_permission": of(CarerPermission, "permission_id", reason="x"),
    "people.lift_suspension": of(CarerPermission, "permission_id"),
    "people.end_stay": of(Stay, "stay_id"),
    "people.raise_concern": lambda gone: {"permission_id": gone.of(CarerPermission).id, "why": "x"},
}
"""Has ended with her: there is nothing left to do it to."""

ONLY_SHE = {
    "people.keep_back": hers(kind=KeptKind.STORY, subject_id=uuid4()),
    "people.show_again": hers(subject_id=uuid4()),
    "people.renew_permission": of(CarerPermission, "permission_id", until=None),
    "people.say_about_stay": of(Stay, "stay_id", asked="yes"),
    "people.say_about_encounter": of(Encounter, "encounter_id", had_to_repeat=True),
}
"""Only she did these herself, and nobody signs in as her any more."""

AS_IF_NOT_HERE: dict[str, Given] = {
    "people.ask_for_access": hers(why="We are to help her"),
    "people.break_glass": hers(reason=EmergencyReason.DANGER_TO_LIFE, text="She has fallen"),
}
"""A stranger learns of her no more than of somebody who was never here."""

ECOTONE_S = {
    *("people.correct_note", "people.erase_person", "care.erase_person", "adapters.erase_person"),
    "rights.note_erased_again",
    *("people.bring_over", "people.end_relationship", "care.lapse_asks", "care.draft_again"),
    *("care.drop_promises", "care.take_up_promises", "care.flag_out_of_area"),
}
"""What Ecotone itself does, of a death or of its undoing among others."""

AS_ABOVE = {"procedures.record_move"}
"""A procedure whose first step is refused above."""

ONLY_A_CARER = {"people.pass_on_grant", "people.pass_on_wish"}
"""Stands on a permission, and every one of hers has ended with her."""


def about_a_person() -> dict[str, Callable[..., Any]]:
    found = {}
    for module in doors("actions"):
        for function in public_functions(module):
            if ABOUT & {*inspect.signature(function).parameters}:
                found[function.action_code] = function
    for function in (leaving.record_death, leaving.undo_death, leaving.record_move):
        found[function.action_code] = function
    return found


def test_every_action_about_a_person_says_what_becomes_of_it():
    tables = [*map(set, (REFUSED, STILL, GUARDED, OVER, ONLY_SHE, AS_IF_NOT_HERE)), ECOTONE_S, AS_ABOVE, ONLY_A_CARER]
    assert sum(map(len, tables)) == len(set().union(*tables)), "one way each"
    assert about_a_person().keys() == set().union(*tables)


def do(code: str, gone: Gone, given: Given, by: Principal | None = None) -> Any:
    return about_a_person()[code](**{"by": by or gone.house.asker} | given(gone))


@pytest.mark.parametrize("code", REFUSED)
def test_nothing_new_begins_for_her(code, gone):
    given = REFUSED[code](gone)
    before = kept()
    with pytest.raises(Invalid) as no:
        do(code, gone, lambda _: given)
    assert "people.has_died" in [each.code for each in no.value.problems]
    assert kept() == before


@pytest.mark.parametrize("code", [*STILL, *GUARDED])
def test_the_record_is_closed_and_put_right(code, gone):
    guardian = worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN) if code in GUARDED else None
    do(code, gone, (STILL | GUARDED)[code], guardian)


def test_a_refusal_she_had_spoken_is_still_kept(gone):
    given = {"person_id": gone.person_id, "effect": Effect.REFUSAL, "actor_id": gone.house.group.team_id}
    people.choose_sharing(by=gone.house.asker, **given)


@pytest.mark.parametrize("code", OVER)
def test_what_ended_with_her_is_over(code, gone):
    ann = open_account(by=SYSTEM, name="Ann", email="ann@example.org")
    theirs = code in ("people.accept_permission", "people.decline_permission")
    before = kept()
    with pytest.raises(Invalid) as no:
        do(code, gone, OVER[code], Principal(Kind.NOBODY, ann.id) if theirs else None)
    assert [each.code for each in no.value.problems] == ["people.ended"]
    assert kept() == before


@pytest.mark.parametrize("code", ONLY_SHE)
def test_nobody_does_in_her_place_what_was_hers(code, gone):
    with pytest.raises(Refused) as no:
        do(code, gone, ONLY_SHE[code])
    assert no.value.verdict.code == "people.only_self"
    assert records.principal_for(gone.house.me.account_id) is None


def test_the_stay_she_died_in_ends_that_day_and_lasts_again_where_that_was_an_error(gone):
    stay = gone.of(Stay)
    assert stay.until == clock.today() - timedelta(days=1)
    leaving.undo_death(
        by=worlds.wearing(worlds.actor("Guardians"), Role.GUARDIAN), person_id=gone.person_id, reason="An error"
    )
    assert gone.of(Stay).until is None
    care.add_outcome(by=gone.house.asker, person_id=gone.person_id, words="To hear the curlews again")


def test_what_she_was_asked_for_is_still_read_and_judged(house):
    """What the one who asked, and the family, still say of an ask that ended with her."""
    asked = worlds.moved(house.ask(), house.group, "accept")
    people.note_death(by=house.asker, person_id=house.jean.id, died_on=clock.today(), told_by="Her niece")
    care.lapse_asks(by=SYSTEM, person_id=house.jean.id, reason="She has died")
    row = queries.referral(house.asker, asked.id).row
    care.acknowledge(by=house.asker, referral_id=asked.id, version=row.version)
    care.judge(
        by=house.asker,
        referral_id=asked.id,
        view=NeedView.PARTLY,
        words="He was kind, says her niece",
        pen=Pen.HELPER,
    )
    assert queries.referral(house.asker, asked.id).judgements


@pytest.mark.parametrize("code", AS_IF_NOT_HERE)
def test_to_a_stranger_she_is_not_here(code, gone):
    before = kept()
    with pytest.raises(NotFound):
        do(code, gone, AS_IF_NOT_HERE[code], worlds.stranger())
    assert kept() == before
