"""The words for care's codes, states, moves and fields."""

from django.utils.translation import gettext_lazy as _

from ecotone.care.rules import UnmetReason

WORDS = {
    "care.asked_by_you": _("Your team asked for this."),
    "care.not_a_party": _("Your team neither asked for this nor was asked."),
    "care.outline": _("You asked earlier in this chain, so you see how it stands, not what was said."),
    "care.entered_in_error": _("This was entered in error. That it was here is kept; what it said is hidden."),
    "care.another_service": _("Another service"),
    "care.only_the_asker": _("Only the team that asked can say that it has read the answer."),
    "care.cannot_hand_on": _("Take the referral on first: only who has said yes can hand it on."),
    "care.nobody_to_tell": _(
        "No service with room fits this need in this place. Choose a wider place or a broader need, or see in Find "
        "help who comes closest."
    ),
    "care.offer_over": _(
        "This is no longer open: another team has taken it on, or it was stopped. Thank you for being ready."
    ),
    "care.told_of_it": _("Your team was told of this open offer."),
    "care.not_told": _("Your team was not told of this open offer."),
    "care.other_person": _("This belongs to another person's record."),
    "care.no_target": _("Choose the service or team to ask."),
    "care.too_few_attempts": _("This service says that it tries %(promised)s times. You have noted %(noted)s."),
    "care.never_tried": _("This service says that it tries at least once. You have noted no attempt."),
    "care.attempts_not_said": _(
        "Say how often you tried to reach them: how often this service tries before it closes is a promise on its "
        "page (%(promised)s)."
    ),
    "care.door_open": _("The door is open."),
    "care.door_not_said": _("This service does not say that one can come back. You can ask it anew, or others."),
    "care.door_not_ended": _("This has not ended, so there is nothing to come back to yet."),
    "care.door_no_way_back": _("This was stopped or not taken on, so there is nothing to come back to."),
    "care.door_shut": _("The door was open for a time, and that time is over. You can still ask anew."),
    "care.door_service_closed": _("This service is not running at present, so nobody would answer. Others may help."),
    "care.door_refused": _(
        "They have been told that they are not to know of this person, so they cannot be asked. That choice can be "
        "changed on the page that says who sees what."
    ),
    "care.door_back_already": _("This door has been used: the newer ask is the one that counts now."),
    "care.already_open": _("You have already asked them for this, and it is still open."),
    "care.own_team": _("This is your own team. Choose another to ask."),
    "care.service_not_active": _("This service is not running at present. Find help shows others."),
    "care.no_self_referral": _("This service takes no self-referrals. Someone who helps you can ask it."),
    "care.not_from_your_sector": _("This service takes no referrals from your sector. Find help shows others."),
    "care.not_yours_to_move": _("This step is for the other side to take."),
    "care.not_from_here": _("This step cannot be taken as things stand. Look again at what has happened meanwhile."),
    "care.not_brought_over": _("A step of the kind %(code)s cannot be brought over with many others."),
    "care.not_late": _("Nobody is late with a reply here, or their lead has been told already."),
    "care.final": _("This referral has ended, so it can no longer be moved."),
    "care.onward_not_accepted": _("Nobody has taken it on yet. Until someone does, it stays with you."),
    "care.day_has_passed": _("This day has passed. Choose today or a later one."),
    "care.day_to_come": _("This day is still to come. Choose today or an earlier one."),
    "care.sort_of_answer": _("This is not the sort of answer asked for here."),
    "care.number": _("This number is outside what can be kept."),
    "care.who_held_the_pen": _("Say who wrote it down, and how the person told you."),
    "care.about_one_thing": _("Say what this is about: one request, or one hope."),
    "care.alone_is_alone": _("If the person does it alone, name nobody else."),
    "care.one_helper": _("Choose who helps: one of the person’s circle, or one team."),
    "care.one_team": _("Choose the team that does it."),
    "care.not_helping": _("Choose a team that helps now, or one of the two that this is between."),
    "care.day_too_far": _("This day is more than two years away. Choose an earlier one."),
    "care.her_own_tick": _("The person has ticked this off. Only they can open it again."),
    "care.paper_typed_in": _("This form has been typed in already. What it said is kept."),
    "care.answered_already": _("This question has been answered already."),
    "care.turned_already": _("This was closed, or opened again, already. Look at what stands there now."),
    "care.say_by_what": _("Say what met it: a service, something offered, or in your own words."),
    "care.say_which": _("Choose which one it was. It has to be one that you can see."),
    "care.only_who_stated_it": _("Only those who stated this need can say that it is met, or take it back."),
    "care.only_who_offered": _("Only those who offered this can take it back."),
    "care.only_its_author": _("Only whoever wrote this down can put it right or take it back."),
    "care.only_who_met_it": _("Only those who met this, and those who see the request it belongs to, can say so."),
    "care.need_is_closed": _("This need is closed at present. Who stated it can open it again."),
    "care.endorse_anothers": _("Speak as a team or as yourself, and to a need that others stated."),
    "care.say_what_was_sought": _("Choose a place or a kind of need first: the words you typed are not kept."),
    "care.no_such_referral": _("There is no such request among those you see in full."),
    "care.both_sides": _("Say both sides of the boundary, or neither."),
    "care.coded_facts": _("This is for those who wrote it down, and for those who see the request it belongs to."),
    "care.joint_partners_only": _("Only those who are in this joint work can do that."),
    "care.joint_own_only": _("Each changes only what is its own: this is another's."),
    "care.joint_two": _("Choose at least one other to work with."),
    "care.joint_not_involved": _(
        "Joint work for a person is only with teams that help them now, as far as you may know of them. For others, "
        "make a referral first."
    ),
    "care.joint_ended_actor": _("They have ended. Choose another."),
    "care.joint_already": _("They are in it, or asked to join, already."),
    "care.joint_over": _("This joint work is over. Begin a new one."),
    "care.joint_not_in_it": _("Choose among those who are in this joint work."),
    "care.joint_with_whom": _("Choose with whom."),
    "care.joint_funder": _("Name who paid only where somebody else paid for the time."),
    "care.signpost_of_others": _("Another team wrote this down, and it is not yours to see or change."),
    "care.one_place": _("Give one place: a service, a team, or where it was in your words."),
    "care.sent_to_themselves": _("They cannot have sent someone on to themselves. Choose another place."),
    "care.taken_back": _("This was taken back already."),
    "care.in_the_room": _("Your team holds this meeting, or you are in the room."),
    "care.not_your_meeting": _("This meeting is another team's, and you are not in the room."),
    "care.leads_not": _("This is for whoever leads the meeting, or for the team that holds it."),
    "care.line_not_shared": _(
        "You see what sort of need this is and where, not whose. The team may share it with you."
    ),
    "care.team_hands_on": _("Handing on passes parts of a story on, so one of the team itself does that."),
    "care.team_shares": _("Only the team that was asked shares a line with others."),
    "care.sensitive_line": _("This ask is kept private: it is shared with nobody outside the team."),
    "care.refused_them": _(
        "The person has said that this team may not see their record. Only the person can change that."
    ),
    "care.not_in_the_room": _("Choose somebody who is in the room now."),
    "care.has_left": _("They have left the room already."),
    "care.for_whom": _("Choose the team or organisation they come from."),
    "care.meeting_closed": _(
        "The meeting is closed, and its minutes stay as they are. Write a correction beside them."
    ),
    "care.meeting_not_open": _("The meeting is not open now."),
    "care.meeting_not_closed": _("The meeting is not closed yet: change the line itself."),
    "care.note_on_a_line": _("Choose the line that your correction is about."),
    "care.line_gone": _("This cannot be decided any more as the request stands now. Nothing was changed."),
    "care.agree_first": _("Ask the person first. Nothing is passed on without their agreement."),
    "care.why_no_third_sector": _(
        "Nobody of the third sector or the community was considered. Say why, or add one to the options."
    ),
    "care.which_rule": _("Choose the law, rule or custom that the dispute is about."),
    "care.by_link": _("You came by the link that was mailed to you."),
    "care.link_is_over": _("This link opens nothing any more."),
    "care.only_the_asker_sends": _("Only the team that asked does this."),
    "care.only_a_team_writes_down": _("Only a worker of the team that asked does this."),
    "care.they_answer_here": _("They have someone who signs in here: they answer themselves."),
    "care.links_often": _("Several links have been sent already today. Ring them, or try again tomorrow."),
    "care.codes_often": _(
        "Several codes have been sent lately, and no more are sent for now. Look for the newest in your e-mail, try "
        "again in an hour, or have a new link sent."
    ),
    "care.sentences_often": _("That is a lot by one link. Please ring whoever asked you."),
    "care.sentence_coded": _("Somebody has dealt with this sentence already."),
    "care.one_giver": _("Choose who gave it: one organisation, one of the person's circle, or the person."),
}

