"""Builds, through actions, a place in which several workers have much to write; prints who they are and what waits.

python tests/durability/world.py WORKERS ASKS
"""

import json
import sys


class _None(dict):
    """No app's migrations: their tables are made at once, as those would leave them, in a tenth of the time."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


def tables() -> None:
    from django.conf import settings
    from django.core.management import call_command

    settings.MIGRATION_MODULES = _None()
    call_command("migrate", run_syncdb=True, verbosity=0)
    settings.MIGRATION_MODULES = {}
    call_command("migrate", fake=True, verbosity=0)


def build(workers: int, asks: int) -> list[dict[str, object]]:
    from ecotone.access.actions import mark_deployment, open_account
    from ecotone.ecosystem.rules import Role
    from tests import worlds
    from tests.rooms.ecosystem.world import hat, worn

    mark_deployment(by=worlds.SYSTEM, kind="live", name="Somewhere", recipe={})
    asker = worlds.wearing(worlds.team("Those who ask"))
    found: list[dict[str, object]] = []
    for number in range(workers):
        password = f"a long pass phrase {number}"
        account = open_account(
            by=worlds.SYSTEM, name=f"Worker {number}", email=f"worker{number}@example.org", password=password
        )
        team = worlds.team(f"Team {number}")
        by = worn(hat(account, team, Role.WORKER))
        person = worlds.taken_in(by, name=f"Person {number}")
        waiting = [worlds.ask(asker, worlds.taken_in(asker, name=f"{number} {n}"), team).id.hex for n in range(asks)]
        found.append({"email": account.email, "password": password, "person": person.id.hex, "asks": waiting})
    return found


if __name__ == "__main__":
    import django

    django.setup()
    tables()
    from django.db import transaction

    with transaction.atomic():
        built = build(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(built))
