"""The setting that names identity providers: what it says, and a sentence for whatever cannot be meant."""

from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey, import_key

from ecotone.access.client_key import ClientKey
from ecotone.access.providers import BadSetting, IdentityProvider, providers_of

WHOLE = {
    "name": '"Drumgray Council"',
    "issuer": '"https://login.example.org/v2.0"',
    "client_id": '"ecotone-1"',
    "secret_variable": '"A_SECRET"',
}


def read(tmp_path: Path, key: str = "council", *, https: bool = True, **lines: str | None) -> IdentityProvider:
    given = {name: value for name, value in {**WHOLE, **lines}.items() if value is not None}
    kept = tmp_path / "providers.toml"
    kept.write_text("\n".join([f"[{key}]", *(f"{name} = {value}" for name, value in given.items())]))
    (found,) = providers_of(str(kept), https=https).values()
    return found


@pytest.fixture(autouse=True)
def a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_SECRET", " hush \n")


def test_without_a_file_there_is_none() -> None:
    assert providers_of("", https=True) == {}


def test_as_little_as_it_needs_trusts_it_with_nothing_more(tmp_path: Path) -> None:
    found = read(tmp_path)
    assert (found.key, found.name, found.secret) == ("council", "Drumgray Council", "hush")
    assert not (found.addresses or found.second_step or found.opens_accounts or found.inside)
    assert found.way.hosts == {"login.example.org"}
    assert not found.speaks_for("a@example.org") and not found.took_both_steps(frozenset({"mfa"}))
    assert "hush" not in repr(found)


def test_whatever_more_is_said(tmp_path: Path) -> None:
    kept = tmp_path / "secret"
    kept.write_text("in a file\n")
    found = read(
        tmp_path,
        secret_variable=None,
        secret_file=f'"{kept}"',
        hosts='["Keys.example.net"]',
        inside="true",
        addresses='["Example.org"]',
        opens_accounts="true",
        second_step='["mfa", "urn:loa:2"]',
    )
    assert found.secret == "in a file" and found.inside and found.opens_accounts
    assert found.way.leads_to("https://keys.example.net/keys") and not found.way.leads_to("https://example.net/")
    assert found.speaks_for("Ann@EXAMPLE.org") and not found.speaks_for("ann@sub.example.org")
    assert found.took_both_steps(frozenset({"urn:loa:2"})) and not found.took_both_steps(frozenset({"pwd"}))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ({"issuer": '"http://login.example.org"'}, "https://"),
        ({"issuer": '"http://localhost:8080"'}, "https://"),
        ({"issuer": '"https://login.example.org/?x"'}, "https://"),
        ({"issuer": '"https://u:p@login.example.org/"'}, "https://"),
        ({"issuer": '"https://[::1"'}, "no address"),
        ({"issuer": None}, "issuer is missing"),
        ({"name": '" "'}, "name is missing"),
        ({"secret": '"hush"'}, "in a file"),
        ({"secret_file": '"/nowhere"'}, "either"),
        ({"secret_variable": None}, "either"),
        ({"secret_variable": '"NOT_SET"'}, "empty"),
        ({"secret_variable": None, "secret_file": '"/nowhere"'}, "cannot be read"),
        ({"trusts": "true"}, "nothing is known of trusts"),
        ({"addresses": '"example.org"'}, "list"),
        ({"addresses": '["a@example.org"]'}, "without"),
        ({"hosts": '["https://example.org"]'}, "without"),
        ({"inside": '"yes"'}, "wrong kind"),
        ({"opens_accounts": "true"}, "needs addresses"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence_without_the_secret(
    tmp_path: Path, lines: dict[str, str | None], said: str
) -> None:
    with pytest.raises(BadSetting, match=said) as told:
        read(tmp_path, **lines)
    assert "hush" not in str(told.value)


RSA, SHORT = RSAKey.generate_key(2048), rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - it is to be refused
CURVE, OTHER_CURVE = ECKey.generate_key("P-256"), ECKey.generate_key("P-384")


def as_pem(key: Any, **how: Any) -> str:
    return str(key.as_pem(**{"private": True, **how}).decode())


def signing_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pem: str, **lines: str | None) -> IdentityProvider:
    monkeypatch.setenv("A_KEY", pem)
    return read(tmp_path, **{"secret_variable": None, "key_variable": '"A_KEY"', "signs": '"RS512"', **lines})


