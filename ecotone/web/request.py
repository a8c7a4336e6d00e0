"""The request as pages get it: with the principal that the middleware worked out."""

from django.http import HttpRequest

from ecotone.access.principal import Principal


class Request(HttpRequest):
    """For types alone: Django makes the request, `principals.PrincipalMiddleware` puts the caller on it."""

    principal: Principal
