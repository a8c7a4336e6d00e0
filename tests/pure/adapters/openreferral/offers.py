"""Services of every make, as they may stand in the directory, for properties of the mapping."""

import dataclasses
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid5

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from ecotone.adapters.openreferral.here import Here
from ecotone.adapters.openreferral.things import Area, Need, Offer, Premises, Provider
from ecotone.directory.listing import (
    Contact,
    Cost,
    Document,
    Identifier,
    Language,
    Listing,
    Opening,
    problems,
)
from ecotone.directory.rules import AttendingAccess, AttendingType, CapacityWord, Sensitivity, WaitBand, Weekday
from ecotone.ecosystem.rules import ActorKind, Domain, Sector
from ecotone.ground.text import clean

SPACE = UUID(int=7)

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
"""For properties of whole services: drawing one takes a while on a busy machine."""

AREAS = (
    Area("airdrie", "Airdrie"),
    Area("north-lanarkshire", "North Lanarkshire", "S12000050"),
    Area("north-lanarkshire-partnership", "North Lanarkshire", "S37000035"),
)
"""A place without a public code, and two by one name."""

NEEDS = (Need("loneliness", "Loneliness", "company"), Need("company", "Company"), Need("falls", "Falls & balance"))

HERE = Here(
    needs={need.code: need.code for need in NEEDS},
    codes={area.code: uuid5(SPACE, area.slug) for area in AREAS if area.code},
    slugs={area.slug: uuid5(SPACE, area.slug) for area in AREAS},
    names={"airdrie": uuid5(SPACE, "airdrie")},
    called={uuid5(SPACE, area.slug): area.name for area in AREAS},
)
"""The place that all of these services are in."""


def place_id(area: Area) -> UUID:
    return uuid5(SPACE, area.slug)


any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12).map(clean)
words = st.sampled_from(["Tea & a blether", "Órla’s\nhoose", '"Quoted", then a comma', "=1+1", "n" * 80, "\u202e٢"])
texts = st.just("") | words
ids = st.uuids().map(str)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
times = st.times(time(0), time(23, 59)).map(lambda each: each.replace(microsecond=0))
urls = st.sampled_from(["", "https://example.org/a?b=c#d", "http://tea.example.co.uk"])
emails = st.sampled_from(["", "morag@example.org", "ohara+tea@tea.example.co.uk"])
phones = st.sampled_from(["", "01236 000111", "+44 1236 000 111 ext 12", "111"])


@st.composite
def periods(draw: Any) -> tuple[date | None, date | None]:
    first, last = draw(st.none() | days), draw(st.none() | days)
    return (last, first) if first and last and last < first else (first, last)


@st.composite
def openings(draw: Any) -> Opening:
    hours = (
        sorted(draw(st.lists(times, min_size=2, max_size=2, unique=True))) if draw(st.booleans()) else (None, None)
    )
    return Opening(draw(st.sampled_from(Weekday)), *hours, draw(texts), *draw(periods()))


@st.composite
def costs(draw: Any) -> Cost:
    amount = draw(st.none() | st.integers(0, 10_000_000))
    currency = draw(st.sampled_from(["GBP", "EUR", "JPY"] if amount is not None else ["GBP", ""]))
    option = draw(words if amount is None else texts)
    return Cost(option, amount, currency, draw(texts), *draw(periods()))


def several(of: Any, least: int = 0) -> Any:
    return st.lists(of, min_size=least, max_size=3, unique=True).map(tuple)


