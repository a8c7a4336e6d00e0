"""The tables of the ecosystem. Everything in them holds for a time; nothing is overwritten that once was true."""

from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from ecotone.access.models import Account
from ecotone.access.rules import Role
from ecotone.ecosystem.rules import (
    ActorKind,
    Claim,
    Containment,
    Domain,
    InstitutionKind,
    InstitutionLinkKind,
    Level,
    Orientation,
    PlaceKind,
    Sector,
    StanceKind,
    Standing,
    TieKind,
    Topic,
)
from ecotone.ground.fields import Address, Code, Line, Words
from ecotone.ground.models import Dated, Record, Versioned, ends_after_it_begins, one_of
from ecotone.ground.privacy import Privacy


def _ends_no_earlier(name: str) -> models.CheckConstraint:
    """Like `ends_after_it_begins`, but what was given by mistake can be taken back the same day: it never held."""
    return models.CheckConstraint(name=name, condition=Q(until__isnull=True) | Q(until__gte=F("since")))


def _choices(of: type[StrEnum]) -> list[tuple[str, str]]:
    return [(each, each) for each in of]


class Place(Record):
    """Somewhere on the map or in the administration, from a nation down to a neighbourhood."""

    kind = Code(choices=_choices(PlaceKind))
    name = Line()
    slug = Line(max_length=80, unique=True)
    code = Line(max_length=20, blank=True, help_text="the public area code, S…")
    population = models.PositiveIntegerField(null=True)
    population_on = models.DateField(null=True, help_text="the day the population was counted or estimated for")
    population_source = Line(blank=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    outline = models.JSONField(null=True, help_text="a list of rings of [longitude, latitude]")
    contains = models.ManyToManyField(
        "self", through="PlaceContains", through_fields=("parent", "child"), symmetrical=False, related_name="parents"
    )

    privacy = Privacy(
        open="kind name slug code population population_on population_source latitude longitude outline contains",
        operational="id created_at",
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "name"], name="place_by_kind")]
        constraints = [one_of("place_kind", "kind", PlaceKind)]


class PlaceContains(Record):
    """One place lies directly inside another, or is run from it. A place may have several parents."""

    parent = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="child_links")
    child = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="parent_links")
    kind = Code(choices=_choices(Containment))

    privacy = Privacy(open="parent child kind", operational="id created_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["parent", "child", "kind"], name="containment_once"),
            models.CheckConstraint(name="contains_another", condition=~Q(parent=F("child"))),
            one_of("containment_kind", "kind", Containment),
        ]


class PlaceWithin(models.Model):
    """Every place above every place below it, itself included at depth 0, by the shortest way.

    Derived from PlaceContains by the actions that write it, so that "everything in Lanarkshire" is one join.
    """

    ancestor = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="below")
    descendant = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="above")
    depth = models.PositiveSmallIntegerField()

    privacy = Privacy(open="ancestor descendant depth", operational="id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ancestor", "descendant"], name="within_once")]
        indexes = [models.Index(fields=["descendant", "ancestor"], name="within_by_descendant")]


