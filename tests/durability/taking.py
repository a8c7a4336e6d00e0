"""Lets a large register wait in a place, or a mail be due; prints the import's id.

python tests/durability/taking.py waits|agreed ROWS
python tests/durability/taking.py mail
"""

import json
import sys
from pathlib import Path


def sent(rows: int) -> str:
    """A register of so many charities, sent and not read."""
    from ecotone.adapters import files
    from ecotone.adapters.actions import receive
    from ecotone.adapters.rules import Format
    from tests.rooms.adapters import registers
    from tests.worlds import SYSTEM

    path = registers.charity_file(Path(files.settings.DATA) / "sent.csv", map(registers.charity, range(1, rows + 1)))
    file_hash, size = files.keep([path.read_bytes()], path.name)
    run = receive(
        by=SYSTEM, format=Format.CHARITIES, file_name=path.name, file_hash=file_hash, file_size=size, options={}
    )
    return str(run.id)


def agreed(rows: int) -> str:
    """The same, read, and agreed to."""
    from uuid import UUID

    from ecotone.adapters import running
    from ecotone.adapters.actions import agree
    from ecotone.adapters.models import ImportRun
    from tests.worlds import SYSTEM

    run_id = UUID(sent(rows))
    running.work()
    run = ImportRun.of(run_id)
    agree(by=SYSTEM, run_id=run_id, version=run.version, partial=False)
    return str(run_id)


def mail() -> str:
    from ecotone.notices.actions import POST, queue_mail

    queue_mail(by=POST, key="a mail", to="somebody@example.org", subject="Something", body="Something is new.")
    return ""


if __name__ == "__main__":
    import django

    django.setup()
    what, *rows = sys.argv[1:]
    made = {"waits": sent, "agreed": agreed, "mail": mail}[what](*map(int, rows))
    sys.stdout.write(json.dumps(made))
