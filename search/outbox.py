"""The outbox: changes are noted in the transaction that makes them, and drained into the index after it.

A drain reads the objects again, so it never matters in which order, how often or by whom a change is drained.  Just the
outbox rows that were there before that reading are done after it; one that comes meanwhile waits for the next drain.

The embedded engine is changed under a lock, by one process at a time.  With a cluster several workers drain at once:
each claims rows that no other has, and the number of its claim is the ticket of what it writes.  The rows of a claim
were committed before its ticket was drawn, and the objects are read after it: so whatever has the higher ticket was
read with all that the lower one had to tell, and an engine that keeps the highest loses nothing.
"""

import logging
import os
import socket
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least, Now

from search.documents import Fields, document_for, documents_of, kinds
from search.engines import Engine, get_engine
from search.engines.base import EngineError
from search.models import Claim, OutboxRow, Rebuild
from search.signals import index_changed
from taxonomy import versions

logger = logging.getLogger(__name__)

CHUNK = 500  # rows drained under one lock, in one commit of the engine
REFUSALS = 5  # a document that the engine refused so often is parked
AFTER_COMMIT = 2_000  # rows that a request drains at most when others left many behind
CLAIM_LASTS = timedelta(seconds=30)  # then whoever made it is taken for dead; tickets keep order if it is not
TOO_LATE = timedelta(minutes=30)  # to write what was read so long ago: an engine remembers deletes for an hour
_LONGEST_WAIT = timedelta(minutes=5)  # of a row that failed again and again, until its next try
_MOST_ATTEMPTS = 32_000  # what the column holds


def enqueue(kind: str, object_ids: Iterable[int]) -> None:
    """Notes, in the current transaction, that the documents of these objects must be made again."""
    rows = [OutboxRow(kind=kind, object_id=pk) for pk in dict.fromkeys(object_ids) if pk is not None]
    if not rows:
        return
    OutboxRow.objects.bulk_create(rows, batch_size=1_000)
    if get_engine().is_immediate and getattr(settings, "SEARCH_DRAIN_ON_COMMIT", True):
        _after_commit(len(rows))
    elif settings.SEARCH_DRAIN == "task":
        _by_task()


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


def _by_task() -> None:
    """Queues one task after the commit, however many rows the transaction wrote."""
    from search.tasks import drain_outbox

    if not any(function == drain_outbox.enqueue for _, function, *_ in connection.run_on_commit):
        transaction.on_commit(drain_outbox.enqueue)


def drain(limit: int | None = None, *, parked: bool = False, due: bool = False) -> int:
    """Brings the index up to date with up to `limit` outbox rows (all by default), and says how many were done.

    `parked` takes up those that were put aside; `due` leaves alone those that failed a moment ago.  When the engine
    fails for a kind, its rows stay, with the error; others are drained; then EngineError is raised.
    """
    done, failure = 0, None
    for kind in kinds():
        last = 0
        while limit is None or done < limit:
            size = CHUNK if limit is None else min(CHUNK, limit - done)
            try:
                drained, last = _drain_chunk(kind, last, size, parked=parked, due=due)
            except EngineError as error:
                failure = failure or error
                break
            if not last:
                break
            if drained:
                index_changed.send_robust(None, kind=kind)
            done += drained
    if failure:
        raise failure
    return done


def draw_ticket() -> int:
    """A number that is higher than all drawn before and lower than all that will be."""
    claim = Claim.objects.create(worker=_worker())
    ticket = claim.pk
    claim.delete()
    return ticket


@dataclass(frozen=True)
class _Taken:
    """Outbox rows that this drain has for itself, as (row, object), and the ticket of what it writes."""

    rows: list[tuple[int, int]]
    ticket: int | None = None
    since: float = field(default_factory=time.monotonic)

    @property
    def keys(self) -> list[int]:
        return [pk for pk, _ in self.rows]

    @property
    def objects(self) -> list[int]:
        return sorted({object_id for _, object_id in self.rows})


def _drain_chunk(kind: str, after: int, size: int, *, parked: bool = False, due: bool = False) -> tuple[int, int]:
    """(rows done, key of the last row tried) of one chunk of a kind; (0, 0) when there was none."""
    engine = get_engine()
    waiting = _waiting(kind, after, parked=parked, due=due)
    if not waiting.exists():
        return 0, 0
    taken = _Taken([])
    try:
        with engine.lock(kind):
            is_rebuilding = not engine.is_shared and Rebuild.objects.filter(kind=kind).exists()
            taken = _take(engine, waiting, size)
            if not taken.rows:
                return 0, 0
            left = _bring_up_to_date(kind, engine, taken)
            _settle(kind, taken, left, is_held=is_rebuilding)
    except EngineError as error:  # the lock itself may have failed: whichever rows wait now
        keys = taken.keys or list(waiting.order_by("pk").values_list("pk", flat=True)[:size])
        _note(OutboxRow.objects.filter(pk__in=keys), str(error))
        raise
    finally:
        _release(taken)
    return sum(object_id not in left for _, object_id in taken.rows), taken.keys[-1]


