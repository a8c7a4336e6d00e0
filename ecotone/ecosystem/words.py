"""The words for the ecosystem's codes and enums."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "ecosystem.not_your_actor": _(
        "Only those who keep this organisation's or team's page may do this: its lead or administrator. Ask them."
    ),
    "ecosystem.other_side_answers": _("The other side of this tie answers it: ask them to confirm or dispute it."),
    "ecosystem.not_to_oneself": _(
        "Nobody gives themselves a hat. Ask another administrator or lead to give you this."
    ),
    "ecosystem.not_own_hat": _("Your own hat as administrator is for another administrator to take off."),
    "ecosystem.not_own_account": _("This is your own account: another administrator sees to it."),
    "ecosystem.not_your_account": _(
        "This account is not your organisation’s alone, so it cannot be closed or changed from here. You can end the "
        "hats that are worn in your organisation."
    ),
    "ecosystem.hat_beyond_team": _("Your role does not give this hat. Ask whoever keeps Ecotone here."),
    "ecosystem.not_the_employer": _(
        "This team is not part of that organisation, so it cannot be named as the employer. Record the tie first, "
        "and have it confirmed."
    ),
    "ecosystem.own_hat": _("This is your own hat."),
    "ecosystem.said_it": _("You said this yourself."),
    "ecosystem.signed_in": _("This is open to everyone who has signed in."),
    "ecosystem.confidential_site": _("Where this is, is known only to those who work there. Phone them to ask."),
    "ecosystem.part_of": _("A team or a group is part of an organisation. For anything else, choose another tie."),
    "ecosystem.answered_already": _("This has been answered in this way already."),
    "ecosystem.answer_disputes": _("Record the claim first; whoever disagrees then disputes it."),
    "ecosystem.dispute_reason": _("Please say why you dispute this."),
    "ecosystem.tie_to_itself": _("Choose two different organisations or teams."),
    "ecosystem.tie_open": _("This tie is there already. Change it, or end it first."),
    "ecosystem.not_representation": _("Only a tie of representation says when those spoken for were last asked."),
    "ecosystem.ended": _("This has ended already, or ends sooner than that."),
    "ecosystem.future": _("This date lies in the future."),
    "ecosystem.email": _("This does not look like an e-mail address. It should read like name@example.org."),
    "ecosystem.phone": _("This does not look like a phone number. Use digits and spaces."),
    "ecosystem.website": _("A web address begins with https:// or http://."),
    "ecosystem.slug": _("Use small letters, digits and single hyphens, as in cumbernauld-and-the-north."),
    "ecosystem.slug_taken": _("Another place has this address already. Choose another."),
    "ecosystem.population": _("A population cannot be less than nought."),
    "ecosystem.decile": _("A decile is a whole number from 1 to 10."),
    "ecosystem.zone_once": _("There is a data zone with this code already."),
    "ecosystem.position": _("Give both latitude (-90 to 90) and longitude (-180 to 180), or neither."),
    "ecosystem.outline": _("An outline is a list of rings, each of at least three points [longitude, latitude]."),
    "ecosystem.circle": _("This place lies inside the other already, so it cannot contain it as well."),
    "ecosystem.contained_already": _("This place lies in the other already."),
    "ecosystem.deprivation_once": _("This measure of this version of the index is recorded for this place already."),
    "ecosystem.number": _("Please give a number."),
    "ecosystem.team_sector": _("A team you add belongs to your own organisation's sector."),
    "ecosystem.identifier_taken": _("This number belongs to another organisation already."),
    "ecosystem.hat_worn": _("This account wears this hat already."),
    "ecosystem.need_once": _("There is a kind of need with this code already."),
    "ecosystem.two_levels": _("A kind of need belongs to a broad kind. This one is not a broad kind itself."),
    "ecosystem.remit_open": _("This is among its tasks in this place already."),
    "ecosystem.link_to_itself": _("Choose two different laws, rules or customs."),
    "ecosystem.link_once": _("This link is there already."),
    "ecosystem.stance_open": _("This stance is recorded already."),
    "ecosystem.day_past": _("This day is over. Choose today or a later one."),
    "ecosystem.too_many_people": _("A list holds from one person to %(most)s."),
    "ecosystem.not_in_the_team": _("Choose somebody who works with people in that team, or the team’s list."),
    "ecosystem.not_suspended": _("This account was not suspended for being unused, so it is not opened again here."),
    "ecosystem.no_program": _("This account is not a program’s."),
    "ecosystem.owner_works_here": _("Choose somebody who works in your organisation: they answer for the program."),
    "ecosystem.two_owners": _("Choose two different people, so that one may leave."),
    "ecosystem.program_hat": _("A program is a worker, in its own organisation or a team of it, and nothing else."),
    "ecosystem.leaves_already": _("It is noted already. Look at “Who works here”."),
    "ecosystem.too_late_to_undo": _(
        "This was taken back already, or the day is over: it is undone on the same day alone. Let them in anew."
    ),
    "ecosystem.speaks_for": _("You speak for this organisation."),
    "ecosystem.not_speaking": _(
        "Only whoever speaks for the organisation agrees for it: its administrator, or the lead of a small group. "
        "Ask them."
    ),
    "ecosystem.terms_superseded": _("These are not the newest terms any more. Read the newer ones, then agree."),
    "ecosystem.terms_unchanged": _("These are the words of the newest version. Change them first, then publish."),
    "ecosystem.no_terms_before": _(
        "No version before counts any more, so none can count again: publish its words anew."
    ),
    "ecosystem.terms_ended": _("These terms are withdrawn or superseded already."),
    "ecosystem.agreed_already": _("Your organisation has agreed to these terms already."),
    "ecosystem.sure_tick": _("Tick it, if that is what you want. Nothing has been changed yet."),
    "ecosystem.agree_tick": _("Tick it, if you agree for your organisation."),
    "ecosystem.grace": _("Choose how many days they have: from none to %(most)s."),
}

SECTORS = {
    "nhs": _("NHS"),
    "council": _("Council"),
    "third": _("Third sector"),
    "independent": _("Independent"),
    "community": _("Community"),
    "informal": _("Informal"),
    "government": _("Government"),
}
DOMAINS = {
    "government": _("Government"),
    "system": _("Health and social care system"),
    "community": _("Community"),
}
LEVELS = {"micro": _("Between people"), "meso": _("Between services"), "macro": _("Across society")}
PLACE_KINDS = {
    "nation": _("Nation"),
    "health_board": _("Health board"),
    "council": _("Council area"),
    "partnership": _("Partnership"),
    "locality": _("Locality"),
    "neighbourhood": _("Neighbourhood"),
}
CONTAINMENTS = {"geographic": _("lies in"), "administrative": _("is run from")}
TOPICS = {
    "history": _("History"),
    "economy": _("Work and money"),
    "health": _("Health"),
    "assets": _("What is strong here"),
    "transport": _("Getting about"),
    "community": _("Community"),
}
ACTOR_KINDS = {"organisation": _("Organisation"), "team": _("Team"), "group": _("Group")}
TIES = {
    "part_of": _("is part of"),
    "partnership": _("works in partnership with"),
    "commission": _("commissions"),
    "membership": _("is a member of"),
    "co_location": _("shares a site with"),
    "representation": _("speaks for"),
    "employs": _("employs"),
    "replaces": _("replaces"),
    "overlaps": _("overlaps with"),
    "asks": _("asks"),
}
TIES_FROM_TARGET = {
    "part_of": _("has as a part"),
    "partnership": _("works in partnership with"),
    "commission": _("is commissioned by"),
    "membership": _("has as a member"),
    "co_location": _("shares a site with"),
    "representation": _("is spoken for by"),
    "employs": _("is employed by"),
    "replaces": _("is replaced by"),
    "overlaps": _("overlaps with"),
    "asks": _("is asked by"),
}
CLAIMS = {"claimed": _("claimed, not yet answered"), "confirmed": _("confirmed"), "disputed": _("disputed")}
INSTITUTION_KINDS = {
    "law": _("Law"),
    "policy": _("Policy"),
    "aim": _("Aim"),
    "funding_rule": _("Funding rule"),
    "metric": _("Metric"),
    "professional_standard": _("Professional standard"),
    "value": _("Value"),
    "work_practice": _("Work practice"),
}
STANDINGS = {"current": _("In force"), "legacy": _("Legacy: no longer in force, still obeyed")}
ORIENTATIONS = {
    "person_judged_value": _("What the person values"),
    "efficiency": _("Efficiency"),
    "safety": _("Safety"),
    "equity": _("Equity"),
    "prevention": _("Prevention"),
    "accountability": _("Accountability"),
    "professional_autonomy": _("Professional autonomy"),
    "community_control": _("Community control"),
}
INSTITUTION_LINKS = {"interprets": _("interprets"), "conflicts": _("conflicts with"), "replaces": _("replaces")}
INSTITUTION_LINKS_FROM_TARGET = {
    "interprets": _("is interpreted by"),
    "conflicts": _("conflicts with"),
    "replaces": _("is replaced by"),
}
STANCES = {
    "sets": _("Sets"),
    "shares": _("Shares"),
    "follows": _("Follows"),
    "contests": _("Contests"),
    "imposed": _("It is imposed on them"),
}
REGISTERS = {
    "GB-SC": _("Scottish charity number"),
    "GB-CHC": _("Charity number, England and Wales"),
    "GB-NIC": _("Charity number, Northern Ireland"),
    "GB-COH": _("Company number"),
    "ODS": _("NHS organisation code"),
}
"""The public registers by whose numbers an actor is known; numbers of other systems say nothing to a reader."""
HISTORY = {
    "began": _("Began"),
    "ended": _("Ended"),
    "renamed": _("Was called %(name)s until then"),
    "tie_began": _("Tie with %(name)s began"),
    "tie_ended": _("Tie with %(name)s ended"),
    "remit_began": _("Took on %(name)s"),
    "remit_ended": _("Gave up %(name)s"),
}

TEXTS = {"plain": _("One page in plain words"), "full": _("The fuller text")}

TERMS_STATES = {
    "agreed": _("Agreed"),
    "earlier": _("Agreed to earlier terms"),
    "waiting": _("Not yet"),
    "shut": _("Not agreed: sees no record"),
}
