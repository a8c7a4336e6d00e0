"""Erasing one person from notices and the outbox. A part of `procedures.erase`."""

from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.principal import Principal
from ecotone.ground.chunks import chunks
from ecotone.ground.holdings import Whose, erase
from ecotone.notices import policies
from ecotone.notices.holdings import HOLDINGS
from ecotone.notices.models import Mail, Notice

AT_ONCE = 500


@action("notices.erase_notices")
def erase_notices(*, by: Principal, whose: Whose, subjects: Collection[UUID], names: Collection[str]) -> int:
    """Takes away what was told her or of these records, and mail to her, with one of these names in it or to one.

    Mail that lies in the folder as files goes too, once this is kept. How many rows that touched.
    """
    policies.may_post(by).require("notice")
    gone = 0
    for some in chunks(sorted(subjects), AT_ONCE):
        gone += Notice.objects.filter(subject_id__in=some).delete()[0]
    for name in names:
        gone += Mail.objects.filter(Q(body__contains=name) | Q(subject__contains=name) | Q(to=name)).delete()[0]
    gone += erase(HOLDINGS, whose)
    transaction.on_commit(lambda: _files_gone([*names, *whose.addresses]))
    wrote("notice", whose.person_id or whose.account_id or UUID(int=0), act="notices.erase_notices")
    return gone


def _files_gone(names: Collection[str]) -> None:
    folder = Path(settings.DATA) / "mail"
    sought = [name.encode() for name in names if name]
    for path in folder.glob("*.eml") if sought else ():
        if any(name in path.read_bytes() for name in sought):
            path.unlink(missing_ok=True)
