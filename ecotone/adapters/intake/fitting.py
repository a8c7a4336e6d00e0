"""Small things that a register has wrong are left out, and said, where the rest of the row is good. Pure."""

import dataclasses
from collections.abc import Iterable

from ecotone.adapters.intake.wanted import Wanted, Warned
from ecotone.directory.listing import SHAPES
from ecotone.ecosystem.rules import contact_problems
from ecotone.ground.errors import Problem

OF_SERVICE = {"phone": "directory.phone", "email": "directory.email", "url": "directory.url"}


def fitting(wanted: Wanted, names: Iterable[str]) -> tuple[Wanted, list[Warned]]:
    """The thing without those of its contacts that cannot be any, and what to say of each."""
    fields, warned = dict(wanted.fields), []
    for name in names:
        value = str(fields.get(name) or "")
        if value and (code := _wrong(wanted.kind, name, value)):
            fields[name] = ""
            warned.append(Warned(wanted.row, Problem("adapters.left_out", name, {"given": value[:80], "why": code})))
    return dataclasses.replace(wanted, fields=fields), warned


def _wrong(kind: str, name: str, value: str) -> str:
    if kind == "service":
        return "" if SHAPES[OF_SERVICE[name]](value) else OF_SERVICE[name]
    return next((problem.code for problem in contact_problems({name: value})), "")
