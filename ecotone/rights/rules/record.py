"""How a person's whole record is put together: its headings, its version, how much is read at a time. Pure."""

from enum import StrEnum

SCHEMA = "ecotone-record-1"
"""Counted up when a program that reads the file would have to be changed."""
A_PAGE = 1_000
"""Entries on one printed page; a record that is longer has several."""
AT_ONCE = 500
"""Entries read at a time."""


class Heading(StrEnum):
    """The headings of a record, in the order in which they are read."""

    WHO = "who"
    STORY = "story"
    CIRCLE = "circle"
    HELPERS = "helpers"
    CHOICES = "choices"
    ACTING = "acting"
    CONTACTS = "contacts"
    HOPES = "hopes"
    ASKS = "asks"
    MEETINGS = "meetings"
    JOINTLY = "jointly"
    SAID = "said"
    REACHED = "reached"
    RIGHTS = "rights"
    TOLD = "told"
    SIGN_IN = "sign_in"
