"""All reads of the ecosystem. They are open to all who have signed in, and return frozen views.

Two things are not open, and are withheld where no `by` says who reads: where a confidential site is, from all but
those who work there; and who works where, from those who have not signed in.
"""

from ecotone.ecosystem.queries.actors import actor, actor_brief, actor_names, search_actors, teams_of
from ecotone.ecosystem.queries.colleagues import colleague, colleagues
from ecotone.ecosystem.queries.hats import (
    belonging,
    belonging_of,
    guarding,
    has_practice,
    hat_views,
    hats_of,
    leads_of,
    practice_at,
    practising,
    principal_for,
    workers_of,
)
from ecotone.ecosystem.queries.institutions import institution, institutions
from ecotone.ecosystem.queries.layout import ecosystem_at
from ecotone.ecosystem.queries.listed import listed_actors, open_sites, part_of, place_codes
from ecotone.ecosystem.queries.needs import every_need, need, needs
from ecotone.ecosystem.queries.places import nearness, outlines, place, place_ids_within, place_tree, places
from ecotone.ecosystem.queries.registers import actor_cards, hats_worn, site_cards
from ecotone.ecosystem.queries.remits import compare_remits, who_does_what

__all__ = [
    "actor",
    "actor_brief",
    "actor_cards",
    "actor_names",
    "belonging",
    "belonging_of",
    "colleague",
    "colleagues",
    "compare_remits",
    "ecosystem_at",
    "every_need",
    "guarding",
    "has_practice",
    "hat_views",
    "hats_of",
    "hats_worn",
    "institution",
    "institutions",
    "leads_of",
    "listed_actors",
    "nearness",
    "need",
    "needs",
    "open_sites",
    "outlines",
    "part_of",
    "place",
    "place_codes",
    "place_ids_within",
    "place_tree",
    "places",
    "practice_at",
    "practising",
    "principal_for",
    "search_actors",
    "site_cards",
    "teams_of",
    "who_does_what",
    "workers_of",
]
