"""Builds, through actions, a place in which several workers have much to write; prints who they are and what waits.

python tests/durability/world.py WORKERS ASKS
"""

import json
import sys


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
    from django.db import transaction

    from ecotone.cli import database

    database.bring_up_to_date()
    with transaction.atomic():
        built = build(int(sys.argv[1]), int(sys.argv[2]))
    sys.stdout.write(json.dumps(built))
