"""Fills a new index of Elasticsearch beside the one that serves, over two connections, and swaps it in by one call."""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from typing import Any

from search.documents import Fields
from search.engines.base import Changes, EngineError
from search.engines.bulk import FOUND_NEWER, MISSING, Operations, is_passing, send, write
from search.engines.connection import ClusterAwayError, Connection, Refused, reason_of
from search.engines.mappings import REFRESHED_EVERY, Convert

logger = logging.getLogger(__name__)

_CONNECTIONS = 2
_WAITING = 4  # chunks ready to be sent: more would only fill the memory
_TRIES = 12  # of one chunk, while the cluster is away or busy: about a minute and a half
_LONGEST_PAUSE = 10.0  # seconds


class ElasticsearchBuilder:
    """`ticket` is the version of all that add() puts: whatever a drain wrote since it was drawn stays."""

    def __init__(self, connection: Connection, alias: str, building: str, outward: Convert, most_views: int) -> None:
        self.ticket: int | None = None
        self.refused: dict[int, str] = {}
        self._connection, self._alias, self._building = connection, alias, building
        self._outward, self._most_views = outward, most_views
        self._name = f"{alias}-{time.time_ns()}"
        self._replicas = 0
        self._is_swapped = False
        self._chunks: queue.Queue[Operations | None] = queue.Queue(_WAITING)
        self._failure: Exception | None = None
        self._senders = [threading.Thread(target=self._send_chunks, daemon=True) for _ in range(_CONNECTIONS)]

    def make(self, definition: dict[str, Any], *, replicas: int) -> None:
        """Makes the index, with an alias under which drains find it; nothing refreshes or copies it until swap()."""
        definition["settings"]["index"] |= {"refresh_interval": "-1"}
        self._replicas = replicas
        self._meta = definition["mappings"]["_meta"]
        self._connection.ask("PUT", f"/{self._name}", definition | {"aliases": {self._building: {}}})
        for sender in self._senders:
            sender.start()

    def add(self, documents: Sequence[Fields]) -> None:
        """Queues documents to be sent; raises what went wrong with earlier ones."""
        operations = Operations(self._most_views, self.ticket)
        for object_id, views in objects_of(documents).items():
            try:
                operations.add(object_id, [self._outward(fields) for fields in views])
            except (ValueError, TypeError) as error:
                self.refused[object_id] = str(error)
        if self._failure is not None:
            raise self._failure
        self._chunks.put(operations)

    def apply(self, changes: Changes) -> None:
        self._wait()
        operations = Operations(self._most_views, self.ticket)
        for object_id, documents in changes.items():
            operations.replace(object_id, [self._outward(fields) for fields in documents])
        outcome = send(self._connection, operations, [self._building], refresh=False)
        if outcome.refused or outcome.postponed:
            raise EngineError(f"Documents were refused: {outcome.refused | outcome.postponed}")

    def swap(self) -> None:
        self._wait()
        try:
            self._finish()
        except Refused as error:
            raise EngineError(f"The new index {self._name} can't be swapped in: {error}") from error
        self._is_swapped = True

    def _finish(self) -> None:
        settings = {"refresh_interval": REFRESHED_EVERY, "number_of_replicas": self._replicas}
        self._connection.ask("PUT", f"/{self._name}/_settings", {"index": settings})
        self._connection.ask("PUT", f"/{self._name}/_mapping", {"_meta": self._meta | {"filled": True}})
        self._connection.ask("POST", f"/{self._name}/_refresh")
        found = self._connection.ask("GET", f"/{self._alias}-*/_alias")
        old = [name for name, of in found.items() if self._alias in of["aliases"]]
        actions: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in old]
        actions.append({"add": {"index": self._name, "alias": self._alias}})
        actions.append({"remove": {"index": self._name, "alias": self._building}})
        self._connection.ask("POST", "/_aliases", {"actions": actions})

    def close(self) -> None:
        """Ends the sending; an index that was not swapped in is deleted."""
        self._failure = self._failure or EngineError("closed")
        for sender in self._senders:
            if sender.is_alive():
                self._chunks.put(None)
        for sender in self._senders:
            if sender.ident is not None:
                sender.join()
        if not self._is_swapped:
            try:
                self._connection.ask("DELETE", f"/{self._name}", params={"ignore_unavailable": "true"})
            except EngineError:
                logger.warning("The unfinished index %s could not be deleted; the next rebuild does", self._name)

    # --- Sending ----------------------------------------------------------------------------------------------------
    def _wait(self) -> None:
        self._chunks.join()
        if self._failure is not None:
            raise self._failure

    def _send_chunks(self) -> None:
        while (operations := self._chunks.get()) is not None:
            try:
                if self._failure is None:
                    for part in operations.parts():
                        self._send(part)
            except Exception as error:  # told by the thread that builds
                self._failure = error
            finally:
                self._chunks.task_done()
        self._chunks.task_done()

    def _send(self, operations: Operations) -> None:
        """Sends a chunk until every piece of it is there.

        What went wrong is asked for when something did: pieces that are there already are in conflict with themselves.
        """
        is_brief = True
        for attempt in range(_TRIES):
            try:
                answer = write(self._connection, self._building, operations.lines(), is_brief=is_brief)
            except ClusterAwayError:
                if attempt == _TRIES - 1:
                    raise
            else:
                if not answer["errors"]:
                    return
                if is_brief:
                    is_brief = False
                    continue
                operations = self._left(operations, answer["items"])
                if not operations.pieces:
                    return
            time.sleep(min(0.25 * 2**attempt, _LONGEST_PAUSE))
        raise EngineError(f"Elasticsearch is too busy to fill {self._name}")

    def _left(self, operations: Operations, items: Sequence[dict[str, Any]]) -> Operations:
        """What must be sent again."""
        left = Operations(self._most_views, operations.version)
        for piece, item in zip(operations.pieces, items, strict=True):
            [result] = item.values()
            status = result["status"]
            if status == MISSING:
                raise EngineError(f"The new index {self._name} is gone")
            if is_passing(status):
                left.pieces.append(piece)
            elif status >= 300 and status != FOUND_NEWER:
                self.refused[piece[0]] = reason_of(result.get("error", status))
        return left


def objects_of(documents: Sequence[Fields]) -> dict[int, list[Fields]]:
    """The documents of each object, in their order."""
    found: dict[int, list[Fields]] = {}
    for fields in documents:
        found.setdefault(fields["object_id"], []).append(fields)
    return found
