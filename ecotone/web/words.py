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

OWN = {
    "web.no_hat": _("You wear no hat here yet. Ask whoever keeps your organisation's accounts to give you one."),
    "web.code_wrong": _("This is not the code we sent. Look again: only the newest e-mail counts."),
    "web.code_spent": _("This code does not count any more. Press “Send a new code” below."),
    "web.answer_stale": _(
        "Something happened meanwhile, or this was sent twice. Look above how it stands now; if it is still right, "
        "send it again."
    ),
    "web.stale": _("Someone changed this after you opened it. Go back, look at what is there now, and try again."),
}
WORDS: Mapping[str, Any] = {**ACCESS, **ECOSYSTEM, **NOTICES, **PEOPLE, **DIRECTORY, **CARE, **ADAPTERS, **OWN}
YES_NO = {"yes": _("Yes"), "no": _("No")}


def say(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The sentence for a code. KeyError for one without words, which a house test forbids."""
    return str(WORDS[code]) % (params or {})


def say_problem(problem: Problem) -> str:
    return say(problem.code, problem.params)
