"""Which version of the vocabulary the database has, and things made of it that a process keeps in memory."""

import time
import uuid
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import transaction

from taxonomy.models import Version

CONCEPTS, PLACES, FOLDING = "concepts", "places", "folding"
RECHECK_SECONDS = 30  # how soon a process notices what another has changed

T = TypeVar("T")
_kept: list["Kept"] = []


class Kept(Generic[T]):
    """What `make` made of the vocabulary; made again when its version has changed."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._held: tuple[T, str] | None = None
        self._checked = 0.0
        _kept.append(self)

    def __call__(self) -> T:
        held = self._held
        if held is not None and time.monotonic() - self._checked < RECHECK_SECONDS:
            return held[0]
        version = current()
        if held is None or held[1] != version:
            held = self._held = (self._make(), version)
        self._checked = time.monotonic()
        return held[0]

    def check(self) -> None:
        """Looks at the version at the next call, however soon that is."""
        self._checked = float("-inf")

    def forget(self) -> None:
        self._held = None


def current(name: str = CONCEPTS) -> str:
    """The version that the database has; "" before anything has been written."""
    return Version.objects.filter(name=name).values_list("token", flat=True).first() or ""


def check() -> None:
    """For work that must not use what is up to RECHECK_SECONDS old: has this process look at the version again."""
    for kept in _kept:
        kept.check()


def forget() -> None:
    for kept in _kept:
        kept.forget()


def bump() -> None:
    """Marks the concepts as changed, in the transaction that changes it.

    The token is random, so that a change that is rolled back and the next one never have the same version.
    """
    Version.objects.update_or_create(name=CONCEPTS, defaults={"token": uuid.uuid4().hex})
    forget()
    transaction.on_commit(forget)
