"""From which network a request comes, as far as that can be believed: for counting, never for letting anybody in."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """An IPv4 address, or the /64 an IPv6 address is in: one household may have as many of those as it likes.

    Behind proxies (`ECOTONE_PROXIES`, how many) it is what the outermost of them saw; what a caller wrote into the
    header before that is believed nowhere.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if settings.PROXIES:
        seen = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        address = seen[-settings.PROXIES].strip() if len(seen) >= settings.PROXIES else address
    try:
        known = ip_address(address)
    except ValueError:  # a server on a socket of its own sees no address
        return "address:none"
    return f"address:{known}" if known.version == 4 else f"address:{ip_network((address, 64), strict=False)}"
