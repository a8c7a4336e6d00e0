"""Two callers at the same moment, each on a database connection of its own."""

import contextvars
import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def both(*acts: Callable[[], Any]) -> list[Any]:
    """What each act returned or raised, all begun together; each under the clock of the caller."""
    start, outcomes = threading.Barrier(len(acts), timeout=20), [None] * len(acts)

    def run(n: int, act: Callable[[], Any]) -> None:
        try:
            start.wait()
            outcomes[n] = act()
        except Exception as error:
            outcomes[n] = error
        finally:
            connections.close_all()

    contexts = [contextvars.copy_context() for _ in acts]
    threads = [
        threading.Thread(target=context.run, args=(run, n, act))
        for n, (context, act) in enumerate(zip(contexts, acts, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def sorted_out(outcomes: list[Any]) -> tuple[list[Any], list[Exception]]:
    """The results and the errors."""
    errors = [each for each in outcomes if isinstance(each, Exception)]
    return [each for each in outcomes if each not in errors], errors
