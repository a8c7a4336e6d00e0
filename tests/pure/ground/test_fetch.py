"""The only way out by HTTP: whom it calls, and what it takes for an answer."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ecotone.ground.fetch import MOST, NoAnswer, Way, ask, may_be_called

HERE = Way(frozenset({"127.0.0.1"}), inside=True)


@pytest.mark.parametrize(
    ("address", "outside", "inside"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("10.1.2.3", False, True),
        ("172.20.0.1", False, True),
        ("192.168.0.9", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("::ffff:10.1.2.3", False, True),
        ("100.64.0.1", False, False),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, False),  # noqa: S104 - nothing listens here
        ("224.0.0.1", False, False),
        ("255.255.255.255", False, False),
    ],
)
def test_private_networks_are_called_only_where_the_setting_says_so_and_some_addresses_never(
    address: str, outside: bool, inside: bool
) -> None:
    assert (may_be_called(address, inside=False), may_be_called(address, inside=True)) == (outside, inside)


@pytest.mark.parametrize(
    "url",
    [
        "https://elsewhere.example/",
        "http://login.example.org/",
        "https://login.example.org@elsewhere.example/",
        "https://user@login.example.org/",
        "https://login.example.org.elsewhere.example/",
        "https://login.example.org/#x",
        "https://login.example.org:port/",
        "https://login.example.org/\r\nX: y",
        "https://lögin.example.org/",
        "file:///etc/passwd",
        "//login.example.org/",
        "",
    ],
)
def test_no_other_host_is_called_and_none_in_the_clear(url: str) -> None:
    way = Way(frozenset({"login.example.org"}))
    assert way.leads_to("https://login.example.org/a?b=c") and way.leads_to("https://LOGIN.example.org:8443/")
    assert not way.leads_to(url)
    with pytest.raises(NoAnswer, match="do not name"):
        ask(url, way)


def test_this_machine_is_not_called_unless_the_setting_says_that_it_lies_inside() -> None:
    with pytest.raises(NoAnswer, match="network that is not called"):
        ask("http://127.0.0.1:9/", Way(frozenset({"127.0.0.1"})))


@contextmanager
def saying(*parts: bytes, every: float = 0.0) -> Iterator[str]:
    """The address of somebody who says these parts one after the other, whatever is asked."""
    listening = socket.create_server(("127.0.0.1", 0))

    def say() -> None:
        caller, _ = listening.accept()
        with caller:
            caller.recv(4096)
            for part in parts:
                try:
                    caller.sendall(part)
                except OSError:
                    return
                time.sleep(every)

    thread = Thread(target=say)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    finally:
        thread.join()
        listening.close()


def whole(body: bytes, status: str = "200 OK", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{more}\r\n".encode() + body


def test_a_json_object_is_an_answer() -> None:
    with saying(whole(b'{"a": 1}')) as url:
        assert ask(url, HERE) == {"a": 1}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (whole(b"{}", "302 Found", "Location: http://127.0.0.1:9/\r\n"), "status is 302"),
        (whole(b"{}", "500 No"), "status is 500"),
        (whole(b"<html>"), "not JSON"),
        (whole(b"[1]"), "no JSON object"),
        (whole(b"[" * 100_000), "not JSON"),
        (whole(b"\xff\xfe"), "not JSON"),
        (whole(b'"' + b"x" * MOST + b'"'), "longer than"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MOST * 2), "longer than"),
        (b"nonsense\r\n\r\n", "BadStatusLine"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n", "HTTPException"),
        (b"", "RemoteDisconnected"),
    ],
)
def test_anything_else_is_none(said: bytes, why: str) -> None:
    with saying(said) as url, pytest.raises(NoAnswer, match=why):
        ask(url, HERE)


def test_who_says_a_byte_now_and_then_does_not_hold_us() -> None:
    began = time.monotonic()
    with saying(*[b"x"] * 12, every=0.1) as url, pytest.raises(NoAnswer):
        ask(url, HERE, longest=0.4)
    assert time.monotonic() - began < 3


def certified(folder: Path, name: str) -> tuple[Path, Path]:
    """A certificate for that name, which signs itself, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    named = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(named).issuer_name(named).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    kept, secret = folder / f"{name}.pem", folder / f"{name}.key"
    kept.write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return kept, secret


@contextmanager
def speaking_tls(certificate: Path, key: Path) -> Iterator[int]:
    """The port of somebody who answers one call by TLS, if the caller trusts the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listening = socket.create_server(("127.0.0.1", 0))

    def say() -> None:
        caller, _ = listening.accept()
        with suppress(OSError), caller, context.wrap_socket(caller, server_side=True) as safe:
            safe.recv(4096)
            safe.sendall(whole(b'{"by": "TLS"}'))

    thread = Thread(target=say)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        thread.join()
        listening.close()


def test_by_tls_the_certificate_has_to_be_the_hosts_and_by_somebody_who_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    way = Way(frozenset({"localhost"}), inside=True)
    right, other = certified(tmp_path, "localhost"), certified(tmp_path, "elsewhere")
    for trusted, served in ((other, right), (other, other)):
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted[0]))
        with speaking_tls(*served) as port, pytest.raises(NoAnswer, match="SSLCertVerificationError"):
            ask(f"https://localhost:{port}/", way)
    monkeypatch.setenv("SSL_CERT_FILE", str(right[0]))
    with speaking_tls(*right) as port:
        assert ask(f"https://localhost:{port}/", way) == {"by": "TLS"}
