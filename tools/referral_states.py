"""Writes docs/reference/referral-states.md from the table of moves; with --check, says whether it is still true."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "reference" / "referral-states.md"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

HEAD = """# The states of a referral, and the moves between them

Written from `ecotone.care.machine` by `make fix`: change the table there. Pages draw their forms from it, actions
obey it, tests try every move from every state by everyone.
"""


def written() -> str:
    """The page: a diagram, the states and what they export as, the moves, who makes them, what they record."""
    django.setup()
    return "\n".join([HEAD, *diagram(), "", *states(), "", *moves(), ""])


def diagram() -> Iterator[str]:
    """A Mermaid state diagram; the moves that lead out of almost everywhere are told below it."""
    from ecotone.care.machine import FINAL, MOVES, State

    yield "```mermaid"
    yield "stateDiagram-v2"
    yield f"    [*] --> {State.DRAFT}"
    for move in MOVES:
        if move.code in ("withdraw", "mark_error", "lapse"):
            continue
        for state in sorted(move.sources, key=list(State).index):
            yield f"    {state} --> {move.target}: {move.code}"
    for state in sorted(FINAL, key=list(State).index):
        yield f"    {state} --> [*]"
    yield "```"
    yield ""
    yield "Not drawn: the person may `withdraw` from every open state at once; the asker or a records officer may"
    yield "`mark_error` from any state but that one; Ecotone lets an open one `lapse` when she has died. Reading an"
    yield "end, judging it and handing on leave the state alone."


def states() -> Iterator[str]:
    from ecotone.care.machine import FHIR, FINAL, State
    from ecotone.care.words import STATES

    yield "| state | on pages | exports as FHIR `Task.status` | ended |"
    yield "|---|---|---|---|"
    for state in State:
        exported = f"`{FHIR[state]}`" if state in FHIR else "as the state it was asked in"
        yield f"| `{state}` | {STATES[state]} | {exported} | {'yes' if state in FINAL else ''} |"


def moves() -> Iterator[str]:
    from ecotone.care.machine import MOVES, Party, State
    from ecotone.care.words import MOVES as WORDS

    yield "| move | on pages | from | to | by | recorded (* must be) |"
    yield "|---|---|---|---|---|---|"
    for move in MOVES:
        sources = ", ".join(f"`{s}`" for s in State if s in move.sources)
        to = f"`{move.target}`" + (f" / {move.detail}" if move.detail else "")
        parties = ", ".join(party for party in Party if party in move.by)
        fields = ", ".join(f.name + ("*" if f.required else "") for f in move.fields)
        yield f"| `{move.code}` | {WORDS[move.code]} | {sources} | {to} | {parties} | {fields} |"


def main(check: bool) -> int:
    from tools.generated import kept

    return kept(PAGE, written(), check=check)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
