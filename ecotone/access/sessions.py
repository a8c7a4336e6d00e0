"""Sessions in the database, each with whose it is, and with two ends: after some time unused, and after the longest.

Named by `SESSION_ENGINE`. It is Django's own store with the columns of `models.Session`; it goes by Ecotone's clock.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as InDatabase

from ecotone.access.models import Session, SignOut
from ecotone.ground import clock

IDLE, IDLE_SHARED, LONGEST = timedelta(hours=8), timedelta(hours=1), timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=5)
BEGAN, SEEN, SHARED, BROWSER = "began", "seen", "shared", "browser"
CAME_BY = "came_by"
"""By whose word it was come in: `issuer`, `subject` and `sid`, where it was a provider's."""


def ends_at(began: datetime, seen: datetime, *, shared: bool) -> datetime:
    """When a session is over that began then, was used last then, and is on a computer that others use or not."""
    return min(seen + (IDLE_SHARED if shared else IDLE), began + LONGEST)


class SessionStore(InDatabase):
    """What Django asks for and keeps a session with."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        live = Session.objects.filter(session_key=self.session_key, expire_date__gt=clock.now())
        session = live.first()
        if session is None:
            self._session_key = None
        return session

    def save(self, must_create: bool = False) -> None:
        """Writes the session. Whoever is in by it was here now; the longest time runs from the sign-in."""
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        now = clock.now().isoformat()
        data[SEEN] = now
        data.setdefault(BEGAN, now)
        super().save(must_create)

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        account = data.get(SESSION_KEY)
        began, seen = datetime.fromisoformat(data[BEGAN]), datetime.fromisoformat(data[SEEN])
        shared, came_by = bool(data.get(SHARED)), data.get(CAME_BY) or {}
        return Session(
            session_key=self._get_or_create_session_key(),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=ends_at(began, seen, shared=shared),
            account_id=UUID(account) if account else None,
            began_at=began,
            seen_at=seen,
            shared=shared,
            browser=data.get(BROWSER, ""),
            **{name: came_by.get(name, "") for name in ("issuer", "subject", "sid")},
        )

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds for which the cookie is kept."""
        return max(0, int((self.get_expiry_date() - clock.now()).total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        now = clock.now()
        began = datetime.fromisoformat(self[BEGAN]) if BEGAN in self else now
        return ends_at(began, now, shared=bool(self.get(SHARED)))

    def get_expire_at_browser_close(self) -> bool:
        """On a computer that others use, the session goes with the window."""
        return bool(self.get(SHARED))

    def is_to_be_noted(self) -> bool:
        """Whether its last use was noted so long ago that it is to be noted again."""
        seen = self.get(SEEN)
        return seen is not None and clock.now() - datetime.fromisoformat(seen) > NOTED_EVERY


def forget() -> int:
    """Takes away the sessions that are over, and says how many; and what providers said of them so long ago that
    saying it again would not be believed."""
    SignOut.objects.filter(created_at__lte=clock.now() - timedelta(hours=1)).delete()
    return Session.objects.filter(expire_date__lte=clock.now()).delete()[0]
