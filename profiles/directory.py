"""The lists of people and organizations: their filters, and what their cards are made of."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from profiles.models import OpenTo, Organization
from profiles.relations import blocked_profiles
from profiles.viewing import ProfileView, view_profiles
from search.listing import Filter, Listing, find, read_address
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_tree

SORTS = {"relevance": _("Best match"), "newest": _("Newest")}


def _expertise_name(key: str, language: str) -> str:
    return concept_tree().label(key, language)


def _named(choices: list[tuple[str, Any]]) -> Callable[[str, str], str]:
    names = dict(choices)
    return lambda value, _language: str(names.get(value, value))


def _verified_name(value: str, language: str) -> str:
    return str(_("Verified"))


PEOPLE = (
    Filter("expertise", _("What they can do"), _expertise_name),
    Filter("country", _("Where they live"), country_name),
    Filter("languages", _("Languages"), language_name),
    Filter("open_to", _("Open to"), _named(OpenTo.choices)),
)
ORGANIZATIONS = (
    Filter("type", _("Type"), _named(Organization.Type.choices)),
    Filter("level", _("Level"), _named(Organization.Level.choices)),
    Filter("countries", _("Countries"), country_name),
    Filter("verified", _("Verified"), _verified_name, is_counted=False, known=frozenset({"true"})),
)


def find_people(request: HttpRequest) -> tuple[Listing, list[ProfileView]]:
    """The list that the address asks for, and its people as this visitor may see them."""
    asked = read_address(request, PEOPLE, tuple(SORTS))
    listing = find(
        request,
        kind="profile",
        filters=PEOPLE,
        asked=asked,
        to_last_page=True,
        exclude_ids=blocked_profiles(request.user),
    )
    return listing, [view for view in view_profiles(listing.objects, request.user) if view]


def find_organizations(request: HttpRequest) -> Listing:
    """The list that the address asks for."""
    asked = read_address(request, ORGANIZATIONS, tuple(SORTS))
    return find(request, kind="organization", filters=ORGANIZATIONS, asked=asked, to_last_page=True)
