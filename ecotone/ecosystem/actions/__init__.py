"""All writes to the ecosystem: the one door through which pages, imports and the demo go."""

from ecotone.ecosystem.actions.actors import add_actor, change_actor, end_actor, identify_actor
from ecotone.ecosystem.actions.hats import give_hat, take_off_hat
from ecotone.ecosystem.actions.institutions import (
    add_institution,
    change_institution,
    end_institution,
    end_stance,
    link_institutions,
    take_stance,
)
from ecotone.ecosystem.actions.needs import add_need, add_remit, end_remit
from ecotone.ecosystem.actions.places import (
    add_context,
    add_deprivation,
    add_place,
    change_place,
    contain_place,
    end_context,
)
from ecotone.ecosystem.actions.programs import end_program, name_owners, register_program
from ecotone.ecosystem.actions.sites import add_site, change_site, hide_site
from ecotone.ecosystem.actions.staff import (
    forget_unused,
    note_left,
    note_unused,
    plan_leaving,
    put_on_again,
    review_colleague,
    undo_leaving,
)
from ecotone.ecosystem.actions.terms import (
    agree_to_terms,
    end_agreement,
    note_told_of_terms,
    publish_terms,
    withdraw_terms,
)
from ecotone.ecosystem.actions.ties import add_tie, answer_tie, end_tie, note_asked, note_consulted, note_partnership
from ecotone.ecosystem.actions.zones import add_zone, change_zone, end_zone, set_postcodes

__all__ = [
    "add_actor",
    "add_context",
    "add_deprivation",
    "add_institution",
    "add_need",
    "add_place",
    "add_remit",
    "add_site",
    "add_tie",
    "add_zone",
    "agree_to_terms",
    "answer_tie",
    "change_actor",
    "change_institution",
    "change_place",
    "change_site",
    "change_zone",
    "contain_place",
    "end_actor",
    "end_agreement",
    "end_context",
    "end_institution",
    "end_program",
    "end_remit",
    "end_stance",
    "end_tie",
    "end_zone",
    "forget_unused",
    "give_hat",
    "hide_site",
    "identify_actor",
    "link_institutions",
    "name_owners",
    "note_asked",
    "note_consulted",
    "note_left",
    "note_partnership",
    "note_told_of_terms",
    "note_unused",
    "plan_leaving",
    "publish_terms",
    "put_on_again",
    "register_program",
    "review_colleague",
    "set_postcodes",
    "take_off_hat",
    "take_stance",
    "undo_leaving",
    "withdraw_terms",
]
