"""Builds a small invented place, which has rows in nearly every table; prints who can sign in.

python tests/durability/invented.py PEOPLE
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from ecotone.cli import database
    from ecotone.demo import build
    from ecotone.ground import clock

    database.bring_up_to_date()
    build.build(people=int(sys.argv[1]), anchor=clock.today())
    sys.stdout.write(json.dumps([name for name, *_ in build.who_can_sign_in()]))
