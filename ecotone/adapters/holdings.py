"""What the tables of taking in hold of one person: by which numbers other systems know her."""

from ecotone.adapters.models import ExternalRecord
from ecotone.ground.holdings import Holding

HOLDINGS = (
    Holding(
        ExternalRecord, "who", of=("subject_id",), hides={"taken": "rights.secret", "subject_id": "rights.an_id"}
    ),
)
