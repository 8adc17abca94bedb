"""The library's list: its filters and sort orders."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from profiles.saved_searches import Ranges, SearchableList
from resources.goals import GCM, SDGS, gcm_name, sdg_name
from resources.licences import licence_name
from resources.models import Collection, Resource
from resources.snippets import add_snippets
from search.listing import Chosen, Filter, Listing, choice_name, find, read_address
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_name

YEARS = ("from", "to")  # in the address
SORTS = {"relevance": _("Best match"), "newest": _("Newest")}
IN_COLLECTION = _("Collection")


def _title_of(key: str, _language: str) -> str:
    found = Collection.objects.published().filter(pk=key) if key.isdecimal() else Collection.objects.none()
    return found.values_list("title", flat=True).first() or key


def _by_number(counted: Sequence[str], chosen: Sequence[str]) -> list[str]:
    return sorted({*counted, *chosen}, key=int)


FILTERS = (
    Filter("type", _("What it is"), choice_name(Resource.Type.choices)),
    Filter("topics", _("Topics"), concept_name),
    Filter("language", _("Language"), language_name),
    Filter("countries", _("Countries"), country_name),
    Filter("licence", _("Who may use it, and how"), lambda licence, _language: licence_name(licence), is_folded=True),
    Filter(
        "sdgs",
        _("Sustainable Development Goals"),
        sdg_name,
        known=frozenset(map(str, SDGS)),
        offer=_by_number,
        is_folded=True,
    ),
    Filter(
        "gcm",
        _("Global Compact for Migration"),
        gcm_name,
        known=frozenset(map(str, GCM)),
        offer=_by_number,
        is_folded=True,
    ),
    Filter("collections", IN_COLLECTION, _title_of),
)


def years_of(query: QueryDict) -> tuple[int | None, int | None]:
    """The first and the last year that an address asks for; what makes no sense is passed over."""
    first, last = (_year(query.get(name, "")) for name in YEARS)
    return (last, first) if first and last and first > last else (first, last)


def _year(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdecimal() and len(written) == 4 else None


def ranges_of(query: QueryDict) -> Ranges:
    first, last = years_of(query)
    return {"year": (first, last + 1 if last else None)} if first or last else {}


def years_in_words(query: QueryDict) -> str:
    """«2015–2020», «from 2015», «until 2020», or ""."""
    first, last = years_of(query)
    if first and last:
        return f"{first}–{last}" if first != last else str(first)
    if first:
        return gettext("from %(year)s") % {"year": first}
    return gettext("until %(year)s") % {"year": last} if last else ""


def _extras(query: QueryDict) -> list[tuple[str, str]]:
    return [(name, str(year)) for name, year in zip(YEARS, years_of(query), strict=True) if year]


SEARCHABLE = SearchableList(
    "resource", _("Resources"), "resources:library", FILTERS, extras=_extras, ranges=ranges_of, in_words=years_in_words
)


def find_resources(request: HttpRequest, size: int = 20) -> Listing:
    """The list that the address asks for; its caller adds the translations of what the page shows."""
    filters = _filters()
    asked = read_address(request, filters, tuple(SORTS))
    years, ranges = years_in_words(request.GET), ranges_of(request.GET)
    without = Chosen(years, _without_years(request.GET))
    without_them: list[tuple[str, str, Ranges]] = [(years, without.url, {})] if years else []
    listing = find(request, kind="resource", filters=filters, asked=asked, ranges=ranges, widen=without_them, size=size)
    add_snippets(listing.found, request.user)
    return replace(listing, chosen=(*listing.chosen, without)) if years else listing


def _without_years(query: QueryDict) -> str:
    rest = query.copy()
    for name in (*YEARS, "page"):
        rest.pop(name, None)
    return f"?{rest.urlencode()}"


def _filters() -> tuple[Filter, ...]:
    """FILTERS, with the titles of all collections read by one statement."""
    titles = {str(pk): title for pk, title in Collection.objects.published().values_list("pk", "title")}
    return (*FILTERS[:-1], Filter("collections", IN_COLLECTION, lambda key, _language: titles.get(key, key)))
