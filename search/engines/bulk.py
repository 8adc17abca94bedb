"""Bulk requests: what is written to an index of Elasticsearch, and what became of each piece of it.

The n-th view of an object has the id OBJECT-n.  Replacing an object writes its views and deletes the ids of those that
it might have had besides, so nobody needs to know what was there; all pieces carry the same version.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import orjson

from search.documents import Fields
from search.engines.base import Outcome
from search.engines.connection import Connection, reason_of

FOUND_NEWER = 409  # what is there was read later: all is well
MISSING = 404
_BUSY = 429
MOST_BYTES = 20 * 1024 * 1024  # of one request; clusters refuse more than 100 MB, and whole books are indexed


@dataclass
class Operations:
    """Replacements of whole objects, as the bytes that Elasticsearch takes."""

    most_views: int
    version: int | None
    pieces: list[tuple[int, bytes]] = field(default_factory=list)  # (object, action with its document where it has one)

    def __post_init__(self) -> None:
        self._version = b"" if self.version is None else b',"version":%d,"version_type":"external"' % self.version

    def replace(self, object_id: int, documents: Sequence[Fields]) -> None:
        """Writes the views of an object and deletes all others that it may have had.

        ValueError when it has more than its document class declares.
        """
        if len(documents) > self.most_views:
            raise ValueError(f"{len(documents)} views of one object; most_views says {self.most_views}")
        self.add(object_id, documents)
        for n in range(len(documents), self.most_views):
            action = b'{"delete":{"_id":"%d-%d","routing":"%d"%b}}\n' % (object_id, n, object_id, self._version)
            self.pieces.append((object_id, action))

    def add(self, object_id: int, documents: Sequence[Fields]) -> None:
        """Writes the views of an object that the index does not hold yet.  A rebuild does so for each: it is quick."""
        made = [orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE) for document in documents]  # all or none
        for n, document in enumerate(made):
            action = b'{"index":{"_id":"%d-%d","routing":"%d"%b}}\n' % (object_id, n, object_id, self._version)
            self.pieces.append((object_id, action + document))

    def lines(self) -> bytes:
        """Newline-delimited JSON: each action, and its document where it has one."""
        return b"".join([lines for _, lines in self.pieces])

    def parts(self) -> Iterator["Operations"]:
        """The same in requests that are not too large; a piece that is alone may be."""
        part, size = replace(self, pieces=[]), 0
        for piece in self.pieces:
            if part.pieces and size + len(piece[1]) > MOST_BYTES:
                yield part
                part, size = replace(self, pieces=[]), 0
            part.pieces.append(piece)
            size += len(piece[1])
        if part.pieces:
            yield part


def send(connection: Connection, operations: Operations, aliases: Sequence[str], *, refresh: bool) -> Outcome:
    """Writes the operations to every alias.  ClusterAwayError when there was no answer: then nothing is known."""
    refused: dict[int, str] = {}
    postponed: dict[int, str] = {}
    for alias in aliases:
        for part in operations.parts():
            answer = write(connection, alias, part.lines(), refresh=refresh)
            if answer["errors"]:
                _sort_out(part, answer["items"], refused, postponed)
    return Outcome(refused, {key: why for key, why in postponed.items() if key not in refused})


def write(connection: Connection, alias: str, lines: bytes, *, refresh: bool = False, is_brief: bool = False) -> Any:
    """One bulk request to an alias; the answer has `errors`, and the `items` with status and error.

    A brief one has `errors` alone: for each of thousands of pieces to be told that all is well takes its time.
    The alias must be there, so that no index comes to be by a slip.
    """
    params = {"require_alias": "true", "filter_path": "errors" if is_brief else "errors,items.*.status,items.*.error"}
    if refresh:
        params["refresh"] = "true"
    return connection.bulk(alias, lines, params)


def _sort_out(
    operations: Operations, items: Sequence[dict[str, Any]], refused: dict[int, str], postponed: dict[int, str]
) -> None:
    for (object_id, _lines), item in zip(operations.pieces, items, strict=True):
        [(name, result)] = item.items()
        status = result["status"]
        if status < 300 or status == FOUND_NEWER or (name == "delete" and "error" not in result):
            continue
        why = reason_of(result.get("error", status))
        (postponed if is_passing(status) else refused)[object_id] = why


def is_passing(status: int) -> bool:
    """Whether a failure may be over when it is tried again: no such alias just now, too busy, or its own fault."""
    return status in (MISSING, _BUSY) or status >= 500
