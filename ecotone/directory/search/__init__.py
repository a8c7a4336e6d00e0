"""Finding a service by plain words: what a word is, what it weighs, what comes first.

    a listing ─ text.weigh ─> ServiceWord rows      (index: in the listing's own transaction)
    a search  ─ text.words ─> stems ─┐
                                     ├─ gather ─> Candidates ─ ranking.found ─> in order, with the reasons
    filters, a place ────────────────┘

`text` and `ranking` are pure, and know nothing of where scores come from: an engine that understands need can
give its own score to each Candidate and leave the rest as it is.
"""
