"""The board's list: its filters and its sort orders."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from opportunities.documents import ANY_LANGUAGE
from opportunities.kinds import get_kind
from opportunities.models import Opportunity
from opportunities.opening import open_ranges
from opportunities.querysets import card_relations
from profiles.saved_searches import Ranges, SearchableList
from search.listing import Filter, Listing, choice_name, find, read_address
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_name

# What the address says → the words for it, and the field of the index.
SORTS = {
    "relevance": (_("Best match"), "relevance"),
    "newest": (_("Newest"), "newest"),
    "closing": (_("Closing soon"), "closes"),
}


def _kind_name(value: str, language: str) -> str:
    return str(get_kind(value).label)


def _spoken_name(value: str, language: str) -> str:
    return str(_("No language asked for")) if value == ANY_LANGUAGE else language_name(value, language)


FILTERS = (
    Filter("type", _("Kind"), _kind_name),
    Filter("expertise", _("Expertise"), concept_name),
    Filter("country", _("Country"), country_name),
    Filter("remote", _("Where it is done"), choice_name(Opportunity.Remote.choices)),
    Filter("languages", _("Languages asked for"), _spoken_name),
    Filter("language", _("Language of the post"), language_name),
)


def find_opportunities(request: HttpRequest, size: int = 20) -> tuple[Listing, bool]:
    """The list that the address asks for, and whether it holds closed posts too (`closed=1`)."""
    asked = read_address(request, FILTERS, tuple(SORTS))
    with_closed = request.GET.get("closed") == "1"
    everything: Ranges = {}
    ranges = _ranges(request.GET)
    published = Opportunity.objects.published()
    widen = [] if with_closed else [(str(_("With closed ones")), _with_closed(request), everything)]
    listing = find(
        request,
        kind="opportunity",
        filters=FILTERS,
        asked=asked,
        ranges=ranges,
        sort=SORTS[asked.sort][1],
        widen=widen,
        size=size,
        rows=published if with_closed else published.open_now(),
    )
    prefetch_related_objects(listing.objects, *card_relations())
    return listing, with_closed


def _ranges(query: QueryDict) -> Ranges:
    return {} if query.get("closed") == "1" else open_ranges()


def _extras(query: QueryDict) -> list[tuple[str, str]]:
    return [("closed", "1")] if query.get("closed") == "1" else []


SEARCHABLE = SearchableList(
    "opportunity", _("Opportunities"), "opportunities:board", FILTERS, extras=_extras, ranges=_ranges
)


def _with_closed(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["closed"] = "1"
    query.pop("page", None)
    return f"?{query.urlencode()}"
