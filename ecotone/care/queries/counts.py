"""Raw counts of care, for the observatory alone: nothing here may reach a page before it has been disclosed."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from ecotone.access import policies as access
from ecotone.access.principal import Principal
from ecotone.care.machine import State
from ecotone.care.models import Referral, UnmetNeed
from ecotone.care.views import Exchange


def exchange(by: Principal, *, since: datetime, until: datetime) -> list[Exchange]:
    """Referrals offered in [since, until) by place of the person, source and target. Raises Refused to people.

    Referrals of sensitive services, drafts and errors are left out.
    """
    access.system_only(by).require()
    offered = Referral.objects.filter(offered_at__gte=since, offered_at__lt=until, sensitive=False)
    kept = offered.exclude(state__in=[State.DRAFT, State.ENTERED_IN_ERROR]).order_by()
    rows = kept.values_list("place_id", "source_id", "source__sector", "target_id", "target__sector")
    return [
        Exchange(place, source, source_sector or "informal", target, target_sector, n, people)
        for place, source, source_sector, target, target_sector, n, people in rows.annotate(
            Count("id"), Count("person_id", distinct=True)
        )
    ]


def unmet_counts(by: Principal, *, since: datetime, until: datetime) -> Counter[tuple[UUID | None, UUID | None]]:
    """Unmet needs noted in [since, until) by (place, need). Raises Refused to people."""
    access.system_only(by).require()
    noted = UnmetNeed.objects.filter(on__gte=since.date(), on__lt=until.date()).order_by()
    return Counter(
        {(place, need): n for place, need, n in noted.values_list("place_id", "need_id").annotate(Count("id"))}
    )
