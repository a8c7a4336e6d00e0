"""The words for the codes of notices."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "notices.one_line": _("This must be one line, without any special signs in it."),
    "notices.demo_only": _("Only the mail of an invented place can be read here."),
}

UNSENT = {
    "address_refused": _("the address was refused"),
    "words_refused": _("the mail server refused the message"),
    "ran_out": _("it would have come too late"),
    "tried_enough": _("the mail server could not be reached, again and again"),
}
"""Why a mail was given up."""