@pytest.mark.parametrize(("key", "signs"), [(RSA, "RS256"), (RSA, "RS512"), (CURVE, "ES256")])
def test_a_key_of_our_own_signs_for_a_minute_to_that_endpoint_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: Any, signs: str
) -> None:
    pem = as_pem(key)
    found = signing_with(tmp_path, monkeypatch, pem.replace("\n", "\\n"), signs=f'"{signs}"', key_id='"ours-1"')
    assert found.signer and found.secret == "" and "PRIVATE" not in repr(found)
    kept = tmp_path / "key.pem"
    kept.write_text(pem)
    assert read(
        tmp_path, secret_variable=None, key_file=f'"{kept}"', signs=f'"{signs}"', key_id='"ours-1"'
    ).signer == ClientKey(signs, pem.strip(), "ours-1")
    sent = [found.signer.shown("ecotone-1", to="https://login.example.org/token") for _ in range(2)]
    assert sent[0]["client_assertion_type"].endswith("client-assertion-type:jwt-bearer")
    public = import_key(key.as_pem(private=False), key.key_type)
    read_back = [jwt.decode(each["client_assertion"], public, algorithms=[signs]) for each in sent]
    claims = read_back[0].claims
    assert claims["iss"] == claims["sub"] == sent[0]["client_id"] == "ecotone-1"
    assert claims["aud"] == "https://login.example.org/token" and claims["exp"] - claims["iat"] == 60
    assert claims["jti"] != read_back[1].claims["jti"] and read_back[0].header["kid"] == "ours-1"


@pytest.mark.parametrize(
    ("key", "lines", "said"),
    [
        (as_pem(RSA, private=False), {}, "public half"),
        (as_pem(RSA, password="x"), {}, "without a password"),
        (SHORT.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(), {}, "too short"),
        (as_pem(CURVE), {}, "of the sort that RS512 needs"),
        (as_pem(RSA), {"signs": '"ES256"'}, "of the sort that ES256 needs"),
        (as_pem(OTHER_CURVE), {"signs": '"ES256"'}, "P-256"),
        ("hush", {}, "in PEM"),
        (" ", {}, "its key is empty"),
        (as_pem(RSA), {"signs": None}, "signs is one of"),
        (as_pem(RSA), {"signs": '"HS256"'}, "signs is one of"),
        (as_pem(RSA), {"signs": '"none"'}, "signs is one of"),
        (as_pem(RSA), {"secret_variable": '"A_SECRET"'}, "say either"),
        (as_pem(RSA), {"key_file": '"/nowhere"'}, "say either"),
        (as_pem(RSA), {"key_variable": None, "key_file": '"/nowhere"'}, "cannot be read"),
        (as_pem(RSA), {"key_variable": None, "secret_variable": '"A_SECRET"'}, "goes with a key"),
        (as_pem(RSA), {'"key"': '"hush"'}, "and so does a key"),
    ],
)
def test_a_bad_or_weak_key_stops_it_with_a_sentence_that_holds_nothing_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, key: str, lines: dict[str, str | None], said: str
) -> None:
    with pytest.raises(BadSetting, match=said) as told:
        signing_with(tmp_path, monkeypatch, key, **lines)
    assert "hush" not in str(told.value) and "BEGIN" not in str(told.value)


def test_this_very_machine_may_be_asked_in_the_clear_but_not_in_production(tmp_path: Path) -> None:
    assert read(tmp_path, issuer='"http://127.0.0.1:8080"', https=False)


def test_names_files_and_issuers_are_checked(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="small letters"):
        read(tmp_path, key="Council")
    with pytest.raises(BadSetting, match="TOML"):
        providers_of(str(tmp_path / "gone.toml"), https=True)
    twice = tmp_path / "twice.toml"
    lines = "\n".join(f"{name} = {value}" for name, value in WHOLE.items())
    twice.write_text(f"[a]\n{lines}\n[b]\n{lines}\n")
    with pytest.raises(BadSetting, match="one issuer"):
        providers_of(str(twice), https=True)