class Deprivation(Record):
    """What one version of one index says of a place. It speaks of the area, never of a person who lives there."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="deprivation")
    index_name = Line()
    version = Line(max_length=40)
    direction = Line(help_text="what the ends of the scale mean: 1 = most deprived")
    measure = Line(help_text="what the value is: share of data zones in the most deprived fifth")
    value = models.DecimalField(max_digits=14, decimal_places=4)
    source = Line()
    on = models.DateField()

    privacy = Privacy(open="place index_name version direction measure value source on", operational="id created_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["place", "index_name", "version", "measure"], name="deprivation_once")
        ]


class DataZone(Record):
    """A small area of some 750 people that official figures are given for; it lies in one place of the map.

    Not a place itself: nobody says that they live in one. `place` is the smallest place that it lies in as a whole.
    """

    code = Line(max_length=20, unique=True, help_text="the public area code, S01…")
    name = Line()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="data_zones")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    population = models.PositiveIntegerField(null=True)
    index_version = Line(max_length=60, blank=True, help_text="which deprivation index the rank and decile are from")
    deprivation_rank = models.PositiveIntegerField(null=True, help_text="1 = most deprived")
    deprivation_decile = models.PositiveSmallIntegerField(null=True, help_text="1 = most deprived")
    until = models.DateField(null=True, help_text="since when official lists no longer name it")

    privacy = Privacy(
        open="code name place latitude longitude population index_version deprivation_rank deprivation_decile until",
        operational="id created_at",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="data_zone_decile",
                condition=Q(deprivation_decile__isnull=True) | Q(deprivation_decile__range=(1, 10)),
            )
        ]


class Postcode(models.Model):
    """The data zone that a postcode lies in, as a public table says."""

    code = Line(max_length=12, unique=True, help_text="in capitals, without spaces")
    zone = models.ForeignKey(DataZone, on_delete=models.PROTECT, related_name="postcodes")

    privacy = Privacy(open="code zone", operational="id")


class Site(Record):
    """Where something happens. A confidential one is known to those who work there only."""

    name = Line()
    address = Line(max_length=400, blank=True)
    postcode = Line(max_length=12, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="sites")
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    accessibility = Line(max_length=400, blank=True)
    confidential = models.BooleanField(default=False)
    kept_by = models.ForeignKey("Actor", null=True, on_delete=models.PROTECT, related_name="+")

    # Where a refuge is must not leave by way of an export that follows the classes: queries say where others are.
    privacy = Privacy(
        open="name place accessibility confidential",
        operational="id created_at kept_by",
        personal="address postcode latitude longitude",
    )

    class Meta:
        indexes = [models.Index(fields=["place", "name"], name="site_by_place")]


class Actor(Versioned, Dated):
    """An organisation, a team, or a group of people or actors who play one part together."""

    kind = Code(choices=_choices(ActorKind))
    name = Line()
    sought = Words(editable=False, help_text="its names, now and before, as a search compares them")
    sector = Code(choices=_choices(Sector))
    domain = Code(choices=_choices(Domain))
    description = Words(blank=True)
    purpose = Words(blank=True)
    remit = Words(blank=True)
    website = Line(blank=True, max_length=400)
    email = Address(blank=True)
    phone = Line(max_length=40, blank=True)
    site = models.ForeignKey(Site, null=True, on_delete=models.PROTECT, related_name="actors")
    places = models.ManyToManyField(Place, through="ActorCovers", related_name="actors")

    privacy = Privacy(
        open="since until kind name sought sector domain description purpose remit website email phone site places",
        operational="id created_at version",
    )

    class Meta:
        indexes = [
            models.Index(fields=["name"], name="actor_by_name"),
            models.Index(fields=["domain", "sector", "name"], name="actor_by_domain"),
        ]
        constraints = [
            ends_after_it_begins("actor_period"),
            one_of("actor_kind", "kind", ActorKind),
            one_of("actor_sector", "sector", Sector),
            one_of("actor_domain", "domain", Domain),
        ]


class ActorCovers(models.Model):
    """A place the actor works in."""

    actor = models.ForeignKey(Actor, on_delete=models.CASCADE, related_name="covers")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="covered_by")

    privacy = Privacy(open="actor place", operational="id")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "place"], name="covers_once")]
        indexes = [models.Index(fields=["place", "actor"], name="actors_at_place")]


class ActorIdentifier(Record):
    """A number by which a register or another system knows the actor, kept as text."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="identifiers")
    scheme = Line(max_length=80, help_text="whose number it is: GB-SC, ODS")
    value = Line(max_length=120)

    privacy = Privacy(open="actor scheme value", operational="id created_at")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="actor_identifier_once")]


class FormerName(Record):
    """What the actor was called until then: people go on using old names for years."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="former_names")
    name = Line()
    until = models.DateField()

    privacy = Privacy(open="actor name until", operational="id created_at")


class Tie(Versioned, Dated):
    """What ties two actors for a time, as one side says, and whether the other agrees."""

    kind = Code(choices=_choices(TieKind))
    source = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="ties_out")
    target = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="ties_in")
    level = Code(choices=_choices(Level))
    note = Words(blank=True, max_length=2000)
    claim = Code(choices=_choices(Claim))
    claimed_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    answered_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    dispute_reason = Words(blank=True, max_length=2000)
    last_consulted_on = models.DateField(null=True)

    privacy = Privacy(
        open="since until kind source target level note claim claimed_by answered_by dispute_reason "
        "last_consulted_on",
        operational="id created_at version",
    )

    class Meta:
        indexes = [
            models.Index(fields=["source", "kind", "until"], name="ties_from"),
            models.Index(fields=["target", "kind", "until"], name="ties_to"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "source", "target"], condition=Q(until__isnull=True), name="one_open_tie"
            ),
            models.CheckConstraint(name="tie_to_another", condition=~Q(source=F("target"))),
            models.CheckConstraint(name="dispute_says_why", condition=~Q(claim="disputed") | ~Q(dispute_reason="")),
            _ends_no_earlier("tie_period"),
            one_of("tie_kind", "kind", TieKind),
            one_of("tie_level", "level", Level),
            one_of("tie_claim", "claim", Claim),
        ]


class Hat(Record, Dated):
    """A role that an account wears in a team or organisation; an account may have several."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="hats")
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="hats")
    organisation = models.ForeignKey(
        Actor, null=True, on_delete=models.PROTECT, related_name="+", help_text="the employer, where it is another"
    )
    role = Code(choices=_choices(Role))
    title = Line()

    privacy = Privacy(
        open="title role", operational="id created_at since until actor organisation", personal="account"
    )

    class Meta:
        indexes = [
            models.Index(fields=["account", "until"], name="hats_of_account"),
            models.Index(fields=["actor", "until"], name="hats_of_actor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "actor", "role"], condition=Q(until__isnull=True), name="one_open_hat"
            ),
            _ends_no_earlier("hat_period"),
            one_of("hat_role", "role", Role),
        ]


