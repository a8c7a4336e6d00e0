"""The words for people's codes and enums."""

from django.utils.translation import gettext_lazy as _

from ecotone.people import words_way_in

WORDS = {
    **words_way_in.WORDS,
    "people.in_hospital_already": _("It is noted already that they are in hospital. Note first that they have left."),
    "people.stay_overlaps": _("Another stay is noted for these days. Look at it first."),
    "people.not_left_yet": _("This can be said once you have left."),
    "people.own_record": _("This is your own record."),
    "people.by_relationship": _("Your team is helping this person now."),
    "people.by_grant": _("The person has said you may see this."),
    "people.by_grant_to_learn": _("The person lets you read this to learn from it."),
    "people.not_for_learning": _("The person has not allowed your team to read this to learn from it."),
    "people.read_only_learning": _("You are here to learn. What you see may be read, and nothing else."),
    "people.never_to_learn": _("What was asked for you and what you hope for is not read to learn from."),
    "people.not_learning": _("This is for reading to learn from what was done. Begin on “My people”."),
    "people.counts_only": _("In this hat you see counts, never a person's record."),
    "people.no_relationship": _("Your team has no relationship of care with this person at present."),
    "people.person_refused": _("The person, or somebody who signs in their place, chose not to share this with you."),
    "people.not_shared": _("This part has not been shared with your team. You can ask the person."),
    "people.cannot_share_unseen": _(
        "You can pass on only what was shared with you. Take out the parts you do not see."
    ),
    "people.only_self": _("Only the person themselves can do this."),
    "people.sensitive_team": _("Another service is involved. The person has not shared which."),
    "people.identifier_ten_digits": _("A CHI or NHS number has ten digits and nothing else."),
    "people.identifier_check_digit": _("The last digit does not fit the others: please check the number for a slip."),
    "people.chi_date": _("A CHI number begins with a date of birth, day, month, year. This one does not."),
    "people.identifier_taken": _("This number belongs to another record already. Ask whoever guards your records."),
    "people.birth_date": _("A date of birth lies in the past, and less than 130 years ago."),
    "people.section": _("Choose one of the five sections of the story."),
    "people.superseded": _("A newer entry has already taken this one's place. Read it, then add yours."),
    "people.other_person": _("This belongs to another person's record."),
    "people.only_she_says": _("That a story had to be repeated is for the person to say: record it as their word."),
    "people.minutes": _("Minutes lie between 0 and 1,440."),
    "people.to_whom": _("Choose either one organisation or team, or a sector, not both."),
    "people.past": _("The end must lie in the future."),
    "people.future": _("This date lies in the future."),
    "people.ended": _("This has already ended."),
    "people.by_permission": _("The person has given you permission to act for them."),
    "people.no_permission": _("You have no permission to act for this person now. It may have ended."),
    "people.not_permitted": _("What the person permitted you to see and do does not include this."),
    "people.not_offered_to_you": _("This permission was not offered to you."),
    "people.own_address": _("This is your own address. Choose the one the carer signs in with."),
    "people.acts_need_sight": _("To do this for you they must see what was asked for you: tick that as well."),
    "people.too_long": _(
        "Choose a day within the next twelve months. You can let it go on when that day comes near."
    ),
    "people.suspended_already": _("This permission is suspended already."),
    "people.unsafe_to_tell": _(
        "Someone who helps you stopped this for now. Ask them about it when you can talk alone."
    ),
    "people.only_consulted": _(
        "You know who this is for a question, or for one meeting. To ask others for help, or to change what holds "
        "for this person, is for those who help them."
    ),
    "people.for_guardians": _("Why is told to those who guard records here."),
    "people.has_died": _(
        "It is noted that this person has died, so nothing new begins for them. If that is an error, whoever guards "
        "records here can undo it."
    ),
    "people.erased": _("This person’s record was erased: nothing is written in it any more."),
    "people.before_birth": _("This day lies before the person was born."),
    "people.not_noted": _("No death is noted in this record."),
    "people.lives_there": _("This is where the person lives already."),
    "people.long_past": _("This was more than a year ago. Choose a day within the last year."),
    "people.account_taken": _("This account already belongs to another person's record."),
    "people.linked_already": _("Another account signs in as this person already."),
    "people.own_team": _("Your own team sees what was shared with it. More is for the person to share."),
    "people.by_emergency": _("You opened this in an emergency. You may read it, for three hours at most."),
    "people.read_only_emergency": _(
        "You opened this record in an emergency: you may read it, and nothing else. To help this person further, "
        "ask for access."
    ),
    "people.by_duty_adult_protection": _(
        "By law: Adult Support and Protection (Scotland) Act 2007, sections 4 to 10. You may read this, and nothing "
        "else."
    ),
    "people.by_duty_child_protection": _(
        "By law: Children’s Hearings (Scotland) Act 2011, sections 60 to 66. You may read this, and nothing else."
    ),
    "people.by_duty_incapacity": _(
        "By law: Adults with Incapacity (Scotland) Act 2000, sections 10 and 12. You may read this, and nothing else."
    ),
    "people.by_duty_mental_health": _(
        "By law: Mental Health (Care and Treatment) (Scotland) Act 2003, sections 33 to 35. You may read this, and "
        "nothing else."
    ),
    "people.by_duty_public_health": _(
        "By law: Public Health etc. (Scotland) Act 2008, parts 2 and 3. You may read this, and nothing else."
    ),
    "people.by_duty_court_order": _("By order of a court or tribunal. You may read this, and nothing else."),
    "people.read_only_duty": _(
        "A law lets your team read this, and nothing else: not write in it, pass it on or take it away."
    ),
    "people.own_duty": _(
        "Whoever records a legal duty does not read by it. Ask somebody else who guards records to record this."
    ),
    "people.nobody_reads": _("Nobody there works with people today, so nobody could read. Choose another team."),
    "people.duty_too_long": _("Choose a day within half a year. Whoever needs it longer has it recorded anew."),
    "people.duty_already": _("This is recorded for that team already, and holds. End it first if it has changed."),
    "people.ask_the_recorder": _(
        "What a legal duty rests on may name who was worried. Ask whoever recorded it what you may know."
    ),
    "people.seen_already": _("Your team sees this part already."),
    "people.told_already": _("The person has been told already."),
    "people.many_emergencies": _(
        "You have opened %(most)s records in an emergency within a day. Ring whoever guards records here; "
        "if a life is in danger, ring 999."
    ),
    "people.searched_too_often": _(
        "You have looked for people too often within this hour. Wait until the next; in an emergency ring 999."
    ),
    "people.not_your_emergency": _("Only whoever began this emergency can end it."),
    "people.reviewed_already": _("Somebody has reviewed this already."),
    "people.for_a_lead": _("The lead of your team answers this, having asked the person."),
    "people.not_your_request": _("Only the team that asked can take this back."),
    "people.asked_already": _("Your team has asked already, and waits for an answer."),
    "people.said_no_lately": _("The answer was no within the last %(days)s days. Ask again after that."),
    "people.answered_already": _("This does not wait for an answer any more."),
    "people.signs_herself": _("This is for the person to sign, and they may."),
    "people.signs_in_her_place": _("Whoever acts for the person by this authority may sign this in their place."),
    "people.refusal_is_kept": _("It is not clear who may sign, so a refusal is kept, and nothing is opened."),
    "people.carer_never_signs": _(
        "Whoever the person lets act for them does not sign for them. The person does, or who holds an authority."
    ),
    "people.assessed_unable": _(
        "It was assessed that the person cannot decide this at present. A refusal is kept as they say it; to allow "
        "something, whoever holds an authority for it signs in their place."
    ),
    "people.unclear_who_signs": _(
        "It is not clear who may sign this. A refusal is kept, and nothing is opened until it is clear."
    ),
    "people.too_young_to_sign": _(
        "Under 12 a child signs only where it was assessed that they understand. A refusal is kept as they say it; "
        "to allow something, whoever has parental responsibilities signs, and the child is asked."
    ),
    "people.authority_not_now": _("This authority does not hold for this, or does not hold today."),
    "people.named_person_never_signs": _("A named person is told what the law says, and never signs for somebody."),
    "people.signs_for_herself": _(
        "The person decides this themselves, so nobody signs in their place: an authority opens nothing before it "
        "was assessed that they cannot."
    ),
    "people.parental_ends_at_16": _("At 16 somebody signs for themselves, and a parent’s authority ends by itself."),
    "people.for_adults_only": _("This sort of authority is over adults. Under 16, parental responsibilities count."),
    "people.she_refused": _(
        "The person has refused just this themselves. What they refused stays refused: nobody who signs in their "
        "place can open it."
    ),
    "people.own_signing": _("Whoever holds an authority, or is the person, does not record it. Ask a colleague."),
    "people.needs_birth_date": _(
        "Without a date of birth nobody can tell when a parent’s authority ends. Write the date of birth down first."
    ),
    "people.look_again_within": _("Choose a day to look again within a year of the assessment."),
    "people.is_passed_on": _(
        "What somebody who acts for a person asks for is passed on to those who help that person, who ask them and "
        "then ask for it. Use “Ask for help for them”."
    ),
    "people.only_carers": _("This is for whoever acts for somebody. You can ask for help yourself."),
    "people.nobody_to_ask": _(
        "Nobody helps them here at present who could ask them. They can ask for help themselves, or a worker takes "
        "them in first: ring the service."
    ),
    "people.ask_alone_first": _(
        "Somebody may be pressing this person. Ask them alone, when whoever asked for this cannot hear or read it."
    ),
    "people.held_while_pressed": _(
        "Whoever signs here may be pressing this person. Until a worker has spoken with them alone and lifted that, "
        "nothing is opened by this authority."
    ),
    "people.part_by_part": _(
        "You sign for one part of the record at a time, of those that you may see. For more at once, speak with "
        "those who help the person: they write it down with you."
    ),
    "people.in_one_hat": _(
        "You also work with this person, or are them: what you sign by an authority, a colleague writes down with "
        "you."
    ),
    "people.signed_with_staff": _(
        "This is not signed on a page of your own: those who help the person write it down with you."
    ),
    "people.is_to_sign": _("This is to be signed, or declined: it is no question to the person alone."),
    "people.is_to_ask": _("This is a question to the person: ask them, and write down what they say."),
    "people.can_be_asked": _("The person can agree to this themselves, so ask them: then nothing need be said here."),
    "people.who_agrees": _(
        "The person cannot agree to this themselves at present. Say who agrees in their place (authority_id), or "
        "why nobody can be asked (nobody_why) and that you chose the least that helps (least). Help is not stopped."
    ),
    "people.why_nobody": _("Please say why nobody can be asked, and how this is for the person’s good."),
    "people.least_first": _("Please tick this once you have chosen the least that helps: only what is needed now."),
    "people.somebody_agreed": _("Somebody agrees in the person’s place, so leave out why nobody could be asked."),
    "people.agreed_elsewhere": _(
        "The person cannot agree to this themselves at present. Take it on here, then hand it on from its own page: "
        "there you say who agrees in their place, or why nobody can be asked."
    ),
    "people.who_agreed": _("Who agreed to this is told to the person, and to those who help them now."),
    "people.not_wished": _("What a carer passed on is asked for once the person has said that they wish it."),
    "people.answered_by_her": _("You have said yes to this already. If you asked for it, stop it there."),
    "people.too_young_for_account": _(
        "Under 12 a child signs in only where it was assessed that they can decide who sees what. Record that first."
    ),
}