NEWS = {
    "target.offer": _("%(asker)s asks you for help."),
    "target.offer_openly": _("%(asker)s asks whoever can help. Whoever takes it on first does it."),
    "target.answer": _("%(asker)s answered your question."),
    "target.meet": _("The person says that you have met."),
    "target.hold": _("The person asked to put it on hold."),
    "target.request_cancel": _("%(asker)s would like to cancel. Confirm it, or say how it ended."),
    "target.cancel": _("%(asker)s cancelled it. There is nothing more to do."),
    "target.lapse": _("The person has died. There is nothing more to do."),
    "target.withdraw": _("The person stopped it. There is nothing more to do."),
    "target.give_up_waiting": _("No reply came from you in time, so it went back to %(asker)s."),
    "target.wait_again": _("%(asker)s asks again, and waits for your reply."),
    "target.mark_error": _("It had been entered in error."),
    "target.escalate": _("The day to reply has passed. It came to your team's lead."),
    "target.review_due": _("The day to look at it again has passed."),
    "target.judge": _("The person has said what it was worth."),
    "target.question": _("%(asker)s asked you a question."),
    "source.ask": _("%(target)s asks you a question before they can reply."),
    "source.accept": _("%(target)s said yes."),
    "source.claim": _("%(target)s took it on."),
    "source.expire": _("Nobody took it on in time. Ask elsewhere, or tell more of those who can help."),
    "source.allocate": _("%(target)s gave it to a worker."),
    "source.waitlist": _("%(target)s put it on their waiting list."),
    "source.decline": _("%(target)s could not take it on."),
    "source.schedule": _("%(target)s has arranged to meet."),
    "source.meet": _("%(target)s and the person have met."),
    "source.no_show": _("%(target)s and the person did not meet as arranged."),
    "source.interim": _("%(target)s sent word of how it goes."),
    "source.hold": _("It is on hold with %(target)s."),
    "source.complete": _("%(target)s finished. Read how it ended."),
    "source.complete_partly": _("%(target)s did part of it. Read what was left."),
    "source.complete_onward": _("%(target)s handed it on, and others have taken it on."),
    "source.fail": _("%(target)s could not carry it through."),
    "source.confirm_cancel": _("%(target)s confirmed that it is cancelled."),
    "source.lapse": _("The person has died, so it has ended."),
    "source.withdraw": _("The person stopped it."),
    "source.answer_due": _("%(target)s still waits for your answer, and the day has passed."),
    "source.give_up_waiting": _("No reply came from %(target)s. Ask elsewhere, or wait again."),
    "source.mark_error": _("It had been entered in error."),
    "source.sentence": _("%(target)s answered in a sentence of their own. Read it, and fill in the rest."),
    "source.judge": _("The person has said what it was worth."),
    "source.answer_question": _("%(target)s answered your question."),
    "person.offer": _("%(asker)s asked %(target)s to help you."),
    "person.offer_openly": _("%(asker)s asked whoever can help you."),
    "person.claim": _("%(target)s took it on."),
    "person.expire": _("Nobody took it on in time."),
    "person.ask": _("%(target)s asked a question before they reply."),
    "person.accept": _("%(target)s said yes."),
    "person.allocate": _("%(target)s said who will help you."),
    "person.waitlist": _("%(target)s put you on their waiting list."),
    "person.decline": _("%(target)s could not take it on."),
    "person.schedule": _("%(target)s has arranged to meet you."),
    "person.meet": _("%(target)s wrote down that you have met."),
    "person.no_show": _("%(target)s wrote down that you did not meet as arranged."),
    "person.interim": _("%(target)s sent word of how it goes."),
    "person.hold": _("%(target)s put it on hold."),
    "person.complete": _("%(target)s finished. You can say what it was worth."),
    "person.complete_partly": _("%(target)s did part of it. You can say what it was worth."),
    "person.complete_onward": _("%(target)s handed it on, and others have taken it on."),
    "person.fail": _("%(target)s could not carry it through."),
    "person.confirm_cancel": _("%(target)s confirmed that it is cancelled."),
    "person.cancel": _("%(asker)s cancelled what they had asked of %(target)s."),
    "person.withdraw": _("It was stopped."),
    "person.give_up_waiting": _("No reply came from %(target)s."),
    "person.wait_again": _("%(asker)s asked %(target)s again."),
    "person.mark_error": _("It had been entered in error."),
    "person.answer_due": _("%(target)s still waits for your answer, and the day has passed."),
    "person.sentence": _("%(target)s answered in a sentence of their own."),
    "person.judge": _("Someone wrote down for you what it was worth."),
}
"""What happened, as a notice says it to the team that was asked, the team that asked, and the person."""

