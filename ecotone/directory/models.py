"""The tables of the directory: a service, what belongs to its listing, and the index it is found by."""

from collections.abc import Iterable

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Authored
from ecotone.directory.listing import LINE, LONGEST_DOOR, MOST_ATTEMPTS, NOTE, TEXT
from ecotone.directory.rules import (
    AttendingAccess,
    AttendingType,
    CapacityWord,
    ClaimState,
    Sensitivity,
    ServiceStatus,
    WaitBand,
    Weekday,
)
from ecotone.ecosystem.models import Actor, Need, Place, Site
from ecotone.ecosystem.rules import Sector
from ecotone.ground import clock
from ecotone.ground.fields import Address, Code, Line, Words
from ecotone.ground.models import Record, Versioned, one_of
from ecotone.ground.privacy import Privacy


def _once(name: str, *fields: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["service", *fields], name=name)


def _at_most(name: str, fewer: str, more: str) -> models.CheckConstraint:
    """The check that one number, where both are known, is at most the other."""
    unknown = Q(**{f"{fewer}__isnull": True}) | Q(**{f"{more}__isnull": True})
    return models.CheckConstraint(name=name, condition=unknown | Q(**{f"{fewer}__lte": F(more)}))


def _up_to(name: str, column: str, most: int, *, least: int = 0) -> models.CheckConstraint:
    """The check that a number, where it is known, lies within what a listing may say."""
    within = Q(**{f"{column}__gte": least, f"{column}__lte": most})
    return models.CheckConstraint(name=name, condition=Q(**{f"{column}__isnull": True}) | within)


def _of_service(related_name: str) -> "models.ForeignKey[Service, Service]":
    return models.ForeignKey("directory.Service", on_delete=models.CASCADE, related_name=related_name)


def _choices(among: Iterable[str]) -> list[tuple[str, str]]:
    return [(str(one), str(one)) for one in among]


class Service(Versioned):
    """What one organisation or team offers, with the fields Open Referral (HSDS 3) names.

    `changed_at` is the last change of anything in the listing; `capacity_updated_at` and `assured_on` say when
    its room, and all of it, were last confirmed.
    """

    provider = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="services")
    name = Line(max_length=LINE)
    alternate_name = Line(max_length=LINE, blank=True)
    description = Words(max_length=TEXT, blank=True)
    status = Code(choices=_choices(ServiceStatus), default=ServiceStatus.ACTIVE)
    status_reason = Line(max_length=LINE, blank=True, help_text="why it is closed")
    url = Line(max_length=500, blank=True)
    email = Line(max_length=254, blank=True)
    phone = Line(max_length=40, blank=True)
    application_process = Words(max_length=NOTE, blank=True)
    fees = Words(max_length=NOTE, blank=True)
    cost_free = models.BooleanField(default=False)
    minimum_age = models.PositiveSmallIntegerField(null=True)
    maximum_age = models.PositiveSmallIntegerField(null=True)
    eligibility = Words(max_length=NOTE, blank=True)
    ineligibility = Words(max_length=NOTE, blank=True)
    accessibility = Words(max_length=NOTE, blank=True)
    interpretation = Words(max_length=NOTE, blank=True)
    wait_band = Code(choices=_choices(WaitBand), default=WaitBand.UNKNOWN)
    capacity_word = Code(choices=_choices(CapacityWord), blank=True, help_text="empty: nobody has said")
    places_available = models.PositiveIntegerField(null=True)
    places_maximum = models.PositiveIntegerField(null=True)
    places_funded = models.PositiveIntegerField(null=True)
    capacity_updated_at = models.DateTimeField(null=True)
    assured_on = models.DateField(null=True)
    assured_by = models.UUIDField(null=True, help_text="the account that last said: still right as it is")
    review_due = models.DateField(null=True)
    self_referral = models.BooleanField(default=True)
    sensitivity = Code(choices=_choices(Sensitivity), default=Sensitivity.ORDINARY)
    alert = Line(max_length=LINE, blank=True)
    accreditations = Words(max_length=NOTE, blank=True)
    licences = Words(max_length=NOTE, blank=True)
    attempts_before_closing = models.PositiveSmallIntegerField(
        null=True, help_text="how often they try to reach someone before they close for that; empty: not said"
    )
    outreach = Words(max_length=NOTE, blank=True, help_text="what they do when someone does not come or answer")
    door_open_days = models.PositiveSmallIntegerField(
        null=True, help_text="for how many days after the end one may come back; empty: not said, 0: no"
    )
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    privacy = Privacy(
        open="provider name alternate_name description status status_reason url email phone application_process fees "
        "cost_free minimum_age maximum_age eligibility ineligibility accessibility interpretation wait_band "
        "capacity_word places_available places_maximum places_funded capacity_updated_at assured_on review_due "
        "self_referral sensitivity alert accreditations licences attempts_before_closing outreach door_open_days "
        "changed_at",
        operational="id created_at version assured_by",
    )

    class Meta:
        indexes = [
            models.Index(fields=["status", "name"], name="service_by_name"),
            models.Index(fields=["provider", "status", "name"], name="service_of_provider"),
            models.Index(fields=["changed_at"], name="service_by_change"),
        ]
        constraints = [
            one_of("service_status", "status", ServiceStatus),
            one_of("service_wait", "wait_band", WaitBand),
            one_of("service_sensitivity", "sensitivity", Sensitivity),
            models.CheckConstraint(name="service_capacity", condition=Q(capacity_word__in=["", *CapacityWord])),
            _at_most("service_ages", "minimum_age", "maximum_age"),
            _at_most("service_available", "places_available", "places_maximum"),
            _up_to("service_attempts", "attempts_before_closing", MOST_ATTEMPTS, least=1),
            _up_to("service_door", "door_open_days", LONGEST_DOOR),
            _at_most("service_funded", "places_funded", "places_maximum"),
        ]

    def __str__(self) -> str:
        return self.name