LAWS = {
    "adult_protection": _("Adult Support and Protection (Scotland) Act 2007, sections 4 to 10"),
    "child_protection": _("Children’s Hearings (Scotland) Act 2011, sections 60 to 66"),
    "incapacity": _("Adults with Incapacity (Scotland) Act 2000, sections 10 and 12"),
    "mental_health": _("Mental Health (Care and Treatment) (Scotland) Act 2003, sections 33 to 35"),
    "public_health": _("Public Health etc. (Scotland) Act 2008, parts 2 and 3"),
    "court_order": _("An order or warrant of a court or tribunal"),
}
LAWS_FOR = {
    "adult_protection": _("An adult may be at risk of harm: the council inquires"),
    "child_protection": _("A child may need protection: the council or the Reporter inquires"),
    "incapacity": _("Somebody who cannot decide may be at risk: the council investigates"),
    "mental_health": _("Somebody with a mental disorder may be ill-treated or neglected: the council inquires"),
    "public_health": _("A disease must be notified, or its spread is investigated"),
    "court_order": _("A court or tribunal has ordered it"),
}
"""The laws by name, and when each applies."""

EMERGENCY_REASONS = {
    "danger_to_life": _("Somebody’s life or health is in danger"),
    "cannot_be_asked": _("The person cannot be asked, and cannot wait"),
    "safeguarding": _("Somebody must be protected from harm"),
    "court_or_police": _("A court or the police need it now"),
    "other": _("Something else that cannot wait"),
}
EMERGENCY_OUTCOMES = {
    "justified": _("It was right"),
    "justified_but_act": _("It was right, and something must change"),
    "not_justified": _("It was not right"),
}
ASK_STATES = {
    "waiting": _("Waits for an answer"),
    "agreed": _("Agreed"),
    "declined": _("The answer was no"),
    "withdrawn": _("Taken back"),
    "lapsed": _("Nobody answered in time"),
}
ASK_TONES = {
    "waiting": "waiting",
    "agreed": "done",
    "declined": "stopped",
    "withdrawn": "stopped",
    "lapsed": "stopped",
}
ANSWERED_AS = {
    "person": _("the person"),
    "staff": _("somebody who helps them, at their word"),
    "asker": _("the team that asked"),
    "clock": _("nobody"),
}
NEWS = {
    **words_way_in.NEWS,
    "target.break_glass": _("A record was opened in an emergency. Review it by its day."),
    "target.review_is_late": _("The day to review an emergency has passed."),
    "target.ask_for_access": _("A team asks to know somebody whom you help. Ask them, and answer."),
    "person.break_glass": _("Somebody opened your record in an emergency. Who looked says who, and at what."),
    "target.record_duty": _("A law lets your team read a record. See whose, which parts, and until when."),
    "source.record_duty": _("A legal duty was recorded by somebody who guards records."),
    "person.record_duty": _("A law lets a team read parts of your record. See which law, and until when."),
    "person.duty_told_after_all": _("A law has let a team read parts of your record. See which law, and who looked."),
    "target.end_duty": _("A legal duty has been ended: your team reads that record no more by it."),
    "person.end_duty": _("A legal duty has been ended: that team reads your record no more by it."),
    "person.tell_after_all": _("Somebody opened your record in an emergency lately. See who looked, at what."),
    "person.ask_for_access": _("A team asks whether it may know you. You can say yes or no."),
    "target.ask_for_part": _("A team asks to see more of somebody whom you help. Ask them, and answer."),
    "person.ask_for_part": _("A team that helps you asks whether it may see more. You can say yes or no."),
    "person.part_agreed": _("It was agreed that a team which helps you may see more."),
    "person.part_declined": _("A team that asked to see more of you was told no."),
    "person.part_lapsed": _("A team asked to see more of you, and nobody answered. It sees no more."),
    "source.part_agreed": _("Your team may see the part that it asked for."),
    "source.part_declined": _("Your team asked to see more of somebody. The answer was no."),
    "source.part_lapsed": _("Your team asked to see more of somebody. Nobody answered in time."),
    "target.pass_on_grant": _(
        "Somebody who holds an authority over a person wishes to let others see something. Look at it, and sign or "
        "decline."
    ),
    "person.pass_on_grant": _(
        "Somebody who may sign for you wishes to let others see something of you. Those who help you look at it "
        "first."
    ),
    "person.record_authority": _(
        "It was written down that somebody may sign for you in some things. See who, and what paper was seen."
    ),
    "person.end_authority": _("Somebody who could sign for you can do so no more. See who, and why."),
    "person.record_assessment": _(
        "It was written down whether you can decide something by yourself. See who looked, and how."
    ),
    "person.withdraw_assessment": _(
        "What was written down about whether you can decide something counts no more. See why."
    ),
    "person.signed_in_place": _("Somebody signed something in your place. See who, by what, and what it does."),
    "person.taken_back_in_place": _("Somebody took back in your place what had been chosen. See who, and what."),
    "target.pass_on_wish": _("Somebody who acts for a person asks for something. Ask the person, and answer."),
    "person.pass_on_wish": _(
        "Somebody who acts for you asked for something. Answer on your own page, or those who help you ask you."
    ),
    "person.access_agreed": _("It was agreed that a team which asked may know you."),
    "person.access_declined": _("A team that asked to know you was told no."),
    "person.access_lapsed": _("A team asked to know you, and nobody answered. It sees nothing."),
    "source.access_agreed": _("Your team may know the person it asked about: who they are, and how to reach them."),
    "source.access_declined": _("Your team asked to know somebody. The answer was no."),
    "source.access_lapsed": _("Your team asked to know somebody. Nobody answered in time."),
}
"""What is told of an emergency and of a wish to know somebody, by the side of its reader."""