@st.composite
def listings(draw: Any) -> Listing:
    """A listing in which nothing is wrong; its needs, places and sites stand elsewhere."""
    least, most = sorted(draw(st.tuples(st.integers(0, 130), st.integers(0, 130))))
    maximum = draw(st.none() | st.integers(5, 100))
    prices = draw(several(costs()))
    return Listing(
        name=draw(words | any_text.filter(bool)),
        description=draw(any_text),
        **{name: draw(texts) for name in ("alternate_name", "application_process", "fees", "alert")},
        **{name: draw(texts) for name in ("eligibility", "ineligibility", "accessibility", "interpretation")},
        **{name: draw(texts) for name in ("accreditations", "licences", "outreach")},
        url=draw(urls),
        email=draw(emails),
        phone=draw(phones),
        cost_free=draw(st.booleans()) and not any(cost.amount for cost in prices),
        minimum_age=draw(st.none() | st.just(least)),
        maximum_age=draw(st.none() | st.just(most)),
        wait_band=draw(st.sampled_from(WaitBand)),
        capacity_word=draw(st.sampled_from(["", CapacityWord.ADDITIONAL_ASSESSMENT_REQUIRED])),
        places_available=draw(st.none() | st.integers(0, 5)),
        places_maximum=maximum,
        places_funded=draw(st.none() | st.integers(0, 5)),
        review_due=draw(st.none() | days),
        self_referral=draw(st.booleans()),
        sensitivity=draw(st.sampled_from(Sensitivity)),
        attempts_before_closing=draw(st.none() | st.integers(1, 20)),
        door_open_days=draw(st.none() | st.integers(0, 730)),
        accepts=draw(several(st.sampled_from(Sector))),
        attending=draw(several(st.sampled_from(AttendingType), least=1)),
        access=draw(several(st.sampled_from(AttendingAccess))),
        schedules=draw(several(openings())),
        languages=draw(several(st.builds(Language, words, st.sampled_from(["", "gd", "pl"]), texts))),
        contacts=draw(several(st.builds(Contact, words, texts, phones, emails))),
        cost_options=prices,
        required_documents=draw(several(st.builds(Document, words, urls))),
        identifiers=draw(several(st.builds(Identifier, words, st.sampled_from(["", "number"]), words))),
    )


areas = st.sampled_from(AREAS)


@st.composite
def all_premises(draw: Any) -> Premises:
    at = draw(st.booleans())
    return Premises(
        id=draw(ids),
        name=draw(words),
        place=draw(areas),
        address=draw(texts),
        postcode=draw(st.sampled_from(["", "ML6 0AA"])),
        latitude=draw(st.floats(-90, 90)) if at else None,
        longitude=draw(st.floats(-180, 180)) if at else None,
        accessibility=draw(texts),
    )


@st.composite
def providers(draw: Any) -> Provider:
    return Provider(
        id=draw(ids),
        name=draw(words),
        kind=draw(st.sampled_from([ActorKind.ORGANISATION, ActorKind.TEAM])),
        sector=draw(st.sampled_from(Sector)),
        domain=draw(st.sampled_from(Domain)),
        **{name: draw(texts) for name in ("description", "purpose", "remit")},
        website=draw(urls),
        email=draw(emails),
        phone=draw(phones),
        identifiers=draw(several(st.tuples(words, words))),
        areas=draw(several(areas)),
        site=draw(st.none() | all_premises()),
        parent_id=draw(st.just("") | ids),
    )


@st.composite
def offers(draw: Any) -> Offer:
    sites = draw(st.lists(st.tuples(all_premises(), st.booleans()), max_size=2, unique_by=lambda each: each[0].id))
    return Offer(
        id=draw(ids),
        provider=draw(providers()),
        listing=draw(listings()),
        changed_at=draw(st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),
        assured_on=draw(st.none() | days),
        needs=draw(several(st.sampled_from(NEEDS))),
        areas=draw(several(areas)),
        sites=tuple(sites),
    )


def sound(offer: Offer) -> Offer:
    """The offer, having made sure that the directory would take its listing."""
    assert not list(problems(offer.listing))
    return offer


def said(offer: Offer) -> dict[str, Any]:
    """What the mapping claims to carry of a listing, as `change_service` takes it."""
    listing = {f.name: getattr(offer.listing, f.name) for f in dataclasses.fields(offer.listing) if f.name != "sites"}
    needs, places = [each.code for each in offer.needs], [place_id(each) for each in offer.areas]
    return listing | {"need_codes": tuple(needs), "place_ids": tuple(places)}
