"""The words for access's codes, and for those of the ground it stands on."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "ground.nul": _("This text holds a character that cannot be kept. Delete it and send again."),
    "ground.too_long": _("This is too long: %(most)s characters at most."),
    "ground.required": _("Please fill this in."),
    "ground.nothing_to_change": _("Nothing was sent that would change anything."),
    "ground.unknown_choice": _("This is not one of the choices offered."),
    "ground.period": _("The end must come after the beginning."),
    "access.nobody": _("Please sign in first."),
    "access.no_role": _("The hat you are wearing does not include this."),
    "access.only_to_learn": _("You are here to learn, and change nothing. Go back to helping first."),
    "access.no_terms": _(
        "Your organisation has not agreed to the terms of this place, so nobody who works there sees a record yet. "
        "Whoever speaks for it reads and agrees to them on the page “Terms of this place”, at the foot of every page."
    ),
    "access.not_by_link": _("The link you came by does not open this."),
    "access.not_by_program": _("This is for somebody to say or to sign, and never for a program."),
    "access.by_hand": _("This is done on the pages, by whoever signed in there; a program cannot."),
    "access.no_scope": _("Choose at least one thing that the program may do."),
    "access.token_days": _("Choose how long it shall hold: from 1 to %(most)s days."),
    "access.overlap": _("Choose for how many days the one before goes on: from none to %(most)s."),
    "access.token_over": _("This token has ended, so there is nothing to change over from. Give another."),
    "access.many_tokens": _("You have %(most)s tokens already. End one that is not needed any more."),
    "access.system_only": _("Only Ecotone itself does this."),
    "access.email": _("This is not an e-mail address. It should look like name@example.org."),
    "access.weak_password": _(
        "This password is too easy to guess. Take at least twelve characters, such as three words that do not belong "
        "together; no name, no e-mail address, not only digits."
    ),
    "access.wrong_password": _("This is not the password."),
    "access.wrong_code": _(
        "This code does not open. Take the newest one your device shows; each counts once. A recovery code will do."
    ),
    "access.too_many_tries": _("This was tried too often in a row. You can try again at %(at)s."),
    "access.second_step_there": _("You have set up a second step already."),
    "access.no_second_step": _("There is no second step on this account."),
    "access.prove_first": _(
        "This account has a second step, and you came in here without it. Sign out and in again with it, then add "
        "this."
    ),
    "access.prove_to_take_off": _(
        "One of your hats asks for a second step, and you came in here without it, so no passkey is taken off here. "
        "Sign in with a passkey that is yours, then take off those that are not. If you have none left, ask whoever "
        "keeps your organisation’s accounts: they can take all of them off."
    ),
    "access.many_passkeys": _("You have %(most)s passkeys already. Take one off that is not needed any more."),
    "access.passkey_there": _("This passkey is here already."),
    "access.passkey_unknown": _("This passkey opens nothing here. Sign in another way."),
    "access.passkey_wrong": _(
        "This passkey could not be proved. Try again; if it stays so, sign in another way and add it anew."
    ),
    "access.passkey_stale": _("This took too long, or was sent twice. Try again."),
    "access.passkey_copied": _(
        "This passkey counted backwards, so there may be a copy of it somewhere. Nobody was signed in. Sign in "
        "another way, take it off under “Your account”, and tell whoever keeps your organisation’s accounts."
    ),
    "access.last_way_in": _(
        "This is the only way into your account. First choose a password: “Forgotten your password?” on the sign-in "
        "page."
    ),
    "access.outside_taken": _(
        "That account is linked to somebody here already, or yours is linked to another account there. Take that "
        "link off first."
    ),
    "access.outside_stale": _(
        "This sign-in was begun too long ago, in another browser, or has been used already. Begin again."
    ),
    "access.outside_denied": _(
        "You were not let through by %(name)s, or you stopped it there. Nobody was signed in."
    ),
    "access.outside_error": _(
        "An error came back from %(name)s. Try again; if it stays so, tell whoever runs Ecotone here."
    ),
    "access.outside_down": _(
        "No answer came from %(name)s, or none as it should be. Try again in a few minutes, or sign in with your "
        "password."
    ),
    "access.outside_described": _(
        "Something about %(name)s is not as this place was told. Tell whoever runs Ecotone here; until then sign in "
        "with your password."
    ),
    "access.outside_unknown_here": _(
        "This place is not known to %(name)s any more. Tell whoever runs Ecotone here; until then sign in with your "
        "password."
    ),
    "access.outside_code": _(
        "This sign-in was not confirmed by %(name)s: it was used already, or took too long. Begin again."
    ),
    "access.outside_issuer": _("The answer did not come from %(name)s. Nobody was signed in. Begin again."),
    "access.outside_audience": _("What %(name)s said was said to somebody else, so nobody was signed in."),
    "access.outside_nonce": _("What %(name)s said was no answer to this sign-in. Nobody was signed in. Begin again."),
    "access.outside_time": _(
        "What %(name)s said does not fit the time here: it is too old, or one of the two clocks is wrong. Begin "
        "again; if it stays so, tell whoever runs Ecotone here."
    ),
    "access.outside_no_sign_out": _("What %(name)s said was not that somebody signed out."),
    "access.outside_again": _("This was said before, and counts once."),
    "access.outside_subject": _("We do not understand who %(name)s says you are. Nobody was signed in."),
    "access.outside_signature": _(
        "What %(name)s said was not signed as it should be, so nobody was signed in. Tell whoever runs Ecotone here."
    ),
    "access.outside_nobody": _(
        "You are known to %(name)s, but nobody signs in here with that account yet. If you have an account here, "
        "sign in with your password and link the two under “Your account”. If not, ask whoever keeps your "
        "organisation’s accounts to let you in."
    ),
    "access.outside_other": _(
        "Another account at %(name)s signs in here with your address. Ask whoever keeps your organisation’s accounts."
    ),
    "access.password_chosen": _("They have chosen a password already, or the account is closed."),
    "access.account_closed": _("The account with this address is closed."),
    "access.account_erased": _("This account was erased, which cannot be undone."),
    "access.account_open": _("This account is open already."),
    "access.account_exists": _("Someone already signs in with this e-mail address."),
    "access.not_empty": _("This database is not empty: what sort of place it is was settled when it was made."),
    "access.own_account": _("This is your own account."),
    "access.audit_other_key": _(
        "It was sealed with another key. Put back the file audit-key, or ECOTONE_AUDIT_KEY, as it was."
    ),
    "access.audit_altered": _("What it says is not what was written, or Ecotone did not write it."),
    "access.audit_missing": _("One or more entries were taken out here."),
    "access.audit_broken": _("It does not follow from the entry before it."),
    "access.audit_cut": _("Entries were taken off the end."),
    "access.audit_rewritten": _("It is not what stood here when the checkpoint was taken."),
    "access.by_role": _("Your role includes this."),
    "access.signs_in": _("One signs in as oneself."),
}

ROLES = {
    "worker": _("Works with people"),
    "lead": _("Leads a team"),
    "administrator": _("Keeps an organisation's accounts and listings"),
    "officer": _("Speaks for the third sector"),
    "board_member": _("Sits on a board or locality group"),
    "planner": _("Plans services"),
    "researcher": _("Researches"),
    "guardian": _("Guards people's records"),
    "steward": _("Keeps Ecotone's own rules"),
}

SCOPES = {
    "people:read": _("Read records of people, as far as you may: stories, circles, contacts, sharing"),
    "people:write": _("Write in records of people, and change who may see what, as far as you may"),
    "referrals:read": _("Read what was asked of whom and what came of it; meetings, questions, joint work"),
    "referrals:write": _("Ask for help, answer, close the loop; write in meetings, questions, joint work"),
    "directory:read": _("Find services and read their listings"),
    "directory:write": _("Keep the listings that you keep"),
    "map:read": _("Read about places, teams, rules, needs, and published counts"),
    "map:write": _("Say things of places, teams, rules and needs, as far as you may"),
    "news:read": _("Read what is new for you"),
    "news:write": _("Mark news as read, and change how you hear of it"),
}
