"""Plants a word in what is held of Jean, and erases her as a guardian of records; prints who it was.

python tests/durability/erasing.py plant | erase
"""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from django.db import connection

    from ecotone.people.models import Person, StoryEntry
    from ecotone.procedures import erasing
    from ecotone.rights.rules.erasing import Ground
    from tests import worlds

    jean = Person.objects.get(name="Jean Rafferty")
    if sys.argv[1] == "plant":
        for entry in StoryEntry.objects.filter(person=jean):
            StoryEntry.objects.filter(pk=entry.pk).update(text=f"zq778899xqz {entry.text} zq778899xqz" * 20)
    else:
        guardian = worlds.wearing_of_the_cast("Fiona Lochhead")
        hats = worlds.ecosystem.hats_of(guardian.account_id)
        guards = next(hat for hat in hats if "uardian" in hat.title)
        by = worlds.ecosystem.principal_for(guardian.account_id, guardian.name, guards.id)
        erasing.erase(by=by, person_id=jean.id, ground=Ground.CONSENT_WITHDRAWN)
    connection.close()
    sys.stdout.write(json.dumps(str(jean.id)))
