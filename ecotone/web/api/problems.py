"""What went wrong, as RFC 9457 has it: a stable type, a sentence for people, each fault at its field."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from ecotone.ground.errors import Problem
from ecotone.web.words import say_problem

TYPES = "/api/v1/docs#problem-"
"""Where each type is described; the name of the type follows."""
CONTENT_TYPE = "application/problem+json"
MOST_FAULTS = 100
"""How many faults one answer names: it must not be many times as long as what it answers."""


class Type(Enum):
    """Each kind of problem: its name, its status, its title."""

    MALFORMED = "malformed", 400, _("The request could not be read")
    UNKNOWN = "unknown-caller", 401, _("No token that holds")
    REFUSED = "refused", 403, _("Not allowed")
    NOT_FOUND = "not-found", 404, _("Not found")
    METHOD = "method", 405, _("Not this way")
    NOT_ACCEPTABLE = "not-acceptable", 406, _("Only JSON is spoken here")
    STALE = "stale", 409, _("Changed meanwhile")
    IN_PROGRESS = "in-progress", 409, _("The same request is still being answered")
    NO_LENGTH = "no-length", 411, _("Say how long it is")
    TOO_LARGE = "too-large", 413, _("Too large")
    MEDIA = "media-type", 415, _("Not of the kind that is taken here")
    INVALID = "invalid", 422, _("Something is wrong with what was sent")
    KEY_REUSED = "key-reused", 422, _("This idempotency key was used for another request")
    NO_VERSION = "no-version", 428, _("Say which version you changed")
    DEFECT = "defect", 500, _("Our fault")
    TOO_MANY = "too-many", 429, _("Too many calls")

    @property
    def slug(self) -> str:
        return str(self.value[0])

    @property
    def status(self) -> int:
        return int(self.value[1])

    @property
    def title(self) -> str:
        return str(self.value[2])


@dataclass(frozen=True)
class Fault:
    """One thing wrong: where, the code that a program can go by, the sentence for people."""

    field: str
    code: str
    detail: str

    @classmethod
    def of(cls, problem: Problem) -> "Fault":
        return cls(problem.field, problem.code, say_problem(problem))


class Stop(Exception):
    """Ends the handling of a request with a problem."""

    def __init__(
        self,
        type_: Type,
        detail: str,
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        self.type, self.detail, self.headers = type_, detail, headers or {}
        self.faults = tuple(islice(faults, MOST_FAULTS))
        self.members = members
        super().__init__(detail)

    def response(self) -> HttpResponse:
        body: dict[str, Any] = {
            "type": f"{TYPES}{self.type.slug}",
            "title": self.type.title,
            "status": self.type.status,
            "detail": self.detail,
        }
        if self.faults:
            body["errors"] = [{"field": f.field, "code": f.code, "detail": f.detail} for f in self.faults]
        body |= self.members
        response = HttpResponse(json.dumps(body), status=self.type.status, content_type=CONTENT_TYPE)
        for name, value in self.headers.items():
            response[name] = value
        return response
