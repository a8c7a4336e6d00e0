"""The words for the codes of a person's own way in."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "people.say_how_known": _("Say in a few words how you know that it is they: they will read it."),
    "people.way_in_own_address": _(
        "This is your own address. Nobody opens a way in for somebody else to themselves: ask the person for theirs."
    ),
    "people.way_in_colleague": _(
        "A colleague of yours signs in with this address. It has to be one that the person alone reads."
    ),
    "people.way_in_carer": _(
        "Somebody who acts for the person, or did, has this address. It has to be one that the person alone reads."
    ),
    "people.way_in_not_this_address": _(
        "This address cannot be used for your record: it belongs to somebody else here, or to somebody who helps you "
        "or acts for you. Nothing was changed. Ask whoever gave you the code to offer it again, to an address that "
        "you alone read."
    ),
    "people.way_in_other_account": _(
        "You are signed in with another account than the one your link was mailed to, so nothing was changed. Sign "
        "out, then sign in with the account of that address."
    ),
    "people.way_in_offered_often": _(
        "This person was offered a way in %(most)s times within a day. Give them the code of the last one, or wait "
        "until tomorrow."
    ),
    "people.ways_in_within_the_hour": _("You offered %(most)s ways in within this hour. Wait until the next."),
    "people.no_account": _("No account signs in as this person now."),
}

KNEW = {
    "in_person": _("They are known to us in person"),
    "photo_document": _("I saw a document of theirs with a photograph"),
    "other_way": _("Another way, which I write down"),
}
THEY_KNEW = {
    "in_person": _("known to them in person"),
    "photo_document": _("they saw a document with a photograph"),
    "other_way": _("another way"),
}
"""How whoever offers it knows that it is she: to choose, and in the middle of a sentence to anybody."""

WAY_IN_STANDINGS = {
    "waits": _("Waits for them"),
    "expired": _("Its fourteen days are over"),
    "used": _("Used"),
    "replaced": _("A newer one took its place"),
    "taken_back": _("Taken back"),
    "wrong_tries": _("Ended by five wrong tries"),
    "died": _("Ended by a death"),
    "linked": _("Ended: an account was linked meanwhile"),
}
WAY_IN_TONES = {"waits": "waiting", "used": "done", "wrong_tries": "stopped"}

NEWS = {
    "target.use_own_way_in": _(
        "Somebody whom you help signs in as themselves from now. Did they not ask for it? Tell those who guard "
        "records at once."
    ),
    "person.use_own_way_in": _("You sign in as yourself now. See who offered it, and how they knew that it is you."),
    "person.take_off_account": _("An account was taken off your record. See when, and by whom."),
    "target.take_off_account": _(
        "An account was taken off somebody’s record for safety. See why, and go through with them who acts for them "
        "and who sees what: what was allowed meanwhile stands. You can offer them a new way in."
    ),
}
