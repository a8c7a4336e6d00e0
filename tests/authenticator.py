"""A security key made of software: what a device and a browser send, right, or wrong in one point."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

SITE, ORIGIN = "testserver", "http://testserver"
PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


def letters(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


class Key:
    """One passkey in such a device: it counts how often it signs, unless it is told to say otherwise."""

    def __init__(self, handle: bytes = b"", *, site: str = SITE, origin: str = ORIGIN) -> None:
        self.handle, self.site, self.origin = handle, site, origin
        self.id, self.count = secrets.token_bytes(32), 0
        self.private = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: dict[str, Any], **odd: Any) -> str:
        """The answer to being made."""
        numbers = self.private.public_key().public_numbers()
        parts = (numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: parts[0], -3: parts[1]})
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cose
        data = self._data(HOLDS_KEY | odd.get("flags", PRESENT | VERIFIED), odd) + held
        attested = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        seen = self._seen("webauthn.create", options, odd)
        return self._whole({"clientDataJSON": letters(seen), "attestationObject": letters(attested)})

    def sign(self, options: dict[str, Any], **odd: Any) -> str:
        """The answer to being asked; `odd` are `challenge`, `origin`, `site`, `type`, `flags`, `count`, `handle`."""
        self.count = odd.get("count", self.count + 1)
        data = self._data(odd.get("flags", PRESENT | VERIFIED), odd)
        seen = self._seen("webauthn.get", options, odd)
        signature = self.private.sign(data + hashlib.sha256(seen).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": letters(seen), "authenticatorData": letters(data)}
        handle = odd.get("handle", self.handle)
        response |= {"signature": letters(signature)} | ({"userHandle": letters(handle)} if handle else {})
        return self._whole(response)

    def _data(self, flags: int, odd: dict[str, Any]) -> bytes:
        site = hashlib.sha256(odd.get("site", self.site).encode()).digest()
        return site + bytes([flags]) + self.count.to_bytes(4, "big")

    def _seen(self, kind: str, options: dict[str, Any], odd: dict[str, Any]) -> bytes:
        seen = {"type": odd.get("type", kind), "challenge": odd.get("challenge", options["challenge"])}
        return json.dumps(seen | {"origin": odd.get("origin", self.origin), "crossOrigin": False}).encode()

    def _whole(self, response: dict[str, str]) -> str:
        named = {"id": letters(self.id), "rawId": letters(self.id), "type": "public-key"}
        return json.dumps(named | {"response": response, "clientExtensionResults": {}})
