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
from search.documents import document_for
from search.queries import SearchRequest, search
from search.results import Hit, ResultPage, hydrate

MAX_TEXT, MAX_VALUES, MAX_PAGE, SHOWN_VALUES, RELAXATIONS = 10_000, 50, 10_000, 24, 3


@dataclass(frozen=True)
class Filter:
    """A keyword field that visitors filter by; `word` names a value in a language, `names` many in one go.

    `field` is its name in the address, and in the index unless `of` names another.  `is_counted`: values are offered
    with their counts; `known`: the only values it takes (none named: any); `settle`: which of the chosen values count;
    `stands_for`: what of the index a value means; `offer`: the order in which values are offered, from those that were
    counted, the most frequent first, and those chosen; `is_folded`: shown once it is opened, or something is chosen.
    """

    field: str
    label: Any
    word: Callable[[str, str], str]
    is_counted: bool = True
    known: frozenset[str] = frozenset()
    of: str = ""
    names: Callable[[Sequence[str], str], Mapping[str, str]] | None = None
    settle: Callable[[Sequence[str]], Sequence[str]] = tuple
    stands_for: Callable[[str], tuple[str, ...]] | None = None
    offer: Callable[[Sequence[str], Sequence[str]], Sequence[str]] | None = None
    is_folded: bool = False

    @property
    def index_field(self) -> str:
        return self.of or self.field

    def takes(self, value: str) -> bool:
        return 0 < len(value) <= 200 and value.isprintable() and (not self.known or value in self.known)

    def named(self, values: Sequence[str], language: str) -> Mapping[str, str]:
        """{value: its name}."""
        if self.names is not None:
            return self.names(values, language) if values else {}
        return {value: self.word(value, language) for value in values}

    def meant(self, values: Sequence[str]) -> tuple[str, ...]:
        """The values of the index that these values of the address mean."""
        if self.stands_for is None:
            return tuple(values)
        return tuple(dict.fromkeys(meant for value in values for meant in self.stands_for(value)))


def choice_name(choices: Sequence[tuple[str, Any]]) -> Callable[[str, str], str]:
    """The `word` of a filter whose values are choices of a field."""
    names = dict(choices)
    return lambda value, _language: str(names.get(value, value))


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
    is_folded: bool = False


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

    def with_only(self, name: str, value: str, *, drop: Sequence[str] = ()) -> str:
        """The query string with one value of a parameter and no other, without those to `drop`; on the first page."""
        query = self.query.copy()
        for each in ("page", *drop):
            query.pop(each, None)
        query.setlist(name, [value])
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
    return read_query(request.GET, filters, sorts)


def read_query(get: QueryDict, filters: Sequence[Filter], sorts: Sequence[str]) -> Asked:
    """As read_address(), of a query string that was kept."""
    values = {
        f.field: tuple(f.settle(tuple(dict.fromkeys(filter(f.takes, get.getlist(f.field)[:MAX_VALUES])))))
        for f in filters
    }
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
    rows: QuerySet[Any] | None = None,
) -> Listing:
    """The page of a list that `asked` describes.

    `ranges` hold besides the chosen filters; `sort` is what the index sorts by (default: `asked.sort`); `widen`
    are other relaxations that an empty list may offer, each (label, query string, its ranges); `to_last_page`: a page
    beyond the last is the last.  `rows` are what the newest are taken from while the search is away.
    """
    language = get_language() or "en"
    names = names_of(filters, asked, language)
    facets = tuple(f.index_field for f in filters if f.is_counted)
    wanted = replace(
        request_for(request.user, kind=kind, filters=filters, asked=asked, ranges=ranges, size=size, facets=facets),
        sort=sort or asked.sort,
        page=asked.page,
    )
    relaxations: tuple[Relaxation, ...] = ()
    page: ResultPage | None = None
    with fallback.tolerated():
        page = search(wanted)
        if to_last_page and page.total and not page.hits:
            page = search(replace(wanted, page=page.pages))
        if not page.total:
            relaxations = _relaxations(wanted, asked, filters, names, widen)
    page = page or fallback.newest(kind, request.user, page=asked.page, size=size, rows=rows)
    return Listing(
        asked=asked,
        page=page,
        found=hydrate(page.hits, request.user),
        filters=tuple(_group(f, page, asked, language) for f in filters if f.is_counted),
        chosen=chosen_of(asked, names),
        relaxations=relaxations,
    )


