"""The audit as those who guard records read it: of one person, of one worker, and looks that are worth a question.

It opens nobody's record: names alone, so that a look can be asked about. Whoever reads it leaves a look as well.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ecotone.access import policies as access
from ecotone.access import queries as audit
from ecotone.access.audit import Subject, looked
from ecotone.access.narrowing import Why, widened
from ecotone.access.principal import Principal
from ecotone.access.queries import Look
from ecotone.access.rules import KNOCKS, Basis, Role, is_out_of_hours, same_family_name, unusual_days
from ecotone.access.verdicts import Refused, Verdict, Withheld
from ecotone.ground.chunks import chunks
from ecotone.people import policies
from ecotone.people.models import CircleTie, Person
from ecotone.people.queries.record import SENSITIVE_TEAM
from ecotone.people.rules import Part
from ecotone.people.views import OddLooks, Watched

AT_ONCE = 500
MOST = 50
"""How many of each kind of odd looks are told, the oddest first."""


@widened(Why.GUARDING)
def people_to_watch(by: Principal, words: str, *, most: int = 20) -> list[tuple[UUID, str, str]]:
    """Whose looks are asked about: those with exactly this name or number; id, name, year of birth. Two queries."""
    access.with_role(by, Role.GUARDIAN).require("person")
    asked = words.strip()
    if not asked:
        return []
    exactly = Q(name__iexact=asked) | Q(known_as__iexact=asked) | Q(identifiers__value=asked.replace(" ", "")[:80])
    rows = list(Person.objects.filter(exactly, erased_at=None).order_by("name", "id").distinct()[:most])
    looked(by, "people.people_to_watch", *(Subject("person", r.id, Part.IDENTITY, Basis.ROLE) for r in rows))
    return [(row.id, row.name, str(row.birth_date.year) if row.birth_date else "") for row in rows]


def workers_to_watch(by: Principal, words: str) -> list[tuple[UUID, str, str]]:
    """Whose acts are asked about: those whose name or address holds these words; id, name, address."""
    access.with_role(by, Role.GUARDIAN).require("account")
    return audit.accounts_named(words.strip()) if words.strip() else []


@widened(Why.GUARDING)
def looks_at(
    by: Principal, person_id: UUID, *, most: int = 100, before: datetime | None = None
) -> tuple[str, list[Look]]:
    """Whose record it is, and every look at it, newest first. Raises NotFound.

    Who looked is left out where she is not to be known to their team. Refused to a guardian who acts for her as well:
    what was noted of a carer would stand there.
    """
    access.with_role(by, Role.GUARDIAN).require("person", person_id)
    if person_id in policies.acts_for(by):
        raise Refused(Verdict.refuse("access.own_account"), kind="person", subject_id=person_id)
    person = Person.of(person_id)
    looked(by, "people.looks_at", Subject("person", person_id, Part.IDENTITY, Basis.ROLE))
    hidden = policies.hidden_teams(by, [person_id]).get(person_id, frozenset())
    looks = audit.looks_at(kind="person", subject_id=person_id, most=most, before=before)
    return person.name, [_veiled(look) if look.actor_id in hidden else look for look in looks]


def _veiled(look: Look) -> Look:
    return replace(look, account_id=None, hat_id=None, actor_id=None, link_id=None)


@widened(Why.GUARDING)
def acts_of(
    by: Principal, account_id: UUID, since: datetime, until: datetime, *, most: int = 50, start: int = 0
) -> list[Watched]:
    """What one worker did in that time, newest first, with the names of those whom it was about."""
    access.with_role(by, Role.GUARDIAN).require("account", account_id)
    theirs = policies.acts_for(by)
    acts = [a for a in audit.acts_of(account_id, since, until, most=most, start=start) if not theirs & {*a.people}]
    ids = {person_id for act in acts for person_id in act.people}
    names, hidden = _names(ids), policies.hidden_teams(by, ids)
    shown = [
        Watched(act, tuple((id_, _name(id_, act.actor_id, names, hidden)) for id_ in act.people)) for act in acts
    ]
    told = {id_ for each in shown for id_, name in each.people if name}
    looked(by, "people.acts_of", *(Subject("person", id_, Part.IDENTITY, Basis.ROLE) for id_ in sorted(told)))
    return shown


@widened(Why.GUARDING)
def odd_looks(by: Principal, since: datetime, until: datetime) -> OddLooks:
    """Looks of that time that are worth a question: on how many, by whom refused, when, and at whom."""
    access.with_role(by, Role.GUARDIAN).require("auditentry")
    seen = audit.people_seen(since, until)
    days = [(account, day, n) for account, of in seen.items() for day, n in unusual_days(of).items()]
    refused = [(account, n) for account, n in audit.people_refused(since, until).items() if n >= KNOCKS]
    nights: dict[UUID, int] = {}
    for account, hour, n in audit.seen_by_the_hour(since, until):
        if is_out_of_hours(hour):
            nights[account] = nights.get(account, 0) + n
    families = _families(by, since, until)
    found = OddLooks(
        days=tuple(sorted(days, key=lambda each: (-each[2], each[1]))[:MOST]),
        refused=tuple(sorted(refused, key=lambda each: -each[1])[:MOST]),
        nights=tuple(sorted(nights.items(), key=lambda each: -each[1])[:MOST]),
        families=families,
        names={},
    )
    accounts = {each[0] for kind in (found.days, found.refused, found.nights, found.families) for each in kind}
    looked(by, "people.odd_looks", *(Subject("person", p, Part.IDENTITY, Basis.ROLE) for _, p, _ in families))
    return replace(found, names=audit.account_names(accounts))


def _families(by: Principal, since: datetime, until: datetime) -> tuple[tuple[UUID, UUID, str], ...]:
    """Who looked at somebody with their own last name, or who names them in her circle; never her own account."""
    found: dict[tuple[UUID, UUID], str] = {}
    for some in chunks(audit.who_saw_whom(since, until), AT_ONCE):
        workers = audit.account_names(account for account, *_ in some)
        people = {p.id: p for p in Person.objects.filter(id__in={person for *_, person in some})}
        named = set(
            CircleTie.objects.filter(person__in=people, name__in=set(workers.values())).values_list(
                "person_id", "name"
            )
        )
        hidden = policies.hidden_teams(by, people)
        for account, team, id_ in some:
            person, worker = people.get(id_), workers.get(account, "")
            if person is None or person.account_id == account or team in hidden.get(id_, ()):
                continue
            if same_family_name(worker, person.name) or (id_, worker) in named:
                found[account, id_] = person.name
    return tuple((account, id_, name) for (account, id_), name in list(found.items())[:MOST])


def _names(ids: Iterable[UUID]) -> dict[UUID, str]:
    return dict(Person.objects.filter(id__in=list(ids)).values_list("id", "name"))


def _name(
    person_id: UUID, team_id: UUID | None, names: dict[UUID, str], hidden: dict[UUID, frozenset[UUID]]
) -> str | Withheld:
    return SENSITIVE_TEAM if team_id in hidden.get(person_id, ()) else names.get(person_id, "")
