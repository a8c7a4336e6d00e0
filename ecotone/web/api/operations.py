"""What an operation is: one line of the table, and all that is drawn from the function behind it.

    Read("people/{person_id}/story", story, Scope.PEOPLE_READ)        GET,  a query
    Write("stays/{stay_id}/end", people.end_stay, Scope.PEOPLE_WRITE)  POST, an action
    Upload("imports", taking_in.receive, Scope.DIRECTORY_WRITE, …)     POST, an action on a file

Parameters named in the address come from there, `by` is the caller, the others are asked for: of a read in the
address's query, of a write in the body. `version` may come by If-Match instead.
"""

import dataclasses
import inspect
import re
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, TypeAdapter, create_model

from ecotone.access.principal import Principal
from ecotone.access.rules import Scope
from ecotone.care.views.doors import ChainNode
from ecotone.web.api.wire import taken
from ecotone.web.routes import Access

PAGED = {"most", "after"}
"""What pages through a list: asked for as `limit` and `after`. `start` is for pages, which have numbers."""
IN_ADDRESS = re.compile(r"{(\w+)}")


class Asked(BaseModel):
    """What an address asks holds what is known here and nothing else; its words are read as what they stand for."""

    model_config = ConfigDict(extra="forbid")


class Strict(BaseModel):
    """What is sent holds what is asked for and nothing else."""

    model_config = ConfigDict(extra="forbid", strict=True, ser_json_inf_nan="null")


@dataclass(frozen=True)
class Written:
    """What a write changed: what kind of record, which, and its version where it has one."""

    kind: str
    id: UUID | None = None
    version: int | None = None


@dataclass(frozen=True)
class _Operation:
    path: str
    act: Callable[..., Any]
    scope: Scope | None
    """None where every token may: what one is oneself."""
    access: tuple[Access, ...] = (Access.SIGNED_IN,)
    name: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)
    """Parameters that are the operation's, and not the program's, to say."""
    hides: frozenset[str] = frozenset()
    """Parameters that no page asks for."""

    @property
    def id(self) -> str:
        """How the document calls it."""
        return self.name or self.act.__name__

    @property
    def code(self) -> str:
        """How the audit calls it."""
        return f"api.{self.id}"

    @property
    def summary(self) -> str:
        return (inspect.getdoc(self.act) or "").partition("\n")[0].rstrip(".")

    @property
    def tag(self) -> str:
        """What it is about: the first part of its address."""
        return self.path.partition("/")[0]

    @cached_property
    def hints(self) -> dict[str, Any]:
        return typing.get_type_hints(self.act)

    @cached_property
    def in_address(self) -> list[str]:
        return IN_ADDRESS.findall(self.path)

    @cached_property
    def parameters(self) -> dict[str, inspect.Parameter]:
        """Those that a program gives, apart from those in the address."""
        apart = {"by", *self.given, *self.hides, *self.in_address}
        found = inspect.signature(self.act).parameters.items()
        return {name: each for name, each in found if name not in apart and each.kind is not each.VAR_KEYWORD}

    @cached_property
    def takes_caller(self) -> bool:
        return "by" in inspect.signature(self.act).parameters

    def address_type(self, name: str) -> Any:
        """Of a part of the address; of one that only says where the record lies, an id."""
        hint = self.hints.get(name, UUID)
        return UUID if UUID in (hint, *typing.get_args(hint)) and name.endswith("_id") else str