def names_of(filters: Sequence[Filter], asked: Asked, language: str) -> dict[str, Mapping[str, str]]:
    """{field: {chosen value: its name}}, in the order of the filters."""
    return {f.field: f.named(asked.values[f.field], language) for f in filters if f.field in asked.values}


def chosen_of(asked: Asked, names: Mapping[str, Mapping[str, str]]) -> tuple[Chosen, ...]:
    """What is chosen, by its names: names_of()."""
    return tuple(
        Chosen(words.get(value, value), asked.without(field, value))
        for field, words in names.items()
        for value in asked.values[field]
    )


def request_for(
    viewer: Any,
    *,
    kind: str,
    filters: Sequence[Filter],
    asked: Asked,
    ranges: Mapping[str, tuple[float | None, float | None]] | None = None,
    size: int = 20,
    facets: tuple[str, ...] = (),
) -> SearchRequest:
    """The first page of what an address asks of the index, for a viewer."""
    return SearchRequest(
        kind=kind,
        viewer_audiences=document_for(kind).audiences_for(viewer),
        text=asked.text,
        language=(get_language() or "en").split("-")[0],
        filters=_meant(filters, asked.values),
        ranges=ranges or {},
        exclude_ids=document_for(kind).hidden_from(viewer),
        size=size,
        facets=facets,
    )


def _meant(filters: Sequence[Filter], values: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """{field of the index: values}; two filters of one field widen each other."""
    found: dict[str, tuple[str, ...]] = {}
    for f in filters:
        if f.field in values:
            found[f.index_field] = (*found.get(f.index_field, ()), *f.meant(values[f.field]))
    return found


def _group(f: Filter, page: ResultPage, asked: Asked, language: str) -> FilterGroup:
    """The most frequent values, chosen ones first, even those that find nothing now."""
    chosen = asked.values.get(f.field, ())
    facet = page.facets.get(f.index_field)
    counts = {value.value: value.count for value in facet.values} if facet else {}
    offered = f.offer(tuple(counts), chosen) if f.offer else tuple(counts)
    shown = list(dict.fromkeys([*chosen, *offered]))[: max(SHOWN_VALUES, len(chosen))]
    none = None if page.is_away else 0
    names = f.named(shown, language)
    values = tuple(
        FilterValue(value, names.get(value, value), counts.get(value, none), value in chosen) for value in shown
    )
    return FilterGroup(f.field, f.label, values, f.is_folded and not chosen)


def _relaxations(
    wanted: SearchRequest,
    asked: Asked,
    filters: Sequence[Filter],
    names: Mapping[str, Mapping[str, str]],
    widen: Sequence[Any],
) -> tuple[Relaxation, ...]:
    """The ways to find something by asking for one thing less, those that find most first."""
    base = replace(wanted, page=1, size=0, facets=())
    chosen = [(f, value) for f in filters for value in asked.values.get(f.field, ())]
    tries = [
        (
            names[f.field].get(value, value),
            asked.without(f.field, value),
            False,
            replace(base, filters=_meant(filters, _without(asked.values, f.field, value))),
        )
        for f, value in chosen[:8]
    ]
    if asked.text:
        tries.append((f"«{asked.text[:40]}»", asked.without("q"), False, replace(base, text="")))
    tries += [(label, url, True, replace(base, ranges=ranges)) for label, url, ranges in widen]
    found = [Relaxation(label, url, search(request).total, widens) for label, url, widens, request in tries]
    return tuple(sorted((r for r in found if r.count), key=lambda r: -r.count)[:RELAXATIONS])


def _without(values: Mapping[str, tuple[str, ...]], name: str, value: str) -> dict[str, tuple[str, ...]]:
    rest = {other: chosen for other, chosen in values.items() if other != name}
    kept = tuple(other for other in values.get(name, ()) if other != value)
    return {**rest, name: kept} if kept else rest
