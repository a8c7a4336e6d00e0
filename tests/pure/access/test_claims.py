"""What a provider says is believed only where all of it fits, whatever stands in it."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from ecotone.access.claims import RECENT, SLACK, vouched, wrong_with

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AT = NOW.timestamp()
US = {"issuer": "https://login.example.org", "client_id": "ecotone", "nonce": "n-1", "now": NOW}
FITS = {"iss": US["issuer"], "aud": "ecotone", "nonce": "n-1", "sub": "there-1", "iat": AT, "exp": AT + 300}
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)
NEAR = st.floats(AT - 1000, AT + 1000) | st.integers(int(AT) - 1000, int(AT) + 1000)
ONE = {
    "iss": st.sampled_from([US["issuer"], f"{US['issuer']}/"]) | ODD,
    "aud": st.sampled_from(["ecotone", ["ecotone"], ["ecotone", "b"], ["b"], []]) | ODD,
    "azp": st.sampled_from(["ecotone", "b"]) | ODD,
    "nonce": st.sampled_from(["n-1", ""]) | ODD,
    "sub": st.text(max_size=300) | ODD,
    "iat": NEAR | ODD,
    "exp": NEAR | ODD,
    "nbf": NEAR | ODD,
}


def oracle(said: dict[str, Any]) -> bool:
    """The rule once more, in other words."""

    def number(name: str) -> float:
        return said[name] if type(said[name]) in (int, float) else float("nan")

    slack, recent = SLACK.total_seconds(), RECENT.total_seconds()
    for_us = said["aud"] in ("ecotone", ["ecotone"]) and said.get("azp", "ecotone") == "ecotone"
    timely = number("exp") > AT - slack and -slack < AT - number("iat") < recent + slack
    begun = "nbf" not in said or number("nbf") <= AT + slack
    subject = said["sub"] if type(said["sub"]) is str else ""
    plain = 0 < len(subject) < 256 and all("!" <= sign <= "~" for sign in subject)
    finite = all(abs(number(name)) < 1e15 for name in ("exp", "iat", *({"nbf"} & {*said})))
    return said["iss"] == US["issuer"] and said["nonce"] == "n-1" and for_us and timely and begun and plain and finite


@given(st.fixed_dictionaries({}, optional=ONE))
def test_it_is_believed_just_where_all_of_it_fits_and_nothing_in_it_breaks_us(some: dict[str, Any]) -> None:
    said = FITS | some
    assert (wrong_with(said, **US) == "") == oracle(said)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            name: ODD | st.sampled_from(["ann@example.org", True, ["mfa"]])
            for name in ("email", "email_verified", "name", "preferred_username", "amr", "acr")
        },
    )
)
def test_an_address_counts_only_where_it_is_verified_and_odd_text_is_left_out(
    some: dict[str, Any],
) -> None:
    found = vouched(FITS | some)
    assert not found.address or (some["email_verified"] is True and found.address == some["email"].lower().strip())
    assert all(isinstance(each, str) for each in found.said)
    assert found.label.isprintable() and found.name.isprintable()


def test_nothing_is_in_answer_to_nothing() -> None:
    assert wrong_with(FITS | {"nonce": ""}, **(US | {"nonce": ""})) == "access.outside_nonce"
