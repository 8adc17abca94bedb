"""What harvesters may select: every resource that was ever public, with when it changed last.

What is out of the library, or deleted, is told as deleted, for good: with its kind, its language and the collections
that it is in, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import Min, Prefetch, Q, QuerySet
from django.utils import timezone, translation

from resources.models import Collection, CollectionItem, Resource, Tombstone
from resources.oai.collections import PREFIX, set_of, slug_in
from resources.translations import add_translations
from taxonomy.names import language_name

PAGE = 100  # records of an answer


class Place(NamedTuple):
    """Where a list goes on: after this record.  One that changes meanwhile comes again, behind."""

    datestamp: datetime
    uuid: UUID


@dataclass(frozen=True)
class Selection:
    """`since` counts, `before` doesn't; None for no bound.  `set` is a setSpec, or "" for everything."""

    since: datetime | None = None
    before: datetime | None = None
    set: str = ""


@dataclass(frozen=True)
class Record:
    """`resource` is None of what is deleted."""

    uuid: UUID
    datestamp: datetime
    sets: tuple[str, ...]
    resource: Resource | None

    @property
    def place(self) -> Place:
        return Place(self.datestamp, self.uuid)


def records(selection: Selection, after: Place | None, size: int) -> list[Record]:
    """The next ones in the order in which they changed, with all that is told of them, in five statements."""
    found = _next(selection, after, size, _resources().for_page())
    add_translations(record.resource for record in found if record.resource)
    return found


def headers(selection: Selection, after: Place | None, size: int) -> list[Record]:
    """The same, with what their headers tell alone; in three statements."""
    return _next(selection, after, size, _resources().only("uuid", "updated", "type", "language", "live"))


def _next(selection: Selection, after: Place | None, size: int, resources: Any) -> list[Record]:
    lists = [_first(rows, name, after, size) for rows, name in _selected(selection, resources)]
    both = merge(*([_record(row) for row in rows] for rows in lists), key=lambda record: record.place)
    return list(islice(both, size))


def count(selection: Selection) -> int:
    return sum(rows.count() for rows, _name in _selected(selection, _resources()))


def find(uuid: UUID) -> Record | None:
    for rows in (_resources().for_page(), Tombstone.objects.all()):
        if row := rows.filter(uuid=uuid).first():
            record = _record(row)
            add_translations([record.resource] if record.resource else [])
            return record
    return None


def earliest() -> datetime:
    """No record is older."""
    found = [
        _resources().aggregate(first=Min("updated"))["first"],
        Tombstone.objects.aggregate(first=Min("deleted"))["first"],
    ]
    return min(filter(None, found), default=timezone.now())


def sets() -> Iterator[tuple[str, str]]:
    """(setSpec, name): one for each kind, each language that there is something in, each published collection."""
    for kind, label in Resource.Type.choices:
        yield f"type-{kind}", str(label)
    reader = translation.get_language() or settings.LANGUAGE_CODE
    for code in _resources().order_by("language").values_list("language", flat=True).distinct():
        yield f"language-{code}", language_name(code, reader)
    for slug, title in Collection.objects.published().order_by("slug").values_list("slug", "title"):
        yield set_of(slug), title


def _resources() -> Any:
    """All that was ever public; `public_items` of each are its places in published collections."""
    places = CollectionItem.objects.filter(collection__live=True).select_related("collection")
    shown = Prefetch("collection_items", places.order_by("collection__slug"), to_attr="public_items")
    return Resource.objects.filter(Q(live=True) | Q(first_published_at__isnull=False)).prefetch_related(shown)


def _selected(selection: Selection, resources: Any) -> list[tuple[QuerySet[Any], str]]:
    """The rows of each kind, with the name of the column that tells when they changed."""
    field, _dash, value = selection.set.partition("-")
    tombstones = Tombstone.objects.all()
    if field == PREFIX:
        here = {"collection__slug": slug_in(value), "collection__live": True}
        resources = resources.filter(pk__in=CollectionItem.objects.filter(**here).values("resource"))
        tombstones = tombstones.none()  # it is forgotten in which collections they were
    elif selection.set:
        chosen = Q(**{field: value}) if field in ("type", "language") else Q(pk=None)
        resources, tombstones = resources.filter(chosen), tombstones.filter(chosen)
    return [
        (_between(resources, "updated", selection), "updated"),
        (_between(tombstones, "deleted", selection), "deleted"),
    ]


def _between(rows: QuerySet[Any], name: str, selection: Selection) -> QuerySet[Any]:
    if selection.since:
        rows = rows.filter(**{f"{name}__gte": selection.since})
    if selection.before:
        rows = rows.filter(**{f"{name}__lt": selection.before})
    return rows


def _first(rows: QuerySet[Any], name: str, after: Place | None, size: int) -> QuerySet[Any]:
    if after is not None:
        later = Q(**{f"{name}__gt": after.datestamp})
        rows = rows.filter(later | Q(**{name: after.datestamp, "uuid__gt": after.uuid}))
    return rows.order_by(name, "uuid")[:size]


def _record(row: Resource | Tombstone) -> Record:
    told = tuple(f"{name}-{value}" for name in ("type", "language") if (value := getattr(row, name)))
    if isinstance(row, Tombstone):
        return Record(row.uuid, row.deleted, told, None)
    told += tuple(set_of(item.collection.slug) for item in row.public_items)
    return Record(row.uuid, row.updated, told, row if row.live else None)
