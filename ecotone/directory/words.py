"""The words for the directory's codes and enums."""

from datetime import date

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ecotone.directory.rules import Freshness
from ecotone.directory.views import Capacity, FoundService
from ecotone.ground import clock

WORDS = {
    "directory.takes_from_anyone": _("Takes referrals from anyone."),
    "directory.takes_from_your_sector": _("Takes referrals from your sector."),
    "directory.not_from_your_sector": _(
        "This service takes referrals from some sectors only, and yours is not among them. Its page says from whom: "
        "someone there can refer, and you can phone and ask."
    ),
    "directory.takes_self_referral": _("You can ask for this yourself."),
    "directory.needs_referral": _("Someone who works with you has to refer you. Ask them to."),
    "directory.closed": _("This service is closed at present and takes no referrals."),
    "directory.confidential_site": _("Where this is, is known only to those who work there. Phone them to ask."),
    "directory.not_your_service": _(
        "Only those who provide this service keep its listing. If something is wrong in it, tell them."
    ),
    "directory.claim_by_link": _("A group asks for this itself, by a link that was mailed to it."),
    "directory.claim_later": _("This comes once you have answered three times by e-mail."),
    "directory.answered_by_link": _("You have answered by e-mail, again and again."),
    "directory.claim_not_yours": _("This group lies outside what you are responsible for."),
    "directory.claim_waits": _("You have asked for this already. You get an e-mail once it is decided."),
    "directory.claim_decided": _("This has been decided already. Look at how it stands now."),
    "directory.claim_kept_by_others": _("Somebody of this group signs in here already. Ask them to let you in."),
    "directory.wrong_kind": _("This cannot be read as it was given. Check how it is written."),
    "directory.url": _("This does not look like a web address. It should read like www.example.org."),
    "directory.email": _("This does not look like an e-mail address. It should read like name@example.org."),
    "directory.phone": _("This does not look like a phone number. Use digits and spaces, as in 01236 555 010."),
    "directory.currency": _("Give the currency by its three capital letters, as in GBP."),
    "directory.no_way_to_attend": _("Tick at least one way to take part: by phone, online, at a venue or at home."),
    "directory.too_many": _("These are too many: %(most)s at most."),
    "directory.unknown_need": _("There is no such kind of need: %(given)s. Choose from the list."),
    "directory.unknown_place": _("There is no such place: %(given)s. Choose from the list."),
    "directory.unknown_site": _(
        "There is no such site, or not one of yours to use: %(given)s. Choose from the list."
    ),
    "directory.identifier_taken": _("Another service has this number already."),
    "directory.age": _("An age is a whole number from 0 to %(most)s."),
    "directory.ages_crossed": _("The oldest age is below the youngest. Swap them, or leave one empty."),
    "directory.places": _("A number of places is a whole number from 0 to %(most)s."),
    "directory.more_than_maximum": _("This is more than the most places there are."),
    "directory.room_but_no_place": _("You say there is room, and no places. Change one of the two."),
    "directory.full_but_places": _("You say there is no room, and places. Change one of the two."),
    "directory.free_but_priced": _("You say it is free, and name a price. Change one of the two."),
    "directory.attempts": _("Give how often you try as a whole number from 1 to %(most)s, or leave it empty."),
    "directory.door": _("Give the days as a whole number from 0 to %(most)s, or leave it empty."),
    "directory.amount": _("A price is in pence, from 0 to 10,000,000."),
    "directory.half_the_hours": _("Give both when it opens and when it closes, or neither."),
    "directory.closes_before_it_opens": _(
        "It closes before it opens. For hours past midnight, give the two days one by one."
    ),
    "directory.empty_contact": _("Say something about this contact, or take it away."),
    "directory.not_from_this_status": _("This cannot follow how the service stands now."),
    "directory.provider_ended": _("This organisation or team is no more, so it cannot offer a service."),
    "directory.why_words": _("It matches your words."),
    "directory.why_need": _("It is for this kind of need."),
    "directory.why_place": _("It is for people who live here."),
    "directory.why_room": _("It says it has room."),
    "directory.way_wider_place": _("Look further afield."),
    "directory.way_without_room": _("Show services without room as well: you can ask to be put on a list."),
    "directory.way_any_sector": _("Show services that take referrals from other sectors as well."),
    "directory.way_with_referral": _("Show services that need a referral as well."),
    "directory.way_related_need": _("Look at related kinds of need."),
    "directory.way_unmet_need": _("Record it as unmet need, so that it is counted when services are planned."),
}