class ServiceNeed(models.Model):
    """A kind of need the service meets; the first by id is its main one."""

    service = _of_service("needs")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="services")

    privacy = Privacy(open="service need", operational="id")

    class Meta:
        constraints = [_once("service_need_once", "need")]


class ServiceArea(Record):
    """A place whose people the service is for. None at all: people from anywhere."""

    service = _of_service("areas")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="services")

    privacy = Privacy(open="service place", operational="id created_at")

    class Meta:
        constraints = [_once("service_area_once", "place")]


class ServiceAccepts(models.Model):
    """A sector the service takes referrals from. None at all: from anyone."""

    service = _of_service("accepts")
    sector = Code(choices=_choices(Sector))

    privacy = Privacy(open="service sector", operational="id")

    class Meta:
        constraints = [_once("service_accepts_once", "sector"), one_of("service_accepts_sector", "sector", Sector)]


class ServiceAttending(models.Model):
    """How one takes part: by phone, online, at a venue, at home."""

    service = _of_service("attending")
    type = Code(choices=_choices(AttendingType))

    privacy = Privacy(open="service type", operational="id")

    class Meta:
        constraints = [_once("service_attending_once", "type"), one_of("service_attending", "type", AttendingType)]


class ServiceAccess(models.Model):
    """What it takes to come in: a referral, an appointment, membership, or nothing."""

    service = _of_service("access")
    access = Code(choices=_choices(AttendingAccess))

    privacy = Privacy(open="service access", operational="id")

    class Meta:
        constraints = [_once("service_access_once", "access"), one_of("service_access", "access", AttendingAccess)]


class ServiceAtLocation(Record):
    """A site the service is given at. A confidential site's address stays with its own people."""

    service = _of_service("sites")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="services")
    is_intake = models.BooleanField(default=False, help_text="one comes here first")

    privacy = Privacy(open="service", operational="id created_at site is_intake")

    class Meta:
        constraints = [_once("service_site_once", "site")]


