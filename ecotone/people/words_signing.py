"""The words for who may sign for somebody, and for what carers pass on: codes."""

from django.utils.translation import gettext_lazy as _

WISH_STATES = {
    "waiting": _("They have not been asked yet"),
    "wished": _("They wish it"),
    "not_wished": _("They do not wish it"),
    "signed": _("Signed in their place"),
    "declined": _("Declined"),
}
AGREED = {
    "not_recorded": _("Who agreed was not recorded"),
    "herself": _("The person themselves"),
    "in_her_place": _("Somebody in the person’s place"),
    "nobody_could": _("Nobody could be asked"),
    "not_needed": _("No yes was needed: a law, or to save a life"),
}
OWN_ANSWERS = {"wished": _("Yes"), "not_wished": _("No")}
WISH_TONES = {
    "waiting": "waiting",
    "wished": "done",
    "not_wished": "stopped",
    "signed": "done",
    "declined": "stopped",
}

MATTERS = {
    "sharing": _("Who sees what"),
    "acting": _("Who may act for them"),
    "help": _("Asking for help, and being sent on to it"),
}
YOUR_MATTERS = {
    "sharing": _("Who sees what"),
    "acting": _("Who may act for you"),
    "help": _("Asking for help, and being sent on to it"),
}
"""What is signed, matter by matter."""

AUTHORITIES = {
    "welfare_attorney": _("Welfare attorney"),
    "welfare_guardian": _("Welfare guardian"),
    "intervention_order": _("Holder of an intervention order"),
    "parental": _("Has parental responsibilities and rights"),
    "named_person": _("Named person"),
}
AUTHORITIES_FOR = {
    "welfare_attorney": _("Signs only what the power covers, and only once it was assessed that the person cannot"),
    "welfare_guardian": _("Signs what the order covers, until its day"),
    "intervention_order": _("Signs what the order covers, until its day"),
    "parental": _("Signs for a child under 12, and later only where it was assessed that the child cannot"),
    "named_person": _("Is told what the Mental Health Act says, and signs nothing"),
}
AS_WHOM = {
    "welfare_attorney": _("as welfare attorney"),
    "welfare_guardian": _("as welfare guardian"),
    "intervention_order": _("by an intervention order"),
    "parental": _("with parental responsibilities"),
    "named_person": _("as named person"),
}
"""The authorities by name, what each is for, and in the middle of a sentence."""

OWN_STANDINGS = {
    "assessed_able": _("They decide this themselves: it was assessed that they can."),
    "assessed_unable": _("It was assessed that they cannot decide this at present."),
    "unclear": _("Two assessments of one day differ: a refusal is kept, and nothing is opened."),
    "presumed_able": _("They decide this themselves."),
    "presumed_unable": _("They are under 12: they decide this only where it was assessed that they can."),
}
YOUR_OWN_STANDINGS = {
    "assessed_able": _("You decide this yourself: somebody looked, and you can."),
    "assessed_unable": _("Somebody looked, and wrote down that you cannot decide this at present."),
    "unclear": _("Two people looked on one day and differ: your no counts, and nothing is opened."),
    "presumed_able": _("You decide this yourself."),
    "presumed_unable": _("You are under 12: you decide this once somebody has looked that you can."),
}
"""How it stands with the person's own signature."""

HOLDER_STANDINGS = {
    "assessed_able": _("They were assessed able to decide who sees what: you do not sign for them now."),
    "assessed_unable": _("It was assessed that they cannot decide who sees what at present."),
    "unclear": _("Two assessments of one day differ."),
    "presumed_able": _("Nobody has assessed it, so it is taken that they decide who sees what."),
    "presumed_unable": _("They are under 12, so it is taken that they cannot decide who sees what alone."),
}
HOLDER_SAID = {
    "people.signs_in_her_place": _(
        "You sign for them now: a refusal holds at once, and what you wish to allow is passed on to those who help "
        "them, who sign it with you."
    ),
    "people.unclear_who_signs": _("It is not clear who may sign. A refusal of yours is kept, and no more."),
    "people.refusal_is_kept": _("It is not clear who may sign. A refusal of yours is kept, and no more."),
    "people.signs_for_herself": _("They decide this themselves. If you think that they cannot, tell who helps them."),
    "people.authority_not_now": _("It does not cover who sees what, or does not hold today."),
}
"""The same to who holds an authority, and what they sign today; other codes are said as everywhere."""
