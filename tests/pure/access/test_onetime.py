"""One-time codes against the vectors of RFC 6238, and what is drawn and kept of them."""

import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from ecotone.access import onetime

RFC = b"12345678901234567890"
"""The secret of RFC 6238, appendix B, for SHA-1; its eight digits end in the six that devices show."""
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}
STEP_ID = UUID(int=7)


@pytest.mark.parametrize(("seconds", "code"), VECTORS.items())
def test_codes_are_those_of_the_standard(seconds, code):
    moment = datetime.fromtimestamp(seconds, UTC)
    assert onetime.counter_of(RFC, code, moment) == seconds // 30


def test_a_code_counts_half_a_minute_before_and_after_and_no_longer():
    counter = 1_000_000
    code = onetime.code_at(RFC, counter)
    takes = {
        away: onetime.counter_of(RFC, code, datetime.fromtimestamp((counter + away) * 30, UTC)) is not None
        for away in (-2, -1, 0, 1, 2)
    }
    assert takes == {-2: False, -1: True, 0: True, 1: True, 2: False}


@pytest.mark.parametrize("odd", ["", "12345", "1234567", "٢٨٧٠٨٢", "287082 ", "-87082"])
def test_what_is_no_code_is_none(odd):
    assert onetime.counter_of(RFC, odd, datetime.fromtimestamp(59, UTC)) is None


def test_the_secret_follows_from_the_id_and_the_key_of_the_deployment(settings):
    first = onetime.secret_of(STEP_ID)
    assert len(first) == 20 and first == onetime.secret_of(STEP_ID) != onetime.secret_of(UUID(int=8))
    settings.SECRET_KEY = "another key"
    assert onetime.secret_of(STEP_ID) != first


def test_a_device_is_told_what_it_needs():
    address = urlsplit(onetime.address_of(RFC, "ailsa@example.org"))
    told = parse_qs(address.query)
    assert (address.scheme, address.netloc, address.path) == ("otpauth", "totp", "/Ecotone:ailsa%40example.org")
    assert told["secret"] == ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"] and told["issuer"] == ["Ecotone"]


def test_the_picture_asks_nobody_for_anything():
    picture = onetime.picture_of("otpauth://totp/Ecotone:a?secret=B&issuer=Ecotone")
    assert picture.startswith("<svg") and not re.search(r"https?:|href|<script|style=|<image", picture)


def test_recovery_codes_are_ten_others_each_time_and_are_read_however_they_are_typed():
    codes, others = onetime.new_recovery_codes(), onetime.new_recovery_codes()
    assert len({*codes, *others}) == 20 and all(re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){2}", code) for code in codes)
    typed = codes[0].upper().replace("-", " ")
    assert onetime.hash_of(STEP_ID, typed) == onetime.hash_of(STEP_ID, codes[0])
    assert onetime.hash_of(UUID(int=8), codes[0]) != onetime.hash_of(STEP_ID, codes[0])
