"""Text in a cell of a spreadsheet, which must never be taken for a formula, and the way back.

A spreadsheet reads a cell that begins with one of `STARTS` as a formula and runs it, so that a name somebody typed
here could reach out from the machine of whoever opens the file. Source: OWASP, "CSV Injection". An apostrophe before
it makes it text; `restored` takes the apostrophe away again, and only one that was put there.
"""

import re

STARTS = "=+-@\t\r\n＝＋－＠"
"""What makes a formula of a cell: the signs, their full-width forms, and what a program skips before looking."""
_MEANT = re.compile(rf"'*\s*[{re.escape(STARTS)}]")


def neutralised(text: str) -> str:
    """The text as no spreadsheet runs it: with an apostrophe first where it could be read as a formula."""
    return f"'{text}" if _MEANT.match(text) else text


def restored(text: str) -> str:
    """The text that `neutralised` was given: restored(neutralised(text)) == text for every text."""
    return text[1:] if text.startswith("'") and _MEANT.match(text) else text
