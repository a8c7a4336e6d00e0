"""A referral → ServiceRequest (the ask, the asker's) and Task (its tracking). Pure.

One row carries both, so both have its id. The finer states of the machine are the Task's businessStatus; its status
is always one of FHIR's, and moves only as FHIR's Task may.
"""

from collections.abc import Mapping
from types import MappingProxyType

from ecotone.access.verdicts import Withheld
from ecotone.adapters.fhir.mapping.elements import (
    Resource,
    Served,
    concept,
    day,
    masked,
    meta,
    moment,
    reference,
    tidy,
)
from ecotone.care.machine import FHIR, State
from ecotone.care.rules import Urgency
from ecotone.care.views import CarriedReferral
from ecotone.care.words import DETAILS, STATES
from ecotone.people.rules.agreeing import Agreed
from ecotone.people.words_signing import AGREED, AS_WHOM

ASK_STATUS: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: "draft",
        State.OFFERED: "active",
        State.UNCLAIMED: "active",
        State.RECEIVED: "active",
        State.INFO_NEEDED: "active",
        State.ACCEPTED: "active",
        State.WAITLISTED: "active",
        State.IN_PROGRESS: "active",
        State.ON_HOLD: "on-hold",
        State.NO_REPLY: "active",
        State.COMPLETED: "completed",
        State.REJECTED: "revoked",
        State.FAILED: "revoked",
        State.CANCELLED: "revoked",
        State.ENTERED_IN_ERROR: "entered-in-error",
    }
)
"""The ServiceRequest.status of each state; a requested cancel leaves it as it was."""
PRIORITY: Mapping[str, str] = MappingProxyType(
    {Urgency.ROUTINE: "routine", Urgency.SOON: "urgent", Urgency.URGENT: "asap"}
)
STOPPED = {State.REJECTED, State.FAILED, State.CANCELLED, State.ON_HOLD, State.CANCEL_REQUESTED}
STOPS = ("decline", "fail", "hold", "request_cancel", "confirm_cancel", "cancel", "withdraw", "lapse")
COMPLETES = ("complete", "complete_partly", "complete_onward")
OUTPUTS = {"output": "What was done", "against_hope": "Against what was hoped for", "next_step": "What comes next"}
OUTPUTS |= {"unmet": "What could not be met"}


def states_of(status: str, table: Mapping[State, str]) -> frozenset[State]:
    """The states that leave as this status."""
    return frozenset(state for state, code in table.items() if code == status)


def service_request(found: CarriedReferral, served: Served) -> Resource:
    row = found.row
    text = found.why if not isinstance(found.why, Withheld) else ""
    hope = found.hoped_for if not isinstance(found.hoped_for, Withheld) else ""
    consent = _consent(found, served)
    performers = [_end(found.target_id, row.target), reference("HealthcareService", found.service_id, row.service)]
    return tidy(
        {
            "resourceType": "ServiceRequest",
            "id": str(row.id),
            "meta": _meta(found),
            "basedOn": [reference("ServiceRequest", row.parent_id)],
            "status": ASK_STATUS[found.state],
            "intent": "order",
            "priority": PRIORITY[row.urgency],
            "code": concept(row.need) if row.need else None,
            "subject": _subject(found),
            "authoredOn": moment(row.offered_at or found.created_at),
            "requester": _asker(found),
            "performer": performers,
            "contained": [consent],
            "supportingInfo": [{"reference": "#consent"}] if consent else [],
            "reasonCode": [{"text": text}],
            "note": [{"text": hope}, {"text": _nobody(found)}],
        }
    )


