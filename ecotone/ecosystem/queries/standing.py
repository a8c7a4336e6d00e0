"""Whether the terms of the place stand between it and a hat, as a condition in the database: `rules.terms_stand`.

the place asks for agreement by now? ──no──▶ they stand
    └─yes─▶ the hat names an employer? ──yes──▶ the employer has agreed
                └─no─▶ every organisation that its team is part of has; the team itself, where it is part of none
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from ecotone.ecosystem.models import Actor, Agreement, Terms, Tie
from ecotone.ecosystem.rules import ActorKind, Claim, TieKind
from ecotone.ground import clock


def terms_needed(today: Any) -> Exists:
    """Whether the place asks for agreement by now. Terms that were withdrawn without others still ask for it."""
    return Exists(Terms.objects.filter(needed_from__lte=today))


def terms_before(number: int) -> Terms | None:
    """The version before that number, where having agreed to it still counts today."""
    rows = Terms.objects.filter(number__lt=number, until__gt=clock.today())
    return rows.order_by("-number").first()


def has_agreed(organisation: OuterRef, today: Any) -> Exists:
    """Whether that organisation has agreed to terms that hold today."""
    return Exists(Agreement.objects.filter(Agreement.standing(today), organisation=organisation))


def wholes(day: Any) -> QuerySet[Tie]:
    """The ties of teams to the organisations that they are part of that day, both sides confirming it."""
    there = Actor.objects.filter(Actor.on(day))
    return Tie.objects.filter(Tie.on(day), target__in=there, kind=TieKind.PART_OF, claim=Claim.CONFIRMED)


def terms_stand(day: Any = None) -> Q:
    """The condition for rows of Hat whose wearers may see records, as far as the terms go.

    `day` is today unless told: a day, or what holds the place of one in a query that is put together once.
    """
    today = day or clock.today()
    whole = wholes(today).filter(source=OuterRef("actor"))
    missing = whole.filter(~has_agreed(OuterRef("target"), today))
    employed, alone = Q(organisation__isnull=False), Q(actor__kind=ActorKind.ORGANISATION) | ~Q(Exists(whole))
    return (
        ~Q(terms_needed(today))
        | (employed & Q(has_agreed(OuterRef("organisation"), today)))
        | (~employed & alone & Q(has_agreed(OuterRef("actor"), today)))
        | (~employed & ~alone & ~Q(Exists(missing)))
    )


def organisation_stands() -> Q:
    """The same for rows of Actor, where each speaks for itself: an organisation, or a team that is part of none."""
    today = clock.today()
    return ~Q(terms_needed(today)) | Q(has_agreed(OuterRef("pk"), today))
