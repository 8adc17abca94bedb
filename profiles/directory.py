"""The lists of people and organizations: their filters, and what their cards are made of."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F
from django.db.models.functions import Substr
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from profiles.documents import NEAR_CELL
from profiles.models import OpenTo, Organization
from profiles.saved_searches import SearchableList
from profiles.viewing import ProfileView, view_profiles
from search import fallback
from search.listing import Asked, Filter, Listing, choice_name, find, read_address, request_for
from search.queries import search
from taxonomy.geohash import neighbours
from taxonomy.models import Place
from taxonomy.names import country_name, language_name
from taxonomy.places import find_written_place
from taxonomy.tree import concept_name, concept_tree

SORTS = {"relevance": gettext_lazy("Best match"), "newest": gettext_lazy("Newest")}
FIELDS_OFFERED = 7  # fields of work, before what is narrower


def _verified_name(value: str, language: str) -> str:
    return str(_("Verified"))


def _narrowest(keys: Sequence[str]) -> tuple[str, ...]:
    """Chosen concepts without those that stand above another chosen one: choosing «welding» narrows «trades»."""
    nodes = concept_tree().by_key
    above = {key for chosen in keys if chosen in nodes for key in nodes[chosen].ancestors}
    return tuple(key for key in keys if key not in above)


def _offered_expertise(counted: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """First what lies just under the chosen concepts, then fields of work, then what most people list."""
    nodes = concept_tree().by_key
    known = [key for key in counted if key in nodes]
    narrower = [key for key in known if nodes[key].ancestors[:1] and nodes[key].ancestors[0] in chosen]
    fields = [key for key in known if not nodes[key].ancestors and not nodes[key].is_general]
    return [*narrower, *fields[:FIELDS_OFFERED], *(key for key in known if key not in fields)]


def city_names(keys: Sequence[str], language: str) -> dict[str, str]:
    """{key of a place: its name}, in one statement."""
    found = Place.objects.in_bulk([int(key) for key in keys if key.isdecimal() and len(key) < 10])
    return {str(pk): place.label(language) for pk, place in found.items()}


def cell_names(cells: Sequence[str], language: str) -> dict[str, str]:
    """{cell: the largest city in it}, in one statement."""
    places = Place.objects.annotate(cell=Substr("geohash", 1, NEAR_CELL)).filter(cell__in=cells)
    rows = places.order_by("population").values_list(F("cell"), "name", "names")
    return {
        cell: _("around %(city)s") % {"city": names.get(language.split("-")[0]) or name} for cell, name, names in rows
    }


def _as_written(value: str, _language: str) -> str:
    return value


def _near_name(written: str, _language: str) -> str:
    return _("within 40 km of %(city)s") % {"city": written}


def _cells_around(written: str) -> tuple[str, ...]:
    """The cell of a city and those around it; a city that nobody knows has none."""
    place = find_written_place(written)
    return neighbours(place.geohash[:NEAR_CELL]) if place else ()


def _known_places(written: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in written if _cells_around(each))


PEOPLE = (
    Filter(
        "expertise", gettext_lazy("What they can do"), concept_name, of="near",
        settle=_narrowest, offer=_offered_expertise,
    ),
    Filter("country", gettext_lazy("Where they live"), country_name),
    Filter("city", gettext_lazy("City"), _as_written, names=city_names),
    Filter("cell", gettext_lazy("Area"), _as_written, is_counted=False, names=cell_names),
    Filter(
        "near", gettext_lazy("Near"), _near_name, of="cell", is_counted=False,
        settle=_known_places, stands_for=_cells_around,
    ),
    Filter("roots", gettext_lazy("Roots"), country_name),
    Filter("languages", gettext_lazy("Languages"), language_name),
    Filter("open_to", gettext_lazy("Open to"), choice_name(OpenTo.choices)),
)  # fmt: skip
ORGANIZATIONS = (
    Filter("type", gettext_lazy("Type"), choice_name(Organization.Type.choices)),
    Filter("level", gettext_lazy("Level"), choice_name(Organization.Level.choices)),
    Filter("countries", gettext_lazy("Countries"), country_name),
    Filter("verified", gettext_lazy("Verified"), _verified_name, is_counted=False, known=frozenset({"true"})),
)
SEARCHABLE = (
    SearchableList("profile", gettext_lazy("People"), "profiles:people", PEOPLE),
    SearchableList("organization", gettext_lazy("Organizations"), "profiles:organizations", ORGANIZATIONS),
)


@dataclass(frozen=True)
class Directory:
    """A list of the directory; `others` is how many of the other kind the same words find, None without words."""

    listing: Listing
    people: list[ProfileView]
    others: int | None


def find_people(request: HttpRequest) -> Directory:
    """The list that the address asks for, and its people as this visitor may see them."""
    asked = read_address(request, PEOPLE, tuple(SORTS))
    listing = find(request, kind="profile", filters=PEOPLE, asked=asked, to_last_page=True)
    people = [view for view in view_profiles(listing.objects, request.user) if view]
    return Directory(listing, people, _others(request, "organization", ORGANIZATIONS, asked))


def find_organizations(request: HttpRequest) -> Directory:
    """The list that the address asks for."""
    asked = read_address(request, ORGANIZATIONS, tuple(SORTS))
    listing = find(request, kind="organization", filters=ORGANIZATIONS, asked=asked, to_last_page=True)
    return Directory(listing, [], _others(request, "profile", PEOPLE, asked))


def _others(request: HttpRequest, kind: str, filters: Sequence[Filter], asked: Asked) -> int | None:
    """How many of the other kind the same words find, whatever else is chosen: the two have no filter in common."""
    if not asked.text:
        return None
    words = Asked(text=asked.text, values={}, sort="relevance", page=1, query=asked.query)
    with fallback.tolerated():
        return search(request_for(request.user, kind=kind, filters=filters, asked=words, size=0)).total
    return None
