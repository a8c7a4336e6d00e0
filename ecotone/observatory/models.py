"""The published tables. Their rows are written once, together, and never changed: no action here changes any."""

from django.db import models
from django.db.models import F, Q

from ecotone.care.rules import FrictionKind
from ecotone.ecosystem.models import Actor, Institution, Need, Place
from ecotone.ecosystem.rules import Sector
from ecotone.ground.fields import Code
from ecotone.ground.models import Record, one_of
from ecotone.ground.privacy import Privacy
from ecotone.observatory.answers import PARTS, Measure
from ecotone.observatory.rules import Level
from ecotone.observatory.tellings import Told

FRICTION_LEVELS = (Level.TOTAL, Level.KINDS, Level.BOUNDARIES, Level.INSTITUTIONS, Level.MINUTES)


class Publication(Record):
    """The tables of one window that is over, from `since` until, but not on, `until`; and by what rule they came."""

    since = models.DateField(unique=True)
    until = models.DateField(unique=True)
    published_at = models.DateTimeField()
    threshold = models.PositiveSmallIntegerField()
    base = models.PositiveSmallIntegerField()
    known = models.PositiveSmallIntegerField()
    method = Code(help_text="the version of how tables are made")

    privacy = Privacy(open="id created_at since until published_at threshold base known method")

    class Meta:
        constraints = [
            models.CheckConstraint(name="window_period", condition=Q(until__gt=F("since"))),
        ]


class Cell(Record):
    """What anyone may read of one cell: low 0 where it is about too few people to show, high empty where it is open.

    `hidden_inside` counts the cells directly below that are too small to show. Lowest cells of that sort have no row
    in the exchange: there is one for every pair of actors, and they all say the same.
    """

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="%(class)ss")
    place = models.ForeignKey(
        Place, null=True, on_delete=models.PROTECT, related_name="+", help_text="empty: no locality is known"
    )
    level = Code(choices=[(each, each) for each in Level])
    low = models.PositiveIntegerField()
    high = models.PositiveIntegerField(null=True)
    hidden_inside = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


CELL = "id created_at publication place level low high hidden_inside"


