"""Middleware: tells the browser to run and load nothing that this site does not serve itself.

It is the outermost, so that what others answer before any page (a redirect, a file, a refused host) says it too.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

REPORTS = "/policy-reports/"
"""Where browsers say what the policy kept a page from: see `ecotone.access.breaches`."""
# The hash admits the one inline style of the self-contained 500 and 503 pages.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self' 'sha256-VoO1UvXTujWM0akoAlm3PFWZy9nkzTZrf5zNUq5KV5Q='",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        # The older of the two ways to report, because every browser knows it, and at once.
        f"report-uri {REPORTS}",
    )
)


class ContentPolicyMiddleware:
    """Sets the content policy and turns off what pages never use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response["Content-Security-Policy"] = POLICY
        response["Cross-Origin-Resource-Policy"] = "same-origin"
        response["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()"
        return response