ACTS = {
    "answer": _("Answer questions that services ask"),
    "ask": _("Ask for help, by way of those who help already"),
    "cancel": _("Stop something that was asked for"),
    "judge": _("Say what help was worth, as a carer"),
    "tell": _("Add to the story, in the carer’s own words"),
    "tick": _("Keep the list of who does what, and tick off what is done"),
}
YOUR_ACTS = {
    "answer": _("answer questions that services ask about you"),
    "ask": _("ask for help for you, by way of those who help you: they ask you first"),
    "cancel": _("stop something that was asked for you"),
    "judge": _("say what help was worth, as your carer and never as you"),
    "tell": _("add to your story, marked as a carer’s words"),
    "tick": _("keep the list of who does what, and tick off what is done"),
}
"""The same, to the person herself, in the middle of a sentence."""

STANDINGS = {
    "offered": _("Waits for them to say yes"),
    "coming": _("Agreed, begins later"),
    "active": _("Holds now"),
    "suspended": _("Stopped for now"),
    "expired": _("Its last day has passed"),
    "declined": _("They said no"),
    "ended": _("Ended"),
}
STANDING_TONES = {
    "offered": "waiting",
    "coming": "waiting",
    "active": "done",
    "suspended": "amber",
    "expired": "stopped",
    "declined": "stopped",
    "ended": "stopped",
}
ENDED_BY = {
    "person": _("you took it back"),
    "carer": _("they gave it back"),
    "staff": _("staff ended it at your word"),
    "death": _("the person has died"),
    "newer": _("a newer one took its place"),
}
LEAVINGS = {"died": _("has died"), "moved": _("has moved away")}
PARTS = {
    "identity": _("Who I am"),
    "contact": _("How to reach me safely"),
    "matters": _("What matters to me"),
    "history": _("My history"),
    "works": _("What works for me"),
    "harms": _("What harms or worries me"),
    "my_people": _("My people, in my words"),
    "circle": _("My circle: who is who"),
    "involved": _("Who is helping me"),
    "encounters": _("Contacts with services"),
    "outcomes": _("What I hope for"),
    "referrals": _("What was asked for"),
    "identifiers": _("My CHI and NHS numbers"),
}
THEIR_PARTS = {
    "identity": _("who they are"),
    "contact": _("how to reach them safely"),
    "matters": _("what matters to them"),
    "history": _("their history"),
    "works": _("what works for them"),
    "harms": _("what harms or worries them"),
    "my_people": _("their people in their own words"),
    "circle": _("their circle"),
    "involved": _("who is helping them"),
    "encounters": _("contacts with services"),
    "outcomes": _("what they hope for"),
    "referrals": _("what was asked for them"),
    "identifiers": _("their CHI and NHS numbers"),
}
"""The parts in the middle of a sentence."""

