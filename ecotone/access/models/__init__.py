"""The tables of access: accounts and the audit; what signing in needs."""

from ecotone.access.models.records import (
    Account,
    Accounts,
    ApiToken,
    AuditEntry,
    AuditHead,
    AuditSubject,
    Authored,
    Deployment,
    KeptAnswer,
    PolicyBreach,
    Spending,
)
from ecotone.access.models.signing import (
    Browser,
    Guess,
    OutsideAccount,
    Passkey,
    PasswordWish,
    RecoveryCode,
    SecondStep,
    Session,
    SignOut,
)

__all__ = [
    "Account",
    "Accounts",
    "ApiToken",
    "AuditEntry",
    "AuditHead",
    "AuditSubject",
    "Authored",
    "Browser",
    "Deployment",
    "Guess",
    "KeptAnswer",
    "OutsideAccount",
    "Passkey",
    "PasswordWish",
    "PolicyBreach",
    "RecoveryCode",
    "SecondStep",
    "Session",
    "SignOut",
    "Spending",
]
