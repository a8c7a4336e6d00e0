"""Every list of a page can be had as a file, or stands here with the reason why it cannot."""

import re

from tests.house.source import HOUSE, ROOT

TEMPLATES = HOUSE / "web" / "templates" / "web"
A_LIST = ("<c-pagination", "<c-rows", "<c-timeline>", 'class="rows"', 'class="institutions"', "<table")
FORM, ONE = "what stands here is to choose from", "the parts of one record, not a list"
WITHOUT = {
    "actor.html": ONE,
    "ask_openly.html": FORM,
    "compare_choose.html": FORM,
    "duty.html": ONE,
    "emergency.html": ONE,
    "institution.html": ONE,
    "joint_work.html": ONE,
    "let_in_list.html": "the list that was sent, looked through",
    "line_options.html": FORM,
    "mail.html": "the mail of a demo, which nobody keeps",
    "match_columns.html": FORM,
    "meeting_line.html": ONE,
    "meeting_room.html": FORM,
    "my_duties.html": "what a law opens is to be read, and never taken away",
    "my_day.html": "a few of each list, whose whole is had elsewhere",
    "my_record.html": "its file is JSON: entries of every sort do not fit the columns of one sheet",
    "my_story.html": ONE,
    "person_circle.html": ONE,
    "person_leaving.html": ONE,
    "referral.html": ONE,
    "service_form.html": FORM,
    "stated.html": ONE,
    "sign_for.html": "what one reads of the person, to sign for them, and never takes away",
    "to_learn.html": "what is granted to learn from is to be read, and never taken away",
    "passed_on_for_me.html": "what somebody asked for in her name, each answered by itself; her whole record has it",
    "wishes.html": "what waits to be asked, and may keep somebody safe, is no list to take away",
}
"""Templates that show rows and offer no file of them, each with the reason."""


def with_lists() -> dict[str, bool]:
    """The templates that show rows, and whether each offers them as a file."""
    texts = {path.name: path.read_text() for path in TEMPLATES.glob("*.html")}
    return {name: "<c-download" in text for name, text in texts.items() if any(mark in text for mark in A_LIST)}


def test_every_list_can_be_had_as_a_file_or_says_why_not():
    found = with_lists()
    assert {name for name, offered in found.items() if not offered} == set(WITHOUT)


def test_the_reference_names_every_file():
    sources = [path.read_text() for path in (HOUSE / "web" / "pages").glob("*.py")]
    made = {name for text in sources for name in re.findall(r'[Ss]heet\(\s*"([a-z-]+)"', text)}
    page = (ROOT / "docs/reference/files.md").read_text()
    assert len(made) > 30
    assert set(re.findall(r"^\|[^|]*\| `([a-z-]+)` \|", page, re.MULTILINE)) == made