YOUR_PARTS = {
    "identity": _("who you are"),
    "contact": _("how to reach you safely"),
    "matters": _("what matters to you"),
    "history": _("your history"),
    "works": _("what works for you"),
    "harms": _("what harms or worries you"),
    "my_people": _("your people in your own words"),
    "circle": _("your circle"),
    "involved": _("who is helping you"),
    "encounters": _("your contacts with services"),
    "outcomes": _("what you hope for"),
    "referrals": _("what was asked for you"),
    "identifiers": _("your CHI and NHS numbers"),
}
"""The same, to the person herself."""

MODES = {
    "told_by_choice": _("Told it again, by choice"),
    "had_to_repeat": _("Had to repeat it"),
    "read_then_checked": _("We read it first, then checked it together"),
    "read_only": _("We read it and did not need to ask"),
}
YOUR_MODES = {
    "told_by_choice": _("You told it again because you wanted to"),
    "had_to_repeat": _("You had to tell it again"),
    "read_then_checked": _("They read it first, then checked it with you"),
    "read_only": _("They read it and did not need to ask"),
}
TOLD_AGAIN = {
    "read_only": _("No: we read it and did not need to ask"),
    "read_then_checked": _("No: we read it first, then checked it together"),
    "told_by_choice": _("They told it again because they wanted to"),
    "had_to_repeat": _("Yes: they say they had to"),
}
"""Answers to whether the story had to be told again."""