class ServiceSchedule(Record):
    """Weekly hours, local time; `valid_to` is the last day, as Open Referral has it. No times: by arrangement."""

    service = _of_service("schedules")
    weekday = Code(choices=_choices(Weekday), max_length=2)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    note = Line(max_length=LINE, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    privacy = Privacy(open="service weekday opens closes note valid_from valid_to", operational="id created_at")

    class Meta:
        constraints = [
            one_of("schedule_weekday", "weekday", Weekday),
            models.CheckConstraint(
                name="schedule_hours",
                condition=Q(opens__isnull=True, closes__isnull=True)
                | Q(opens__isnull=False, closes__isnull=False, opens__lt=F("closes")),
            ),
            _at_most("schedule_period", "valid_from", "valid_to"),
        ]


class ServiceLanguage(Record):
    """A language the service is given in."""

    service = _of_service("languages")
    name = Line(max_length=80)
    code = Line(max_length=12, blank=True)
    note = Line(max_length=LINE, blank=True)

    privacy = Privacy(open="service name code note", operational="id created_at")


class ServiceContact(Record):
    """Somebody to ask, as the provider has chosen to publish them."""

    service = _of_service("contacts")
    name = Line(max_length=LINE, blank=True)
    role = Line(max_length=LINE, blank=True)
    phone = Line(max_length=40, blank=True)
    email = Line(max_length=254, blank=True)

    privacy = Privacy(open="service name role phone email", operational="id created_at")


class CostOption(Record):
    """A price, in minor units of its currency, or in words."""

    service = _of_service("cost_options")
    option = Line(max_length=LINE, blank=True)
    amount = models.PositiveIntegerField(null=True)
    currency = Line(max_length=3, blank=True)
    description = Line(max_length=LINE, blank=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    privacy = Privacy(
        open="service option amount currency description valid_from valid_to", operational="id created_at"
    )

    class Meta:
        constraints = [_at_most("cost_period", "valid_from", "valid_to")]


class RequiredDocument(Record):
    """What one must bring or have filled in."""

    service = _of_service("required_documents")
    document = Line(max_length=LINE)
    url = Line(max_length=500, blank=True)

    privacy = Privacy(open="service document url", operational="id created_at")


class ServiceIdentifier(Record):
    """How another system knows this service, so that an import can be repeated without doubling."""

    service = _of_service("identifiers")
    source = Line(max_length=120)
    kind = Line(max_length=40, blank=True)
    value = Line(max_length=LINE)

    privacy = Privacy(open="service source kind value", operational="id created_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "kind", "value"], name="service_identifier_once")]


class ServiceWord(models.Model):
    """The inverted index: a word or phrase an active service is found by, its stem, how much it weighs there."""

    service = _of_service("words")
    word = Line(max_length=80)
    stem = Line(max_length=80)
    weight = models.PositiveSmallIntegerField()

    privacy = Privacy(open="service word stem weight", operational="id")

    class Meta:
        indexes = [
            models.Index(fields=["stem", "service", "weight"], name="word_by_stem"),
            models.Index(fields=["word", "stem"], name="word_by_word"),
        ]
        constraints = [_once("service_word_once", "word")]


class ListingClaim(Versioned, Authored):
    """A group that answered by e-mailed links wishes to keep its own listing; somebody decides, with a reason."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="listing_claims")
    address = Address(help_text="where its links were mailed to: it signs in with this one")
    name = Line(help_text="who asked for it")
    title = Line(help_text="what they do there")
    words = Words(max_length=2000, blank=True)
    answered = models.PositiveIntegerField(help_text="how many asks it had answered by link")
    state = Code(choices=_choices(ClaimState), default=ClaimState.REQUESTED)
    reason = Words(max_length=2000, blank=True, help_text="why it was decided so")
    decided_by = Line(blank=True)
    decided_at = models.DateTimeField(null=True)
    hat_id = models.UUIDField(null=True, help_text="the hat that came of it")

    privacy = Privacy(
        operational="id created_at version actor answered state reason decided_by decided_at hat_id words "
        "author author_account_id author_hat_id author_actor_id",
        personal="address name title",
    )

    class Meta:
        indexes = [models.Index(fields=["state", "-created_at"], name="claim_by_state")]
        constraints = [
            models.UniqueConstraint(fields=["actor"], condition=Q(state="requested"), name="one_claim_waits"),
            one_of("claim_state", "state", ClaimState),
            models.CheckConstraint(
                name="claim_decided_with_reason",
                condition=Q(state="requested", decided_at=None)
                | (~Q(state="requested") & Q(decided_at__isnull=False) & ~Q(reason="")),
            ),
        ]