STATUSES = {
    "active": _("Open"),
    "inactive": _("Not running at present"),
    "defunct": _("Ended"),
    "temporarily_closed": _("Closed for a while"),
}
CAPACITY = {
    "": _("Room not known"),
    "has_capacity": _("Has room"),
    "no_capacity": _("Full"),
    "no_capacity_has_waitlist": _("Full, with a waiting list"),
    "additional_assessment_required": _("Has to look at each request first"),
}
CAPACITY_THEN = {
    "has_capacity": _("Had room on %(day)s"),
    "no_capacity": _("Was full on %(day)s"),
    "no_capacity_has_waitlist": _("Was full on %(day)s, with a waiting list"),
}
"""What was said of room, where it may no longer hold."""
CAPACITY_TONES = {
    "has_capacity": "done",
    "no_capacity": "stopped",
    "no_capacity_has_waitlist": "waiting",
    "additional_assessment_required": "waiting",
}
WAITS = {
    "none": _("No wait"),
    "under_2_weeks": _("Under 2 weeks"),
    "weeks_2_to_6": _("2 to 6 weeks"),
    "weeks_6_to_12": _("6 to 12 weeks"),
    "over_12_weeks": _("Over 12 weeks"),
    "unknown": _("Wait not known"),
}
USUAL_WAITS = {
    "none": _("No wait"),
    "under_2_weeks": _("Usual wait under 2 weeks"),
    "weeks_2_to_6": _("Usual wait 2 to 6 weeks"),
    "weeks_6_to_12": _("Usual wait 6 to 12 weeks"),
    "over_12_weeks": _("Usual wait over 12 weeks"),
    "unknown": _("Wait not known"),
}
ATTENDING = {"phone": _("By phone"), "online": _("Online"), "venue": _("At a venue"), "home": _("At home")}
ACCESS = {
    "referral": _("By referral"),
    "appointment": _("By appointment"),
    "membership": _("As a member"),
    "drop_in": _("Drop in"),
}
SENSITIVITY = {
    "ordinary": _("Ordinary"),
    "sensitive": _("Sensitive: being seen to go there says something about a person"),
}
WEEKDAYS = {
    "MO": _("Monday"),
    "TU": _("Tuesday"),
    "WE": _("Wednesday"),
    "TH": _("Thursday"),
    "FR": _("Friday"),
    "SA": _("Saturday"),
    "SU": _("Sunday"),
}
FRESHNESS = {
    "fresh": _("Confirmed lately"),
    "ageing": _("Not confirmed for a while"),
    "stale": _("May be out of date: phone before you count on it"),
    "unknown": _("Never confirmed"),
}
DISTANCES = {
    "here": _("in %(place)s"),
    "near": _("in %(place)s, close by"),
    "wider": _("in %(place)s, further away"),
    "far": _("in %(place)s, far away"),
}


def room(capacity: Capacity, freshness: Freshness) -> str:
    """What a service says of its room; where that may be out of date, as what it said, and when."""
    free = capacity.places_available
    places = ngettext("%(n)s place", "%(n)s places", free) % {"n": free} if free else ""
    if freshness is Freshness.STALE and capacity.updated_at and capacity.word in CAPACITY_THEN:
        then = CAPACITY_THEN[capacity.word] % {"day": _day(capacity.updated_at.astimezone(clock.LOCAL).date())}
        return f"{then} ({places})" if places else then
    now = str(CAPACITY[capacity.word])
    return f"{now}: {places}" if places else now


def room_tone(capacity: Capacity, freshness: Freshness) -> str:
    """The tone of that: a plain fact of then, once it may be out of date."""
    return "neutral" if freshness is Freshness.STALE else CAPACITY_TONES.get(capacity.word, "neutral")


def _day(day: date) -> str:
    return f"{day.day} {day:%B}" if day.year == clock.today().year else f"{day.day} {day:%B %Y}"


def where(found: FoundService) -> str:
    """Where a service is, and how near that is; empty where no place was asked for, or none is known."""
    if not found.nearest_place:
        return ""
    words = _("for all of %(place)s") if found.serves_all else DISTANCES[found.distance or ""]
    return words % {"place": found.nearest_place}


def tries(attempts: int) -> str:
    """How often a service tries to reach someone before it closes for that."""
    said = ngettext(
        "They try at least once before they close.", "They try at least %(n)s times before they close.", attempts
    )
    return said % {"n": attempts}


def door(days: int) -> str:
    """For how long after the end one may come back without telling it all again."""
    if not days:
        return str(_("When it has ended, you would have to ask anew."))
    said = ngettext(
        "For a day after it has ended you can come back without telling it all again.",
        "For %(n)s days after it has ended you can come back without telling it all again.",
        days,
    )
    return said % {"n": days}


CLAIM_STATES = {
    "requested": _("Waiting to be decided"),
    "approved": _("Approved"),
    "denied": _("Denied"),
    "revoked": _("Taken back"),
}
CLAIM_DECISIONS = {"approved": _("Approve"), "denied": _("Deny"), "revoked": _("Take it back")}
CLAIM_LETTERS = {
    "approved_new": (
        _("%(group)s can keep its own page now"),
        _(
            """Hello %(name)s,

%(group)s asked to keep its own listing in Ecotone. It is yours now.

Choose a password here. The link works once, for three days:

%(link)s

After that you sign in with this e-mail address and see all that waits for you.
"""
        ),
    ),
    "approved": (
        _("%(group)s can keep its own page now"),
        _(
            """Hello %(name)s,

%(group)s asked to keep its own listing in Ecotone. It is yours now.

You have an account already: sign in as you do, and choose %(group)s at the top of the page.

%(link)s
"""
        ),
    ),
    "denied": (
        _("About the listing of %(group)s"),
        _(
            """Hello %(name)s,

You asked to keep the listing of %(group)s in Ecotone yourselves. The answer is no for now:

%(reason)s

Nothing else changes: you can answer by e-mail as before.
"""
        ),
    ),
    "revoked": (
        _("About the listing of %(group)s"),
        _(
            """Hello %(name)s,

You kept the listing of %(group)s in Ecotone. From today you no longer do:

%(reason)s

If somebody asks %(group)s for help, it comes by e-mail, as before.
"""
        ),
    ),
}
"""Subject and body of what is sent about a claim."""
