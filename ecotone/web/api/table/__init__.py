"""Every operation of the API, room by room; and the actions that no program may call, each with its reason."""

from collections.abc import Mapping

from ecotone.web.api.operations import IN_ADDRESS, Operation, Read, Write
from ecotone.web.api.table import care, directory, ecosystem, imports, meetings, news, people, rights

OPERATIONS: tuple[Operation, ...] = (
    *people.OPERATIONS,
    *care.OPERATIONS,
    *meetings.OPERATIONS,
    *directory.OPERATIONS,
    *imports.OPERATIONS,
    *ecosystem.OPERATIONS,
    *news.OPERATIONS,
    *rights.OPERATIONS,
)
BY_ID: Mapping[str, Operation] = {each.id: each for each in OPERATIONS}
READS: tuple[Read, ...] = tuple(each for each in OPERATIONS if isinstance(each, Read))

BY_HAND = "made by hand, on a page or at the machine: a program lets nobody in, and opens or closes no account"
FOR_GOOD = "decided by hand, on a page that says what goes: nothing brings it back"
SPEAKING = "agreed to, or ended, by somebody who speaks for an organisation, by hand and by name"
BY_LINK = "for whom was mailed a link, and signed in by it"
ITSELF = "Ecotone does it by itself"
INSIDE = "a part of another action, which is an operation"
IN_PERSON = "whoever does it stands in for a relationship that is missing, by hand and by name, never by a program"
NO_PAGE = "no page does it yet: it is done when a place is set up or taken in from files"
_APART = {
    BY_HAND: """
        access.make_token access.revoke_token access.choose_password access.open_account access.sign_in
        access.use_token access.give_token access.rotate_token access.end_token access.grant_token access.open_program
        ecosystem.register_program ecosystem.name_owners ecosystem.end_program
        people.link_account access.close_account access.lift_second_step
        access.change_password access.ask_reset access.know_browser access.forget_browser access.end_session
        access.end_sessions access.begin_second_step access.confirm_second_step access.try_second_step
        access.add_passkey access.remove_passkey access.use_passkey access.rename_passkey access.take_ways_off
        access.link_outside_account access.match_outside_account access.unlink_outside_account
        access.renew_recovery_codes access.end_second_step ecosystem.plan_leaving ecosystem.undo_leaving
        ecosystem.review_colleague people.end_duty people.record_duty people.tell_of_duty
        people.answer_wish people.answer_own_wish people.raise_concern people.lift_concern
        people.pass_on_grant people.sign_wish people.decline_wish people.tell_of_authority people.tell_of_assessment
        people.offer_own_way_in people.take_back_own_way_in people.take_off_account
    """,
    SPEAKING: """
        ecosystem.agree_to_terms ecosystem.end_agreement ecosystem.publish_terms ecosystem.withdraw_terms
    """,
    IN_PERSON: """
        people.answer_request people.ask_for_access people.ask_for_part people.break_glass people.end_emergency
        people.review_emergency people.tell_after_all people.withdraw_request
    """,
    FOR_GOOD: """
        rights.refuse_erasure rights.hold rights.lift_hold rights.set_period
    """,
    BY_LINK: """
        care.enter_by_link care.forget_device care.renew_link care.say_in_a_sentence care.send_code
        care.try_code directory.request_claim notices.stop
        people.try_own_way_in people.open_own_way_in people.use_own_way_in
    """,
    ITSELF: """
        access.mark_deployment access.settle_wish access.end_outside_sessions
        care.escalate care.remind directory.renew_index notices.claim_mail
        people.lapse_request people.remind_of_review rights.remind_of_correction rights.note_erased_again
        rights.note_swept rights.propose
        notices.forget_mail notices.forget_news notices.mail_digest notices.note_not_sent notices.note_sent
        ecosystem.note_told_of_terms ecosystem.note_unused
        notices.queue_mail notices.tell observatory.publish observatory.publish_closed
        adapters.move_run adapters.take_some adapters.take_whole care.bring_over people.bring_over
    """,
    INSIDE: """
        access.reopen_account care.hand_on care.hand_back ecosystem.note_left ecosystem.put_on_again
        ecosystem.forget_unused
        people.correct_note people.correct_story_entry access.end_acting access.end_as_herself access.erase_account
        adapters.erase_person care.erase_person care.unsign_carer
        notices.erase_notices people.erase_carer people.erase_person
        rights.decide_erasure rights.erase_words
        care.draft_again care.drop_promises care.flag_out_of_area care.lapse_asks care.take_up_promises
        people.keep_what_ended people.note_death people.note_move people.undo_death people.open_relationship
        people.end_relationship care.draft_referral ecosystem.note_asked ecosystem.note_partnership
    """,
    NO_PAGE: """
        ecosystem.add_zone ecosystem.change_zone ecosystem.end_zone ecosystem.change_place ecosystem.change_site
        ecosystem.identify_actor ecosystem.set_postcodes
        people.add_identifier people.end_circle_tie care.end_outcome ecosystem.add_actor
        ecosystem.add_deprivation ecosystem.add_institution ecosystem.add_need ecosystem.add_place
        ecosystem.add_remit ecosystem.add_site ecosystem.add_tie ecosystem.change_actor
        ecosystem.change_institution ecosystem.contain_place ecosystem.end_actor ecosystem.end_context
        ecosystem.end_institution ecosystem.end_remit ecosystem.end_stance ecosystem.end_tie ecosystem.give_hat
        ecosystem.hide_site ecosystem.take_off_hat ecosystem.link_institutions ecosystem.note_consulted
    """,
}
APART: Mapping[str, str] = {code: why for why, codes in _APART.items() for code in codes.split()}
"""The actions that are no operation, each with why."""


def nearest_read(write: Write) -> Read | None:
    """The read that shows what a write changes: the one whose address the write's goes on from."""
    own = IN_ADDRESS.sub("{}", write.path)
    shown = ((IN_ADDRESS.sub("{}", each.path), each) for each in READS if each.in_address)
    around = [each for at, each in shown if f"{own}/".startswith(f"{at}/")]
    return max(around, key=lambda each: len(each.path), default=None)
