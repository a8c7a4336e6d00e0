"""At the same moment: somebody is erased and written of, erased twice, corrected twice."""

from functools import partial

import pytest

from ecotone.ground.errors import Invalid, Stale
from ecotone.people import actions as people
from ecotone.people.models import Person, StoryEntry
from ecotone.people.rules import ERASED_NAME, Part
from ecotone.procedures import erasing
from ecotone.procedures.tick import tick
from ecotone.rights import actions
from ecotone.rights.models import Correction, Erasure
from ecotone.rights.rules.correcting import Answer
from ecotone.rights.rules.erasing import Ground
from tests import worlds
from tests.rooms.racing import both, sorted_out

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("monday")]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path) -> None:
    settings.DATA = tmp_path


def gone(house) -> partial:
    return partial(erasing.erase, by=house.guardian, person_id=house.jean.id, ground=Ground.CONSENT_WITHDRAWN)


@pytest.mark.commitment(3)
def test_what_is_written_while_she_is_erased_is_gone_a_minute_later(house):
    given = {"person_id": house.jean.id, "section": Part.MATTERS, "text": "Late words"}
    write = partial(people.add_story_entry, by=house.asker, **given)
    ask = partial(house.ask, why="Late words")
    _, errors = sorted_out(both(gone(house), write, ask))
    assert not any(isinstance(error, AssertionError) for error in errors)
    if Person.of(house.jean.id).erased_at is None:  # somebody wrote first, and she can be erased now
        gone(house)()
    with worlds.later(minutes=2):
        tick()
        tick()
    assert Person.of(house.jean.id).name == ERASED_NAME
    assert not StoryEntry.objects.exists()
    assert "Late words" not in str(worlds.kept())


def test_of_two_who_erase_one_is_told_that_it_was_done(house):
    done, errors = sorted_out(both(gone(house), gone(house)))
    assert (len(done), len(errors)) == (1, 1)
    assert isinstance(errors[0], Invalid | Stale)
    assert Erasure.objects.count() == 1


def test_of_two_answers_one_stands(house):
    entry = people.add_story_entry(by=house.asker, person_id=house.jean.id, section=Part.MATTERS, text="X")
    given = {"person_id": house.jean.id, "subject_kind": "storyentry", "subject_id": entry.id}
    ask = partial(actions.ask_correction, by=house.me, **given, wrong="No")
    made, errors = sorted_out(both(ask, ask))
    assert Correction.objects.count() == 1 and len(made) + len(errors) == 2
    row = Correction.objects.get()
    answer = partial(actions.answer_correction, by=house.asker, correction_id=row.id, version=row.version)
    yes = partial(answer, outcome=Answer.CORRECT, now_says="Y")
    no = partial(answer, outcome=Answer.REFUSE, answer="No")
    made, errors = sorted_out(both(yes, no))
    assert (len(made), len(errors)) == (1, 1)
    assert isinstance(errors[0], Invalid | Stale)
