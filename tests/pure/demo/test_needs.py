"""The list of needs: two levels, no stray parents, and the words people really use."""

import pytest

from ecotone.demo.content import needs


def test_codes_are_unique_and_two_levels_deep():
    assert len(needs.BY_CODE) == len(needs.NEEDS)
    assert 38 <= len(needs.NEEDS) - len(needs.KINDS) <= 46
    for need in needs.NEEDS:
        assert not need.parent or needs.BY_CODE[need.parent].parent == ""


def test_every_need_has_words_to_find_it_by_said_once():
    for need in needs.NEEDS:
        if need.parent:
            assert len(need.synonyms) >= 6, need.code
            assert len(set(need.synonyms)) == len(need.synonyms), need.code


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("lonely", "company.connection"),
        ("cannae get in the bath", "home.personal-care"),
        ("falls", "moving.falls"),
        ("carer exhausted", "caring.carers"),
        ("benefits", "means.benefits"),
        ("black mould", "means.housing"),
    ],
)
def test_what_people_type_leads_to_the_need(words, code):
    assert words in needs.BY_CODE[code].synonyms


def test_the_sensitive_needs_are_marked():
    assert {"safety.abuse", "mind.addiction", "company.identity"} <= needs.SENSITIVE_CODES
    assert "moving.falls" not in needs.SENSITIVE_CODES


def test_within_gives_the_needs_of_a_kind():
    assert [need.code for need in needs.within("caring")] == [
        "caring.carers",
        "caring.breaks",
        "caring.young-carers",
    ]
    with pytest.raises(KeyError):
        needs.within("no-such-kind")
