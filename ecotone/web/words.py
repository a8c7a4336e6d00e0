"""One place to turn any room's code into a sentence for a page."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from ecotone.access.words import WORDS as ACCESS
from ecotone.adapters.words import WORDS as ADAPTERS
from ecotone.care.words import WORDS as CARE
from ecotone.directory.words import WORDS as DIRECTORY
from ecotone.ecosystem.words import WORDS as ECOSYSTEM
from ecotone.ground.errors import Problem
from ecotone.notices.words import WORDS as NOTICES
from ecotone.people.words import WORDS as PEOPLE
from ecotone.rights.words import WORDS as RIGHTS

OWN = {
    "web.no_hat": _(
        "You are signed in, but nothing here belongs to your account. To read your own record, ask somebody who "
        "helps you to offer you a way in. If you work here, ask whoever keeps your organisation’s accounts to give "
        "you a hat."
    ),
    "web.needs_second_step": _(
        "This hat is worn only after a second step at signing in: a code from your telephone. Set it up under "
        "“Your account”, “Second step”; it takes two minutes."
    ),
    "web.code_wrong": _("This is not the code we sent. Look again: only the newest e-mail counts."),
    "web.code_spent": _("This code does not count any more. Press “Send a new code” below."),
    "web.way_in_wrong": _(
        "This does not fit: the code, or the date of birth. Look at both again. After five wrong tries the link "
        "leads nowhere any more."
    ),
    "web.answer_stale": _(
        "Something happened meanwhile, or this was sent twice. Look above how it stands now; if it is still right, "
        "send it again."
    ),
    "web.api_token": _(
        "This needs a token that holds: send it as “Authorization: Bearer ecotone_…”. Make one on the page "
        "“Programs that call for you”; it ends on its day, and with the hat it was made in."
    ),
    "web.api_many": _("Too many calls in this minute. Wait as long as Retry-After says."),
    "web.api_scope": _("This token was not given that scope. Make one that has it, if you may do this yourself."),
    "web.api_not_found": _("There is nothing here, or nothing that you may know of."),
    "web.api_method": _("This address takes %(allowed)s."),
    "web.api_accept": _("Answers are JSON. Send “Accept: application/json”."),
    "web.api_media": _("Send JSON, with “Content-Type: application/json”."),
    "web.api_length": _("Send it whole, with its Content-Length; what comes in chunks is not read."),
    "web.api_parameters": _("More is asked for at once than anything takes. Ask for less."),
    "web.api_large": _("This is larger than one megabyte. Send less at once."),
    "web.api_media_file": _(
        "Send the file as it is, with “Content-Type: application/octet-stream” and no Content-Encoding."
    ),
    "web.api_file_large": _("This file is larger than %(most)s MB. It is taken in from the command line."),
    "web.api_broke_off": _("The request broke off. Nothing was kept; send it again."),
    "web.api_json": _("This is not JSON as it should be: %(why)s."),
    "web.api_object": _("Send one JSON object: { … }."),
    "web.api_deep": _("This is nested more deeply than anything that is taken here."),
    "web.api_wrong": _("Nothing was changed. See “errors” for what is wrong, and where."),
    "web.api_twice": _("This is given twice."),
    "web.api_unknown": _("Nothing of this name is taken here."),
    "web.api_type": _("This does not fit: %(why)s."),
    "web.api_limit": _("Give a number from 1 to %(most)s."),
    "web.api_after": _("This is no mark of this list. Follow “next” as it was given."),
    "web.api_if_match": _(
        "If-Match is not the ETag of what you read, or says another version than the body. Read it again."
    ),
    "web.api_no_version": _("Say which version you changed: If-Match with the ETag you read, or “version”."),
    "web.api_defect": _("Something went wrong here, and nothing was written. It is our fault, and has been noted."),
    "web.api_stale": _(
        "Someone changed this after you read it. Nothing was written. See “fields” for what stands there now beside "
        "what you sent."
    ),
    "web.api_key": _("An idempotency key has at most %(most)s characters."),
    "web.api_key_reused": _("You used this Idempotency-Key for another request within 24 hours. Take a new one."),
    "web.api_busy": _("Another write is still being made. Try the same again, with the same key."),
    "web.api_clash": _("Something in this cannot be kept: too large, or it contradicts what is there already."),
    "web.stale": _("Someone changed this after you opened it. Go back, look at what is there now, and try again."),
}
WORDS: Mapping[str, Any] = {
    **ACCESS,
    **ECOSYSTEM,
    **NOTICES,
    **PEOPLE,
    **DIRECTORY,
    **CARE,
    **ADAPTERS,
    **RIGHTS,
    **OWN,
}
YES_NO = {"yes": _("Yes"), "no": _("No")}


def say(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code. KeyError for one without words, which a house test forbids."""
    return str(WORDS[code]) % (params or {})


def say_problem(problem: Problem) -> str:
    """The sentence; a parameter that is itself a code is said in its own words."""
    params = {
        name: WORDS.get(value, value) if isinstance(value, str) else value for name, value in problem.params.items()
    }
    return say(problem.code, params)
