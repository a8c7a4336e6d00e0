"""The words for the codes of notices."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "notices.one_line": _("This must be one line, without any special signs in it."),
    "notices.nothing_to_mail": _("There is nothing to tell by e-mail now."),
    "notices.nothing_old": _("No news is old enough to go."),
    "notices.demo_only": _("Only the mail of an invented place can be read here."),
}

HOW = {
    "never": _("Never"),
    "at_once": _("As it happens, gathered: at most one mail every 15 minutes"),
    "daily": _("Every day at 8:00"),
    "weekly": _("Every Monday at 8:00"),
}

UNSENT = {
    "address_refused": _("the address was refused"),
    "words_refused": _("the mail server refused the message"),
    "address_changed": _("whoever it was for has another address now, or no account any more"),
    "ran_out": _("it would have come too late"),
    "tried_enough": _("the mail server could not be reached, again and again"),
}
"""Why a mail was given up."""
