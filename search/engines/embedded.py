"""The engine in the process: tantivy, one index folder for each kind under SEARCH_INDEX_DIR.

    <kind>/current          the name of the folder that serves, replaced atomically
    <kind>/<name>/          a tantivy index, with made.json: for which fields it was made, and whether it was filled
    <kind>/write.lock       held while the index changes; <kind>/build.lock while a new one is built

Locks are the operating system's: they go with the process that held them, however it ended.
"""

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import tantivy
from tantivy import Occur, Order, Query

from search.documents import Fields, document_for, document_id, mapping_of
from search.engines.aggregations import aggregate, count, total_of
from search.engines.base import Answer, Changes, EngineError, IndexStatus, State, UnsupportedClause
from search.engines.highlight import Highlighter
from search.engines.schema import SOURCE, Field, converter, fields_of, fingerprint, register_analyzers, schema_of
from search.engines.translate import Translator, Wanted, allow, several
from search.results import REACH, Hit

_MADE = "made.json"
_BUILD_HEAP = 400_000_000
_UPDATE_HEAP = 30_000_000


class _Layout:
    """What follows from the declared fields of a kind: the same for every index of it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.fields: dict[str, Field] = fields_of(mapping_of(document_for(kind)))
        self.schema = schema_of(self.fields)
        self.fingerprint = fingerprint(self.fields)
        self.convert = converter(self.fields)
        self.translator = Translator(self.schema, self.fields)


class _Opened:
    """The index that serves, as this process last saw it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = tantivy.Index.open(str(folder))
        register_analyzers(self.index)
        self.made = orjson.loads((folder / _MADE).read_bytes())
        self.seen = 0
        self.searcher = self.index.searcher()

    def refresh(self) -> None:
        """Sees what other processes committed; costs one stat when there is nothing new."""
        changed = (self.folder / "meta.json").stat().st_mtime_ns
        if changed != self.seen:
            self.index.reload()
            self.searcher = self.index.searcher()
            self.seen = changed


