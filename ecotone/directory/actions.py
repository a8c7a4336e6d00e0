"""All writes to the directory. Each keeps the index true in the same transaction."""

import dataclasses
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from ecotone.access.actions import open_account
from ecotone.access.audit import wrote
from ecotone.access.doors import action
from ecotone.access.models import Account
from ecotone.access.passwords import path_for
from ecotone.access.principal import Principal
from ecotone.access.rules import Role
from ecotone.directory import policies, store
from ecotone.directory.listing import (
    CAPACITY,
    COLUMNS,
    LINE,
    PARTS,
    Listing,
    problems,
    text_problems,
    unknown,
)
from ecotone.directory.models import ListingClaim, Service, ServiceIdentifier
from ecotone.directory.rules import (
    CHANGES_OF_STATUS,
    CLAIM_DECISIONS,
    REVIEW_AFTER_DAYS,
    CapacityWord,
    ClaimState,
    ServiceStatus,
    WaitBand,
)
from ecotone.directory.search.index import reindex
from ecotone.directory.words import CLAIM_LETTERS
from ecotone.ecosystem.actions import give_hat, take_off_hat
from ecotone.ecosystem.actions.common import once
from ecotone.ecosystem.models import Actor, Need, Place, Site
from ecotone.ecosystem.rules import choice_problems, required
from ecotone.ground import clock
from ecotone.ground.errors import Invalid, Problem, check
from ecotone.notices.actions import POST, queue_mail
from ecotone.notices.queries import link


@action("directory.list_service")
def list_service(*, by: Principal, provider_id: UUID, **fields: Any) -> Service:
    """Puts a service into the directory. `fields` are those of a Listing; a name and a way to attend are enough.

    Raises Invalid with every fault, each at its field: first those of the listing in itself, then whatever it
    refers to that is not there. TypeError for a field that a listing has not.
    """
    provider = Actor.of(provider_id)
    policies.may_keep(by, provider).require("actor", provider_id)
    listing = Listing().given(**fields)
    check([*_provider_problems(provider), *problems(listing)])
    check(_reference_problems(by, provider, listing))
    service = Service(provider=provider, **{name: getattr(listing, name) for name in COLUMNS})
    service.capacity_updated_at = clock.now() if listing.capacity_word else None
    service.save(force_insert=True)
    with _identifiers_once():
        store.write(service, listing, PARTS)
    reindex(service)
    wrote("service", service.pk, act="directory.list_service")
    return service


@action("directory.change_service")
def change_service(*, by: Principal, service_id: UUID, version: int, **fields: Any) -> Service:
    """Changes a listing: only the fields given; a sequence is replaced as a whole.

    Raises Invalid with every fault, Stale when another change came first, TypeError for an unknown field.
    """
    service = _to_keep(by, service_id)
    before = store.read(service)
    after = before.given(**fields)
    check(problems(after))
    check(_reference_problems(by, service.provider, after, service=service))
    values = {name: getattr(after, name) for name in COLUMNS if name in fields}
    if any(getattr(after, name) != getattr(before, name) for name in CAPACITY):
        values["capacity_updated_at"] = clock.now() if after.capacity_word else None
    _change(service, version, values)
    with _identifiers_once():
        store.replace(service, after, [name for name in PARTS if name in fields])
    reindex(service)
    wrote("service", service_id, act="directory.change_service")
    return service


@action("directory.set_capacity")
def set_capacity(
    *,
    by: Principal,
    service_id: UUID,
    version: int,
    capacity_word: CapacityWord,
    places_available: int | None = None,
    places_maximum: int | None = None,
    wait_band: WaitBand = WaitBand.UNKNOWN,
) -> Service:
    """Says what room there is now. What is not said (places, wait) is not known any more; a maximum stays."""
    service = _to_keep_fresh(by, service_id)
    said = Listing(
        capacity_word=capacity_word,
        places_available=places_available,
        places_maximum=service.places_maximum if places_maximum is None else places_maximum,
        places_funded=service.places_funded,
        wait_band=wait_band,
    )
    check(_capacity_problems(said))
    _change(service, version, {name: getattr(said, name) for name in CAPACITY} | {"capacity_updated_at": clock.now()})
    wrote("service", service_id, act="directory.set_capacity")
    return service


