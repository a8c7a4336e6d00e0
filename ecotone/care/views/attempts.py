"""What a service promises beside its help, as it is seen from a referral."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AttemptsView:
    """What the service of a referral promises when someone does not come or answer, and what is noted of that here.

    `attempts`: how often it tries before it closes, None where it does not say; `no_shows`: how often the thread
    says that they did not come.
    """

    attempts: int | None
    outreach: str
    no_shows: int
