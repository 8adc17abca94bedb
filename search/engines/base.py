"""What an engine must do.  A second one plugs in by doing the same, as tests/search/conformance/ says it."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from search.documents import Fields
from search.results import Hit


class EngineError(Exception):
    """The engine can't do it now: it is away, its disk is full, its index must be rebuilt.  Later it may."""


class NotAskedError(EngineError):
    """The engine was not asked: it failed a moment ago, or the page has waited for it long enough."""


class CredentialsError(EngineError):
    """The engine refuses who asks."""


class UnsupportedClause(ValueError):  # noqa: N818 - it names a clause, and reads so where it is caught
    """A clause outside the subset that both engines answer alike."""

    def __init__(self, clause: str, where: str, instead: str) -> None:
        super().__init__(f"{clause!r} at {where} is not supported: {instead}")
        self.clause, self.where, self.instead = clause, where, instead


class State(StrEnum):
    READY = "ready"
    MISSING = "missing"  # there is no index yet
    PARTIAL = "partial"  # it holds what changed since it was made, and was never filled
    OUTDATED = "outdated"  # it was made for other fields than the documents have now


@dataclass(frozen=True)
class Health:
    """The state of each kind's index as a page may ask it; `red` are those that can't be searched, whatever they hold.

    `cluster` is the colour of the whole cluster; "" where there is none, or it may not be asked.
    """

    states: Mapping[str, State]
    red: frozenset[str] = frozenset()
    cluster: str = ""


@dataclass(frozen=True)
class IndexStatus:
    kind: str
    state: State
    documents: int
    bytes: int


@dataclass(frozen=True)
class Answer:
    """What an engine found; `aggregations` as Elasticsearch words them."""

    hits: tuple[Hit, ...]
    total: int
    aggregations: Mapping[str, Any] = field(default_factory=dict)


Changes = Mapping[int, Sequence[Fields]]  # object id → all its documents; none: it leaves the index


@dataclass(frozen=True)
class Outcome:
    """What became of changes: {object id: why} of those that can't be indexed as they are, and of those to try later.

    All others are in the index.
    """

    refused: dict[int, str] = field(default_factory=dict)
    postponed: dict[int, str] = field(default_factory=dict)


class IndexBuilder(Protocol):
    """A new index beside the one that serves.

    `ticket`, of all that add() puts, is drawn when the new index is there and before anything is read for it.
    `refused` tells why some objects are not in it.
    """

    ticket: int | None
    refused: dict[int, str]

    def add(self, documents: Sequence[Fields]) -> None:
        """Puts documents of objects that it does not hold yet."""

    def apply(self, changes: Changes) -> None:
        """Replaces all documents of these objects."""

    def swap(self) -> None:
        """From now on this index serves, and the old one is gone."""


class Engine(Protocol):
    name: str
    is_immediate: bool  # the outbox is drained after each commit; else workers drain it
    is_shared: bool  # several may change an index at once; else one at a time, under its lock

    def search(self, kind: str, body: Mapping[str, Any]) -> Answer:
        """Answers a search request in Elasticsearch's words.  UnsupportedClause names what is outside the subset."""

    def search_many(self, kind: str, bodies: Sequence[Mapping[str, Any]]) -> list[Answer]:
        """Answers each as search() does, in fewer requests: for workers, who may wait longer than a page."""

    def lock(self, kind: str) -> AbstractContextManager[None]:
        """Held by the one who changes the index of a kind, from reading the database on, where only one may at a time.

        An engine that several change at once puts changes in order by their tickets instead.
        """

    def apply(self, kind: str, changes: Changes, ticket: int | None = None) -> Outcome:
        """Replaces all documents of these objects.

        A ticket was drawn after the changes were committed and before they were read: what a later one wrote stays.
        """

    def building(self, kind: str) -> AbstractContextManager[IndexBuilder]:
        """A new index for a kind, thrown away if it is not swapped in.  EngineError when another is being built."""

    def refresh(self, kind: str) -> None:
        """Returns when all that was applied can be found."""

    def documents(self, kind: str, after: int, upto: int | None) -> dict[str, Fields]:
        """Every document by its id, of the objects with after < object_id ≤ upto."""

    def status(self, kind: str) -> IndexStatus: ...

    def health(self, kinds: Sequence[str]) -> Health:
        """Whether these kinds can be searched; answers, or fails, as soon as a search does."""

    def describe(self) -> dict[str, Any]:
        """What an operator asks of the engine as a whole; JSON."""
