"""What makes a function a write door: keyword-only, `by=` somebody, atomic, audited.

    @action("people.add_story_entry")
    def add_story_entry(*, by: Principal, person_id: UUID, …) -> StoryEntry:
        …policy.require()… validate… write… wrote("storyentry", entry.id, act="people.add_story_entry")

Whoever comes by an e-mailed link finds every door shut but those that say `by_link=True`: one that is added later is
shut to them until somebody has thought about it. To whoever is here to learn, and not to help, every door is shut.

The whole body is one transaction: it happens with its audit entry or not at all. A refusal is recorded after the
roll-back, so that a no leaves a trace though nothing else does.
"""

import functools
import inspect
from collections.abc import Callable
from contextlib import nullcontext
from typing import ParamSpec, TypeVar

from django.db import transaction

from ecotone.access import audit
from ecotone.access.principal import Principal
from ecotone.access.rules import NOT_FOR_A_PROGRAM, Entry, Kind
from ecotone.access.verdicts import Refused, Verdict
from ecotone.ground.hand import hand

P = ParamSpec("P")
R = TypeVar("R")
_KEYWORDS = (inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.VAR_KEYWORD)


def action(
    code: str, *, entry: Entry = Entry.WRITE, by_link: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Turns a keyword-only function with `by` into a write door named `code` (room.verb). TypeError otherwise."""

    def door(function: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(function).parameters
        if "by" not in parameters or any(p.kind not in _KEYWORDS for p in parameters.values()):
            raise TypeError(f"{code}: an action takes keywords only, `by` among them")

        @functools.wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs.get("by")
            if not isinstance(by, Principal):
                raise TypeError(f"{code}: `by` is no principal")
            try:
                if shut := _shut_to(by, code, by_link=by_link):
                    raise Refused(Verdict.refuse(shut))
                # In hand all is one: what fails takes everything with it, so there is nothing to go back to.
                with nullcontext() if hand() else transaction.atomic(), audit.writing(by, code, entry):
                    return function(*args, **kwargs)
            except Refused as refusal:
                if not audit.inside_action():
                    audit.record_refusal(by, code, refusal)
                raise

        run.action_code = code  # type: ignore[attr-defined]
        return run

    return door


def _shut_to(by: Principal, code: str, *, by_link: bool) -> str:
    """Why this caller finds the door shut, whatever lies behind it; empty for all others, and for what an open door
    leads on to, but for what no program does."""
    if by.is_service and code in NOT_FOR_A_PROGRAM:
        return "access.not_by_program"
    if audit.inside_action():
        return ""
    if by.kind is Kind.LINK and not by_link:
        return "access.not_by_link"
    return "access.only_to_learn" if by.learns else ""
