"""Finding the name that stands twice looks at each name once, however many a hostile file or request holds."""

from hypothesis import given
from hypothesis import strategies as st

from ecotone.ground.text import first_twice


class Counted(str):
    """A name that counts how often it is compared."""

    __hash__ = str.__hash__
    compared = 0

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return str.__eq__(self, other)


@given(st.lists(st.text(max_size=2), max_size=12))
def test_a_name_is_found_if_and_only_if_it_stands_twice(names: list[str]) -> None:
    found = first_twice(names)
    assert (found is None) == (len({*names}) == len(names))
    assert found is None or names.count(found) > 1


def test_each_of_very_many_names_is_compared_a_few_times_at_most() -> None:
    """A megabyte of names, the last of them twice, once kept a process busy for minutes."""
    names = [Counted(f"name {number}") for number in range(5_000)]
    Counted.compared = 0
    assert first_twice([*names, Counted("name 4999")]) == "name 4999"
    assert Counted.compared < 3 * len(names)
