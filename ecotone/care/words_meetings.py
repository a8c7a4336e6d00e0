"""The words for what a team meeting is made of: states, parts in the room, decisions, reasons, fields."""

from django.utils.translation import gettext_lazy as _

MEETING_STATES = {"planned": _("Planned"), "open": _("Going on"), "closed": _("Closed")}
MEETING_TONES = {"planned": "waiting", "open": "moving", "closed": "done"}
WAYS = {"place": _("Round one table"), "video": _("By video"), "phone": _("By phone")}
ROOM_ROLES = {"lead": _("Leads"), "minutes": _("Takes the minutes"), "member": _("In the room")}
ROOM_PARTS = {
    "lead": _("Let them lead"),
    "minutes": _("Let them take the minutes"),
    "member": _("No other part"),
}
LINE_STATES = {
    "to_discuss": _("To decide"),
    "decided": _("Decided"),
    "deferred": _("Next meeting"),
    "dropped": _("Ended before it was decided"),
}
LINE_TONES = {"to_discuss": "waiting", "decided": "done", "deferred": "amber", "dropped": "stopped"}
DECISIONS = {
    "take_on": _("We take it on"),
    "wait": _("On our waiting list"),
    "ask": _("Ask a question first"),
    "hand_on": _("Hand on to another service"),
    "decline": _("Decline"),
    "defer": _("Put off to the next meeting"),
}
DECIDED = {
    "take_on": _("taken on"),
    "wait": _("on the waiting list"),
    "ask": _("a question was asked"),
    "hand_on": _("handed on"),
    "decline": _("declined"),
    "defer": _("put off to the next meeting"),
}
FATES = {"open": _("Considered"), "chosen": _("Chosen"), "put_aside": _("Put aside")}
WHY_NOT = {
    "no_room": _("No room"),
    "not_eligible": _("Outside whom they serve"),
    "too_far": _("Too far away"),
    "person_said_no": _("The person does not want it"),
    "fits_less": _("Another fits better"),
}
WHY_NO_THIRD = {
    "needs_clinical": _("It needs a clinician or a legal duty"),
    "none_known": _("We know of none here"),
    "none_with_room": _("None has room"),
    "person_said_no": _("The person does not want it"),
    "too_urgent": _("Too urgent to look"),
    "other": _("Something else"),
}
DISPUTES = {"remit": _("Whose remit it is"), "rule": _("A rule that binds us")}
WRITTEN = {
    "listed": _("put it on the list"),
    "edited": _("wrote something"),
    "decided": _("decided it"),
    "carried": _("put it off to the next meeting"),
    "dropped": _("took it off: it has ended"),
    "considered": _("added an option"),
    "weighed": _("weighed an option"),
    "dissented": _("wrote down a dissent"),
    "disputed": _("wrote down a dispute"),
    "settled": _("settled a dispute"),
    "shared": _("shared it with a guest"),
}
LINE_FIELDS = {
    "wish": _("What the person wants, as it was said"),
    "wish_told_by": _("Told by"),
    "summary": _("In a line, for the list"),
    "decision": _("What is decided"),
    "worker": _("Who does it"),
    "lead": _("Who leads for the person, if somebody else"),
    "reason": _("Why, if it needs saying"),
    "expected_start": _("When it is likely to begin"),
    "person_told": _("Has the person been told?"),
    "expected_wait": _("How long the wait is likely to be"),
    "meanwhile": _("What the person has meanwhile"),
    "recheck_on": _("When you look at it again, and may begin"),
    "question": _("The question"),
    "answer_by": _("Please answer by"),
    "service_id": _("To which service"),
    "why": _("Why you ask them"),
    "reply_by": _("Please reply by"),
    "agreed": _("Has the person agreed to being asked for there?"),
    "reason_code": _("Reason"),
    "reason_text": _("In your words"),
    "attempts": _("How often you tried"),
    "alternative": _("Who might help instead, or “none known”"),
    "who_tells": _("Who tells the person?"),
    "why_no_third": _("Why not the third sector or the community?"),
    "why_no_third_words": _("In your words, if it is something else"),
}
