"""What the tables of access hold of whoever signs in: what her record shows, and what erasing takes away.

The audit is not among what goes: it holds ids and codes, and an entry taken out would break its proof.
"""

from ecotone.access.models import (
    Account,
    ApiToken,
    AuditEntry,
    AuditSubject,
    Browser,
    KeptAnswer,
    OutsideAccount,
    Passkey,
    PasswordWish,
    RecoveryCode,
    SecondStep,
    Session,
)
from ecotone.ground.holdings import Goes, Holding

SECRETS = (
    "session_key",
    "session_data",
    "key_hash",
    "secret_hash",
    "password",
    "counter",
    "credential",
    "public_key",
    "sign_count",
)
SECRET = dict.fromkeys(SECRETS, "rights.secret")


def _of_account(model: type, heading: str = "sign_in", way: str = "account", **more: object) -> Holding:
    return Holding(model, heading, of=(), account=(way,), hides=SECRET, **more)  # type: ignore[arg-type]


HOLDINGS = (
    _of_account(Session, way="account_id"),
    _of_account(KeptAnswer, "", "token__account", unshown="rights.an_id"),
    _of_account(ApiToken),
    _of_account(Browser),
    _of_account(OutsideAccount),
    _of_account(Passkey),
    _of_account(RecoveryCode, "", "step__account", unshown="rights.secret"),
    _of_account(SecondStep),
    Holding(PasswordWish, "sign_in", of=(), address=("address",)),
    _of_account(AuditEntry, "", "account_id", unshown="rights.who_looked", goes=Goes.STAYS, stays="rights.audit"),
    Holding(AuditSubject, of=("subject_id",), unshown="rights.who_looked", goes=Goes.STAYS, stays="rights.audit"),
    Holding(
        Account,
        "sign_in",
        of=("person__id",),
        account=("id",),
        hides=SECRET,
        goes=Goes.STAYS,
        keeps=dict.fromkeys(("name", "email", "password"), "rights.account"),
        stays="rights.account",
    ),
)
"""What refers to a row comes before it: so they are erased. The account itself is closed by its own action."""
