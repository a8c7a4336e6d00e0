"""Open Referral (HSDS 3.0) in and out: a directory of services as others publish and read it.

    API page, list, object ─┐
    JSON lines             ─┤
    tabular package        ─┼─> an HSDS service, whole (a nested object) ──taking──> Wanted ──intake──> the rooms
    the older UK shape     ─┘

    the rooms' queries ──giving──> an HSDS service, whole ─┬─> an API page, JSON lines
                                                           └─> a tabular package

What is carried, what is not, and what becomes of it is in docs/reference/openreferral.md.
"""
