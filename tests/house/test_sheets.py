"""Every list of a page can be had as a file, or stands here with the reason why it cannot."""

from tests.house.source import HOUSE

TEMPLATES = HOUSE / "web" / "templates" / "web"
A_LIST = ("<c-pagination", "<c-rows", "<c-timeline>", 'class="rows"', 'class="institutions"', "<table")
FORM, NOT_YET, ONE = "what stands here is to choose from", "not yet a file", "the parts of one record, not a list"
WITHOUT = {
    "actor.html": ONE,
    "ask_openly.html": FORM,
    "compare.html": NOT_YET,
    "compare_choose.html": FORM,
    "doors.html": NOT_YET,
    "find_help.html": NOT_YET,
    "guarding.html": NOT_YET,
    "institution.html": ONE,
    "joint_work.html": ONE,
    "line_options.html": FORM,
    "mail.html": "the mail of a demo, which nobody keeps",
    "map.html": NOT_YET,
    "meeting_line.html": ONE,
    "meeting_room.html": FORM,
    "my_day.html": "a few of each list, whose whole is had elsewhere",
    "my_sent_on.html": NOT_YET,
    "my_story.html": ONE,
    "needs.html": NOT_YET,
    "our_doors.html": NOT_YET,
    "our_joint.html": NOT_YET,
    "person_asked.html": NOT_YET,
    "person_circle.html": ONE,
    "person_leaving.html": ONE,
    "place.html": NOT_YET,
    "place_remits.html": NOT_YET,
    "referral.html": ONE,
    "retelling.html": NOT_YET,
    "service_form.html": FORM,
    "stated.html": ONE,
    "team_doors.html": NOT_YET,
}
"""Templates that show rows and offer no file of them, each with the reason. What is *not yet* is a debt."""


def with_lists() -> dict[str, bool]:
    """The templates that show rows, and whether each offers them as a file."""
    texts = {path.name: path.read_text() for path in TEMPLATES.glob("*.html")}
    return {name: "<c-download" in text for name, text in texts.items() if any(mark in text for mark in A_LIST)}


def test_every_list_can_be_had_as_a_file_or_says_why_not():
    found = with_lists()
    assert {name for name, offered in found.items() if not offered} == set(WITHOUT)