@dataclass(frozen=True)
class Read(_Operation):
    """A query. `parts` names the parts of an answer that is a tuple; `mark` says of an item of a list that is read
    page by page what the query takes as `after` to go on behind it.
    """

    parts: tuple[str, ...] = ()
    mark: Callable[[Any], Any] | None = None
    method = "GET"

    @cached_property
    def model(self) -> type[BaseModel]:
        """What the query of the address may hold."""
        fields: dict[str, Any] = {}
        for name, each in self.parameters.items():
            if name not in {*PAGED, "start"}:
                default = ... if each.default is each.empty else each.default
                fields[name] = (taken(self.hints[name]), default)
        return create_model(f"{self.id}_query", __base__=Asked, **fields)

    @property
    def limited(self) -> bool:
        return "most" in self.parameters

    @property
    def paged(self) -> bool:
        return {*self.parameters} >= PAGED

    @cached_property
    def marks(self) -> TypeAdapter[Any]:
        """What `after` is, as the query takes it."""
        return TypeAdapter(self.hints["after"])

    @property
    def default_limit(self) -> int:
        return int(self.parameters["most"].default)

    @cached_property
    def is_list(self) -> bool:
        """Whether the answer is a list of items, with a way on where it is paged."""
        return typing.get_origin(self._listed) is list

    @property
    def _listed(self) -> Any:
        answer = self.hints["return"]
        return typing.get_args(answer)[0] if self.paged and typing.get_origin(answer) is tuple else answer

    @cached_property
    def answers(self) -> TypeAdapter[Any]:
        """The shape of the answer, for the document."""
        if self.is_list:
            fields: dict[str, Any] = {"items": self._listed}
            if self.paged:
                fields |= {"total": typing.get_args(self.hints["return"])[1], "next": str | None}
        elif self.parts:
            fields = dict(zip(self.parts, typing.get_args(self.hints["return"]), strict=True))
        else:
            return _adapter(self.hints["return"])
        return _adapter(dataclasses.make_dataclass(f"{self.id}_answer", fields.items(), frozen=True))


@dataclass(frozen=True)
class Write(_Operation):
    """An action. `makes` names the read of what it makes, "" where that has none of its own; None: it makes nothing.

    `also` is what the action takes as further keywords, or, with `into`, inside one mapping. `fills` says what the
    page would have worked out; `follows` is what it does next, given the id of what was written.
    """

    makes: str | None = None
    also: Mapping[str, Any] = field(default_factory=dict)
    into: str = ""
    fills: Callable[[Principal], Mapping[str, Any]] = lambda _by: {}
    follows: Callable[[UUID], None] | None = None
    method = "POST"

    @property
    def versioned(self) -> bool:
        return "version" in self.parameters

    @property
    def status(self) -> int:
        if self.makes is not None:
            return 201
        return 204 if self.hints["return"] is type(None) else 200

    @cached_property
    def model(self) -> type[BaseModel]:
        """What the body may hold."""
        fields: dict[str, Any] = {}
        for name, each in self.parameters.items():
            if name == self.into:
                continue
            default = ... if each.default is each.empty else each.default
            if name == "version":
                fields[name] = (taken(int) | None, None)
            else:
                fields[name] = (taken(self.hints[name]), default)
        for name, hint in self.also.items():
            required = isinstance(hint, Needed)
            kind = taken(hint.hint if isinstance(hint, Needed) else hint)
            fields[name] = (kind, ...) if required else (self._or_null(kind), None)
        return self._model(fields)

    def _or_null(self, kind: Any) -> Any:
        return kind | None

    def _model(self, fields: dict[str, Any]) -> type[BaseModel]:
        return create_model(f"{self.id}_body", __base__=Strict, **fields)

    @property
    def wants_body(self) -> bool:
        return any(f.is_required() for f in self.model.model_fields.values())


@dataclass(frozen=True)
class Kept:
    """A file that was put aside: what the action is told of it, and how it is let go where nothing needs it."""

    told: Mapping[str, Any]
    let_go: Callable[[], None]


@dataclass(frozen=True)
class Upload(Write):
    """An action on a file of at most `most` bytes: the body as it is. All else is asked for in the address's query.

    `first` says no, by Refused or NotFound, before the file is read; `keep` puts it aside, given its pieces and what
    else was asked.
    """

    most: int = field(kw_only=True)
    first: Callable[[Principal, Mapping[str, Any]], None] = field(kw_only=True)
    keep: Callable[[Iterable[bytes], Mapping[str, Any]], Kept] = field(kw_only=True)

    def _or_null(self, kind: Any) -> Any:
        return kind  # no address says null

    def _model(self, fields: dict[str, Any]) -> type[BaseModel]:
        return create_model(f"{self.id}_query", __base__=Asked, **fields)

    @property
    def wants_body(self) -> bool:
        return True


@dataclass(frozen=True)
class Needed:
    """Marks a further parameter that has to be given."""

    hint: Any


Operation = Read | Write


def _adapter(hint: Any) -> TypeAdapter[Any]:
    """Views name each other; one of them names a view of a module that imports its own."""
    adapter: TypeAdapter[Any] = TypeAdapter(hint, config=None)
    adapter.rebuild(raise_errors=False, _types_namespace={"ChainNode": ChainNode})
    return adapter
