"""Writes about the terms: a version is published or withdrawn, an organisation agrees or does so no more.

    publish ──▶ counts now; the one before counts on until its days of grace are over ──▶ lapsed
                    └─ withdraw ──▶ counts on until its days of grace are over ──▶ lapsed
                          └─ the version before counts again, where its days are not over

A place that has once asked for agreement goes on asking for it: with all its terms withdrawn nobody agrees to any,
and so nobody sees a record. Only publishing others opens it again.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max

from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.policies import with_role
from ecotone.access.principal import Principal
from ecotone.ecosystem import policies
from ecotone.ecosystem.actions.common import end_day, once
from ecotone.ecosystem.models import Actor, Agreement, Terms, TermsNotice
from ecotone.ecosystem.queries.standing import terms_before
from ecotone.ecosystem.rules import GRACE, TermsStage, grace_problems, terms_problems, text_for
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, Stale, check


@action("ecosystem.publish_terms")
def publish_terms(
    *, by: Principal, plain: str, full: str, changed: str = "", grace: int = GRACE, after: int | None = None
) -> Terms:
    """A new version, which counts from today; organisations have so many days to agree to it.

    Until then the version before counts on, and where there was none nobody is shut out yet. `after` is the number
    of the newest version as the page showed it (0 for none). Raises Stale where another was published meanwhile,
    Invalid for the words of the version that counts now.
    """
    policies.keeps_terms(by).require("terms")
    newest, today = Terms.objects.aggregate(most=Max("number"))["most"] or 0, clock.today()
    if after is not None and after != newest:
        raise Stale("terms", UUID(int=0), after)
    before = Terms.objects.select_for_update().filter(until=None).first()
    standing = (before.plain, before.full) if before else None
    check(terms_problems(plain=plain, full=full, changed=changed, grace=grace, before=standing))
    needed = today + timedelta(days=grace)
    if before:
        before.until = needed
        before.save(update_fields=["until"])
    with once("ecosystem.terms_superseded"):
        terms = Terms.add(
            number=newest + 1,
            plain=plain.strip(),
            full=full.strip(),
            changed=changed.strip(),
            since=today,
            needed_from=needed,
            **Terms.signed(by),
        )
    wrote("terms", terms.id, act="ecosystem.publish_terms")
    return terms


@action("ecosystem.withdraw_terms")
def withdraw_terms(*, by: Principal, terms_id: UUID, grace: int = GRACE, back: bool = False) -> Terms:
    """Takes the version that counts now back: having agreed to it counts for so many days more.

    With `back` the version before counts again, with all who had agreed to it, as if this had not been published.
    Raises Invalid for one that is superseded or withdrawn already, and where no version before counts any more.
    """
    policies.keeps_terms(by).require("terms", terms_id)
    check(grace_problems(grace))
    Terms.of(terms_id)
    terms = Terms.objects.select_for_update().get(pk=terms_id)
    if terms.until is not None:
        raise Invalid(Problem("ecosystem.terms_ended"))
    before = terms_before(terms.number) if back else None
    check([Problem("ecosystem.no_terms_before", "back")] if back and before is None else [])
    terms.until = clock.today() + timedelta(days=grace)
    terms.save(update_fields=["until"])
    if before:
        before.until = None
        before.save(update_fields=["until"])
        wrote("terms", before.id, act="ecosystem.withdraw_terms")
    wrote("terms", terms_id, act="ecosystem.withdraw_terms")
    return terms


@action("ecosystem.agree_to_terms")
def agree_to_terms(*, by: Principal, organisation_id: UUID, terms_id: UUID) -> Agreement:
    """Agrees for an organisation, to the version that counts now; its people see records, as far as they may.

    Raises Invalid where there are newer terms, or it has agreed already.
    """
    policies.speaks_for(by, organisation_id).require("actor", organisation_id)
    Terms.of(terms_id)
    terms, organisation = Terms.objects.select_for_update().get(pk=terms_id), Actor.of(organisation_id)
    if terms.until is not None:
        raise Invalid(Problem("ecosystem.terms_superseded"))
    with once("ecosystem.agreed_already"):
        agreement = Agreement.add(
            organisation=organisation,
            terms=terms,
            text=text_for(organisation.sector),
            role=by.role or "",
            since=clock.today(),
            **Agreement.signed(by),
        )
    wrote("agreement", agreement.id, act="ecosystem.agree_to_terms")
    wrote("actor", organisation_id, act="ecosystem.agree_to_terms")
    return agreement


@action("ecosystem.end_agreement")
def end_agreement(*, by: Principal, agreement_id: UUID, until: date | None = None) -> Agreement:
    """An organisation agrees no more: its people see no record from that day, unless told today.

    Raises Invalid where it has ended already.
    """
    agreement = Agreement.of(agreement_id)
    policies.may_end_agreement(by, agreement.organisation_id).require("agreement", agreement_id)
    agreement.until = end_day(agreement, until)
    agreement.ended_by, agreement.ended_by_id = by.signature, by.account_id
    agreement.save(update_fields=["until", "ended_by", "ended_by_id"])
    wrote("agreement", agreement_id, act="ecosystem.end_agreement")
    wrote("actor", agreement.organisation_id, act="ecosystem.end_agreement")
    return agreement


@action("ecosystem.note_told_of_terms")
def note_told_of_terms(*, by: Principal, organisation_id: UUID, terms_id: UUID, stage: TermsStage) -> TermsNotice:
    """That those who speak for it were told; no hat does this. Raises Invalid where they were already."""
    with_role(by).require("terms", terms_id)
    with once("ecosystem.agreed_already"):
        notice = TermsNotice.add(organisation_id=organisation_id, terms_id=terms_id, stage=stage)
    wrote("termsnotice", notice.id, act="ecosystem.note_told_of_terms")
    return notice
