"""The mailed link by which somebody chooses a password: it works once, for three days, and only until it was used."""

from django.contrib.auth.tokens import default_token_generator

from ecotone.access.models import Account

PATH = "/choose-password/{account_id}/{token}/"
"""Where it leads; the page there is web's."""


def path_for(account: Account) -> str:
    """A link for this account. It is over once a password was chosen, or she signed in."""
    return PATH.format(account_id=account.id, token=default_token_generator.make_token(account))


def fits(account: Account, token: str) -> bool:
    return account.is_active and default_token_generator.check_token(account, token)
