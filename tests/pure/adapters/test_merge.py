"""Whose word stands: the table in the module, held against a plain oracle over every way three values can differ."""

from hypothesis import given
from hypothesis import strategies as st

from ecotone.adapters.intake.merge import digest, digests, is_empty, merge, news

SALT = "0192f0c0-0000-7000-8000-000000000000"
value = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.sampled_from(["", "a", "b", "c"]), st.tuples())
fields = st.dictionaries(st.sampled_from(["name", "phone", "places"]), value)


def same(one, other) -> bool:
    """Equal as people see it: nothing and an empty text are one, yes is not 1, an empty list is a list."""
    plain = [("" if each is None else each) for each in (one, other)]
    return type(plain[0]) is type(plain[1]) and plain[0] == plain[1]


def oracle(taken, ours, theirs):
    """The table, field by field, on values instead of digests."""
    write, kept = {}, []
    for name, there in theirs.items():
        here = ours[name]
        if name in taken and same(taken[name], there):
            continue  # the file has nothing new
        if same(here, there):
            continue  # both say the same
        if name in taken and same(taken[name], here):
            write[name] = there  # only the file changed
        elif name not in taken and (here in (None, "", ()) and not isinstance(here, bool)):
            write[name] = there  # a gap
        else:
            kept.append(name)
    return write, kept


@given(fields, fields, fields)
def test_merging_follows_the_table(taken, ours, theirs):
    ours = {name: ours.get(name) for name in theirs}
    merged = merge(digests(taken, SALT), ours, theirs, SALT)
    assert (dict(merged.write), list(merged.kept)) == oracle(taken, ours, theirs)


@given(fields, fields)
def test_what_was_just_taken_has_no_news(ours, theirs):
    assert news(digests(theirs, SALT), theirs, SALT) == []
    merged = merge(digests(theirs, SALT), {name: ours.get(name) for name in theirs}, theirs, SALT)
    assert not merged.write
    assert not merged.kept


@given(st.text(), st.text())
def test_a_digest_tells_nothing_without_its_salt(text, other_salt):
    assert len(digest(text, SALT)) == 16
    if other_salt and other_salt.encode()[:64] != SALT.encode():
        assert digest(text, other_salt) != digest(text, SALT)


def test_nought_and_no_are_something():
    assert [is_empty(each) for each in (None, "", (), {}, frozenset(), 0, False, "x")] == [True] * 5 + [False] * 3
