"""What is new for the caller, and how the caller hears of it."""

from datetime import datetime
from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.notices import actions, queries
from ecotone.notices.rules import How
from ecotone.web.api.operations import Operation, Read, Write
from ecotone.web.pages.news import Line, lines_of

READ, WRITE = Scope.NEWS_READ, Scope.NEWS_WRITE


def news(by: Principal, *, most: int = 50, after: tuple[datetime, UUID] | None = None) -> tuple[list[Line], int]:
    """What is new, newest first, in words; reading it here marks nothing as read."""
    found = queries.news(by, most=most, after=after)
    return lines_of(by, found.notices), found.total


def mail_wish(by: Principal) -> tuple[How | None, str]:
    """How one hears by e-mail, and at which address."""
    return queries.how_i_hear(by)


OPERATIONS: tuple[Operation, ...] = (
    Read("news", news, READ, mark=lambda line: (line.at, line.id)),
    Read("news/mail", mail_wish, READ, parts=("how", "address")),
    Write("news/seen", actions.see, WRITE, name="see_news"),
    Write("news/mail", actions.choose, WRITE, name="choose_mail"),
)
