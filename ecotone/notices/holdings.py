"""What the tables of notices hold of one person: what her record shows, and what erasing takes away."""

from ecotone.ground.holdings import Holding
from ecotone.notices.models import Mail, Notice, Reader, Wish

HOLDINGS = (
    Holding(Notice, "told", of=("to_id",), hides=dict.fromkeys(("subject_id", "event", "side"), "rights.an_id")),
    Holding(Reader, "sign_in", of=("wearing",), account=("account_id",), hides={"wearing": "rights.an_id"}),
    Holding(Wish, "sign_in", of=(), account=("account_id",)),
    Holding(
        Mail,
        "told",
        of=(),
        account=("account_id",),
        address=("to",),
        hides={**dict.fromkeys(("key", "tries", "next_try_at"), "rights.an_id"), "stop_path": "rights.secret"},
    ),
)
