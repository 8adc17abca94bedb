"""What a search gives back.  Nothing in here knows which engine answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

REACH = 10_000  # nobody pages further than this many results; Elasticsearch refuses to


@dataclass(frozen=True)
class Hit:
    """A document that was found; `fields` is the document as it was indexed, `highlights` {field: safe HTML}, `places`
    {field: which of its values that is from, from 0}."""

    kind: str
    object_id: int
    score: float
    fields: Mapping[str, Any]
    highlights: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class FacetValue:
    value: str
    count: int


@dataclass(frozen=True)
class Facet:
    field: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True)
class ResultPage:
    """One page of hits; `total` counts all of them, `pages` those that can be reached.

    `is_away`: the engine was not to be had, and these are the newest of the database.  How many there are was not
    counted: `total` knows only whether there is a next page.
    """

    hits: tuple[Hit, ...]
    total: int
    page: int = 1
    size: int = 20
    facets: Mapping[str, Facet] = field(default_factory=dict)
    is_away: bool = False

    @property
    def pages(self) -> int:
        return -(-min(self.total, REACH) // self.size)

    @property
    def has_next(self) -> bool:
        return self.page < self.pages

    @property
    def has_previous(self) -> bool:
        return self.page > 1


def hydrate(hits: Iterable[Hit], viewer: Any) -> list[tuple[Hit, Model]]:
    """The hits with their objects, in order, one query a kind; what visible_to(viewer) no longer gives is dropped."""
    hits = list(hits)
    wanted: dict[str, list[int]] = {}
    for hit in hits:
        wanted.setdefault(hit.kind, []).append(hit.object_id)
    found = {(kind, obj.pk): obj for kind, pks in wanted.items() for obj in _visible(kind, pks, viewer)}
    return [(hit, found[hit.kind, hit.object_id]) for hit in hits if (hit.kind, hit.object_id) in found]


def _visible(kind: str, pks: list[int], viewer: Any) -> Iterable[Any]:
    from search.documents import document_for

    options = document_for(kind).Django
    found = options.model._default_manager.visible_to(viewer).filter(pk__in=pks)  # type: ignore[attr-defined]
    return found.select_related(*options.joined) if options.joined else found