class PlaceContext(Record, Dated):
    """Something true of a place that explains the rest, said by someone, from a source. Ended, never overwritten."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="context")
    topic = Code(choices=_choices(Topic))
    text = Words(max_length=4000)
    source = Line(max_length=400)
    source_on = models.DateField(null=True)
    added_by_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    added_by = models.UUIDField(null=True, help_text="the account")
    added_by_name = Line(blank=True, help_text="a worker's name and title; empty for a person, who stays unnamed")

    privacy = Privacy(
        open="since until place topic text source source_on added_by_actor",
        operational="id created_at added_by_name",
        personal="added_by",
    )

    class Meta:
        indexes = [models.Index(fields=["place", "topic", "-since"], name="context_of_place")]
        constraints = [_ends_no_earlier("context_period"), one_of("context_topic", "topic", Topic)]


class Need(Record):
    """A kind of need people come with, by a plain name: the vocabulary that all rooms share."""

    code = Line(max_length=80, unique=True)
    name = Line()
    synonyms = Words(blank=True, help_text="what people really say, one to a line")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    sensitive = models.BooleanField(default=False, help_text="a link with it could expose or endanger someone")

    privacy = Privacy(open="code name synonyms parent sensitive", operational="id created_at")


class Remit(Record, Dated):
    """Who is there to do what, where."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="remits")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="remits")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="remits")
    text = Words(blank=True, max_length=2000)

    privacy = Privacy(open="since until actor need place text", operational="id created_at")

    class Meta:
        indexes = [models.Index(fields=["place", "need", "until"], name="remits_at_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "need", "place"], condition=Q(until__isnull=True), name="one_open_remit"
            ),
            _ends_no_earlier("remit_period"),
        ]


class Institution(Versioned, Dated):
    """A rule of the game, written or not, that enables or constrains: from an Act to a habit."""

    name = Line(max_length=300)
    kind = Code(choices=_choices(InstitutionKind))
    formal = models.BooleanField(default=True)
    standing = Code(choices=_choices(Standing))
    policy_area = Line(blank=True)
    issuer = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="issues")
    domain = Code(choices=_choices(Domain))
    level = Code(choices=_choices(Level))
    place = models.ForeignKey(Place, null=True, on_delete=models.PROTECT, related_name="institutions")
    text = Words(blank=True)
    source = Line(max_length=400, blank=True)
    source_url = Line(blank=True, max_length=400)

    privacy = Privacy(
        open="since until name kind formal standing policy_area issuer domain level place text source source_url",
        operational="id created_at version",
    )

    class Meta:
        indexes = [
            models.Index(fields=["domain", "kind", "name"], name="institution_by_domain"),
            models.Index(fields=["place", "domain"], name="institution_at_place"),
        ]
        constraints = [
            ends_after_it_begins("institution_period"),
            one_of("institution_kind", "kind", InstitutionKind),
            one_of("institution_standing", "standing", Standing),
            one_of("institution_domain", "domain", Domain),
            one_of("institution_level", "level", Level),
        ]


class InstitutionOrientation(models.Model):
    """What an institution steers towards; it may pull several ways at once."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="orientations")
    orientation = Code(choices=_choices(Orientation))

    privacy = Privacy(open="institution orientation", operational="id")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "orientation"], name="orientation_once"),
            one_of("institution_orientation", "orientation", Orientation),
        ]


class InstitutionLink(Record):
    """How one institution bears on another: interprets it, conflicts with it, replaces it."""

    source = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="links_out")
    target = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="links_in")
    kind = Code(choices=_choices(InstitutionLinkKind))
    note = Words(blank=True, max_length=2000)

    privacy = Privacy(open="source target kind note", operational="id created_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="institution_link_once"),
            models.CheckConstraint(name="link_to_another", condition=~Q(source=F("target"))),
            one_of("institution_link_kind", "kind", InstitutionLinkKind),
        ]


class Stance(Record, Dated):
    """How an actor stands to an institution for a time, and who says so."""

    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="stances")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="stances")
    kind = Code(choices=_choices(StanceKind))
    note = Words(blank=True, max_length=2000)
    said_by = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(open="since until actor institution kind note said_by", operational="id created_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "institution", "kind"], condition=Q(until__isnull=True), name="one_open_stance"
            ),
            _ends_no_earlier("stance_period"),
            one_of("stance_kind", "kind", StanceKind),
        ]
