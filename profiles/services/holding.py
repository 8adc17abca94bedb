"""Waiting for others who change the same: whoever writes what an organization or a group is, or who belongs to it,
holds it first, before any row of it.  With one order for all, no two can wait for each other."""

from typing import Any

from django.db.models import QuerySet


def hold(rows: QuerySet[Any]) -> list[Any]:
    """Rows as they are now, held until the end of the transaction; the lowest number first."""
    return list(rows.select_for_update(of=("self",)).order_by("pk"))


def hold_anew(thing: Any) -> None:
    """Holds one thing, and reads it again: what was read before may be old."""
    thing.refresh_from_db(from_queryset=type(thing)._default_manager.select_for_update(of=("self",)))