TONES_OF_NEWS = {"to_do": "waiting", "late": "amber", "came_back": "done", "news": "neutral"}

CARRIERS = {
    "alone": _("The person, alone"),
    "with_help": _("The person, with help"),
    "team": _("A service"),
}
YOUR_CARRIERS = {"alone": _("You"), "with_help": _("You, with help"), "team": _("A service")}
"""The same, to the person."""

PROMISE_STATES = {"open": _("To do"), "done": _("Done"), "dropped": _("Not happening")}
STATES = {
    "draft": _("Draft"),
    "offered": _("Asked"),
    "unclaimed": _("Open to all who can help"),
    "received": _("Opened"),
    "info_needed": _("Question to answer"),
    "accepted": _("Accepted"),
    "waitlisted": _("On a waiting list"),
    "in_progress": _("Under way"),
    "on_hold": _("On hold"),
    "cancel_requested": _("Cancelling, to be confirmed"),
    "no_reply": _("No reply"),
    "completed": _("Completed"),
    "rejected": _("Declined"),
    "failed": _("Could not be done"),
    "cancelled": _("Cancelled"),
    "entered_in_error": _("Entered in error"),
}
TONES = {
    "draft": "draft",
    "offered": "waiting",
    "unclaimed": "waiting",
    "received": "waiting",
    "info_needed": "waiting",
    "accepted": "moving",
    "waitlisted": "waiting",
    "in_progress": "moving",
    "on_hold": "waiting",
    "cancel_requested": "waiting",
    "no_reply": "amber",
    "completed": "done",
    "rejected": "stopped",
    "failed": "stopped",
    "cancelled": "stopped",
    "entered_in_error": "stopped",
}
DETAILS = {
    "scheduled": _("meeting arranged"),
    "met": _("have met"),
    "no_show": _("did not meet"),
    "interim": _("news"),
    "full": _("in full"),
    "partial": _("in part"),
    "onward": _("handed on"),
    "declined_late": _("declined after all"),
}
WHAT_NEXT = {
    "draft": _("Nobody has been asked yet."),
    "offered": _("It waits to be opened."),
    "unclaimed": _("All who may be able to help have been told. The first who says yes takes it on."),
    "received": _("It has been opened and waits for an answer."),
    "info_needed": _("A question waits to be answered. The reply-by date stands still meanwhile."),
    "accepted": _("They have said yes. Next they meet."),
    "waitlisted": _("They have said yes, and there is a wait."),
    "in_progress": _("It is under way."),
    "on_hold": _("It is on hold until the day shown."),
    "cancel_requested": _("The asker wants to stop this. Confirm it, or say what came of it."),
    "no_reply": _("No reply came. Ask someone else, wait again, or stop."),
    "completed": _("It is done. What it was worth is for the person to say."),
    "rejected": _("It was not taken on. What could not be met is listed as unmet need."),
    "failed": _("It could not be carried through."),
    "cancelled": _("It was stopped."),
    "entered_in_error": _("It should never have been here."),
}
MOVES = {
    "offer": _("Ask now"),
    "offer_openly": _("Ask all who can help"),
    "claim": _("We take this on"),
    "expire": _("Return to the asker"),
    "receive": _("Open"),
    "ask": _("Ask a question first"),
    "answer": _("Answer the question"),
    "accept": _("Accept"),
    "allocate": _("Give it to a worker"),
    "waitlist": _("Put on the waiting list"),
    "decline": _("Decline"),
    "schedule": _("Arrange a meeting"),
    "meet": _("We have met"),
    "no_show": _("They did not come"),
    "interim": _("Send news"),
    "hold": _("Put on hold"),
    "complete": _("Complete"),
    "complete_partly": _("Complete in part"),
    "complete_onward": _("Complete: handed on"),
    "fail": _("It cannot be done after all"),
    "request_cancel": _("Ask to stop it"),
    "confirm_cancel": _("Confirm that it stops"),
    "cancel": _("Stop it"),
    "withdraw": _("Stop this"),
    "give_up_waiting": _("Return to the asker"),
    "wait_again": _("Wait again"),
    "lapse": _("End it, for the person is gone"),
    "mark_error": _("Entered in error"),
}
MOVED = {
    "offer": _("asked"),
    "offer_openly": _("asked all who can help"),
    "claim": _("took it on"),
    "expire": _("returned it: nobody has taken it on"),
    "receive": _("opened it"),
    "ask": _("asked a question"),
    "answer": _("answered"),
    "accept": _("accepted"),
    "allocate": _("gave it to a worker"),
    "waitlist": _("put it on the waiting list"),
    "decline": _("declined"),
    "schedule": _("arranged a meeting"),
    "meet": _("met"),
    "no_show": _("waited, but they did not meet"),
    "interim": _("sent news"),
    "hold": _("put it on hold"),
    "complete": _("completed it"),
    "complete_partly": _("completed it in part"),
    "complete_onward": _("completed it by handing on"),
    "fail": _("said that it cannot be done"),
    "request_cancel": _("asked to stop it"),
    "confirm_cancel": _("confirmed that it stops"),
    "cancel": _("stopped it"),
    "withdraw": _("stopped it"),
    "give_up_waiting": _("returned it: no reply came"),
    "wait_again": _("decided to wait again"),
    "lapse": _("ended it, because the person has died"),
    "mark_error": _("marked it as an error"),
}
FIELDS = {
    "reply_by": _("Please reply by"),
    "question": _("Your question"),
    "answer_by": _("Please answer by"),
    "answer": _("Your answer"),
    "worker": _("Who will do it"),
    "expected_start": _("When it is likely to begin"),
    "person_told": _("Has the person been told?"),
    "expected_wait": _("How long the wait is likely to be"),
    "meanwhile": _("What the person has meanwhile"),
    "recheck_on": _("When you will look at it again"),
    "reason_code": _("Reason"),
    "reason_text": _("In your words"),
    "alternative": _("Who might help instead, or “none known”"),
    "who_tells": _("Who tells the person?"),
    "meets_on": _("When you will meet"),
    "met_on": _("On which day"),
    "channel": _("How"),
    "note": _("What to say about it"),
    "review_on": _("When to look at it again"),
    "output": _("What was done"),
    "against_hope": _("Set against what was hoped for"),
    "next_step": _("What comes next, if anything"),
    "unmet": _("What could not be met"),
    "attempts": _("How often you tried"),
}
CHOICES = {
    "no_capacity": _("No room at present"),
    "not_eligible": _("Outside whom we serve"),
    "out_of_area": _("Outside our area"),
    "wrong_service": _("Another service fits better"),
    "insufficient_info": _("We know too little"),
    "unsafe": _("Not safe as things are"),
    "duplicate": _("Already being done"),
    "person_declined": _("The person does not want it"),
    "could_not_contact": _("We could not reach the person"),
    "service_ended": _("The service has ended"),
    "us": _("We do"),
    "asker": _("The asker does"),
    "already_told": _("Already told"),
    "visit": _("At home"),
    "phone": _("By phone"),
    "video": _("By video"),
    "place": _("At our place"),
}
URGENCIES = {"routine": _("Routine"), "soon": _("Needed soon"), "urgent": _("Urgent")}
VIEWS = {
    "met": _("The need was met"),
    "partly": _("The need was partly met"),
    "not_met": _("The need was not met"),
    "worse": _("It made things worse"),
}
PENS = {
    "person": _("the person"),
    "worker": _("a worker"),
    "carer": _("an unpaid carer"),
    "helper": _("a trusted helper"),
}
MEANS = {"page": _("on this page"), "phone": _("by phone"), "paper": _("on paper"), "meeting": _("face to face")}
CHANGES = {
    "better": _("Better"),
    "same": _("The same"),
    "worse": _("Worse"),
    "reached": _("I am there"),
}
OUTCOME_KINDS = {
    "quality_of_life": _("My life"),
    "process": _("How I am treated"),
    "change": _("A change in me"),
}
PARTNER_STATES = {"proposed": _("asked to join"), "joined": _("in it"), "left": _("not in it any more")}
TASK_STATES = {"open": _("to do"), "done": _("done"), "dropped": _("dropped")}
JOINT_EVENTS = {
    "joint_visit": _("A joint visit"),
    "shadowing": _("Shadowing: going along to see the work"),
    "networking": _("Networking: getting to know each other"),
    "learning": _("Learning together"),
}
FUNDINGS = {
    "own": _("Part of our paid work"),
    "funded": _("Somebody else paid for it"),
    "unpaid": _("Nobody: it was our own, unpaid time"),
    "not_said": _("Not said"),
}
DIRECTIONS = {
    "from_them": _("We learned from them"),
    "from_us": _("They learned from us"),
    "both": _("Both ways"),
    "none": _("It was not about learning"),
}
WHY_ASKED = {
    "handed_on": _("handed on"),
    "asked_on": _("asked on, apart from this"),
    "elsewhere": _("asked elsewhere, after it had come back"),
}
BOUNCES = {
    "declined": _("It was declined"),
    "no_reply": _("No reply came"),
    "failed": _("It could not be done after all"),
}
GIFTS = {
    "time": _("Time"),
    "transport": _("A lift"),
    "money": _("Money"),
    "knowledge": _("Knowledge"),
    "space": _("A room"),
    "things": _("Things"),
}
UNMET_REASONS = {
    **{code: words for code, words in CHOICES.items() if code in set(UnmetReason)},
    "no_reply": _("No reply came"),
    "unclaimed": _("Nobody came forward"),
    "partly": _("Met only in part"),
    "nothing_found": _("Nothing that fits was found"),
    "": _("No reason was given"),
}
NEED_STATES = {"standing": _("Not met"), "met": _("Met"), "withdrawn": _("Taken back")}
FRICTION_STATES = {"standing": _("Still in the way"), "met": _("Mended"), "withdrawn": _("Taken back")}
NEED_TURNS = {"standing": _("It has come back"), "met": _("It was met"), "withdrawn": _("It was taken back")}
FRICTION_TURNS = {"standing": _("It is back"), "met": _("It was mended"), "withdrawn": _("It was taken back")}
FRICTIONS = {
    "rule": _("A rule or policy"),
    "systems": _("Separate systems or forms"),
    "capacity": _("No room or no hands"),
    "wrong_door": _("The wrong door or place"),
    "nobody_decides": _("Nobody decides, or nobody knows who does"),
    "funding": _("Money or funding rules"),
    "distance": _("Distance or transport"),
    "access": _("Getting in, or being understood"),
    "other": _("Something else"),
}
FRICTION_HINTS = {
    "rule": _("A limit, a criterion, a policy, a form that must come first."),
    "systems": _("Typing it in twice, no shared record, a login you cannot get."),
    "capacity": _("A waiting list, a closed list, nobody on that day."),
    "wrong_door": _("Sent on, sent back, or sent to someone who is not there for this."),
    "nobody_decides": _("Everyone is asked and no one can say yes."),
    "funding": _("A budget that ends at a border, work that nobody pays for."),
    "distance": _("No bus, too far, no one to go along."),
    "access": _("Stairs, language, a phone menu, a screen that cannot be used."),
}
ASSETS = {
    "space": _("A hall or a room"),
    "vehicle": _("A minibus or a car"),
    "skill": _("A skill"),
    "hours": _("Hours"),
    "money": _("Money"),
    "things": _("Things"),
}
OFFER_STATES = {
    "open": _("Offered"),
    "taken_up": _("Taken up"),
    "not_needed": _("Not needed at present"),
    "taken_back": _("Taken back"),
}
