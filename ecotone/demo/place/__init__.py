"""Builds what stands still in the invented place: places, actors, rules, services, and who works where."""

from ecotone.demo.place.actors import list_actors, tie_actors
from ecotone.demo.place.institutions import add_institutions
from ecotone.demo.place.map import add_needs, add_places
from ecotone.demo.place.services import assure_services, list_services
from ecotone.demo.place.staff import let_a_program_in, take_on_cast, take_on_staff, tell_context
from ecotone.demo.place.terms import agree_to_terms

__all__ = [
    "add_institutions",
    "add_needs",
    "add_places",
    "agree_to_terms",
    "assure_services",
    "let_a_program_in",
    "list_actors",
    "list_services",
    "take_on_cast",
    "take_on_staff",
    "tell_context",
    "tie_actors",
]
