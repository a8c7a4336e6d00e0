"""What browsers say that the content policy kept a page from doing: counted by the day, and nothing else of it kept.

A browser's report holds the page's address, which may name a record, and where a script would have come from. Of that
only which rule it was and of what sort is kept, for whoever runs the machine: a few are extensions of somebody's
browser; many of one sort are somebody's script in a page, or a rule of ours that is wrong.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Sum

from ecotone.access.models import PolicyBreach
from ecotone.access.spending import spend
from ecotone.ground import clock

MOST = 64 * 1024
AT_ONCE = 20
FROM_ONE, FROM_ALL = 30, 600
"""Bytes and breaches of one report; reports in a minute from one network address, and from all."""
KEPT = timedelta(days=90)
RULES = frozenset(
    {
        *("default-src", "script-src", "style-src", "img-src", "font-src", "connect-src", "form-action", "base-uri"),
        *("frame-ancestors", "frame-src", "object-src", "media-src", "worker-src", "manifest-src", "child-src"),
    }
)
OTHER = "other"
SORTS = {"inline": "inline", "eval": "eval", "wasm-eval": "eval"}
ELSEWHERE = "elsewhere"


@dataclass(frozen=True)
class Breach:
    """Which rule of the policy, and what would have broken it: something in the page, or from elsewhere."""

    rule: str
    sort: str


def read(body: bytes) -> list[Breach]:
    """What a report says, in either of the two forms that browsers send; nothing for what is neither. Pure."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return []
    return list(_breaches(found))[:AT_ONCE]


def _breaches(found: Any) -> Iterator[Breach]:
    each = found.get("csp-report") if isinstance(found, dict) else None
    if isinstance(each, dict):
        rule = each.get("effective-directive") or each.get("violated-directive")
        yield _breach(rule, each.get("blocked-uri"))
    for report in found[:AT_ONCE] if isinstance(found, list) else ():
        body = report.get("body") if isinstance(report, Mapping) and report.get("type") == "csp-violation" else None
        if isinstance(body, dict):
            yield _breach(body.get("effectiveDirective"), body.get("blockedURL"))


def _breach(rule: Any, blocked: Any) -> Breach:
    words = rule.split(maxsplit=1) if isinstance(rule, str) else []
    named = words[0].removesuffix("-elem").removesuffix("-attr") if words else ""
    sort = SORTS.get(blocked, ELSEWHERE) if isinstance(blocked, str) else ELSEWHERE
    return Breach(named if named in RULES else OTHER, sort)


def note(body: bytes, *, source: str) -> int:
    """Counts what a report from that network says; how many. What comes too fast is dropped, unread."""
    if len(body) > MOST:
        return 0
    if spend(f"policy:{source}", limit=FROM_ONE).exceeded or spend("policy", limit=FROM_ALL).exceeded:
        return 0
    counted = Counter(read(body))
    today = clock.today()
    for breach, many in counted.items():
        row = PolicyBreach.objects.filter(day=today, rule=breach.rule, sort=breach.sort)
        with transaction.atomic():
            if not row.update(seen=F("seen") + many):
                blank = PolicyBreach(day=today, rule=breach.rule, sort=breach.sort)
                PolicyBreach.objects.bulk_create([blank], ignore_conflicts=True)
                row.update(seen=F("seen") + many)
    return counted.total()


def lately(days: int = 7) -> list[tuple[Breach, int]]:
    """How often each was reported in the last so many days, the most first; for whoever runs the machine."""
    rows = PolicyBreach.objects.filter(day__gt=clock.today() - timedelta(days=days)).values_list("rule", "sort")
    counted = rows.annotate(many=Sum("seen")).order_by("-many", "rule", "sort")
    return [(Breach(rule, sort), many) for rule, sort, many in counted]


def forget() -> int:
    """Takes away what is older than KEPT, and says how many rows."""
    return PolicyBreach.objects.filter(day__lt=clock.today() - KEPT).delete()[0]
