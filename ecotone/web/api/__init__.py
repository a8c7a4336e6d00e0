"""The JSON API: a table of operations over rooms' actions and queries, and what serves and describes it.

    request ──> bearer (who, how often) ──> operation (address, scope) ──> request checked against its schema
       ──> the query or action, with its own policy and audit ──> the answer as JSON, or a problem in words

It holds no rule of its own. What a page may not show, this does not show, because both ask the same doors.
"""
