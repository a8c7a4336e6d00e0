"""Every table of the house: what it holds of a person, or why it holds nothing of anybody.

    HOLDINGS   in the order in which they are erased: what refers to a row comes before it
    OF_NOBODY  the tables that are of no person, each with the reason

A house test fails for a table that stands in neither: whoever adds one says what becomes of it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ecotone.access.holdings import HOLDINGS as ACCESS
from ecotone.adapters.holdings import HOLDINGS as ADAPTERS
from ecotone.care.holdings import HOLDINGS as CARE
from ecotone.ground.holdings import Goes, Holding
from ecotone.notices.holdings import HOLDINGS as NOTICES
from ecotone.people.holdings import HOLDINGS as PEOPLE
from ecotone.rights.models import Correction, CorrectionStep, Erasure, Hold
from ecotone.rights.rules.record import Heading

RIGHTS = (
    Holding(CorrectionStep, "rights", of=("correction__person",)),
    Holding(Correction, "rights", hides={"replaced_by": "rights.an_id"}),
    Holding(Hold, unshown="rights.holds_are_asked_about"),
)
DONE = Holding(
    Erasure,
    "rights",
    hides=dict.fromkeys(("rows", "swept_at"), "rights.an_id"),
    goes=Goes.WORDS,
    wipe="why reason",
    keeps={"person": "rights.tombstone"},
    stays="rights.that_it_was_done",
)
"""That it was done stays: by it an older backup, once put back, is erased again."""
HOLDINGS: tuple[Holding, ...] = (*NOTICES, *ADAPTERS, *RIGHTS, DONE, *CARE, *PEOPLE, *ACCESS)


def _merged(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """Each table once, by all ways that lead from it to her."""
    found: dict[type, Holding] = {}
    for each in holdings:
        of, account = each.of, each.account
        if before := found.get(each.model):
            of, account = (*before.of, *of), (*before.account, *account)
        found[each.model] = replace(each, of=of, account=account)
    return tuple(found.values())


SHOWN = _merged(h for heading in Heading for h in reversed(HOLDINGS) if h.heading == heading)
"""What the record shows, in the order of its headings; under each, first what the rest refers to."""

OPEN = "open to anyone: the directory, the map, the rules; it names groups and their workers, and no person helped"
WORK = "of workers and teams in their work: what they signed stays signed"
COUNTED = "counts that were published, with small numbers hidden: nobody can be found in them"
HASHED = "salted hashes and numbers, which name nobody and are forgotten after a day"
PLACE = "of this deployment as a whole"
PART = "a part of a row that is listed, with ids and codes alone; it stays or goes with it"
LISTS = "files on their way in: names in a run's report are taken out when somebody is erased"
_OF_NOBODY = {
    OPEN: """
        ecosystem.Place ecosystem.PlaceContains ecosystem.PlaceWithin ecosystem.Deprivation ecosystem.DataZone
        ecosystem.Postcode ecosystem.Site ecosystem.Actor ecosystem.ActorCovers ecosystem.ActorIdentifier
        ecosystem.FormerName ecosystem.Tie ecosystem.PlaceContext ecosystem.Need ecosystem.Remit
        ecosystem.Institution ecosystem.InstitutionOrientation ecosystem.InstitutionLink ecosystem.Stance
        directory.Service directory.ServiceNeed directory.ServiceArea directory.ServiceAccepts
        directory.ServiceAttending directory.ServiceAccess directory.ServiceAtLocation directory.ServiceSchedule
        directory.ServiceLanguage directory.ServiceContact directory.CostOption directory.RequiredDocument
        directory.ServiceIdentifier directory.ServiceWord
    """,
    WORK: """
        ecosystem.Hat ecosystem.Terms ecosystem.Agreement ecosystem.TermsNotice ecosystem.Leaving ecosystem.Unused
        ecosystem.StaffReview ecosystem.Program directory.ListingClaim care.Meeting
        care.TrustedDevice care.UnmetNeed
    """,
    COUNTED: """
        observatory.Publication observatory.PublishedCell observatory.PublishedNeed observatory.PublishedFriction
        observatory.PublishedAnswer observatory.PublishedTelling
    """,
    HASHED: "access.Spending access.Guess access.SignOut access.PolicyBreach",
    PLACE: "access.Deployment access.AuditHead rights.RetentionPeriod",
    PART: "care.JointPartner care.JointEventActor people.DutyPart",
    LISTS: "adapters.ImportRun adapters.ListMatching",
}
OF_NOBODY: Mapping[str, str] = {label: why for why, labels in _OF_NOBODY.items() for label in labels.split()}
