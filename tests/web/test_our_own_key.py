"""To a provider that shares no secret this place shows by a key of its own who it is; to a real one, and a liar."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as live
from django.test import Client
from django.urls import reverse
from joserfc import jws

from ecotone.access.client_key import ClientKey
from ecotone.access.models import Account, OutsideAccount
from tests import identity_provider
from tests.identity_provider import Liar, Walker, elliptic, known, other_key
from tests.web.test_identity_provider import BACK, ailsa, is_in, leads_to, liar, linked, now, through

__all__ = ["ailsa", "liar", "now"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.mark.commitment(3)
@pytest.mark.parametrize(("key", "signs"), [(identity_provider.USUAL, "RS512"), (elliptic("ours"), "ES256")])
def test_to_a_real_provider_this_place_shows_by_a_key_of_its_own_who_it_is(
    client: Client, ailsa: Account, settings: Any, now: None, key: Any, signs: str
) -> None:
    ours = {"token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": signs}
    ours |= {"client_secret": None, "jwks": {"keys": [key.as_dict(private=False)]}}
    with identity_provider.real(BACK, **{name: each for name, each in ours.items() if each}) as issuer:
        OutsideAccount.add(account=ailsa, issuer=issuer, subject="c-17")
        for held, said in ((other_key(key.kid), "not known to"), (key, "")):
            kind = "RS512" if said else signs
            signer = ClientKey(kind, held.as_pem(private=True).decode(), key.kid)
            settings.IDENTITY_PROVIDERS = {"council": known(issuer, secret="", signer=signer)}
            there = leads_to(client.post(reverse("sign_in_with", args=["council"])))
            back = urlsplit(Walker().go(there, sub="c-17"))
            answer = client.get(leads_to(client.get(f"{back.path}?{back.query}")))
            assert said in answer.content.decode() and is_in(client) == (not said)


def test_no_secret_goes_along_with_what_a_key_has_signed(client: Client, ailsa: Account, liar: Liar) -> None:
    linked(ailsa, liar)
    signer = ClientKey("RS256", identity_provider.USUAL.as_pem(private=True).decode())
    live.IDENTITY_PROVIDERS["council"] = known(liar.issuer, secret="", signer=signer)
    for _ in range(2):
        assert through(client, liar).status_code == 302
    one, other = liar.asked
    assert one["client_assertion"] != other["client_assertion"] and "client_secret" not in one
    assert jws.extract_compact(one["client_assertion"].encode()).headers() == {"alg": "RS256", "typ": "JWT"}
    said = json.loads(jws.extract_compact(one["client_assertion"].encode()).payload)
    assert said["aud"] == f"{liar.issuer}/token" and not {"code", "nonce"} & said.keys()


def test_such_a_providers_own_statements_may_be_signed_by_the_longer_hash(
    client: Client, ailsa: Account, liar: Liar
) -> None:
    linked(ailsa, liar)
    liar.header = {"alg": "RS512"}
    assert through(client, liar).status_code == 302 and is_in(client)