@action("directory.assure_service")
def assure_service(*, by: Principal, service_id: UUID, version: int) -> Service:
    """Confirms that the whole listing is still right as it is, what it says of room included."""
    service = _to_keep_fresh(by, service_id)
    today = clock.today()
    values = {
        "assured_on": today,
        "assured_by": by.account_id,
        "review_due": today + timedelta(days=REVIEW_AFTER_DAYS),
        "capacity_updated_at": clock.now() if service.capacity_word else None,
    }
    _change(service, version, values)
    wrote("service", service_id, act="directory.assure_service")
    return service


@action("directory.close_service")
def close_service(*, by: Principal, service_id: UUID, version: int, status: ServiceStatus, reason: str) -> Service:
    """Closes a service for a while, until further notice or for good, and says why. It is no longer found."""
    service = _to_keep(by, service_id)
    reason = reason.strip()
    check(_closing_problems(service, status, reason))
    _change(service, version, {"status": status, "status_reason": reason})
    reindex(service)
    wrote("service", service_id, act="directory.close_service")
    return service


@action("directory.reopen_service")
def reopen_service(*, by: Principal, service_id: UUID, version: int) -> Service:
    """Opens a closed service again. Raises Invalid for one that ended for good."""
    service = _to_keep(by, service_id)
    check([*_status_problems(service, ServiceStatus.ACTIVE), *_provider_problems(service.provider)])
    _change(service, version, {"status": ServiceStatus.ACTIVE, "status_reason": ""})
    reindex(service)
    wrote("service", service_id, act="directory.reopen_service")
    return service


@action("directory.renew_index")
def renew_index(*, by: Principal, provider_id: UUID) -> int:
    """Writes the index of all a provider's services anew, after it has changed its name; how many they are."""
    provider = Actor.of(provider_id)
    policies.may_keep_fresh(by, provider).require("actor", provider_id)
    services = Service.objects.filter(provider=provider).select_related("provider")
    for service in services:
        reindex(service)
    wrote("actor", provider_id, act="directory.renew_index")
    return len(services)


def _to_keep(by: Principal, service_id: UUID) -> Service:
    service = Service.of(service_id)
    policies.may_keep(by, service.provider).require("service", service_id)
    return service


def _to_keep_fresh(by: Principal, service_id: UUID) -> Service:
    service = Service.of(service_id)
    policies.may_keep_fresh(by, service.provider).require("service", service_id)
    return service


def _change(service: Service, version: int, values: Mapping[str, Any]) -> None:
    service.change(version=version, changed_at=clock.now(), **values)


def _capacity_problems(said: Listing) -> Iterator[Problem]:
    if not said.capacity_word:
        yield Problem("ground.required", "capacity_word")
    yield from (problem for problem in problems(said) if problem.field in CAPACITY)


def _provider_problems(provider: Actor) -> Iterator[Problem]:
    if not provider.holds(clock.today()):
        yield Problem("directory.provider_ended", "provider_id")


def _closing_problems(service: Service, status: str, reason: str) -> Iterator[Problem]:
    if status == ServiceStatus.ACTIVE:
        yield Problem("ground.unknown_choice", "status")
    else:
        yield from _status_problems(service, status)
    yield from text_problems(reason, "reason", most=LINE, required=True)


def _status_problems(service: Service, status: str) -> Iterator[Problem]:
    if status not in set(ServiceStatus):
        yield Problem("ground.unknown_choice", "status")
    elif status not in CHANGES_OF_STATUS[ServiceStatus(service.status)]:
        yield Problem("directory.not_from_this_status", "status")


def _reference_problems(
    by: Principal, provider: Actor, listing: Listing, *, service: Service | None = None
) -> Iterator[Problem]:
    """Needs, places and sites that are not there, or not theirs to use, and identifiers another service has."""
    needs = Need.objects.filter(code__in=listing.need_codes).values_list("code", flat=True)
    yield from unknown(listing.need_codes, needs, "directory.unknown_need", "need_codes")
    places = Place.objects.filter(pk__in=listing.place_ids).values_list("pk", flat=True)
    yield from unknown(listing.place_ids, places, "directory.unknown_place", "place_ids")
    asked = [location.site_id for location in listing.sites]
    kept = service.sites.values_list("site_id", flat=True) if service else []
    sites = Site.objects.filter(pk__in=asked)
    usable = [site.pk for site in sites if site.pk in kept or policies.may_be_given_at(by, provider, site)]
    yield from unknown(asked, usable, "directory.unknown_site", "sites")
    for number, identifier in enumerate(listing.identifiers):
        same = ServiceIdentifier.objects.filter(**dataclasses.asdict(identifier))
        if same.exclude(service=service).exists():
            yield Problem("directory.identifier_taken", f"identifiers.{number}.value")


