"""All writes to a person's record: who she is, her story and circle, contacts, relationships of care, sharing."""

from ecotone.people.actions.record import add_identifier, add_person, change_person, link_account
from ecotone.people.actions.sharing import choose_sharing, end_relationship, open_relationship, withdraw_choice
from ecotone.people.actions.stays import begin_stay, end_stay, say_about_stay
from ecotone.people.actions.story import (
    add_story_entry,
    add_to_circle,
    end_circle_tie,
    log_encounter,
    say_about_encounter,
)

__all__ = [
    "add_identifier",
    "add_person",
    "add_story_entry",
    "add_to_circle",
    "begin_stay",
    "change_person",
    "choose_sharing",
    "end_circle_tie",
    "end_relationship",
    "end_stay",
    "link_account",
    "log_encounter",
    "open_relationship",
    "say_about_encounter",
    "say_about_stay",
    "withdraw_choice",
]
