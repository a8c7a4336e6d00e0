"""Erasing what is held of somebody: who asked, on what ground, what may stand against it, and what holds it. Pure.

    asked ──a guardian: erase, with a ground──▶ done        only that it was done stays
      │   ──a guardian: refuse, with a reason─▶ refused     she is told, and to whom she can complain
      └───she: withdraw──▶ withdrawn
    (nothing asked) ──a guardian agrees that its time is over──▶ done

While a hold stands nothing is erased, whoever asks. Sources: UK GDPR Art. 17(1) for the grounds, 17(3) for what may
stand against them; Art. 12(3) for the month.
"""

from enum import StrEnum


class ErasureState(StrEnum):
    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Ground(StrEnum):
    """Why somebody's record is erased."""

    NO_LONGER_NEEDED = "no_longer_needed"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    OBJECTED = "objected"
    UNLAWFUL = "unlawful"
    LEGAL_OBLIGATION = "legal_obligation"
    RETENTION = "retention"


BY_HAND = tuple(ground for ground in Ground if ground is not Ground.RETENTION)


class Against(StrEnum):
    """Why it is not erased though she asked."""

    CARE_RECORD = "care_record"
    LEGAL_DUTY = "legal_duty"
    CLAIMS = "claims"
    PUBLIC_HEALTH = "public_health"
    NO_GROUND = "no_ground"


class HoldWhy(StrEnum):
    """Why nothing of somebody's record may be erased for a time."""

    SAFEGUARDING = "safeguarding"
    CLAIMS = "claims"
    LEGAL_DUTY = "legal_duty"
    INQUIRY = "inquiry"


A_YEAR = 12
"""Months after which a hold is to be looked at again, at most."""