@contextmanager
def _identifiers_once() -> Iterator[None]:
    """Two imports at the same moment: the one that comes second hears it as it would have a moment later."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise Invalid(Problem("directory.identifier_taken", "identifiers")) from error


CLAIMS = Principal.system("claims")
"""Opens the account and gives the hat that an approved claim brings; the audit names the one who approved."""


@action("directory.request_claim", by_link=True)
def request_claim(*, by: Principal, name: str, title: str, words: str = "") -> ListingClaim:
    """A group that has answered by links asks to keep its own listing. One claim of a group waits at a time."""
    policies.may_claim(by, by.actor_id).require("actor", by.actor_id)
    actor = Actor.of(str(by.actor_id))
    check(required(name=name, title=title))
    with once("directory.claim_waits"):
        claim = ListingClaim.add(
            actor=actor,
            address=by.link.address if by.link else actor.email,
            name=name,
            title=title,
            words=words,
            answered=by.link.answered if by.link else 0,
            **ListingClaim.signed(by),
        )
    wrote("listingclaim", claim.id, act="directory.request_claim")
    return claim


@action("directory.decide_claim")
def decide_claim(*, by: Principal, claim_id: UUID, version: int, decision: ClaimState, reason: str) -> ListingClaim:
    """Approves, denies or takes back a claim, with a reason that the group is told.

    Approval opens an account for the address, if it has none, and gives it the hat of the group's lead; taking it
    back ends that hat. Raises Invalid where it was decided before, Stale when another decision came first.
    """
    claim = ListingClaim.of(claim_id)
    policies.may_decide_claim(by, claim).require("listingclaim", claim_id)
    check([*choice_problems(decision=(ClaimState, decision)), *required(reason=reason)])
    if claim.state not in CLAIM_DECISIONS.get(ClaimState(decision), ()):
        raise Invalid(Problem("directory.claim_decided"))
    columns: dict[str, Any] = {"state": decision, "reason": reason}
    columns |= {"decided_by": by.signature, "decided_at": clock.now()}
    letter, account = str(decision), None
    if decision == ClaimState.APPROVED:
        account, hat_id = _let_in(claim)
        columns["hat_id"] = hat_id
        letter = "approved" if account.has_usable_password() else "approved_new"
    claim.change(version=version, **columns)
    if decision == ClaimState.REVOKED and claim.hat_id:
        _end_hat(claim.hat_id)
    _tell(claim, letter, account)
    wrote("listingclaim", claim_id, act="directory.decide_claim", part=decision)
    return claim


@action("directory.send_welcome")
def send_welcome(*, by: Principal, claim_id: UUID) -> None:
    """Mails the link to choose a password once more: the one before lasted three days."""
    claim = ListingClaim.of(claim_id)
    policies.may_decide_claim(by, claim).require("listingclaim", claim_id)
    account = Account.objects.at(claim.address)
    if claim.state != ClaimState.APPROVED or account is None:
        raise Invalid(Problem("directory.claim_decided"))
    _tell(claim, "approved" if account.has_usable_password() else "approved_new", account)
    wrote("listingclaim", claim_id, act="directory.send_welcome")


def _let_in(claim: ListingClaim) -> tuple[Account, UUID]:
    """The account that signs in with the claim's address, and its new hat, from today."""
    account = Account.objects.at(claim.address)
    account = account or open_account(by=CLAIMS, name=claim.name, email=claim.address)
    hat = give_hat(by=CLAIMS, account_id=account.id, actor_id=claim.actor_id, role=Role.LEAD, title=claim.title)
    return account, hat.id


def _end_hat(hat_id: UUID) -> None:
    """The hat that came of a claim, unless it was taken off already."""
    try:
        take_off_hat(by=CLAIMS, hat_id=hat_id)
    except Invalid:
        return


def _tell(claim: ListingClaim, letter: str, account: Account | None) -> None:
    subject, body = CLAIM_LETTERS[letter]
    said = {"group": claim.actor.name, "name": claim.name, "reason": claim.reason, "link": ""}
    if account is not None:
        said["link"] = link(path_for(account) if letter == "approved_new" else "/")
    key = f"listing_claim:{claim.id}:{letter}:{clock.now():%Y%m%d%H%M}"
    queue_mail(by=POST, key=key, to=claim.address, subject=str(subject) % said, body=str(body) % said)
