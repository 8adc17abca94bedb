"""The outbox: changes are noted in the transaction that makes them, and drained into the index after it.

A drain reads the objects again, so it never matters in which order, how often or by whom a change is drained.  Just the
outbox rows that were there before that reading are done after it; one that comes meanwhile waits for the next drain.
"""

import logging
from collections.abc import Iterable

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Least

from search.documents import Fields, document_for, documents_of, kinds
from search.engines import get_engine
from search.engines.base import EngineError
from search.models import OutboxRow, Rebuild
from taxonomy import versions

logger = logging.getLogger(__name__)

CHUNK = 500  # rows drained under one lock, in one commit of the engine
REFUSALS = 5  # a document that the engine refused so often is parked
AFTER_COMMIT = 2_000  # rows that a request drains at most when others left many behind
_MOST_ATTEMPTS = 32_000  # what the column holds


def enqueue(kind: str, object_ids: Iterable[int]) -> None:
    """Notes, in the current transaction, that the documents of these objects must be made again."""
    rows = [OutboxRow(kind=kind, object_id=pk) for pk in dict.fromkeys(object_ids) if pk is not None]
    if not rows:
        return
    OutboxRow.objects.bulk_create(rows, batch_size=1_000)
    if get_engine().is_immediate and getattr(settings, "SEARCH_DRAIN_ON_COMMIT", True):
        _after_commit(len(rows))


class _Drain:
    """Drains once after the commit, as many rows as the transaction wrote, and some that others left."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.is_done = False

    def __call__(self) -> None:
        self.is_done = True
        try:
            drain(max(AFTER_COMMIT, self.rows))
        except Exception:  # the change is committed: whatever ails the search, it must not fail the request
            logger.exception("The outbox could not be drained after a commit; its rows stay")


def _after_commit(rows: int) -> None:
    open_savepoints = set(connection.savepoint_ids)
    for savepoints, function, *_ in connection.run_on_commit:
        if isinstance(function, _Drain) and not function.is_done and savepoints <= open_savepoints:
            function.rows += rows
            return
    transaction.on_commit(_Drain(rows))


def drain(limit: int | None = None, *, parked: bool = False) -> int:
    """Brings the index up to date with up to `limit` outbox rows (all by default), and says how many were done.

    When the engine fails for a kind, its rows stay, with the error; others are drained; then EngineError is raised.
    """
    done, failure = 0, None
    for kind in kinds():
        last = 0
        while limit is None or done < limit:
            try:
                drained, last = _drain_chunk(kind, last, CHUNK if limit is None else min(CHUNK, limit - done), parked)
            except EngineError as error:
                failure = failure or error
                break
            if not last:
                break
            done += drained
    if failure:
        raise failure
    return done


def _drain_chunk(kind: str, after: int, size: int, parked: bool) -> tuple[int, int]:
    """(rows done, key of the last row tried) of one chunk of a kind; (0, 0) when there was none."""
    waiting = OutboxRow.objects.filter(kind=kind, is_held=False, pk__gt=after)
    if not parked:
        waiting = waiting.filter(is_parked=False)
    if not waiting.exists():
        return 0, 0
    engine = get_engine()
    try:
        with engine.lock(kind):
            is_rebuilding = Rebuild.objects.filter(kind=kind).exists()
            rows = list(waiting.order_by("pk").values_list("pk", "object_id")[:size])
            if not rows:
                return 0, 0
            keys = [pk for pk, _ in rows]
            changes, refused = _read(kind, sorted({object_id for _, object_id in rows}))
            refused |= engine.apply(kind, changes)
            if refused:
                _refuse(kind, keys, refused)
            served = OutboxRow.objects.filter(pk__in=[pk for pk, object_id in rows if object_id not in refused])
            if is_rebuilding:
                served.update(is_held=True, error="")
            else:
                served.delete()
            _forget_parked(kind, changes.keys() - refused.keys(), keys[0])
    except EngineError as error:  # the lock itself may have failed: whichever rows wait now
        keys = list(waiting.order_by("pk").values_list("pk", flat=True)[:size])
        _note(OutboxRow.objects.filter(pk__in=keys), str(error))
        raise
    return len(rows) - sum(object_id in refused for _, object_id in rows), keys[-1]


def _read(kind: str, object_ids: list[int]) -> tuple[dict[int, list[Fields]], dict[int, str]]:
    """(what the index must hold of these objects, {object: why its documents can't be made})."""
    document = document_for(kind)
    # a change of the vocabulary may be what is drained: it must not be read from what this process kept
    versions.check()
    try:
        return documents_of(document, object_ids), {}
    except Exception:  # one object's documents can't be made: the others must not wait for it
        logger.exception("Documents of %r could not be made together; trying them one by one", kind)
    changes: dict[int, list[Fields]] = {}
    refused: dict[int, str] = {}
    for object_id in object_ids:
        try:
            changes |= documents_of(document, [object_id])
        except Exception as error:
            logger.exception("The documents of %s %s could not be made", kind, object_id)
            refused[object_id] = f"{type(error).__name__}: {error}"
    return changes, refused


def _note(rows: QuerySet[OutboxRow], error: str) -> None:
    rows.update(attempts=Least(F("attempts") + 1, _MOST_ATTEMPTS), error=error[:2000])


def _refuse(kind: str, keys: list[int], refused: dict[int, str]) -> None:
    for object_id, why in refused.items():
        logger.error("The documents of %s %s were refused: %s", kind, object_id, why)
        _note(OutboxRow.objects.filter(pk__in=keys, object_id=object_id), why)
    OutboxRow.objects.filter(pk__in=keys, object_id__in=refused, attempts__gte=REFUSALS).update(is_parked=True)


def _forget_parked(kind: str, object_ids: Iterable[int], before: int) -> None:
    """Older parked rows of objects that are in the index now are done with too."""
    parked = OutboxRow.objects.filter(kind=kind, is_parked=True, pk__lt=before)
    if parked.exists():
        parked.filter(object_id__in=list(object_ids)).delete()
