"""A circuit breaker: what is known to be away is not asked again for a while, so that no page waits for it."""

import threading
import time
from collections.abc import Callable

from search.engines.base import NotAskedError

FAILURES = 3  # in a row, of an engine that answers, that it can't
PAUSE = 5.0  # seconds until one request tries again


class Breaker:
    """Closed: all may ask.  Open: none may, until the pause is over; then one may try, and closes it or not.

    It is one for the process: each finds out for itself, with one request, that an engine is away.
    """

    def __init__(
        self, failures: int = FAILURES, pause: float = PAUSE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most, self._pause, self._clock = failures, pause, clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again: float | None = None  # when the next may try; None while closed

    def fresh(self) -> "Breaker":
        """Another of the same kind, closed."""
        return Breaker(self._most, self._pause, self._clock)

    @property
    def is_open(self) -> bool:
        return self._closed_again is not None

    def check(self) -> None:
        """Raises NotAskedError unless this request may go."""
        if self._closed_again is None:
            return
        with self._lock:
            now = self._clock()
            if self._closed_again is None:
                return
            if now < self._closed_again:
                raise NotAskedError(f"The search engine is not asked for {self._closed_again - now:.1f} s more")
            self._closed_again = now + self._pause  # the others wait for what this one finds

    def failed(self, *, is_certain: bool) -> None:
        """Counts a failure; `is_certain` (nobody answers, or too late) opens it at once."""
        with self._lock:
            self._failures += 1
            if is_certain or self._failures >= self._most or self._closed_again is not None:
                self._closed_again = self._clock() + self._pause

    def succeeded(self) -> None:
        if self._failures or self._closed_again is not None:
            with self._lock:
                self._failures, self._closed_again = 0, None
