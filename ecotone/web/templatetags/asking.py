"""What a page says where a part of somebody's record was not shared: the way to ask, or that it was asked already."""

from dataclasses import dataclass
from uuid import UUID

from django import template
from django.template import RequestContext
from django.template.defaultfilters import date
from django.urls import reverse
from django.utils.translation import gettext as _

from ecotone.people import queries

register = template.Library()


@dataclass(frozen=True)
class Ask:
    """Where asking leads, and what the link says. Empty where there is nothing to ask."""

    href: str = ""
    label: str = ""


@register.simple_tag(takes_context=True)
def way_to_ask(context: RequestContext, person_id: UUID, part: str, code: str) -> Ask:
    """The way to ask to see `part`, withheld for `code`; one question for all that a page withholds, if anything."""
    by = context["principal"]
    if code != "people.not_shared" or not by.practises:
        return Ask()
    if (waiting := queries.parts_asked_for(by, person_id).get(part)) is None:
        return Ask(reverse("ask_for_part", args=[person_id, part]), _("Ask to see this"))
    label = _("Your team asked to see this on %(day)s, and is told the answer") % {
        "day": date(waiting.asked_at, "j F")
    }
    return Ask(reverse("access_request", args=[waiting.request_id]), label)
