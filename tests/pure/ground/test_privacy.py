"""Every field has one privacy class."""

import pytest

from ecotone.ground.privacy import Class, Privacy


def test_a_field_has_one_class_and_silence_is_an_error():
    privacy = Privacy(open="kind name", personal="birth_date")
    assert (privacy["kind"], privacy["birth_date"]) == (Class.OPEN, Class.PERSONAL)
    with pytest.raises(KeyError):
        privacy["age"]
    with pytest.raises(ValueError, match="name"):
        Privacy(open="name", personal="name")
