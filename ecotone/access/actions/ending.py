"""What ends with a password, an account or a hat: sessions, trust in browsers, tokens. No door of its own."""

from uuid import UUID

from ecotone.access.models import ApiToken, Browser, Session
from ecotone.ground import clock


def end_sessions_of(account_id: UUID, *, but: str | None = None) -> int:
    """Ends every session of an account at once, but for the one of that key; how many."""
    return Session.objects.filter(account_id=account_id).exclude(session_key=but or "").delete()[0]


def end_trust_of(account_id: UUID) -> None:
    """From now on every browser of this account is asked for the second step."""
    Browser.objects.filter(account=account_id).update(trusted_until=None)


def end_all(account_id: UUID, *, but: str | None = None) -> None:
    """Whoever is in is out, no browser is trusted, no program calls: the account may have been somebody else's.

    But for the session of that key, of whoever says so.
    """
    end_sessions_of(account_id, but=but)
    end_trust_of(account_id)
    ApiToken.objects.filter(account=account_id, revoked_at=None).update(revoked_at=clock.now())
