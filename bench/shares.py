"""How much of a page's time goes into policies and into the audit: every function of theirs is timed, here alone."""

import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

AUDIT = "ecotone.access.audit"
COUNTED = ("looked", "wrote", "record", "record_refusal")
"""What of the audit does work; the rest opens and closes entries."""


class Watch:
    """Seconds inside watched functions; one inside another counts once.

    `clock` says how many seconds have been used so far.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock, self.seconds = clock, 0.0
        self._deep = 0

    def around(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(function)
        def run(*args: Any, **kwargs: Any) -> Any:
            self._deep += 1
            begun = self.clock() if self._deep == 1 else 0.0
            try:
                return function(*args, **kwargs)
            finally:
                self._deep -= 1
                if not self._deep:
                    self.seconds += self.clock() - begun

        return run


@contextmanager
def watching(clock: Callable[[], float]) -> Iterator[Watch]:
    """Puts a timed one in the place of each function of a policy or the audit, wherever it is named."""
    watch = Watch(clock)
    ours = [module for name, module in sys.modules.items() if name.startswith("ecotone.")]
    timed = {function: watch.around(function) for module in ours for function in _watched(module)}
    put = [(m, name, value) for m in ours for name, value in vars(m).items() if _known(value, timed)]
    for module, name, value in put:
        setattr(module, name, timed[value])
    try:
        yield watch
    finally:
        for module, name, value in put:
            setattr(module, name, value)


def _known(value: Any, timed: dict[Any, Any]) -> bool:
    return inspect.isfunction(value) and value in timed


def _watched(module: Any) -> Iterator[Callable[..., Any]]:
    is_policy = "policies" in module.__name__.split(".")
    for name, value in vars(module).items():
        if not inspect.isfunction(value) or value.__module__ != module.__name__ or inspect.isgeneratorfunction(value):
            continue
        if is_policy or (module.__name__ == AUDIT and name in COUNTED):
            yield value
