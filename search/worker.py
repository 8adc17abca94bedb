"""Drains the outbox for as long as it runs.  Any number may run at once, on any number of machines."""

import time
from collections.abc import Callable

from django.db import DatabaseError, close_old_connections

from search import outbox
from search.engines.base import EngineError

PAUSE = 0.2  # seconds between two looks into an empty outbox
FIRST_PAUSE = 1.0  # after a failure; twice as long after each further one
LONGEST_PAUSE = 15.0
TIDYING = 60.0  # seconds between two looks for claims of the dead


class Worker:
    """`tell` hears, in plain words, when the engine or the database fails and when it is back."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell = tell
        self._is_ended = False
        self._failures = 0
        self._tidied = 0.0

    def end(self) -> None:
        """Has run() return when the chunk in hand is done."""
        self._is_ended = True

    def run(self) -> None:
        while not self._is_ended:
            self._rest(self._step())

    def _step(self) -> float:
        """Drains a chunk of each kind; returns how many seconds to rest."""
        try:
            done = outbox.drain(outbox.CHUNK, due=True)
            if time.monotonic() - self._tidied > TIDYING:
                outbox.forget_dead_claims()
                self._tidied = time.monotonic()
        except (EngineError, DatabaseError) as error:
            if isinstance(error, DatabaseError):
                close_old_connections()
            pause: float = min(FIRST_PAUSE * 2 ** min(self._failures, 10), LONGEST_PAUSE)
            self._failures += 1
            self._tell(f"{error}; trying again in {pause:.0f} s")
            return pause
        if self._failures:
            self._failures = 0
            self._tell("It answers again.")
        return 0.0 if done else PAUSE

    def _rest(self, seconds: float) -> None:
        wake = time.monotonic() + seconds
        while not self._is_ended and time.monotonic() < wake:
            time.sleep(min(0.05, seconds))
