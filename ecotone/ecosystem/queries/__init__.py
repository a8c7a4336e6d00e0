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
    hats_at,
    hats_of,
    leads_of,
    practising,
    principal_for,
    workers_of,
)
from ecotone.ecosystem.queries.institutions import institution, institutions
from ecotone.ecosystem.queries.layout import ecosystem_at
from ecotone.ecosystem.queries.listed import listed_actors, open_sites, part_of, place_codes
from ecotone.ecosystem.queries.needs import every_need, need, needs
from ecotone.ecosystem.queries.places import nearness, outlines, place, place_ids_within, place_tree, places
from ecotone.ecosystem.queries.programs import program, program_calls, programs
from ecotone.ecosystem.queries.registers import actor_cards, hats_worn, site_cards
from ecotone.ecosystem.queries.remits import compare_remits, who_does_what
from ecotone.ecosystem.queries.staff import (
    last_used,
    leavings,
    leavings_due,
    reviewed,
    suspended,
    unused_for,
)
from ecotone.ecosystem.queries.terms import (
    agreements,
    agreements_of,
    one_version,
    our_terms,
    shut_out_by,
    terms_last,
    terms_now,
    to_tell_of_terms,
    version_before,
    versions,
)

__all__ = [
    "actor",
    "actor_brief",
    "actor_cards",
    "actor_names",
    "agreements",
    "agreements_of",
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
    "hats_at",
    "hats_of",
    "hats_worn",
    "institution",
    "institutions",
    "last_used",
    "leads_of",
    "leavings",
    "leavings_due",
    "listed_actors",
    "nearness",
    "need",
    "needs",
    "one_version",
    "open_sites",
    "our_terms",
    "outlines",
    "part_of",
    "place",
    "place_codes",
    "place_ids_within",
    "place_tree",
    "places",
    "practising",
    "principal_for",
    "program",
    "program_calls",
    "programs",
    "reviewed",
    "search_actors",
    "shut_out_by",
    "site_cards",
    "suspended",
    "teams_of",
    "terms_last",
    "terms_now",
    "to_tell_of_terms",
    "unused_for",
    "version_before",
    "versions",
    "who_does_what",
    "workers_of",
]
