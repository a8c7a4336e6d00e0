"""Plain counts over the raw rows, by which a planted effect is seen, and in a null place is not."""

from collections import defaultdict
from datetime import date
from statistics import mean
from uuid import UUID

from ecotone.care.models import Contribution, Friction, Referral
from ecotone.ecosystem.models import Actor, ActorIdentifier, Remit, Tie
from ecotone.people.models import Encounter


def keys() -> dict[UUID, str]:
    """The content's short key of each actor."""
    return dict(ActorIdentifier.objects.filter(scheme="demo").values_list("actor_id", "value"))


def forms(beginning: str) -> dict[str, frozenset[str]]:
    """The sectors joined in each team whose key begins so."""
    joined = defaultdict(set)
    for tie in Tie.objects.filter(kind="part_of", until=None).select_related("target"):
        joined[keys()[tie.source_id]].add(tie.target.sector)
    return {key: frozenset(sectors) for key, sectors in joined.items() if key.startswith(beginning)}


def shared_remits() -> dict[frozenset[str], int]:
    """How many open remits two actors of one place share, for each pair that shares any."""
    holders = defaultdict(set)
    for actor, need, place in Remit.objects.filter(until=None).values_list("actor_id", "need_id", "place_id"):
        holders[need, place].add(keys()[actor])
    pairs: dict[frozenset[str], int] = defaultdict(int)
    for several in holders.values():
        if len(several) > 1:
            pairs[frozenset(several)] += 1
    return pairs


def unpaid_by_ended(actor: str) -> tuple[float, float]:
    """Unpaid contributions of the target to each referral that was completed: this actor's, and all others'."""
    completed = dict(Referral.objects.filter(state="completed").values_list("id", "target_id"))
    given = defaultdict(int)
    for referral, giver in Contribution.objects.filter(paid=False, kind="time").values_list(
        "referral_id", "actor_id"
    ):
        given[referral] += completed.get(referral) == giver
    named = keys()
    theirs = [given[r] for r, target in completed.items() if named[target] == actor]
    others = [given[r] for r, target in completed.items() if named[target] != actor]
    return mean(theirs), mean(others)


def turned_away(actor: str, since: date) -> tuple[tuple[int, int], tuple[int, int]]:
    """How many were declined for want of room, of all decided since then: by this actor, and by all others."""
    named, declined = keys(), {True: list[bool](), False: list[bool]()}
    for target, state, detail in Referral.objects.filter(decided_at__date__gte=since).values_list(
        "target_id", "state", "detail"
    ):
        declined[named[target] == actor].append(state == "rejected" and detail == "no_capacity")
    return (sum(declined[True]), len(declined[True])), (sum(declined[False]), len(declined[False]))


def days_to_meeting(actor: str, since: date) -> tuple[float, float]:
    """Days from acceptance to the first meeting, on average: accepted before that day, and from it on."""
    found = {True: list[int](), False: list[int]()}
    of = next(actor_id for actor_id, key in keys().items() if key == actor)
    for decided, met in Referral.objects.filter(target=of, first_met_on__isnull=False).values_list(
        "decided_at", "first_met_on"
    ):
        if decided:
            found[decided.date() >= since].append((met - decided.date()).days)
    return mean(found[False]), mean(found[True])


def retold(boundary: frozenset[tuple[str, str]]) -> tuple[float, float]:
    """The share of contacts at which the story had to be repeated: between these sectors, and elsewhere."""
    sector = dict(Actor.objects.values_list("id", "sector"))
    asked = {
        (person, target): sector.get(source, "informal")
        for person, source, target in Referral.objects.values_list("person_id", "source_id", "target_id")
    }
    shares = {True: list[bool](), False: list[bool]()}
    for person, actor, mode in Encounter.objects.values_list("person_id", "actor_id", "mode"):
        if (person, actor) in asked:
            across = (asked[person, actor], sector[actor]) in boundary
            shares[across].append(mode == "had_to_repeat")
    return mean(shares[True]), mean(shares[False])


def frictions_at(boundaries: frozenset[tuple[str, str]]) -> tuple[float, float]:
    """How many frictions there are at each of these boundaries, and at each other that has any, on average."""
    found: dict[bool, dict[tuple[str, str], int]] = {True: defaultdict(int), False: defaultdict(int)}
    for pair in Friction.objects.exclude(from_sector="").values_list("from_sector", "to_sector"):
        found[pair in boundaries][pair] += 1
    return mean(found[True].values()), mean(found[False].values())
