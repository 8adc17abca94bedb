"""What a page waits for: the time that its searches have taken, and whether it had to do without an answer.

A request has one patience for all its searches (search.middleware.SearchMiddleware); a command has none to lose.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass
class Page:
    """A page that is being made; `waited` in seconds."""

    waited: float = 0.0
    did_without: bool = False


_page: ContextVar[Page | None] = ContextVar("page", default=None)


@contextmanager
def page() -> Iterator[Page]:
    """Whatever the engine is asked in here, somebody waits for."""
    token = _page.set(made := Page())
    try:
        yield made
    finally:
        _page.reset(token)


def current() -> Page | None:
    """The page that is being made; None in a command or a worker."""
    return _page.get()


@contextmanager
def measured() -> Iterator[None]:
    """Adds the time that passes in here to what the page has waited."""
    start = time.monotonic()
    try:
        yield
    finally:
        if (waiting := _page.get()) is not None:
            waiting.waited += time.monotonic() - start
