"""All reads of the observatory: the exchange, how asks went, having to repeat; for anyone who has signed in."""

from ecotone.observatory.queries.doors import doors_at, team_doors
from ecotone.observatory.queries.exchange import (
    exchange_between,
    frictions_at,
    map_at,
    named_rule,
    need_figures,
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
    "frictions_at",
    "map_at",
    "named_rule",
    "need_figures",
    "team_doors",
    "tellings_at",
    "ties_at",
    "timeline",
    "unmet_at",
    "unpublished",
    "windows",
]
