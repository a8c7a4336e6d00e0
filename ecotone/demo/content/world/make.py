"""Short ways to write the world down, so that a page of data reads as a page of data."""

from datetime import date, time

from ecotone.demo.content.world.shapes import DAYS, Actor, Institution, Schedule, Service, Site

_DAY_WORDS = {"Mon": 0, "Tue": 1, "Wed": 2, "Thu": 3, "Fri": 4, "Sat": 5, "Sun": 6}
ORDINARY_ACCESS = "Level access, accessible toilet, hearing loop"


def on(text: str) -> date:
    """A date from "2016" (1 January) or "2016-04-01"."""
    return date(int(text), 1, 1) if len(text) == 4 else date.fromisoformat(text)


def _clock(text: str) -> time:
    return time.fromisoformat(text)


def times(text: str) -> tuple[Schedule, ...]:
    """Weekly times from "Mon-Fri 09:00-17:00; Sat 10:00-12:30"; "" gives none."""
    found = []
    for part in filter(None, (part.strip() for part in text.split(";"))):
        days, hours = part.split()
        first, _, last = days.partition("-")
        opens, closes = hours.split("-")
        for day in range(_DAY_WORDS[first], _DAY_WORDS[last or first] + 1):
            found.append(Schedule(byday=DAYS[day], opens_at=_clock(opens), closes_at=_clock(closes)))
    return tuple(found)


def site(
    key: str, name: str, place: str, address_1: str, city: str, postal_code: str, at: tuple[float, float], **rest
) -> Site:
    """A site at (longitude, latitude)."""
    rest.setdefault("accessibility", ORDINARY_ACCESS)
    longitude, latitude = at
    return Site(
        key=key,
        name=name,
        place=place,
        address_1=address_1,
        city=city,
        postal_code=postal_code,
        longitude=longitude,
        latitude=latitude,
        **rest,
    )


def actor(key: str, name: str, description: str, *, places: str, since: str, until: str = "", **rest) -> Actor:
    """An actor of the community domain and the third sector, unless told otherwise; places parted by spaces."""
    facts = {"kind": "organisation", "sector": "third", "domain": "community"} | rest
    return Actor(
        key=key,
        name=name,
        description=description,
        places=tuple(places.split()),
        since=on(since),
        until=on(until) if until else None,
        **facts,
    )


def service(
    key: str, organization: str, name: str, description: str, *, needs: str, places: str, when: str, **rest
) -> Service:
    """A service; needs and places parted by spaces, `when` as in `times`."""
    for field in ("accepts_referrals_from", "languages"):
        if isinstance(rest.get(field), str):
            rest[field] = tuple(word.strip() for word in rest[field].split(","))
    return Service(
        key=key,
        organization=organization,
        name=name,
        description=description,
        needs=tuple(needs.split()),
        places=tuple(places.split()),
        schedules=times(when),
        **rest,
    )


def rule(key: str, name: str, kind: str, words: str, *, since: str, until: str = "", **rest) -> Institution:
    """A formal, current, macro rule of Scotland unless told otherwise; places parted by spaces."""
    facts = {
        "formality": "formal",
        "standing": "current",
        "level": "macro",
        "issuer": "scottish-government",
        "source": name,
        "places": "scotland",
    } | rest
    return Institution(
        key=key,
        name=name,
        kind=kind,
        words=words,
        since=on(since),
        until=on(until) if until else None,
        **(facts | {"places": tuple(facts["places"].split())}),
    )
