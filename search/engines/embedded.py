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

from search.documents import Fields, document_id
from search.engines.aggregations import aggregate, count
from search.engines.base import Answer, Changes, EngineError, Health, IndexStatus, Outcome, State
from search.engines.request import Layout, Request, source_of
from search.engines.schema import register_analyzers

_MADE = "made.json"
_BUILD_HEAP = 50_000_000
_UPDATE_HEAP = 30_000_000
_KEPT = 200  # answers of aggregations that are remembered until the index changes

Counted = tuple[dict[str, Any], int]  # aggregations, and how many documents they are of


class _Seen:
    """The documents as they were at one moment, and what was counted of them: each page of a list asks for the same."""

    def __init__(self, index: tantivy.Index) -> None:
        self.searcher = index.searcher()
        self._counted: dict[str, Counted] = {}

    def aggregate(self, layout: Layout, request: Request, asked: Any) -> Counted:
        key = repr((asked, request.aggregations))
        counted = self._counted.get(key)
        if counted is None:
            counted = aggregate(self.searcher, layout.translator, request.query, request.aggregations)
            if len(self._counted) >= _KEPT:
                self._counted.clear()
            self._counted[key] = counted
        return counted


class _Opened:
    """The index that serves, as this process last saw it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.index = tantivy.Index.open(str(folder))
        register_analyzers(self.index)
        self.made = orjson.loads((folder / _MADE).read_bytes())
        self.changed = (0, 0, 0)
        self.seen = _Seen(self.index)

    def refresh(self) -> None:
        """Sees what other processes committed; costs one stat when there is nothing new."""
        meta = (self.folder / "meta.json").stat()
        # Every commit writes a file anew: two of one tick of the clock differ in their number.
        changed = (meta.st_mtime_ns, meta.st_ino, meta.st_size)
        if changed != self.changed:
            self.index.reload()
            self.seen = _Seen(self.index)
            self.changed = changed

    @property
    def searcher(self) -> tantivy.Searcher:
        return self.seen.searcher


class EmbeddedEngine:
    name = "embedded"
    is_immediate = True
    is_shared = False

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._layouts: dict[str, Layout] = {}
        self._opened: dict[str, _Opened] = {}
        self._opening = threading.Lock()

    # --- Searching --------------------------------------------------------------------------------------------------
    def search(self, kind: str, body: Mapping[str, Any]) -> Answer:
        layout = self._layout(kind)
        request = Request(layout, body)
        opened = self._current(kind)
        if opened is None:
            return Answer((), 0, {})
        self._must_fit(opened, layout)
        seen = opened.seen
        aggregations: dict[str, Any] = {}
        counted = None
        if request.aggregations:
            aggregations, counted = seen.aggregate(layout, request, body.get("query"))
        total, hits = request.find(seen.searcher, counted)
        return Answer(tuple(hits), total, aggregations)

    def search_many(self, kind: str, bodies: Sequence[Mapping[str, Any]]) -> list[Answer]:
        return [self.search(kind, body) for body in bodies]

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
        sources = (source_of(searcher, address, whole=True) for _, address in searcher.search(query, found).hits)
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

    def health(self, kinds: Sequence[str]) -> Health:
        return Health({kind: self.status(kind).state for kind in kinds})

    def describe(self) -> dict[str, Any]:
        return {"folder": str(self.folder)}

    # --- Changing ---------------------------------------------------------------------------------------------------
    @contextmanager
    def lock(self, kind: str) -> Iterator[None]:
        with self._locked(kind, "write.lock"):
            yield

    def apply(self, kind: str, changes: Changes, ticket: int | None = None) -> Outcome:
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
        return Outcome(refused)

    def refresh(self, kind: str) -> None:
        """apply() has returned when it can be found."""

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
    def _layout(self, kind: str) -> Layout:
        if kind not in self._layouts:
            self._layouts[kind] = Layout(kind)
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
    def _must_fit(opened: _Opened, layout: Layout) -> None:
        if opened.made["fingerprint"] != layout.fingerprint:
            raise EngineError(
                f"The index of {layout.kind!r} was made for other fields; run `search rebuild {layout.kind}`"
            )

    def _make(self, layout: Layout, *, filled: bool) -> Path:
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


class _Builder:
    """Fills a new folder beside the serving one."""

    ticket: int | None = None  # nobody else writes meanwhile

    def __init__(self, engine: EmbeddedEngine, layout: Layout) -> None:
        self.refused: dict[int, str] = {}
        self._engine, self._layout = engine, layout
        self._folder = engine._make(layout, filled=True)
        self._index = tantivy.Index.open(str(self._folder))
        register_analyzers(self._index)
        self._writer: Any = self._index.writer(_BUILD_HEAP, 1)

    def add(self, documents: Sequence[Fields]) -> None:
        convert, add = self._layout.convert, self._writer.add_document
        for fields in documents:
            try:
                add(convert(fields))
            except (ValueError, TypeError, OverflowError) as error:
                self.refused[fields["object_id"]] = str(error)

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


def _replace(writer: tantivy.IndexWriter, layout: Layout, changes: Changes) -> dict[int, str]:
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