def _consent(found: CarriedReferral, served: Served) -> Resource | None:
    """Who agreed, where somebody did: a Consent of her own, or of whoever agreed in her place, held in the ask."""
    agreed = found.agreed
    if isinstance(agreed, Withheld) or agreed.agreed not in (Agreed.HERSELF, Agreed.IN_HER_PLACE):
        return None
    person = _subject(found)
    in_place = agreed.agreed is Agreed.IN_HER_PLACE
    name = "" if isinstance(agreed.signed_by, Withheld) else agreed.signed_by
    who = {"display": f"{name}, {AS_WHOM[agreed.signed_as]}".strip(", ")} if in_place else person
    return tidy(
        {
            "resourceType": "Consent",
            "id": "consent",
            "status": "active",
            "scope": concept("", (CONSENT_SCOPE, "treatment", "Treatment")),
            "category": [concept("Agreed to being asked for, and to what is shared with it")],
            "patient": person,
            "dateTime": moment(found.created_at),
            "performer": [who],
            "policyRule": concept("", (served.codes("agreed"), str(agreed.agreed), str(AGREED[agreed.agreed]))),
        }
    )


CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"


def _nobody(found: CarriedReferral) -> str:
    """Why nobody could agree: there is no consent then, and the ask says so."""
    agreed = found.agreed
    if isinstance(agreed, Withheld) or agreed.agreed is not Agreed.NOBODY_COULD:
        return ""
    return f"{AGREED[agreed.agreed]}: {agreed.nobody_why}"


def task(found: CarriedReferral, served: Served) -> Resource:
    row = found.row
    return tidy(
        {
            "resourceType": "Task",
            "id": str(row.id),
            "meta": _meta(found),
            "partOf": [reference("Task", row.parent_id)],
            "status": FHIR[found.state],
            "statusReason": _reason(found, served),
            "businessStatus": _finer_status(found, served),
            "intent": "order",
            "priority": PRIORITY[row.urgency],
            "code": concept("", ("http://hl7.org/fhir/CodeSystem/task-code", "fulfill", "Fulfill the focal request")),
            "focus": reference("ServiceRequest", row.id),
            "for": _subject(found),
            "executionPeriod": {"end": moment(row.ended_at)},
            "authoredOn": moment(row.offered_at or found.created_at),
            "lastModified": moment(found.changed_at),
            "requester": _asker(found),
            "owner": _end(found.target_id, row.target),
            "restriction": {"period": {"end": day(row.reply_by)}},
            "output": _output(found),
        }
    )


def _finer_status(found: CarriedReferral, served: Served) -> Resource:
    state, detail = STATES[found.row.state], DETAILS.get(found.row.detail, "")
    code = (served.codes("referral-state"), str(found.row.state), str(state))
    return concept(f"{state}: {detail}" if detail else state, code)


def _meta(found: CarriedReferral) -> Resource:
    row = found.row
    shown = (found.person, row.source, row.target, row.service, row.need, found.why, found.hoped_for, found.agreed)
    return meta(*shown, updated=found.changed_at)


def _subject(found: CarriedReferral) -> Resource:
    """Whom it is for; masked where the reader may not know."""
    return reference("Patient", found.person_id, found.person) or masked()


def _asker(found: CarriedReferral) -> Resource | None:
    return _subject(found) if found.asked_herself else _end(found.source_id, found.row.source)


def _end(actor_id: object, name: object) -> Resource | None:
    """One end of it by name; masked where the name would tell too much; None where there is none."""
    if isinstance(name, Withheld):
        return masked()
    return tidy({"reference": f"Organization/{actor_id}", "display": name}) if actor_id else None


def _reason(found: CarriedReferral, served: Served) -> Resource | None:
    """Why it stopped, in a code and in words."""
    recorded = found.last(*STOPS) if found.row.state in STOPPED else {}
    code = str(recorded.get("reason_code") or "")
    return concept(recorded.get("reason_text") or "", (served.codes("reason"), code, "")) or None


def _output(found: CarriedReferral) -> list[Resource]:
    recorded = found.last(*COMPLETES) if found.row.state is State.COMPLETED else {}
    return [
        {"type": {"text": words}, "valueString": str(recorded[name])}
        for name, words in OUTPUTS.items()
        if recorded.get(name)
    ]
