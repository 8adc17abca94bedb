"""Lists of people and organizations: what the address asks for, what the index answers, in words that a page shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.models import OpenTo, Organization
from profiles.viewing import view_profiles
from search.audiences import audiences_of
from search.queries import SearchRequest, search
from search.results import ResultPage, hydrate
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_tree

SIZE = 20
MAX_VALUES = 20  # of one filter
MAX_PAGE = 400  # further than anybody reads, within what an engine answers
SORTS = {"relevance": _("Best match"), "newest": _("Newest")}


@dataclass(frozen=True)
class Filter:
    """A keyword field that a list is narrowed by, and how its values are called."""

    field: str
    label: Promise | str
    name_of: Callable[[str, str], str]  # value, language
    is_counted: bool = True  # whether its values are offered with their counts
    known: frozenset[str] = frozenset()  # the only values it takes; none named is any


@dataclass(frozen=True)
class Directory:
    kind: str
    filters: tuple[Filter, ...]
    show: Callable[[list[Any], Any], list[Any]]  # objects and viewer to what the cards are made of


@dataclass(frozen=True)
class Value:
    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    field: str
    label: Promise | str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Choice:
    """A filter in force; `url` is the list without it and `count` what it would hold, when that was asked."""

    label: str
    url: str
    count: int = 0


@dataclass(frozen=True)
class Listing:
    text: str
    sort: str
    sorts: tuple[tuple[str, Promise | str], ...]
    page: ResultPage
    items: tuple[Any, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[Choice, ...]
    relaxations: tuple[Choice, ...]


def read_listing(request: HttpRequest, directory: Directory) -> Listing:
    """The list that an address asks for.  Whatever stands in the address, there is an answer."""
    language = get_language() or "en"
    text = request.GET.get("q", "").replace("\x00", " ").strip()[:500]
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ("relevance" if text else "newest")
    asked = SearchRequest(
        kind=directory.kind,
        viewer_audiences=audiences_of(request.user),
        text=text,
        language=language,
        filters=_read_filters(request.GET, directory),
        sort=sort,
        page=_read_page(request.GET.get("page", "")),
        size=SIZE,
        facets=tuple(spec.field for spec in directory.filters if spec.is_counted),
    )
    page = search(asked)
    if not page.hits and page.total and asked.page > 1:
        page = search(replace(asked, page=page.pages))
    objects = [found for _hit, found in hydrate(page.hits, request.user)]
    return Listing(
        text=text,
        sort=sort,
        sorts=tuple(SORTS.items()),
        page=page,
        items=tuple(directory.show(objects, request.user)),
        facets=tuple(_facet(spec, page, asked.filters, language) for spec in directory.filters if spec.is_counted),
        chosen=tuple(choice for _field, _value, choice in _choices(request.GET, directory, asked.filters, language)),
        relaxations=() if page.total else _relaxations(request.GET, directory, asked, language),
    )


def _read_page(typed: str) -> int:
    return max(1, min(int(typed), MAX_PAGE)) if typed.isdecimal() and len(typed) < 10 else 1


def _read_filters(query: QueryDict, directory: Directory) -> dict[str, tuple[str, ...]]:
    chosen = {}
    for spec in directory.filters:
        values = [value[:120] for value in query.getlist(spec.field) if value and "\x00" not in value]
        values = [value for value in values if not spec.known or value in spec.known]
        if values:
            chosen[spec.field] = tuple(dict.fromkeys(values))[:MAX_VALUES]
    return chosen


def _facet(spec: Filter, page: ResultPage, filters: Mapping[str, tuple[str, ...]], language: str) -> Facet:
    chosen = filters.get(spec.field, ())
    counted = page.facets[spec.field].values if spec.field in page.facets else ()
    counts = {str(value.value): value.count for value in counted}
    # What is chosen stays in the list to be unchosen, first, even when nothing has it.
    ordered = [*chosen, *(value for value in counts if value not in chosen)]
    return Facet(
        spec.field,
        spec.label,
        tuple(Value(v, spec.name_of(v, language), counts.get(v, 0), v in chosen) for v in ordered),
    )


def _choices(
    query: QueryDict, directory: Directory, filters: Mapping[str, tuple[str, ...]], language: str
) -> list[tuple[str, str, Choice]]:
    """Every filter in force as (field, value, Choice)."""
    found = []
    for spec in directory.filters:
        for value in filters.get(spec.field, ()):
            found.append((spec.field, value, Choice(spec.name_of(value, language), _without(query, spec.field, value))))
    return found


def _without(query: QueryDict, field: str, value: str) -> str:
    """The address of the list without one value of one field, from its first page."""
    changed = query.copy()
    changed.setlist(field, [v for v in changed.getlist(field) if v[:120] != value])
    changed.pop("page", None)
    return f"?{changed.urlencode()}"


def _relaxations(query: QueryDict, directory: Directory, asked: SearchRequest, language: str) -> tuple[Choice, ...]:
    """What leaving one thing out would find: the three that find most."""
    asked = replace(asked, page=1, size=0, facets=())
    found = []
    if asked.text and asked.filters:
        changed = query.copy()
        changed.pop("q", None)
        changed.pop("page", None)
        found.append(Choice(f"«{asked.text[:60]}»", f"?{changed.urlencode()}", search(replace(asked, text="")).total))
    for field, value, choice in _choices(query, directory, asked.filters, language)[:8]:
        fewer = {
            name: tuple(v for v in values if (name, v) != (field, value)) for name, values in asked.filters.items()
        }
        total = search(replace(asked, filters={name: values for name, values in fewer.items() if values})).total
        found.append(replace(choice, count=total))
    return tuple(sorted((choice for choice in found if choice.count), key=lambda choice: -choice.count)[:3])


def _expertise_name(key: str, language: str) -> str:
    return concept_tree().label(key, language)


def _named(choices: list[tuple[str, Any]]) -> Callable[[str, str], str]:
    names = dict(choices)
    return lambda value, _language: str(names.get(value, value))


def _show_people(profiles: list[Any], viewer: Any) -> list[Any]:
    return [view for view in view_profiles(profiles, viewer) if view]


PEOPLE = Directory(
    "profile",
    (
        Filter("expertise", _("What they can do"), _expertise_name),
        Filter("country", _("Where they live"), country_name),
        Filter("languages", _("Languages"), language_name),
        Filter("open_to", _("Open to"), _named(OpenTo.choices)),
    ),
    _show_people,
)
ORGANIZATIONS = Directory(
    "organization",
    (
        Filter("type", _("Type"), _named(Organization.Type.choices)),
        Filter("level", _("Level"), _named(Organization.Level.choices)),
        Filter("countries", _("Countries"), country_name),
        Filter(
            "verified",
            _("Verified"),
            lambda _value, _language: str(_("Verified")),
            is_counted=False,
            known=frozenset({"true"}),
        ),
    ),
    lambda organizations, _viewer: organizations,
)
