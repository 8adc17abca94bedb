"""What a page shows while the engine is away: a plain list from the database, the newest first.

It is the same for everybody who may see the same, and costs the same however many rows there are: no words are looked
for, nothing is counted, and only the newest rows are looked at.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.models import QuerySet

from search import waiting
from search.documents import document_for
from search.engines.base import EngineError, NotAskedError
from search.results import REACH, Hit, ResultPage

logger = logging.getLogger(__name__)

LOOKED_AT = 5 * REACH  # rows; what is older waits for the search


@contextmanager
def tolerated() -> Iterator[None]:
    """Ends quietly when the engine can't answer what is asked in here; what follows says what is shown instead.

    An outage is told in the log by those who asked: so as often as the breaker lets somebody.
    """
    try:
        yield
    except EngineError as error:
        if not isinstance(error, NotAskedError):
            logger.warning("Search is away, pages do without: %s", error)
        if (page := waiting.current()) is not None:
            page.did_without = True


def newest(kind: str, viewer: Any, *, page: int = 1, size: int = 20, rows: QuerySet[Any] | None = None) -> ResultPage:
    """A page of what a viewer may see of a kind; a page beyond the last is the first.

    `rows` are those that may be shown at all (default: all that belong in the index).
    """
    document = document_for(kind)
    shown = document.queryset() if rows is None else rows
    oldest = document.Django.model._default_manager.order_by("-pk").values_list("pk", flat=True)[LOOKED_AT:][:1]
    shown = shown.filter(pk__gt=next(iter(oldest), 0))
    shown = shown.visible_to(viewer).order_by(*document.Django.newest_first)  # type: ignore[attr-defined]
    found = _keys(shown, page, size)
    if not found and page > 1:
        page, found = 1, _keys(shown, 1, size)
    hits = tuple(Hit(kind, pk, 0.0, {}) for pk in found[:size])
    return ResultPage(hits, (page - 1) * size + len(found), page, size, is_away=True)


def _keys(shown: QuerySet[Any], page: int, size: int) -> list[int]:
    """The keys of a page, and of one more row when there is a next page."""
    start = (max(page, 1) - 1) * size
    return list(shown.values_list("pk", flat=True)[start : start + size + 1]) if start < REACH else []
