"""Open Referral out and in again is the identity on what the mapping claims to carry, and no input makes it raise."""

import json

from hypothesis import given

from ecotone.adapters.openreferral import giving, taking
from ecotone.adapters.openreferral.things import Offer, Premises, Provider
from ecotone.directory.listing import Listing
from ecotone.ecosystem.rules import ActorKind
from tests.pure.adapters.openreferral.offers import (
    HERE,
    all_premises,
    offers,
    patient,
    place_id,
    providers,
    said,
    sound,
)


@patient
@given(offers())
def test_a_listing_comes_back_as_it_went(offer: Offer):
    thing = json.loads(json.dumps(giving.service(sound(offer))))
    taken = taking.service(thing, HERE)
    assert not taken.notes.problems
    assert not taken.notes.warnings
    assert not +taken.notes.not_taken
    assert (taken.key, taken.name, taken.guessed, taken.terms) == (offer.id, offer.listing.name, (), ())
    assert taken.sites == tuple((premises.id, is_intake) for premises, is_intake in offer.sites)
    assert taken.fields == said(offer)
    assert Listing().given(**taken.fields) == Listing(**said(offer))


@patient
@given(providers())
def test_an_organisation_comes_back_as_it_went(provider: Provider):
    taken = taking.organisation(json.loads(json.dumps(giving.organization(provider))), HERE)
    assert not taken.notes.problems + taken.notes.warnings
    assert not +taken.notes.not_taken
    assert (taken.key, taken.kind, taken.parent) == (provider.id, provider.kind, provider.parent_id)
    assert taken.public == provider.identifiers
    alike = ("name", "sector", "domain", "description", "purpose", "remit", "website", "email", "phone")
    places = tuple(place_id(area) for area in provider.areas)
    kind = {"kind": provider.kind} if provider.kind is ActorKind.TEAM else {}
    assert taken.fields == {name: getattr(provider, name) for name in alike} | {"place_ids": places} | kind


@given(all_premises())
def test_a_site_comes_back_as_it_went(premises: Premises):
    taken = taking.location(json.loads(json.dumps(giving.location(premises))), HERE)
    assert not taken.notes.problems + taken.notes.warnings
    assert not +taken.notes.not_taken
    alike = ("name", "address", "postcode", "latitude", "longitude", "accessibility")
    assert taken.key == premises.id
    assert taken.fields == {name: getattr(premises, name) for name in alike} | {"place_id": place_id(premises.place)}
