"""Keys the entries that were made before the audit was: it takes their word for what they are."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.db import migrations

from ecotone.access.proof import mac_of

AT_ONCE = 2_000
ENTRY = ("id", "created_at", "kind", "code", "account_id", "hat_id", "actor_id", "link_id", "token_id", "system")
ENTRY += ("purpose", "reason")
SUBJECT = ("created_at", "kind", "subject_id", "part", "act", "basis")


def prove(apps: Any, _: Any) -> None:
    entries, subjects = apps.get_model("access", "AuditEntry").objects, apps.get_model("access", "AuditSubject").objects
    key = settings.AUDIT_KEY.encode()
    while some := list(entries.filter(mac="", number=None).order_by("id")[:AT_ONCE]):
        said: dict[Any, list[Any]] = defaultdict(list)
        for entry_id, *subject in subjects.filter(entry__in=some).values_list("entry_id", *SUBJECT):
            said[entry_id].append(subject)
        for entry in some:
            entry.mac = mac_of(key, [getattr(entry, name) for name in ENTRY], said[entry.id])
        entries.bulk_update(some, ["mac"])


class Migration(migrations.Migration):
    dependencies = [("access", "0005_audit_proof")]
    operations = [migrations.RunPython(prove, migrations.RunPython.noop)]
