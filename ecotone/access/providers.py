"""Who may vouch for whoever signs in: the identity providers that a place names in its settings. Pure.

`ECOTONE_IDENTITY_PROVIDERS` is a TOML file with a table for each:

    [council]                                  # its short name, in addresses of ours
    name = "Drumgray Council"                  # as the button says it
    issuer = "https://login.example.org/v2.0"  # exactly as it calls itself
    client_id = "…"
    secret_file = "/run/secrets/council"       # or secret_variable; or key_file or key_variable, with signs = "RS512"

What else may stand there is in docs/reference/settings.md. The secret, or the key, itself never does.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ecotone.access.client_key import ClientKey, wrong_with_key
from ecotone.ground.fetch import THIS_MACHINE, Way

SETTING = "ECOTONE_IDENTITY_PROVIDERS"
SECRETS = ("secret_file", "secret_variable")
KEYS = ("key_file", "key_variable")
TEXTS = frozenset({"name", "issuer", "client_id", "signs", "key_id", *SECRETS, *KEYS})
FLAGS = frozenset({"inside", "opens_accounts"})
LISTS = frozenset({"hosts", "addresses", "second_step"})
NEEDED = ("name", "issuer", "client_id")
A_KEY = re.compile(r"[a-z][a-z0-9-]{0,30}")
A_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")


class BadSetting(ValueError):
    """A setting that cannot be meant; what is said of it holds no secret."""


@dataclass(frozen=True)
class IdentityProvider:
    """One of them, and how far this place trusts it.

    secret, signer  by which of the two this place shows it who it is: a shared secret, or a key of its own that signs
    hosts           besides the issuer's own, where its endpoints may be
    inside          these hosts may lie in a network of one's own
    addresses       the mail domains of which it may say whose an address is; none unless said
    opens_accounts  whoever it vouches for with such an address, and has no account yet, gets one
    second_step     what it has to say it did (in `amr` or `acr`) for the second step to count as taken, if anything
    """

    key: str
    name: str
    issuer: str
    client_id: str
    secret: str = field(default="", repr=False)
    signer: ClientKey | None = None
    hosts: frozenset[str] = frozenset()
    inside: bool = False
    addresses: frozenset[str] = frozenset()
    opens_accounts: bool = False
    second_step: frozenset[str] = frozenset()

    @property
    def way(self) -> Way:
        """Where one may go to ask it something."""
        return Way(self.hosts | {urlsplit(self.issuer).hostname or ""}, self.inside)

    def speaks_for(self, address: str) -> bool:
        """Whether this place believes it whose that address is."""
        return address.rpartition("@")[2].lower() in self.addresses

    def took_both_steps(self, said: frozenset[str]) -> bool:
        """Whether what it says it did counts as a second step here."""
        return bool(self.second_step & said)


def providers_of(given: str, *, https: bool) -> dict[str, IdentityProvider]:
    """Those that the file names, by their short names, in its order; none without a file. Raises BadSetting."""
    if not given.strip():
        return {}
    try:
        tables = tomllib.loads(Path(given).read_text())
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise BadSetting(f"{SETTING}: {given} cannot be read as TOML ({type(error).__name__})") from None
    found = {key: _provider(key, table, https=https) for key, table in tables.items()}
    if len({each.issuer for each in found.values()}) < len(found):
        raise BadSetting(f"{SETTING}: two providers have one issuer")
    return found


def _provider(key: str, table: Any, *, https: bool) -> IdentityProvider:
    where = f"{SETTING}, [{key}]"
    if not A_KEY.fullmatch(key) or not isinstance(table, Mapping):
        raise BadSetting(f"{where}: a provider is a table, its short name small letters, digits and dashes")
    _check_kinds(where, table)
    lists = {name: frozenset(each.strip() for each in table.get(name, ())) for name in LISTS}
    hosts, addresses = (frozenset(map(str.lower, lists[name])) for name in ("hosts", "addresses"))
    if not all(A_HOST.fullmatch(each) for each in hosts | addresses):
        raise BadSetting(f"{where}: hosts and addresses are names such as login.example.org, without https:// and @")
    opens = bool(table.get("opens_accounts"))
    if opens and not addresses:
        raise BadSetting(f"{where}: opens_accounts needs addresses, the mail domains of those who get an account")
    return IdentityProvider(
        key=key,
        name=table["name"].strip(),
        issuer=_issuer(where, table["issuer"].strip(), https=https),
        client_id=table["client_id"].strip(),
        **_shows(where, table),
        hosts=hosts,
        inside=bool(table.get("inside")),
        addresses=addresses,
        opens_accounts=opens,
        second_step=lists["second_step"],
    )


def _check_kinds(where: str, table: Mapping[str, Any]) -> None:
    if {"secret", "key"} & table.keys():
        raise BadSetting(
            f"{where}: the secret stands in a file (secret_file) or a variable (secret_variable), not here; "
            "and so does a key (key_file, key_variable)"
        )
    if odd := table.keys() - TEXTS - FLAGS - LISTS:
        raise BadSetting(f"{where}: nothing is known of {', '.join(sorted(odd))}")
    for name, value in table.items():
        is_list = isinstance(value, list) and all(isinstance(each, str) and each.strip() for each in value)
        fits = is_list if name in LISTS else isinstance(value, bool if name in FLAGS else str)
        if not fits:
            raise BadSetting(f"{where}: {name} is {'a list of texts' if name in LISTS else 'of the wrong kind'}")
    if lacking := [name for name in NEEDED if not table.get(name, "").strip()]:
        raise BadSetting(f"{where}: {', '.join(lacking)} is missing")


def _issuer(where: str, given: str, *, https: bool) -> str:
    try:
        parts = urlsplit(given)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise BadSetting(f"{where}: issuer is no address") from None
    here = parts.scheme == "http" and host in THIS_MACHINE and not https
    if not host or (parts.scheme != "https" and not here) or parts.query or parts.fragment or parts.username:
        raise BadSetting(f"{where}: issuer is an address that begins with https://, without ? and #")
    return given


def _shows(where: str, table: Mapping[str, Any]) -> dict[str, Any]:
    """By what this place shows the provider who it is: the one of the four ways that is said."""
    said = [name for name in (*SECRETS, *KEYS) if table.get(name)]
    if len(said) != 1:
        raise BadSetting(f"{where}: say either secret_file or secret_variable, or a key by key_file or key_variable")
    (way,) = said
    found = _kept(where, way, table[way])
    if way in SECRETS:
        if odd := sorted({"signs", "key_id"} & table.keys()):
            raise BadSetting(f"{where}: {', '.join(odd)} goes with a key, and there is a secret")
        return {"secret": found}
    algorithm = table.get("signs", "")
    if wrong := wrong_with_key(found, algorithm):
        raise BadSetting(f"{where}: {wrong}")
    return {"signer": ClientKey(algorithm, found, table.get("key_id", ""))}


def _kept(where: str, way: str, at: str) -> str:
    """What a file or a variable holds; a key may stand on one line there, with \\n for each line's end."""
    try:
        found = Path(at).read_text() if way.endswith("_file") else os.environ.get(at, "")
    except (OSError, UnicodeError) as error:
        raise BadSetting(f"{where}: {way} cannot be read ({type(error).__name__})") from None
    if not found.strip():
        raise BadSetting(f"{where}: its {way.partition('_')[0]} is empty")
    return found.strip() if way in SECRETS else found.strip().replace("\\n", "\n")
