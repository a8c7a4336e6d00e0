"""The map: places, actors, rules, who is there for what; stated needs; and published counts."""

from uuid import UUID

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.care import actions as care_actions
from ecotone.care import queries as care
from ecotone.care.rules.needs import Standing
from ecotone.care.views import StatedList
from ecotone.ecosystem import actions, queries
from ecotone.ecosystem.rules import InstitutionKind
from ecotone.ecosystem.views import ActorView, EcosystemView, InstitutionBrief, PlaceView, RemitComparison
from ecotone.observatory import queries as counted
from ecotone.web.api.operations import Operation, Read, Write

READ, WRITE = Scope.MAP_READ, Scope.MAP_WRITE
PLACE, ACTOR, STATED = "places/{place_id}", "actors/{actor_id}", "stated-needs/{stated_id}"
COUNTS = f"{PLACE}/counts"


def actor(by: Principal, actor_id: UUID) -> ActorView:
    """One organisation, team or group: what it is there for, its ties, its sites."""
    return queries.actor(actor_id, by=by)


def place(place_id: UUID) -> PlaceView:
    """A place: how many live there, how it fares, what those who know it say of it."""
    return queries.place(place_id)


def institutions(words: str = "", kind: InstitutionKind | None = None) -> list[InstitutionBrief]:
    """Laws, policies, aims, rules and customs."""
    return queries.institutions(words=words[:300], kind=kind)


def ecosystem_at(place_id: UUID, need_code: str | None = None) -> EcosystemView:
    """Who and what is at work at a place, by domain."""
    return queries.ecosystem_at(place_id, need_code)


def compare_remits(by: Principal, a_id: UUID, b_id: UUID) -> RemitComparison:
    """Two remits side by side."""
    return queries.compare_remits(a_id, b_id, by=by)


def stated_needs(by: Principal, state: Standing | None = None, mine: bool = False, *, most: int = 50) -> StatedList:
    """What people and teams say is missing, with no case behind it."""
    return care.stated_needs(by, state=state, mine=mine, most=most)


OPERATIONS: tuple[Operation, ...] = (
    Read("terms", queries.terms_now, READ),
    Read("terms/ours", queries.our_terms, READ),
    Read("terms/agreements", queries.agreements, READ),
    Read("places", queries.place_tree, READ),
    Read(PLACE, place, READ),
    Read(f"{PLACE}/ecosystem", ecosystem_at, READ),
    Read("needs", queries.needs, READ),
    Read("actors", queries.search_actors, READ),
    Read(ACTOR, actor, READ),
    Read("remits/compare", compare_remits, READ),
    Read("institutions", institutions, READ),
    Read("institutions/{institution_id}", queries.institution, READ),
    Read("stated-needs", stated_needs, READ),
    Read(STATED, care.stated_need, READ),
    Read("unmet-needs", care.our_unmet, READ, hides=frozenset({"most"})),
    Read("unmet-needs/{unmet_id}", care.unmet_need, READ),
    Read("windows", counted.windows, READ),
    Read(f"{COUNTS}/map", counted.map_at, READ),
    Read(f"{COUNTS}/exchange", counted.exchange_between, READ),
    Read(f"{COUNTS}/timeline", counted.timeline, READ),
    Read(f"{COUNTS}/unmet", counted.unmet_at, READ),
    Read(f"{COUNTS}/frictions", counted.frictions_at, READ),
    Read(f"{COUNTS}/doors", counted.doors_at, READ),
    Read(f"{COUNTS}/tellings", counted.tellings_at, READ),
    Read(f"{COUNTS}/ties", counted.ties_at, READ),
    Read(f"{COUNTS}/needs", counted.need_figures, READ),
    Read("institutions/{institution_id}/count", counted.named_rule, READ, parts=("window", "figure")),
    Read(f"{ACTOR}/counts/doors", counted.team_doors, READ),
    Write(f"{PLACE}/context", actions.add_context, WRITE, makes=""),
    Write(f"{ACTOR}/ties/{{tie_id}}/answer", actions.answer_tie, WRITE),
    Write(
        "institutions/{institution_id}/stances",
        actions.take_stance,
        WRITE,
        makes="",
        hides=frozenset({"said_by_id"}),
    ),
    Write("stated-needs", care_actions.state_need, WRITE, makes="stated_need"),
    Write(f"{STATED}/endorsements", care_actions.endorse_need, WRITE, makes=""),
    Write(f"{STATED}/endorsements/take-back", care_actions.take_back_endorsement, WRITE),
    Write(f"{STATED}/contests", care_actions.contest_need, WRITE, makes=""),
    Write(f"{STATED}/offers", care_actions.offer_asset, WRITE, makes=""),
    Write(f"{STATED}/offers/{{offer_id}}/answer", care_actions.answer_offer, WRITE),
    Write(
        "stated-needs/{record_id}/turn",
        care_actions.turn,
        WRITE,
        name="turn_stated_need",
        given={"kind": "statedneed"},
    ),
    Write("unmet-needs", care_actions.note_unfound, WRITE, makes=""),
    Write(
        "unmet-needs/{record_id}/turn",
        care_actions.turn,
        WRITE,
        name="turn_unmet_need",
        given={"kind": "unmetneed"},
    ),
)
