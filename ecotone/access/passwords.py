"""The mailed links by which somebody chooses a password. Each works once, and only until the password is another.

Whoever is let in has three days for the first one; whoever forgot theirs has an hour.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator, default_token_generator
from django.utils.http import base36_to_int

from ecotone.access.models import Account
from ecotone.ground import clock

PATH = "/choose-password/{account_id}/{token}/"
"""Where they lead; the page there is web's."""
RESET_LASTS = timedelta(hours=1)


class _ForAnHour(PasswordResetTokenGenerator):
    """Django's, under a key of its own, by Ecotone's clock, and shorter."""

    key_salt = "ecotone.reset-password"

    def _now(self) -> datetime:
        return clock.now().replace(tzinfo=None)

    def check_token(self, user: Any, token: str | None) -> bool:
        if not token or not super().check_token(user, token):
            return False
        made = base36_to_int(token.partition("-")[0])
        return self._num_seconds(self._now()) - made <= RESET_LASTS.total_seconds()


_for_an_hour = _ForAnHour()


def token_for(account: Account) -> str:
    """What lets somebody choose a first password for this account, once."""
    return default_token_generator.make_token(account)


def path_for(account: Account) -> str:
    """A link for this account. It is over once a password was chosen, or she signed in."""
    return PATH.format(account_id=account.id, token=token_for(account))


def reset_path_for(account: Account) -> str:
    """The same for whoever forgot theirs; it lasts RESET_LASTS."""
    return PATH.format(account_id=account.id, token=_for_an_hour.make_token(account))


def fits(account: Account, token: str) -> bool:
    """Whether this link still lets somebody choose this account's password."""
    known = (default_token_generator, _for_an_hour)
    return account.is_active and any(each.check_token(account, token) for each in known)
