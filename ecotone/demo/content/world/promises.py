"""What services here promise when someone does not come, and afterwards: many say something, many say nothing."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """How often they try before they close, what they do, for how many days one may come back; None: not said."""

    attempts: int | None = None
    outreach: str = ""
    door_days: int | None = None


NOTHING = Promise()

OF_TEAMS = {
    "irt-": Promise(3, "We ring, we write, and we call at the door before we close anything.", 90),
    "icst-": Promise(3, "We ring twice on different days and leave a card at the door. Then we tell your practice."),
    "nursing-": Promise(2, "If nobody is in we leave a card and come again within two days."),
    "social-work-": Promise(3, "Two calls and a letter, then we ask whoever referred you.", 0),
}
"""Of the statutory teams, by how their keys begin."""

OF_SERVICES = {
    "rapid-response-airdrie-home": Promise(2, "We are at the door; if you are not, we come back the same evening."),
    "memory-clinic": Promise(2, "We send a second date with a map, and ring whoever comes with you.", 0),
    "addiction-treatment": Promise(5, "Not coming is part of it. We text, we ring, and we keep your place.", 365),
    "breathing-at-home": Promise(3, "We ring on a better day. Bad chests miss appointments.", 180),
    "quiet-chair-listening": Promise(3, "We ring once a fortnight and never ask why.", 365),
    "shoulders-support": Promise(4, "We know who cannot leave the house. We ring, and then we come to you.", 180),
    "gable-support": Promise(None, "We ring when you have a minute to yourself. You say when that is.", 90),
    "stairwell-money": Promise(2, "A text the day before, and another chance the week after.", 60),
    "warm-rafters-visit": Promise(2, "A card through the door with a number on it."),
    "hearth-link-workers": Promise(4, "We knock. If you would rather we did not, we ring, and then we write.", 180),
    "kettle-on-visits": Promise(3, "A volunteer rings, then calls by. Nobody is struck off for a bad week.", 90),
    "kettle-on-calls": Promise(3, "We ring at another hour, three times, before we ask your link worker.", 90),
    "striders-walks": Promise(None, "Come when you can. Nobody counts.", 365),
    "glasshouse-days": Promise(3, "We send a seedling with a note.", 180),
    "lintie-home-care": Promise(2, "The office rings, then your named contact."),
    "steelyard-link-workers": Promise(3, "Two calls and a card.", 90),
    "puddlers-link-workers": Promise(3, "Two calls and a card.", 90),
    "doorstep-link-workers": Promise(4, "We knock, on four different days.", 180),
    "rolling-mill-link-workers": Promise(3, "We ring, and ask at your practice whether the number is right."),
    "book-bike-round": Promise(2, "The bike comes by again on its next round.", 365),
    "nightlight-line": Promise(None, "You ring us. We never ring first.", 365),
}


def of(service: str) -> Promise:
    """What the service of that key promises."""
    of_team = next((promise for start, promise in OF_TEAMS.items() if service.startswith(start)), NOTHING)
    return OF_SERVICES.get(service, of_team)
