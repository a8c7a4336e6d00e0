"""Putting an entry right at the person's word: the newer version takes its place, the older one is kept.

Parts of `rights.answer_correction`, which asks who may: Ecotone itself does these, signed by whoever answered.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from ecotone.access import policies as access
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ground.errors import Invalid, Problem
from ecotone.people.models import Encounter, KeptBack, StoryEntry
from ecotone.people.rules import KeptKind, Part


@action("people.correct_story_entry")
def correct_story_entry(*, by: Principal, entry_id: UUID, text: str, signed: Mapping[str, Any]) -> StoryEntry:
    """A corrected version in the place of an entry, of the same section, day and words' owner.

    Raises Invalid where a newer one has its place already.
    """
    access.system_only(by).require("storyentry", entry_id)
    old = StoryEntry.objects.select_for_update().get(pk=StoryEntry.of(entry_id).pk)
    if StoryEntry.objects.filter(supersedes=old).exists():
        raise Invalid(Problem("people.superseded", "now_says"))
    same = {name: getattr(old, name) for name in ("person_id", "section", "words_of", "language", "said_on")}
    made = StoryEntry.add(**same, text=text, supersedes_id=old.id, **signed)
    if KeptBack.objects.filter(subject_id=old.id, shown_again_at=None).exists():
        KeptBack.add(person_id=old.person_id, kind=KeptKind.STORY, subject_id=made.id)
    wrote("person", old.person_id, act="people.correct_story_entry", part=Part(old.section), keeps_access=True)
    return made


@action("people.correct_note")
def correct_note(*, by: Principal, encounter_id: UUID, note: str) -> Encounter:
    """A corrected note of a contact. What it said before stands in the correction."""
    access.system_only(by).require("encounter", encounter_id)
    row = Encounter.objects.select_for_update().get(pk=Encounter.of(encounter_id).pk)
    row.change(version=row.version, note=note)
    wrote("person", row.person_id, act="people.correct_note", part=Part.ENCOUNTERS, keeps_access=True)
    return row