def _waiting(kind: str, after: int, *, parked: bool, due: bool) -> QuerySet[OutboxRow]:
    rows = OutboxRow.objects.filter(kind=kind, is_held=False, pk__gt=after)
    if not parked:
        rows = rows.filter(is_parked=False)
    if due:
        rows = rows.filter(Q(not_before=None) | Q(not_before__lte=Now()))
    if not get_engine().is_shared:
        return rows
    return rows.filter(Q(claim=None) | Q(claim__made__lt=Now() - CLAIM_LASTS))


def _take(engine: Engine, waiting: QuerySet[OutboxRow], size: int) -> _Taken:
    """The first rows that wait: all of them under the engine's lock, or those that nobody else has claimed."""
    columns = ("pk", "object_id")
    if not engine.is_shared:
        return _Taken(list(waiting.order_by("pk").values_list(*columns)[:size]))
    with transaction.atomic():
        free = waiting.select_for_update(skip_locked=True, of=("self",))
        rows = list(free.order_by("pk").values_list(*columns)[:size])
        if not rows:
            return _Taken([])
        claim = Claim.objects.create(worker=_worker())
        OutboxRow.objects.filter(pk__in=[pk for pk, _ in rows]).update(claim=claim)
    return _Taken(rows, claim.pk)


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"[:200]


def unpark() -> int:
    """Has the next drain try again what was put aside, and says how many rows these are."""
    return OutboxRow.objects.filter(is_parked=True).update(is_parked=False, attempts=0, not_before=None)


def forget_dead_claims() -> None:
    """Deletes the claims of workers that were killed; their rows are anybody's already."""
    dead = list(Claim.objects.filter(made__lt=Now() - CLAIM_LASTS).values_list("pk", flat=True))
    if dead:
        OutboxRow.objects.filter(claim__in=dead).update(claim=None)
        Claim.objects.filter(pk__in=dead).delete()


def _release(taken: _Taken) -> None:
    if taken.ticket is not None:
        OutboxRow.objects.filter(claim=taken.ticket).update(claim=None)
        Claim.objects.filter(pk=taken.ticket).delete()


@dataclass(frozen=True)
class _Left:
    """{object: why} of what could not be brought up to date."""

    refused: dict[int, str]
    postponed: dict[int, str]

    def __contains__(self, object_id: int) -> bool:
        return object_id in self.refused or object_id in self.postponed


def _bring_up_to_date(kind: str, engine: Engine, taken: _Taken) -> _Left:
    left = _Left({}, {})
    for pks in document_for(kind).portions(taken.objects):
        changes, refused = read_documents(kind, pks)
        if time.monotonic() - taken.since > TOO_LATE.total_seconds():
            raise EngineError(f"What was read more than {TOO_LATE} ago is not written; another drain has its rows")
        outcome = engine.apply(kind, changes, taken.ticket)
        left = _Left(left.refused | refused | outcome.refused, left.postponed | outcome.postponed)
    return left


def _settle(kind: str, taken: _Taken, left: _Left, *, is_held: bool) -> None:
    """Is done with the rows of what the engine has confirmed, and notes why the others are not."""
    if left.refused:
        _refuse(kind, taken.keys, left.refused)
    for object_id, why in left.postponed.items():
        rows = OutboxRow.objects.filter(pk__in=taken.keys, object_id=object_id)
        _note(rows, why)
        _wait(rows)
    served = OutboxRow.objects.filter(pk__in=[pk for pk, object_id in taken.rows if object_id not in left])
    if is_held:
        served.update(is_held=True, error="")
    else:
        served.delete()
    _forget_parked(kind, [object_id for object_id in taken.objects if object_id not in left], taken.keys[0])


def read_documents(kind: str, object_ids: Sequence[int]) -> tuple[dict[int, list[Fields]], dict[int, str]]:
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


def _wait(rows: QuerySet[OutboxRow]) -> None:
    """Puts off the next try: a second after the first failure, and twice as long after each further one."""
    for pk, attempts in rows.values_list("pk", "attempts"):
        pause = min(timedelta(seconds=2 ** min(attempts - 1, 20)), _LONGEST_WAIT)
        OutboxRow.objects.filter(pk=pk).update(not_before=Now() + pause)


def _refuse(kind: str, keys: list[int], refused: dict[int, str]) -> None:
    for object_id, why in refused.items():
        logger.error("The documents of %s %s were refused: %s", kind, object_id, why)
        rows = OutboxRow.objects.filter(pk__in=keys, object_id=object_id)
        _note(rows, why)
        _wait(rows)
    OutboxRow.objects.filter(pk__in=keys, object_id__in=refused, attempts__gte=REFUSALS).update(is_parked=True)


def _forget_parked(kind: str, object_ids: Iterable[int], before: int) -> None:
    """Older parked rows of objects that are in the index now are done with too."""
    parked = OutboxRow.objects.filter(kind=kind, is_parked=True, pk__lt=before)
    if parked.exists():
        parked.filter(object_id__in=list(object_ids)).delete()
