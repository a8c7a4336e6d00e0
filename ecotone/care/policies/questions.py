"""May this principal ask, see or answer this question, now, and why?"""

from ecotone.access.principal import Principal
from ecotone.access.rules import Basis
from ecotone.access.verdicts import Verdict
from ecotone.care.models import Question
from ecotone.people import policies as people


def may_ask(principal: Principal) -> Verdict:
    """Anyone who works with people may ask another team a question, from any sector to any."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if principal.practises:
        return Verdict.allow("access.by_role", Basis.ROLE)
    return Verdict.refuse("access.no_role" if principal.account_id else "access.nobody")


def may_see_question(principal: Principal, question: Question) -> Verdict:
    """The team that asked and the team that was asked."""
    if principal.is_system:
        return Verdict.allow("access.by_role", Basis.SYSTEM)
    if not principal.practises or principal.actor_id not in (question.source_id, question.target_id):
        return Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")
    if question.person_id:
        return people.may_know(principal, question.person_id)
    return Verdict.allow("access.by_role", Basis.ROLE)


def may_answer(principal: Principal, question: Question) -> Verdict:
    """Only the team that was asked."""
    if not principal.is_system and principal.actor_id != question.target_id:
        return Verdict.refuse("care.not_a_party" if principal.account_id else "access.nobody")
    return may_see_question(principal, question)


def may_read_answer(principal: Principal, question: Question) -> Verdict:
    """Only the team that asked says that it has read the answer."""
    if not principal.is_system and principal.actor_id != question.source_id:
        seen = may_see_question(principal, question)
        return Verdict.refuse("care.only_the_asker") if seen.allowed else seen
    return may_see_question(principal, question)
