"""Rebuilding an index without downtime, and checking one against the database."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tqdm import tqdm

from search import outbox
from search.documents import Fields, chunks_of_keys, digest, document_for, document_id, documents_of
from search.engines import get_engine
from search.engines.base import IndexBuilder
from search.models import OutboxRow, Rebuild
from search.mutex import only_one

CHUNK = 2_000


def rebuild(kind: str, *, show_progress: bool = False) -> int:
    """Builds the index of a kind anew beside the one that serves, swaps it in, and says how many documents it holds.

    Killed at any moment it leaves the old index serving; the next rebuild clears up.
    """
    engine = get_engine()
    with only_one(f"rebuild-{kind}"), engine.building(kind) as builder, _rarely_collecting():
        if engine.is_shared:
            # Drains write to both indices from now on, and what they write has higher tickets.
            builder.ticket = outbox.draw_ticket()
            _load(kind, builder, show_progress)
            builder.swap()
        else:
            with _announced(kind):
                _load(kind, builder, show_progress)
                _replay_and_swap(kind, builder)
        # What could not be put in is tried again by drains, which park it and tell why.
        outbox.enqueue(kind, builder.refused)
    return engine.status(kind).documents


def _load(kind: str, builder: IndexBuilder, show_progress: bool) -> None:
    document = document_for(kind)
    total = document.queryset().count() if show_progress else None
    with tqdm(total=total, desc=kind, unit="row", disable=not show_progress) as bar:
        for pks in chunks_of_keys(document, CHUNK):
            views, refused = outbox.read_documents(kind, pks)
            builder.add([fields for each in views.values() for fields in each])
            builder.refused |= refused
            bar.update(len(pks))


@contextmanager
def _announced(kind: str) -> Iterator[None]:
    """Has drains hold their rows for the replay, and waits for the one that may not have seen this."""
    Rebuild.objects.get_or_create(kind=kind)
    with get_engine().lock(kind):
        pass
    yield


def _replay_and_swap(kind: str, builder: IndexBuilder) -> None:
    _replay(kind, builder)
    with get_engine().lock(kind):
        rows = _replay(kind, builder)
        builder.swap()
        OutboxRow.objects.filter(kind=kind, pk__lte=rows).delete()
        Rebuild.objects.filter(kind=kind).delete()


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """Has Python look for cycles hardly ever: documents have none, and it takes a third of the time."""
    before = gc.get_threshold()
    gc.set_threshold(before[0] * 1_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _replay(kind: str, builder: IndexBuilder) -> int:
    """Applies what changed since the rebuild began, and says which row was the last."""
    last = 0
    while rows := list(
        OutboxRow.objects.filter(kind=kind, pk__gt=last).order_by("pk").values_list("pk", "object_id")[:CHUNK]
    ):
        document = document_for(kind)
        for pks in document.portions(sorted({object_id for _, object_id in rows})):
            builder.apply(documents_of(document, pks))
        last = rows[-1][0]
    return last


@dataclass
class Difference:
    """How an index differs from the database, by object id."""

    kind: str
    checked: int = 0
    missing: set[int] = field(default_factory=set)  # not in the index, but should be
    stale: set[int] = field(default_factory=set)  # in the index with other content
    extra: set[int] = field(default_factory=set)  # in the index, and should not be

    @property
    def object_ids(self) -> list[int]:
        return sorted(self.missing | self.stale | self.extra)


def check(kind: str, *, repair: bool = False) -> Difference:
    """Compares the index of a kind with the database, document by document; `repair` corrects what differs."""
    document, difference = document_for(kind), Difference(kind)
    get_engine().refresh(kind)
    after = -1
    for pks in chunks_of_keys(document, CHUNK):
        _compare(difference, documents_of(document, pks), get_engine().documents(kind, after, pks[-1]))
        difference.checked += len(pks)
        after = pks[-1]
    _compare(difference, {}, get_engine().documents(kind, after, None))
    if repair and difference.object_ids:
        outbox.enqueue(kind, difference.object_ids)
        outbox.drain()
    return difference


def _compare(difference: Difference, views: dict[int, list[Fields]], indexed: dict[str, Fields]) -> None:
    wanted = {document_id(fields): fields for each in views.values() for fields in each}
    for key, fields in wanted.items():
        if key not in indexed:
            difference.missing.add(fields["object_id"])
        elif digest(fields) != digest(indexed[key]):
            difference.stale.add(fields["object_id"])
    difference.extra |= {fields["object_id"] for key, fields in indexed.items() if key not in wanted}