class EmbeddedEngine:
    name = "embedded"
    is_immediate = True

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._layouts: dict[str, _Layout] = {}
        self._opened: dict[str, _Opened] = {}
        self._opening = threading.Lock()

    # --- Searching --------------------------------------------------------------------------------------------------
    def search(self, kind: str, body: Mapping[str, Any]) -> Answer:
        layout = self._layout(kind)
        request = _Request(layout, body)
        opened = self._current(kind)
        if opened is None:
            return Answer((), 0, {})
        self._must_fit(opened, layout)
        searcher = opened.searcher
        query = request.query
        total, hits = request.find(searcher)
        aggregations = (
            aggregate(searcher, layout.translator, query, request.aggregations) if request.aggregations else {}
        )
        return Answer(tuple(hits), total, aggregations)

    def documents(self, kind: str, after: int, upto: int | None) -> dict[str, Fields]:
        opened = self._current(kind)
        if opened is None:
            return {}
        layout = self._layout(kind)
        self._must_fit(opened, layout)
        bounds = {"gt": after} if upto is None else {"gt": after, "lte": upto}
        query = layout.translator.query({"range": {"object_id": bounds}}, scored=False)
        searcher = opened.searcher
        found = count(searcher, query)
        if not found:
            return {}
        sources = (
            source_of(searcher, address) for _, address in searcher.search(query, found).hits
        )
        return {document_id(fields): fields for fields in sources}

    def status(self, kind: str) -> IndexStatus:
        opened = self._current(kind)
        if opened is None:
            return IndexStatus(kind, State.MISSING, 0, 0)
        state = State.READY if opened.made["filled"] else State.PARTIAL
        if opened.made["fingerprint"] != self._layout(kind).fingerprint:
            state = State.OUTDATED
        size = sum(path.stat().st_size for path in opened.folder.iterdir() if path.is_file())
        return IndexStatus(kind, state, opened.searcher.num_docs, size)

    # --- Changing ---------------------------------------------------------------------------------------------------
    @contextmanager
    def lock(self, kind: str) -> Iterator[None]:
        with self._locked(kind, "write.lock"):
            yield

    def apply(self, kind: str, changes: Changes) -> dict[int, str]:
        layout = self._layout(kind)
        opened = self._current(kind)
        if opened is None:
            self._point(kind, self._make(layout, filled=False).name)
            opened = self._current(kind)
            assert opened is not None
        self._must_fit(opened, layout)
        with _told(f"The index of {kind!r} can't be changed"):
            writer = opened.index.writer(_UPDATE_HEAP, 1)
            refused = _replace(writer, layout, changes)
            writer.commit()
            writer.wait_merging_threads()
            opened.refresh()
        return refused

    @contextmanager
    def building(self, kind: str) -> Iterator["_Builder"]:
        with self._locked(kind, "build.lock", wait=False):
            with self.lock(kind):
                self._remove_orphans(kind)
            builder = _Builder(self, self._layout(kind))
            try:
                yield builder
            finally:
                builder.close()
                with self.lock(kind):
                    self._remove_orphans(kind)

    # --- Folders ----------------------------------------------------------------------------------------------------
    def _layout(self, kind: str) -> _Layout:
        if kind not in self._layouts:
            self._layouts[kind] = _Layout(kind)
        return self._layouts[kind]

    def _pointer(self, kind: str) -> Path:
        return self.folder / kind / "current"

    def _current(self, kind: str) -> _Opened | None:
        """The index that serves now, None when there is none."""
        with _told(f"The index of {kind!r} can't be opened; `search rebuild {kind}` makes it again"):
            for again in (True, True, False):
                try:
                    folder = self.folder / kind / self._pointer(kind).read_text()
                except FileNotFoundError:
                    self._opened.pop(kind, None)
                    return None
                try:
                    return self._open(kind, folder)
                except (OSError, ValueError):  # it may have been swapped for a newer one since the pointer was read
                    self._opened.pop(kind, None)
                    if not again:
                        raise
        return None

    def _open(self, kind: str, folder: Path) -> _Opened:
        opened = self._opened.get(kind)
        with self._opening:
            if opened is None or opened.folder != folder:
                opened = self._opened[kind] = _Opened(folder)
            opened.refresh()
        return opened

    @staticmethod
    def _must_fit(opened: _Opened, layout: _Layout) -> None:
        if opened.made["fingerprint"] != layout.fingerprint:
            raise EngineError(
                f"The index of {layout.kind!r} was made for other fields; run `search rebuild {layout.kind}`"
            )

    def _make(self, layout: _Layout, *, filled: bool) -> Path:
        folder = self.folder / layout.kind / f"{time.time_ns()}"
        with _told(f"No index can be made in {folder}"):
            folder.mkdir(parents=True)
            (folder / _MADE).write_bytes(orjson.dumps({"fingerprint": layout.fingerprint, "filled": filled}))
            tantivy.Index(layout.schema, str(folder))
        return folder

    def _point(self, kind: str, name: str) -> None:
        """Has a folder serve from now on; a reader sees the old name or the new one, nothing between."""
        pointer = self._pointer(kind)
        draft = pointer.with_suffix(".new")
        with draft.open("w") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(pointer)

    def _remove_orphans(self, kind: str) -> None:
        """Removes the folders that don't serve.  Only the holder of both locks may: one may be in the making."""
        serving = self._pointer(kind).read_text() if self._pointer(kind).exists() else ""
        for folder in (self.folder / kind).iterdir():
            if folder.is_dir() and folder.name != serving:
                shutil.rmtree(folder, ignore_errors=True)

    @contextmanager
    def _locked(self, kind: str, name: str, *, wait: bool = True) -> Iterator[None]:
        path = self.folder / kind / name
        with _told(f"The index folder {path.parent} can't be written to"):
            path.parent.mkdir(parents=True, exist_ok=True)
            file = path.open("a")
        with file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                raise EngineError(f"The index of {kind!r} is being rebuilt already") from None
            yield


