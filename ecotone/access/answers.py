"""What was answered under an idempotency key, kept in the transaction of the write it answered.

    claim ──> the key is taken: the row stands, or the write is rolled back with it
       └────> it was taken before: the answer of then, where it was the same request

Who comes with the same key at the same moment waits for the first: its unique row makes them queue in either
database. Only what was done is kept: a request that was refused or wrong may come again and is judged anew.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.crypto import salted_hmac

from ecotone.access.models import KeptAnswer
from ecotone.ground import clock

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Given:
    """What a key was answered with before, and whether the request was the same."""

    same: bool
    answer: dict[str, Any]


def claim(token_id: UUID, key: str, request: str) -> Given | UUID:
    """Takes this key for this request, inside the caller's transaction: the id of the row to keep the answer in.

    Where the token used the key within the last 24 hours: what was answered then.
    """
    key_hash, request_hash = _hashed(key), _hashed(request)
    KeptAnswer.objects.filter(token=token_id, key_hash=key_hash, created_at__lte=clock.now() - KEPT).delete()
    try:
        with transaction.atomic():
            return KeptAnswer.add(token_id=token_id, key_hash=key_hash, request_hash=request_hash).id
    except IntegrityError:
        before = KeptAnswer.objects.get(token=token_id, key_hash=key_hash)
        return Given(before.request_hash == request_hash, before.answer)


def keep(row_id: UUID, answer: dict[str, Any]) -> None:
    """What the write was answered with: ids and versions, never content."""
    KeptAnswer.objects.filter(pk=row_id).update(answer=answer)


def forget() -> int:
    """Takes away what is older than 24 hours, and says how many it was."""
    return KeptAnswer.objects.filter(created_at__lte=clock.now() - KEPT).delete()[0]


def _hashed(text: str) -> str:
    return salted_hmac("ecotone.answers", text, algorithm="sha256").hexdigest()
