"""The request as pages get it: with the principal that the middleware worked out."""

from uuid import UUID

from django.http import HttpRequest

from ecotone.access.principal import Principal
from ecotone.ground.errors import NotFound


class Request(HttpRequest):
    """For types alone: Django makes the request, `principals.PrincipalMiddleware` puts the caller on it."""

    principal: Principal
    lacks_second_step: bool


def id_in(text: str) -> UUID | None:
    """The id that an address or a form names; None where it names none. Raises NotFound for what is no id."""
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise NotFound("record", text) from error
