"""Where browsers report that the content policy kept a page from something."""

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ecotone.access import breaches
from ecotone.web.networks import network_of
from ecotone.web.request import Request
from ecotone.web.routes import Access, page


@csrf_exempt
@require_POST
@page(Access.PUBLIC, "web.policy_reports")
def policy_reports(request: Request) -> HttpResponse:
    """Counts it, and says nothing: a browser asks for no answer. It does what anybody may have any browser do."""
    breaches.note(request.read(breaches.MOST + 1), source=network_of(request))
    return HttpResponse(status=204)
