"""A list that visitors search and filter: what stands in the address, what the page shows beside the results.

The addresses hold everything, so a list can be bookmarked and sent.  No text or value in them is trusted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language

from search import fallback
from search.audiences import audiences_of
from search.queries import SearchRequest, search
from search.results import Hit, ResultPage, hydrate

MAX_TEXT, MAX_VALUES, MAX_PAGE, SHOWN_VALUES, RELAXATIONS = 10_000, 50, 10_000, 24, 3


@dataclass(frozen=True)
class Filter:
    """A keyword field that visitors filter by; `word` names a value in a language.

    `is_counted`: its values are offered with their counts; `known`: the only values it takes (none named: any).
    """

    field: str
    label: Any
    word: Callable[[str, str], str]
    is_counted: bool = True
    known: frozenset[str] = frozenset()

    def takes(self, value: str) -> bool:
        return 0 < len(value) <= 200 and value.isprintable() and (not self.known or value in self.known)


@dataclass(frozen=True)
class FilterValue:
    value: str
    label: str
    count: int | None  # None when nobody could count
    chosen: bool


@dataclass(frozen=True)
class FilterGroup:
    """A filter with its counts, for components/facets.html."""

    field: str
    label: Any
    values: tuple[FilterValue, ...]


@dataclass(frozen=True)
class Chosen:
    """A filter in force, with the address of the list without it, for components/chosen.html."""

    label: str
    url: str


@dataclass(frozen=True)
class Relaxation:
    """What an empty list could drop, and how much would be found then."""

    label: str
    url: str
    count: int
    widens: bool = False  # it asks for something more rather than leaving something out


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    text: str
    values: Mapping[str, tuple[str, ...]]
    sort: str
    page: int
    query: QueryDict = field(repr=False)

    def without(self, name: str, value: str | None = None) -> str:
        """The query string without one value of a parameter, or without all of it; back on the first page."""
        query = self.query.copy()
        rest = [other for other in query.getlist(name) if value is not None and other != value]
        query.setlist(name, rest)
        query.pop("page", None)
        return f"?{query.urlencode()}"


@dataclass(frozen=True)
class Listing:
    """All that a list page shows.

    While the search is away (`page.is_away`) that is the newest; what is chosen stands by, and holds nothing back.
    """

    asked: Asked
    page: ResultPage
    found: Sequence[tuple[Hit, Model]]
    filters: tuple[FilterGroup, ...]
    chosen: tuple[Chosen, ...]
    relaxations: tuple[Relaxation, ...]

    @property
    def objects(self) -> list[Any]:
        return [obj for _hit, obj in self.found]


def read_address(request: HttpRequest, filters: Sequence[Filter], sorts: Sequence[str]) -> Asked:
    """What the address asks for; anything that makes no sense in it is passed over."""
    get = request.GET
    values = {f.field: tuple(dict.fromkeys(filter(f.takes, get.getlist(f.field)[:MAX_VALUES]))) for f in filters}
    text = get.get("q", "").replace("\x00", " ")[:MAX_TEXT].strip()
    sort = get.get("sort", "") if get.get("sort", "") in sorts else sorts[0]
    page = get.get("page", "")
    return Asked(
        text=text,
        values={name: chosen for name, chosen in values.items() if chosen},
        # Without words nothing matches better or worse.
        sort="newest" if sort == "relevance" and not text else sort,
        page=min(int(page), MAX_PAGE) if page.isdecimal() and len(page) < 10 and int(page) > 0 else 1,
        query=get,
    )


def find(
    request: HttpRequest,
    *,
    kind: str,
    filters: Sequence[Filter],
    asked: Asked,
    ranges: Mapping[str, tuple[float | None, float | None]] | None = None,
    sort: str = "",
    widen: Sequence[tuple[str, str, Mapping[str, tuple[float | None, float | None]]]] = (),
    size: int = 20,
    to_last_page: bool = False,
    exclude_ids: Sequence[int] = (),
    rows: QuerySet[Any] | None = None,
) -> Listing:
    """The page of a list that `asked` describes.

    `ranges` hold besides the chosen filters; `sort` is what the index sorts by (default: `asked.sort`); `widen`
    are other relaxations that an empty list may offer, each (label, query string, its ranges); `to_last_page`: a page
    beyond the last is the last; `exclude_ids` are objects that this visitor must not meet.  `rows` are what the newest
    are taken from while the search is away.
    """
    language = get_language() or "en"
    chosen = [(f, value) for f in filters for value in asked.values.get(f.field, ())]
    wanted = SearchRequest(
        kind=kind,
        viewer_audiences=audiences_of(request.user),
        text=asked.text,
        language=language.split("-")[0],
        filters=asked.values,
        ranges=ranges or {},
        exclude_ids=tuple(exclude_ids),
        sort=sort or asked.sort,
        page=asked.page,
        size=size,
        facets=tuple(f.field for f in filters if f.is_counted),
    )
    relaxations: tuple[Relaxation, ...] = ()
    page: ResultPage | None = None
    with fallback.tolerated():
        page = search(wanted)
        if to_last_page and page.total and not page.hits:
            page = search(replace(wanted, page=page.pages))
        if not page.total:
            relaxations = _relaxations(wanted, asked, chosen, widen, language)
    page = page or fallback.newest(kind, request.user, page=asked.page, size=size, rows=rows)
    return Listing(
        asked=asked,
        page=page,
        found=hydrate(page.hits, request.user),
        filters=tuple(_group(f, page, asked, language) for f in filters if f.is_counted),
        chosen=tuple(Chosen(f.word(value, language), asked.without(f.field, value)) for f, value in chosen),
        relaxations=relaxations,
    )


def _group(f: Filter, page: ResultPage, asked: Asked, language: str) -> FilterGroup:
    """The most frequent values, chosen ones first, even those that find nothing now."""
    chosen = asked.values.get(f.field, ())
    counts = {value.value: value.count for value in page.facets[f.field].values} if f.field in page.facets else {}
    shown = [*chosen, *(value for value in counts if value not in chosen)][: max(SHOWN_VALUES, len(chosen))]
    none = None if page.is_away else 0
    values = tuple(
        FilterValue(value, f.word(value, language), counts.get(value, none), value in chosen) for value in shown
    )
    return FilterGroup(f.field, f.label, values)


def _relaxations(
    wanted: SearchRequest, asked: Asked, chosen: Sequence[tuple[Filter, str]], widen: Sequence[Any], language: str
) -> tuple[Relaxation, ...]:
    """The ways to find something by asking for one thing less, those that find most first."""
    base = replace(wanted, page=1, size=0, facets=())
    tries = [
        (
            f.word(value, language),
            asked.without(f.field, value),
            False,
            replace(base, filters=_without(wanted.filters, f.field, value)),
        )
        for f, value in chosen[:8]
    ]
    if asked.text:
        tries.append((f"«{asked.text[:40]}»", asked.without("q"), False, replace(base, text="")))
    tries += [(label, url, True, replace(base, ranges=ranges)) for label, url, ranges in widen]
    found = [Relaxation(label, url, search(request).total, widens) for label, url, widens, request in tries]
    return tuple(sorted((r for r in found if r.count), key=lambda r: -r.count)[:RELAXATIONS])


def _without(filters: Mapping[str, tuple[str, ...]], name: str, value: str) -> dict[str, tuple[str, ...]]:
    rest = {other: values for other, values in filters.items() if other != name}
    kept = tuple(other for other in filters.get(name, ()) if other != value)
    return {**rest, name: kept} if kept else rest
