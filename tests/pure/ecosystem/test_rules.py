"""The ecosystem's rules: Table 1 cell by cell, and what each validation lets through."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.rules import Role
from ecotone.ecosystem import words
from ecotone.ecosystem.rules import (
    KEEPS_ACTOR,
    MAY_GIVE,
    TABLE_1,
    ActorKind,
    Claim,
    Containment,
    Domain,
    InstitutionKind,
    InstitutionLinkKind,
    Level,
    Orientation,
    PlaceKind,
    Sector,
    StanceKind,
    Standing,
    TieKind,
    Topic,
    answer_problems,
    choice_problems,
    contact_problems,
    other_sides,
    outline_problems,
    position_problems,
    required,
    slug_problems,
    sought,
    tie_problems,
)

BY_HAND = {
    "government": {
        "role": "Strategic decisions",
        "actors": ["Policy makers", "Legislators"],
        "institutions": [
            "Legislation",
            "Current and legacy policy goals",
            "Public values",
            "Funding arrangements",
            "Metrics",
            "Approaches",
        ],
    },
    "system": {
        "role": "Local decisions; statutory delivery to set goals",
        "actors": [
            "Health boards",
            "Councils",
            "Partnerships",
            "Public health",
            "Third-sector intermediary organisations",
        ],
        "institutions": [
            "Current and legacy policies",
            "Statutory aims",
            "Local funding",
            "Engagement structures",
            "Professional rules and standards",
        ],
    },
    "community": {
        "role": "Define local need; deliver",
        "actors": [
            "Third-sector organisations and their networks",
            "Service users",
            "Families",
            "GPs",
            "Multi-disciplinary teams",
            "Independent providers",
        ],
        "institutions": [
            "Information infrastructure",
            "Aims",
            "Approaches to delivery",
            "Professional rules",
            "Civil-society and community values and traditions",
            "Local history",
        ],
    },
}


def test_table_1_is_the_researchs_cell_by_cell():
    ours = {
        str(domain): {"role": row.role, "actors": list(row.main_actors), "institutions": list(row.institutions)}
        for domain, row in TABLE_1.items()
    }
    assert ours == BY_HAND
    assert list(TABLE_1) == list(Domain), "laid out from government to community"


@pytest.mark.parametrize(
    ("enum", "said"),
    [
        (Sector, words.SECTORS),
        (Domain, words.DOMAINS),
        (Level, words.LEVELS),
        (PlaceKind, words.PLACE_KINDS),
        (Containment, words.CONTAINMENTS),
        (Topic, words.TOPICS),
        (ActorKind, words.ACTOR_KINDS),
        (TieKind, words.TIES),
        (TieKind, words.TIES_FROM_TARGET),
        (Claim, words.CLAIMS),
        (InstitutionKind, words.INSTITUTION_KINDS),
        (Standing, words.STANDINGS),
        (Orientation, words.ORIENTATIONS),
        (InstitutionLinkKind, words.INSTITUTION_LINKS),
        (InstitutionLinkKind, words.INSTITUTION_LINKS_FROM_TARGET),
        (StanceKind, words.STANCES),
    ],
)
def test_every_value_of_every_enum_has_words(enum, said):
    assert set(said) == {str(each) for each in enum}


@pytest.mark.parametrize(
    ("texts", "compared"),
    [
        (("Café  Órla",), "cafe orla"),
        (("ŁÓDŹ Club", "Straße"), "łodz club strasse"),
        (("গাছ",), "গাছ"),
        (("",), ""),
    ],
)
def test_a_search_compares_small_letters_without_accents(texts, compared):
    assert sought(*texts) == compared


@given(st.text())
def test_what_is_sought_stays_what_it_is_when_sought_again(text):
    assert sought(sought(text)) == sought(text)


def test_only_the_other_side_answers_and_either_where_nobody_claimed():
    assert other_sides("a", "b", "a") == {"b"}
    assert other_sides("a", "b", "b") == {"a"}
    assert other_sides("a", "b", None) == {"a", "b"}


def codes(problems):
    return [(problem.code, problem.field) for problem in problems]


def test_an_answer_changes_something_and_a_dispute_says_why():
    assert answer_problems(Claim.CLAIMED, Claim.CONFIRMED, "") == []
    assert answer_problems(Claim.CONFIRMED, Claim.DISPUTED, "we were never asked") == []
    assert codes(answer_problems(Claim.CLAIMED, Claim.DISPUTED, "  ")) == [("ecosystem.dispute_reason", "reason")]
    assert codes(answer_problems(Claim.CONFIRMED, Claim.CONFIRMED, "")) == [("ecosystem.answered_already", "answer")]
    assert codes(answer_problems(Claim.DISPUTED, Claim.CLAIMED, "")) == [("ground.unknown_choice", "answer")]


def test_teams_and_groups_are_part_of_organisations_and_nothing_else():
    fine = {(source, ActorKind.ORGANISATION) for source in (ActorKind.TEAM, ActorKind.GROUP)}
    for source in ActorKind:
        for target in ActorKind:
            assert (not tie_problems(TieKind.PART_OF, source, target)) is ((source, target) in fine)
            assert tie_problems(TieKind.OVERLAPS, source, target) == []


def test_no_hat_is_given_above_ones_own_and_none_that_reaches_beyond_the_team():
    assert MAY_GIVE.keys() <= KEEPS_ACTOR
    given_away = set().union(*MAY_GIVE.values())
    assert given_away == {Role.WORKER, Role.LEAD, Role.ADMINISTRATOR}
    assert Role.ADMINISTRATOR not in MAY_GIVE[Role.LEAD]


@pytest.mark.parametrize("email", ["hello@example.org", " o'brien+x@mail.example.org ", "ü@exämple.org", ""])
@pytest.mark.parametrize("phone", ["01632 960123", "+44 (0)1632 960123", "999", "07700 900123 ext. 4", ""])
@pytest.mark.parametrize(
    "website", ["https://example.org", "HTTP://example.org/a?b=c#d", "https://a.example:8080/", ""]
)
def test_ways_of_contact_that_can_be_right_pass(email, phone, website):
    assert contact_problems({"email": email, "phone": phone, "website": website, "source_url": website}) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "hello"),
        ("email", "a@b"),
        ("email", "<a@example.org>"),
        ("email", "a b@example.org"),
        ("phone", "ask for Jean"),
        ("phone", "12"),
        ("website", "javascript:alert(1)"),
        ("website", "example.org"),
        ("website", 'https://example.org/"><script>'),
        ("source_url", "https://"),
        ("source_url", "data:text/html,x"),
    ],
)
def test_ways_of_contact_that_cannot_be_right_are_named_at_their_field(field, value):
    assert [problem.field for problem in contact_problems({field: value})] == [field]


def test_every_empty_field_is_named():
    assert codes(required(name="  ", title="", text="said")) == [
        ("ground.required", "name"),
        ("ground.required", "title"),
    ]


def test_a_choice_is_one_of_the_enums_values_and_nothing_else():
    assert choice_problems(kind=(TieKind, "asks"), level=(Level, Level.MICRO)) == []
    for wrong in ("", "ASKS", None, 3, [], TieKind):
        assert codes(choice_problems(kind=(TieKind, wrong))) == [("ground.unknown_choice", "kind")]


@pytest.mark.parametrize("slug", ["airdrie", "cumbernauld-and-the-north", "g4"])
def test_slugs_that_pass(slug):
    assert slug_problems(slug) == []


@pytest.mark.parametrize(
    "slug", ["Airdrie", "a--b", "-a", "a/b", "ä", "a" * 81, "0192f0c0-7d5b-7000-8000-000000000000", "a\n"]
)
def test_slugs_that_do_not(slug):
    assert slug_problems(slug)


@pytest.mark.parametrize(
    ("longitude", "latitude", "fine"),
    [
        (None, None, True),
        (-3.98, 55.87, True),
        (180, -90, True),
        (None, 55.9, False),
        (-3.9, None, False),
        (181, 0, False),
        (0, 90.1, False),
        (float("nan"), 0, False),
        (float("inf"), 0, False),
    ],
)
def test_positions(longitude, latitude, fine):
    assert (not position_problems(longitude, latitude)) is fine


TRIANGLE = [[-4.0, 55.8], [-3.9, 55.8], [-3.95, 55.9]]


@pytest.mark.parametrize("outline", [None, [], [TRIANGLE], [TRIANGLE, tuple(map(tuple, TRIANGLE))]])
def test_outlines_that_pass(outline):
    assert outline_problems(outline) == []


@pytest.mark.parametrize(
    "outline", ["x", 3, [TRIANGLE[:2]], [[1, 2, 3]], [[["a", "b"]] * 3], [[[200, 0]] * 3], [[[0]] * 3]]
)
def test_outlines_that_do_not(outline):
    assert outline_problems(outline)
