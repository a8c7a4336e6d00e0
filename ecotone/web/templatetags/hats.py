"""In every form, beside the mark that keeps others from sending it: in which hat it was opened.

It takes the place of Django's own tag, so that no form forgets it; `ecotone.web.hats` reads it.
"""

from typing import Any

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html

from ecotone.web.hats import OPENED_AS
from ecotone.web.principals import WORN

register = template.Library()


class MarkedNode(CsrfTokenNode):
    """Django's mark, and the hat; no hat on a page that has not asked who is signed in, such as those of a link."""

    def render(self, context: Context) -> str:
        mark = super().render(context)
        session: Any = getattr(context.get("request"), "session", None)
        worn = session.get(WORN) if session is not None and session.accessed else None
        return format_html('{}<input type="hidden" name="{}" value="{}">', mark, OPENED_AS, worn) if worn else mark


@register.tag
def csrf_token(parser: Parser, token: Token) -> MarkedNode:
    """`{% csrf_token %}`."""
    return MarkedNode()
