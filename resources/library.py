"""The library's list: its filters and sort orders."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.saved_searches import SearchableList
from resources.models import Collection, Resource
from resources.querysets import card_relation
from resources.snippets import add_snippets
from resources.translations import add_translations
from search.listing import Filter, Listing, choice_name, find, read_address
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_name

SORTS = {"relevance": _("Best match"), "newest": _("Newest")}
IN_COLLECTION = _("Collection")


def _title_of(key: str, _language: str) -> str:
    found = Collection.objects.published().filter(pk=key) if key.isdecimal() else Collection.objects.none()
    return found.values_list("title", flat=True).first() or key


FILTERS = (
    Filter("type", _("What it is"), choice_name(Resource.Type.choices)),
    Filter("topics", _("Topics"), concept_name),
    Filter("language", _("Language"), language_name),
    Filter("countries", _("Countries"), country_name),
    Filter("collections", IN_COLLECTION, _title_of),
)
SEARCHABLE = SearchableList("resource", _("Resources"), "resources:library", FILTERS)


def find_resources(request: HttpRequest, size: int = 20) -> Listing:
    """The list that the address asks for."""
    filters = _filters()
    asked = read_address(request, filters, tuple(SORTS))
    listing = find(request, kind="resource", filters=filters, asked=asked, size=size)
    prefetch_related_objects(listing.objects, card_relation())
    add_snippets(listing.found, request.user)
    add_translations(listing.objects)
    return listing


def _filters() -> tuple[Filter, ...]:
    """FILTERS, with the titles of all collections read by one statement."""
    titles = {str(pk): title for pk, title in Collection.objects.published().values_list("pk", "title")}
    return (*FILTERS[:-1], Filter("collections", IN_COLLECTION, lambda key, _language: titles.get(key, key)))
