"""Which rows of rights PostgreSQL itself lets a caller see. What guardians see is read by name (`Why.GUARDING`).

a correction   she; whoever may know who she is, beside what it is about; the team that wrote that, or asked
an erasure     she; the team that wrote it down at her word
a hold         nobody but guardians
"""

from ecotone.access.fences import setting
from ecotone.people.fences import in_sight, may_see
from ecotone.people.rules import Part

TEAM, ONLY = setting("team"), setting("only")

FENCES = {
    "rights_correction": f"{ONLY} IS NULL AND {TEAM} IN (team_id, author_actor_id) OR "
    + may_see("person_id", Part.IDENTITY),
    "rights_correctionstep": in_sight("rights_correctionstep.correction_id", "rights_correction"),
    "rights_erasure": f"person_id = {setting('self')} OR {ONLY} IS NULL AND {TEAM} = author_actor_id",
    "rights_hold": "false",
}
