"""«Open now» in the index: it is asked of the clock at every query, never written down."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from profiles.saved_searches import Ranges
from search.queries import range_clauses


def open_ranges(closed_since: datetime | None = None) -> Ranges:
    """What holds for a post that takes answers in this second, or that closed after a moment."""
    now = timezone.now()
    return {
        "closes": (int((closed_since or now).timestamp()) + 1, None),
        "opens": (None, int(now.timestamp()) + 1),
    }


def open_clauses() -> list[dict[str, Any]]:
    """What holds for a post that takes answers in this second, as filters of a query."""
    return range_clauses("opportunity", open_ranges())