def _band(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(name=name, condition=Q(high=None) | Q(high__gte=F("low")))


class PublishedCell(Cell):
    """How many referrals were offered from one end to another for people of a place."""

    from_sector = Code(blank=True)
    to_sector = Code(blank=True)
    from_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    to_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(open=f"{CELL} from_sector to_sector from_actor to_actor")

    class Meta:
        indexes = [models.Index(fields=["place", "level", "publication"], name="cells_of_place")]
        constraints = [
            _band("cell_band"),
            one_of("cell_level", "level", [Level.TOTAL, Level.SECTORS, Level.ACTORS]),
            one_of("cell_from", "from_sector", ["", *Sector]),
            one_of("cell_to", "to_sector", ["", *Sector]),
            models.UniqueConstraint(
                fields=["publication", "place"], condition=Q(level=Level.TOTAL), name="one_total_a_place"
            ),
            models.UniqueConstraint(
                fields=["publication", "place", "from_sector", "to_sector"],
                condition=Q(level=Level.SECTORS),
                name="one_cell_a_pair_of_sectors",
            ),
            models.UniqueConstraint(
                fields=["publication", "place", "from_actor", "to_actor"],
                condition=Q(level=Level.ACTORS),
                name="one_cell_a_pair_of_actors",
            ),
        ]


class PublishedNeed(Cell):
    """How often a kind of need was not met for people of a place; no need: it was not said which."""

    need = models.ForeignKey(Need, null=True, on_delete=models.PROTECT, related_name="+")

    privacy = Privacy(open=f"{CELL} need")

    class Meta:
        indexes = [models.Index(fields=["place", "level", "publication"], name="unmet_of_place")]
        constraints = [
            _band("unmet_band"),
            one_of("unmet_level", "level", [Level.TOTAL, Level.NEEDS]),
            models.UniqueConstraint(
                fields=["publication", "place"], condition=Q(level=Level.TOTAL), name="one_unmet_total_a_place"
            ),
            models.UniqueConstraint(
                fields=["publication", "place", "need"], condition=Q(level=Level.NEEDS), name="one_cell_a_need"
            ),
        ]


class PublishedFriction(Cell):
    """How often something got in the way of those who help people of a place: in all, by what, between whom.

    Boundaries, institutions and minutes have a row only where they can be shown. Institutions are counted in the
    whole of this Ecotone, and have no place. `minutes` are those lost, with `low` the frictions they were told for.
    """

    kind = Code(blank=True)
    from_sector = Code(blank=True)
    to_sector = Code(blank=True)
    institution = models.ForeignKey(Institution, null=True, on_delete=models.PROTECT, related_name="+")
    minutes = models.PositiveIntegerField(null=True)

    privacy = Privacy(open=f"{CELL} kind from_sector to_sector institution minutes")

    class Meta:
        indexes = [
            models.Index(fields=["place", "level", "publication"], name="frictions_at_place"),
            models.Index(fields=["institution", "publication"], name="frictions_under_rule"),
        ]
        constraints = [
            _band("friction_band"),
            one_of("friction_level", "level", FRICTION_LEVELS),
            one_of("published_friction_kind", "kind", ["", *FrictionKind]),
            one_of("published_friction_from", "from_sector", ["", *Sector]),
            one_of("published_friction_to", "to_sector", ["", *Sector]),
            models.UniqueConstraint(
                fields=["publication", "place", "level"],
                condition=Q(level__in=[Level.TOTAL, Level.MINUTES]),
                name="one_friction_total_a_place",
            ),
            models.UniqueConstraint(
                fields=["publication", "place", "kind"], condition=Q(level=Level.KINDS), name="one_cell_a_friction"
            ),
            models.UniqueConstraint(
                fields=["publication", "place", "from_sector", "to_sector"],
                condition=Q(level=Level.BOUNDARIES),
                name="one_cell_a_boundary",
            ),
            models.UniqueConstraint(
                fields=["publication", "institution"],
                condition=Q(level=Level.INSTITUTIONS),
                name="one_cell_an_institution",
            ),
        ]


class PublishedAnswer(Cell):
    """How many of the asks of one group went so: a part that can be shown, or (`asked`) the group as a whole.

    A group is all of a place that lie in no other (no sectors), all of a pair of sectors but for those teams that
    stand alone (no actor), or those that one team was asked.
    """

    from_sector = Code(blank=True)
    to_sector = Code(blank=True)
    to_actor = models.ForeignKey(Actor, null=True, on_delete=models.PROTECT, related_name="+")
    measure = Code(choices=[(each, each) for each in Measure])
    part = Code(blank=True)

    privacy = Privacy(open=f"{CELL} from_sector to_sector to_actor measure part")

    class Meta:
        indexes = [
            models.Index(fields=["place", "publication"], name="answers_of_place"),
            models.Index(fields=["to_actor", "publication"], name="answers_of_actor"),
        ]
        constraints = [
            _band("answer_band"),
            one_of("answer_level", "level", [Level.TOTAL, Level.SECTORS, Level.ACTORS]),
            one_of("answer_from", "from_sector", ["", *Sector]),
            one_of("answer_to", "to_sector", ["", *Sector]),
            one_of("answer_measure", "measure", Measure),
            one_of("answer_part", "part", ["", *(part for parts in PARTS.values() for part in parts)]),
            models.UniqueConstraint(
                fields=["publication", "place", "from_sector", "to_sector", "to_actor", "measure", "part"],
                condition=Q(to_actor__isnull=False),
                name="one_answer_a_team",
            ),
            models.UniqueConstraint(
                fields=["publication", "place", "from_sector", "to_sector", "measure", "part"],
                condition=Q(to_actor=None),
                name="one_answer_a_group",
            ),
        ]


class PublishedTelling(Cell):
    """How many contacts after the first went so at a place: in all, by the sector met, by how the story was met."""

    sector = Code(blank=True)
    told = Code(blank=True)

    privacy = Privacy(open=f"{CELL} sector told")

    class Meta:
        indexes = [models.Index(fields=["place", "publication"], name="tellings_of_place")]
        constraints = [
            _band("telling_band"),
            one_of("telling_level", "level", [Level.TOTAL, Level.SECTORS, Level.TELLINGS]),
            one_of("telling_sector", "sector", ["", *Sector]),
            one_of("telling_told", "told", ["", *Told]),
            models.UniqueConstraint(fields=["publication", "place", "sector", "told"], name="one_telling_a_cell"),
        ]
