"""All writes to a person's record: who she is, her story and circle, contacts, relationships of care, sharing."""

from ecotone.people.actions.asking import (
    answer_request,
    ask_for_access,
    ask_for_part,
    lapse_request,
    withdraw_request,
)
from ecotone.people.actions.bulk import Newcomer, bring_over
from ecotone.people.actions.carers import (
    accept_permission,
    decline_permission,
    end_permission,
    keep_back,
    lift_suspension,
    offer_permission,
    renew_permission,
    show_again,
    suspend_permission,
)
from ecotone.people.actions.correcting import correct_note, correct_story_entry
from ecotone.people.actions.duties import end_duty, record_duty, tell_of_duty
from ecotone.people.actions.emergencies import (
    break_glass,
    end_emergency,
    remind_of_review,
    review_emergency,
    tell_after_all,
)
from ecotone.people.actions.erasing import erase_carer, erase_person
from ecotone.people.actions.holding import decline_wish, pass_on_grant, sign_wish
from ecotone.people.actions.leaving import keep_what_ended, note_death, note_move, undo_death
from ecotone.people.actions.pressing import answer_own_wish, answer_wish, lift_concern, pass_on_wish, raise_concern
from ecotone.people.actions.record import add_identifier, add_person, change_person
from ecotone.people.actions.sharing import choose_sharing, end_relationship, open_relationship, withdraw_choice
from ecotone.people.actions.signing import (
    end_authority,
    record_assessment,
    record_authority,
    tell_of_assessment,
    tell_of_authority,
    withdraw_assessment,
)
from ecotone.people.actions.stays import begin_stay, end_stay, say_about_stay
from ecotone.people.actions.story import (
    add_story_entry,
    add_to_circle,
    end_circle_tie,
    log_encounter,
    say_about_encounter,
)
from ecotone.people.actions.way_in import (
    Offered,
    link_account,
    offer_own_way_in,
    open_own_way_in,
    take_back_own_way_in,
    take_off_account,
    try_own_way_in,
    use_own_way_in,
)

__all__ = [
    "Newcomer",
    "Offered",
    "accept_permission",
    "add_identifier",
    "add_person",
    "add_story_entry",
    "add_to_circle",
    "answer_own_wish",
    "answer_request",
    "answer_wish",
    "ask_for_access",
    "ask_for_part",
    "begin_stay",
    "break_glass",
    "bring_over",
    "change_person",
    "choose_sharing",
    "correct_note",
    "correct_story_entry",
    "decline_permission",
    "decline_wish",
    "end_authority",
    "end_circle_tie",
    "end_duty",
    "end_emergency",
    "end_permission",
    "end_relationship",
    "end_stay",
    "erase_carer",
    "erase_person",
    "keep_back",
    "keep_what_ended",
    "lapse_request",
    "lift_concern",
    "lift_suspension",
    "link_account",
    "log_encounter",
    "note_death",
    "note_move",
    "offer_own_way_in",
    "offer_permission",
    "open_own_way_in",
    "open_relationship",
    "pass_on_grant",
    "pass_on_wish",
    "raise_concern",
    "record_assessment",
    "record_authority",
    "record_duty",
    "remind_of_review",
    "renew_permission",
    "review_emergency",
    "say_about_encounter",
    "say_about_stay",
    "show_again",
    "sign_wish",
    "suspend_permission",
    "take_back_own_way_in",
    "take_off_account",
    "tell_after_all",
    "tell_of_assessment",
    "tell_of_authority",
    "tell_of_duty",
    "try_own_way_in",
    "undo_death",
    "use_own_way_in",
    "withdraw_assessment",
    "withdraw_choice",
    "withdraw_request",
]
