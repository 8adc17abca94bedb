"""The library's list: its filters and sort orders."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.saved_searches import SearchableList
from resources.models import Resource
from resources.querysets import card_relation
from search.listing import Filter, Listing, find, read_address
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_tree

SORTS = {"relevance": _("Best match"), "newest": _("Newest")}


def _type_name(value: str, language: str) -> str:
    return str(dict(Resource.Type.choices).get(value, value))


def _topic_name(value: str, language: str) -> str:
    return concept_tree().label(value, language)


FILTERS = (
    Filter("type", _("What it is"), _type_name),
    Filter("topics", _("Topics"), _topic_name),
    Filter("language", _("Language"), language_name),
    Filter("countries", _("Countries"), country_name),
)
SEARCHABLE = SearchableList("resource", _("Resources"), "resources:library", FILTERS)


def find_resources(request: HttpRequest, size: int = 20) -> Listing:
    """The list that the address asks for."""
    asked = read_address(request, FILTERS, tuple(SORTS))
    listing = find(request, kind="resource", filters=FILTERS, asked=asked, size=size)
    prefetch_related_objects(listing.objects, card_relation())
    return listing
