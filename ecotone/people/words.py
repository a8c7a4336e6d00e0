"""The words for people's codes and enums."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "people.in_hospital_already": _("It is noted already that they are in hospital. Note first that they have left."),
    "people.stay_overlaps": _("Another stay is noted for these days. Look at it first."),
    "people.not_left_yet": _("This can be said once you have left."),
    "people.own_record": _("This is your own record."),
    "people.by_relationship": _("Your team is helping this person now."),
    "people.by_grant": _("The person has said you may see this."),
    "people.counts_only": _("In this hat you see counts, never a person's record."),
    "people.no_relationship": _("Your team has no relationship of care with this person at present."),
    "people.person_refused": _("The person has chosen not to share this with you."),
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
    "people.account_taken": _("This account already belongs to another person's record."),
    "people.linked_already": _("Another account signs in as this person already."),
    "people.own_team": _("Your own team sees what was shared with it. More is for the person to share."),
}

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
EFFECTS = {"grant": _("may see"), "refusal": _("may not see")}
SAID_BY = {"person": _("chosen by the person"), "staff_recording": _("written down by staff for the person")}
YOUR_SAID_BY = {"person": _("chosen by you"), "staff_recording": _("written down by staff for you")}
ASKED = {
    "yes": _("Yes, and they were heard"),
    "no": _("No"),
    "not_said": _("Nobody has said"),
}
YOUR_ASKED = {"yes": _("Yes"), "no": _("No"), "not_said": _("You have not said")}