def source_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Fields:
    """A document's JSON, as it was indexed."""
    source: Any = searcher.doc(address).get_first(SOURCE)
    return orjson.loads(source)


class _Builder:
    """Fills a new folder beside the serving one."""

    def __init__(self, engine: EmbeddedEngine, layout: _Layout) -> None:
        self._engine, self._layout = engine, layout
        self._folder = engine._make(layout, filled=True)
        self._index = tantivy.Index.open(str(self._folder))
        register_analyzers(self._index)
        self._writer: Any = self._index.writer(_BUILD_HEAP, 2)

    def add(self, documents: Sequence[Fields]) -> None:
        convert, add = self._layout.convert, self._writer.add_document
        for fields in documents:
            add(convert(fields))

    def apply(self, changes: Changes) -> None:
        refused = _replace(self._writer, self._layout, changes)
        if refused:
            raise EngineError(f"Documents were refused: {refused}")

    def swap(self) -> None:
        with _told(f"The index of {self._layout.kind!r} can't be written"):
            self._writer.commit()
            self._writer.wait_merging_threads()
            self._writer = None
            self._engine._point(self._layout.kind, self._folder.name)

    def close(self) -> None:
        self._writer = None


def _replace(writer: tantivy.IndexWriter, layout: _Layout, changes: Changes) -> dict[int, str]:
    refused = {}
    for object_id, documents in changes.items():
        try:
            converted = [layout.convert(fields) for fields in documents]
        except (ValueError, TypeError, OverflowError, KeyError) as error:
            refused[object_id] = str(error)
            continue
        writer.delete_documents_by_term("object_id", object_id)
        for document in converted:
            writer.add_document(document)
    return refused


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Failures of the disk and of tantivy become an EngineError that says what could not be done."""
    try:
        yield
    except (OSError, ValueError, RuntimeError) as error:
        raise EngineError(f"{what}: {error}") from error


class _Request:
    """A search request, taken apart and checked before any index is asked."""

    def __init__(self, layout: _Layout, body: Mapping[str, Any]) -> None:
        allow(
            body,
            "the request",
            "query",
            "post_filter",
            "from",
            "size",
            "sort",
            "aggs",
            "aggregations",
            "highlight",
            "_source",
            "track_total_hits",
        )
        if body.get("track_total_hits", True) is not True:
            raise UnsupportedClause("track_total_hits", "the request", "totals are always exact; leave it out")
        self.layout, wanted = layout, Wanted()
        self.start, self.size = int(body.get("from", 0)), int(body.get("size", 10))
        self.sort = _sort(body.get("sort"), layout.fields)
        is_scored = not self.sort
        self.query = layout.translator.query(body.get("query", {"match_all": {}}), "query", is_scored, wanted)
        self.narrowed = self.query
        if post := body.get("post_filter"):
            narrowing = Query.const_score_query(layout.translator.query(post, "post_filter", False), 0.0)
            self.narrowed = Query.boolean_query([(Occur.Must, self.query), (Occur.Must, narrowing)])
        self.aggregations = body.get("aggs") or body.get("aggregations") or {}
        source = body.get("_source", True)
        self.keep = None if source is True else set(several(source)) if source else set()
        self.highlight = Highlighter(body["highlight"], layout.fields, wanted) if body.get("highlight") else None

    def find(self, searcher: tantivy.Searcher) -> tuple[int, list[Hit]]:
        """The total, and the hits of the page in their order."""
        if self.size <= 0 or self.start >= REACH:
            return count(searcher, self.narrowed), []
        total, keyed = self._until(searcher, min(self.start + self.size, REACH))
        return total, [
            self._hit(searcher, key, address) for key, address in keyed[self.start : min(self.start + self.size, REACH)]
        ]

    def _until(self, searcher: tantivy.Searcher, end: int) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
        """The first `end` hits, where ties are in order too: fetches past the end until the last key changes."""
        limit = end + 64
        field, order = self.sort[0] if self.sort else (None, Order.Desc)
        while True:
            result = searcher.search(self.narrowed, limit, order_by_field=field, order=order)
            keyed, total = result.hits, total_of(result)
            if len(keyed) <= 1 or len(keyed) >= total or (len(keyed) > end and keyed[-1][0] != keyed[end - 1][0]):
                break
            limit *= 4
        keyed = (
            keyed
            if len(keyed) <= end
            else [pair for i, pair in enumerate(keyed) if i < end or pair[0] == keyed[end - 1][0]]
        )
        return total, self._tied(searcher, keyed)

    def _tied(
        self, searcher: tantivy.Searcher, keyed: list[tuple[Any, tantivy.DocAddress]]
    ) -> list[tuple[Any, tantivy.DocAddress]]:
        """The same hits, those with equal keys ordered by the further sort fields, then by newest and object_id."""
        if all(a[0] != b[0] for a, b in zip(keyed, keyed[1:], strict=False)):
            return keyed
        addresses = [address for _, address in keyed]
        further = [*self.sort[1:], ("newest", Order.Desc), ("object_id", Order.Asc)]
        columns = [
            [
                -value if order == Order.Desc else value
                for value in _known(searcher.fast_field_values(name, addresses), order)
            ]
            for name, order in further
        ]
        rank: dict[Any, int] = {}
        for key, _ in keyed:
            rank.setdefault(key, len(rank))
        positions = sorted(range(len(keyed)), key=lambda i: (rank[keyed[i][0]], *(column[i] for column in columns)))
        return [keyed[i] for i in positions]

    def _hit(self, searcher: tantivy.Searcher, key: Any, address: tantivy.DocAddress) -> Hit:
        fields = source_of(searcher, address)
        highlights = (
            {name: "…".join(pieces) for name, pieces in self.highlight(fields).items()} if self.highlight else {}
        )
        kept = fields if self.keep is None else {name: value for name, value in fields.items() if name in self.keep}
        return Hit(self.layout.kind, fields["object_id"], 0.0 if self.sort else key, kept, highlights)


def _known(values: list[Any], order: Order) -> list[Any]:
    """Missing values come last, as in Elasticsearch."""
    missing = -(2**63) if order == Order.Desc else 2**63
    return [missing if value is None else value for value in values]


def _sort(asked: Any, fields: Mapping[str, Field]) -> list[tuple[str, Order]]:
    """The sort fields with their orders; [] for the usual order by score."""
    keys: list[tuple[str, Order]] = []
    for i, node in enumerate(several(asked) if asked else []):
        where = f"sort[{i}]"
        [(name, options)] = node.items() if isinstance(node, Mapping) and len(node) == 1 else [(node, None)]
        if isinstance(name, str) and name.startswith("-"):
            name, options = name[1:], "desc"
        if isinstance(options, Mapping):
            allow(options, where, "order")
            options = options.get("order")
        if options not in (None, "asc", "desc"):
            raise UnsupportedClause(f"order {options!r}", where, "use asc or desc")
        if name == "_score":
            if i or options == "asc":
                raise UnsupportedClause("_score", where, "it comes first and descends, or is left out")
            return _after_score(asked, fields)
        if name not in fields or fields[name].type != "long":
            raise UnsupportedClause(
                f"sort by {name!r}", where, "sort by a long field; index one integer of time and id for lists"
            )
        keys.append((name, Order.Desc if options == "desc" else Order.Asc))
    return keys


def _after_score(asked: Any, fields: Mapping[str, Field]) -> list[tuple[str, Order]]:
    """Ties of scores are always broken by newest and object_id; no other order is promised."""
    rest = [next(iter(node)) if isinstance(node, Mapping) else str(node).lstrip("-") for node in several(asked)[1:]]
    if rest != ["newest", "object_id"][: len(rest)]:
        raise UnsupportedClause("sort", "sort", "after _score come newest (desc) and object_id")
    return []
