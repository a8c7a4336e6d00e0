"""All that is wrong is told at once."""

import pytest

from ecotone.ground.errors import Invalid, Problem, check


def test_nothing_wrong_raises_nothing_and_all_that_is_wrong_is_told():
    check([])
    with pytest.raises(Invalid) as told:
        check(Problem(code, "name") for code in ("a.b", "c.d"))
    assert [p.code for p in told.value.problems] == ["a.b", "c.d"]
    assert str(told.value) == "name: a.b, name: c.d"
