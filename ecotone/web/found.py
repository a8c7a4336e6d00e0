"""What a search has found, as the way on from it carries it: signed, for whoever searched alone, for half an hour.

So the address of asking for access, or of an emergency, is got by looking somebody up, which is counted and in the
audit; it is not made by trying ids.
"""

from uuid import UUID

from django.core import signing

from ecotone.access.principal import Principal
from ecotone.ground.errors import NotFound

SALT = "ecotone.found"
HOLDS = 30 * 60
"""Seconds."""


def carried(by: Principal, person_id: UUID) -> str:
    """The mark of somebody found by this account in this hat."""
    return signing.dumps([person_id.hex, str(by.account_id), str(by.hat_id)], salt=SALT)


def of(by: Principal, mark: str) -> UUID:
    """Who was found. Raises NotFound for a mark that is forged, old, or another's."""
    try:
        person_id, account, hat = signing.loads(mark, salt=SALT, max_age=HOLDS)
    except signing.BadSignature as error:
        raise NotFound("person", mark) from error
    if (account, hat) != (str(by.account_id), str(by.hat_id)):
        raise NotFound("person", mark)
    return UUID(person_id)
