"""All reads of the observatory: the exchange, how asks went, having to repeat; for anyone who has signed in."""

from ecotone.observatory.queries.doors import doors_at, team_doors
from ecotone.observatory.queries.exchange import (
    exchange_between,
    map_at,
    ties_at,
    timeline,
    unmet_at,
    unpublished,
    windows,
)
from ecotone.observatory.queries.tellings import tellings_at

__all__ = [
    "doors_at",
    "exchange_between",
    "map_at",
    "team_doors",
    "tellings_at",
    "ties_at",
    "timeline",
    "unmet_at",
    "unpublished",
    "windows",
]
