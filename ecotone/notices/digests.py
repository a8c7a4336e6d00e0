"""What a digest says: how many of each sort, where to read them, how to stop. No name, no team, nothing of a story.

Mail is read on phones that lie on tables and by servers that nobody knows: that somebody has a link to a certain
service must not be guessed from it. All that is said could be said to anyone.
"""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from ecotone.ground.errors import NotFound
from ecotone.notices.rules import How, Sort
from ecotone.notices.views import Waits
from ecotone.notices.words import HOW

_SIGNER = Signer(salt="notices.stop", sep=".")
NEWS, CHOICE = "/news/", "/news/mail/"


def stop_path(account_id: UUID) -> str:
    """Where digests to this account are stopped by whoever holds the mail; nobody else can make it up."""
    return f"{NEWS}stop/{_SIGNER.sign(account_id.hex)}/"


def account_of(token: str) -> UUID:
    """The account such an address was made for. Raises NotFound for what was made up."""
    try:
        return UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        raise NotFound("wish") from None


def in_words(counts: Mapping[str, int], waits: Waits, how: How, account_id: UUID) -> tuple[str, str]:
    """The subject and the body of a digest: what is new by its sort, and what waits altogether."""
    with override(settings.LANGUAGE_CODE):
        lines = [_line(sort, counts[sort]) for sort in Sort if counts.get(sort)]
        return _("What is new in Ecotone"), "\n".join(
            [
                _("Since the last of these mails, or since you last looked:"),
                "",
                *(f"- {line}" for line in lines),
                "",
                *_altogether(waits),
                _("Sign in to read it: %(where)s") % {"where": _at(NEWS)},
                "",
                _("This mail holds no names, and nothing of anyone's story."),
                _("You get it: %(how)s. Choose otherwise: %(where)s")
                % {"how": _in_a_sentence(str(HOW[how])), "where": _at(CHOICE)},
                _("Stop it without signing in: %(where)s") % {"where": _at(stop_path(account_id))},
                "",
            ]
        )


def _line(sort: Sort, n: int) -> str:
    words = {
        Sort.TO_DO: ngettext("%(n)s came in that waits for an answer", "%(n)s came in that wait for an answer", n),
        Sort.LATE: ngettext("%(n)s is late, for you to see to", "%(n)s are late, for you to see to", n),
        Sort.CAME_BACK: ngettext("%(n)s came back", "%(n)s came back", n),
        Sort.NEWS: ngettext("%(n)s more thing to know", "%(n)s more things to know", n),
    }
    return words[sort] % {"n": n}


def _altogether(waits: Waits) -> list[str]:
    """What waits when the mail is written, new or not; a colleague may answer before it is read."""
    if not waits.waiting:
        return []
    n, late = waits.waiting, waits.late
    line = ngettext("All in all, %(n)s waits for you now", "All in all, %(n)s wait for you now", n)
    more = ngettext(", and %(late)s of them is late", ", and %(late)s of them are late", late) if late else ""
    return [f"{line % {'n': n}}{more % {'late': late}}.", ""]


def _in_a_sentence(words: str) -> str:
    return words[:1].lower() + words[1:]


def _at(path: str) -> str:
    return f"{settings.ADDRESS}{path}"
