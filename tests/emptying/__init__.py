"""Lets Django empty the database between tests that commit, though the audit's guards let nobody empty theirs."""
