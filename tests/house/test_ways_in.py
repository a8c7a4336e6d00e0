"""Whatever changes how somebody gets in is told to them by mail, or stands here with the reason why not."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ecotone.access import actions
from ecotone.procedures import ways_in
from tests.house.source import HOUSE, files, public_functions, tree

TELLING = HOUSE / "procedures" / "ways_in.py"
ITS_OWN = "a program's own account has no mailbox: its page shows both who answer for it what was given, and when"
LESS = "it only takes away what opens, at its owner's own hand, and leaves no less than before to whoever owns it"
NO_WAY = "it changes nothing of how one gets in"
ELSEWHERE = "another mail, or whoever did it, says so"
SILENT = {
    **dict.fromkeys(("give_token", "rotate_token", "end_token", "grant_token", "open_program"), ITS_OWN),
    **dict.fromkeys(("end_session", "end_sessions", "forget_browser", "revoke_token"), LESS),
    "end_outside_sessions": "whoever signed out at their provider knows, and one signs in again as before",
    **dict.fromkeys(
        ("note_sign_in", "know_browser", "use_passkey", "rename_passkey", "try_second_step", "note_token_use"), NO_WAY
    ),
    **dict.fromkeys(("mark_deployment", "end_acting"), NO_WAY),
    **dict.fromkeys(("open_account", "close_account", "reopen_account", "erase_account"), ELSEWHERE),
    "end_as_herself": "whoever takes an account off a record tells it themselves, on pages and as news",
    "ask_reset": "the link itself is mailed, to whoever has the address",
    "settle_wish": "it is what mails that link",
    "begin_second_step": "nothing is asked for before it is confirmed by a first code, which is told",
}
"""Actions on accounts that mail nothing, each with why. An action that is added tomorrow fails until it is told."""


PAST_IT = {
    "way_in.py: choose_password": "the first password of an account that the same act opens, by who has that mailbox",
}
"""What is done past the telling all the same, each with why."""


def test_every_action_on_an_account_is_told_or_says_why_not():
    there = {each.__name__ for each in public_functions(actions)}
    told = {each for each in there if hasattr(ways_in, each)}
    assert there - told == SILENT.keys()
    assert all(len(reason) > 20 for reason in SILENT.values())
    codes = {getattr(actions, each).action_code for each in told}
    assert codes == ways_in.SAID.keys(), "each has its words, and no words are left over"
    assert all(getattr(ways_in, each).action_code == getattr(actions, each).action_code for each in told)


def untold(path: Path) -> Iterator[str]:
    """Where an act that is to be told is done past what tells it."""
    told = {each for each in actions.__all__ if hasattr(ways_in, each)}
    syntax = tree(path) if path.is_relative_to(HOUSE) else ast.parse(path.read_text())
    for node in ast.walk(syntax):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("ecotone.access.actions"):
            yield from (f"{path.name}: {each.name}" for each in node.names if each.name in told)
        is_of = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        if is_of and node.value.id in ("actions", "access") and node.attr in told:
            yield f"{path.name}: {node.attr}"


def test_nobody_goes_past_the_telling():
    rooms = [path for path in files() if path != TELLING and "access" not in path.relative_to(HOUSE).parts[:1]]
    assert [found for path in rooms for found in untold(path)] == [*PAST_IT]


@pytest.mark.parametrize(
    "line",
    [
        "from ecotone.access.actions import make_token",
        "from ecotone.access import actions\nactions.change_password(by=by)",
        "from ecotone.access import actions as access\nact = guarded(access.add_passkey, lanes)",
    ],
)
def test_one_that_does_is_found(tmp_path: Path, line: str):
    planted = tmp_path / "planted.py"
    planted.write_text(line)
    assert [*untold(planted)]