CHANNELS = {
    "visit": _("At home"),
    "phone": _("By phone"),
    "video": _("By video"),
    "place": _("Somewhere else, or out and about"),
    "letter": _("By letter"),
}
WORDS_OF = {
    "person": _("in their own words"),
    "carer": _("in a carer's words"),
    "professional": _("in a worker's words"),
}
CIRCLE_KINDS = {
    "family": _("Family"),
    "friend": _("Friend"),
    "neighbour": _("Neighbour"),
    "carer": _("Unpaid carer"),
    "group": _("Group"),
    "worker": _("Worker"),
    "other": _("Someone else"),
}
NAMED_BY = {"person": _("the person"), "carer": _("a carer"), "worker": _("a worker")}
CARE_ROLES = {"lead": _("leads"), "member": _("helps"), "consult": _("advises")}
IDENTIFIER_KINDS = {"chi": _("CHI number"), "nhs": _("NHS number"), "local": _("Local number")}
CHOSEN_FOR = {
    "": _("To help. If it is refused: for anything at all"),
    "improvement": _("Only to learn how help could be better"),
}
EFFECTS = {"grant": _("may see"), "refusal": _("may not see")}
SAID_BY = {
    "person": _("chosen by the person"),
    "staff_recording": _("written down by staff for the person"),
    "holder": _("chosen for the person"),
}
YOUR_SAID_BY = {
    "person": _("chosen by you"),
    "staff_recording": _("written down by staff for you"),
    "holder": _("chosen for you"),
}
ASKED = {
    "yes": _("Yes, and they were heard"),
    "no": _("No"),
    "not_said": _("Nobody has said"),
}
YOUR_ASKED = {"yes": _("Yes"), "no": _("No"), "not_said": _("You have not said")}
