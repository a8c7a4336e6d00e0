"""The letters care sends by e-mail. They name nobody whom help is for, no need and no service."""

from django.utils.translation import gettext_lazy as _

LETTERS = {
    "asked": (
        _("Somebody asks %(group)s for help"),
        _(
            """Hello,

Someone asks %(group)s for help with something. Open it here:

%(link)s

You need no account. Nothing about anybody stands in this e-mail. When you press the
button on that page, we send a short code to this address, to make sure that it is you.

You can say yes, ask something first, or say no: with one button, or in a sentence of your own.

Please answer by %(reply_by)s. The link works until %(until)s, and only for this.

If this was not meant for you, delete it: without the code the link opens nothing.
"""
        ),
    ),
    "reminded": (
        _("Somebody still waits for an answer from %(group)s"),
        _(
            """Hello,

Someone asked %(group)s for help, and waits for an answer since %(reply_by)s.
A yes, a no or a question is all it takes. Open it here:

%(link)s

This link takes the place of the one we sent before. It works until %(until)s.
You need no account: we send a short code to this address when you open it.

If nobody answers in the next few days, it goes back to whoever asked.
"""
        ),
    ),
    "again": (
        _("A new link to what %(group)s was asked"),
        _(
            """Hello,

here is a new link to what %(group)s was asked, and has answered:

%(link)s

It takes the place of the one we sent before. Say there how it goes. It works until %(until)s.
You need no account: we send a short code to this address when you open it.
"""
        ),
    ),
    "recheck": (
        _("The day on which %(group)s wanted to look again has passed"),
        _(
            """Hello,

%(group)s said yes to a request for help, and gave a day to look at it again. That day has passed.
Say how it stands, in a sentence if you like. Open it here:

%(link)s

This link takes the place of the one we sent before. It works until %(until)s.
You need no account: we send a short code to this address when you open it.
"""
        ),
    ),
    "news": (
        _("There is news about what %(group)s was asked"),
        _(
            """Hello,

Whoever asked %(group)s for help has answered, or asks something new. Read it here:

%(link)s

This link takes the place of the one we sent before. It works until %(until)s.
"""
        ),
    ),
    "over": (
        _("What %(group)s was asked is over"),
        _(
            """Hello,

Someone asked %(group)s for help. That is over: nothing more is wanted of you, and the
link we sent opens nothing any more. Thank you.
"""
        ),
    ),
    "code": (
        _("Your code for Ecotone"),
        _(
            """Your code is

    %(code)s

Type it in on the page you have open. It works once, for ten minutes.

If you did not ask for it, somebody else may have your link. You need do nothing: they
cannot come in without this code.
"""
        ),
    ),
}
"""Subject and body of each."""
