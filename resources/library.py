"""The library's list: its filters and sort orders."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.saved_searches import SearchableList
from resources.models import Resource
from resources.querysets import card_relation
from search.listing import Filter, Listing, choice_name, find, read_address
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_name

SORTS = {"relevance": _("Best match"), "newest": _("Newest")}


FILTERS = (
    Filter("type", _("What it is"), choice_name(Resource.Type.choices)),
    Filter("topics", _("Topics"), concept_name),
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
