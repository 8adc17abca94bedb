"""One search box over everything."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from idiaspora.cards import objects_for_cards
from profiles.views.directory import is_closed_to
from search import fallback
from search.documents import document_for
from search.queries import SearchRequest, search

EACH = 4  # of a kind on the page; the lists show the rest

# kind, heading, the list with the rest, the card
SECTIONS: tuple[tuple[str, Promise, str, str], ...] = (
    ("opportunity", _("Opportunities"), "opportunities:board", "opportunities/_opportunity_card.html"),
    ("profile", _("People"), "profiles:people", "profiles/_profile_card.html"),
    ("organization", _("Organizations"), "profiles:organizations", "profiles/_organization_card.html"),
    ("resource", _("Resources"), "resources:library", "resources/_resource_card.html"),
    ("community", _("Groups"), "profiles:communities", "profiles/_community_card.html"),
)


@dataclass(frozen=True)
class Section:
    kind: str
    heading: Promise
    card: str
    total: int
    objects: list[Any]
    all_url: str


@require_GET
@login_not_required
def search_page(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\x00", " ").strip()[:500]
    sections: list[Section] | None = None
    with fallback.tolerated():
        sections = (
            [section for row in _sections(request) if (section := _section(request, typed, *row)).total]
            if typed
            else []
        )
    if sections is None:
        return render(request, "idiaspora/search.html", {"typed": typed, "lists": _lists(request, typed)})
    context = {"typed": typed, "sections": sections, "total": sum(section.total for section in sections)}
    return render(request, "idiaspora/search.html", context)


def _sections(request: HttpRequest) -> list[tuple[str, Promise, str, str]]:
    """Without groups for visitors, nor people and organizations where the operator keeps the directory from them."""
    closed = {"profile", "organization"} if is_closed_to(request.user) else set()
    if not request.user.is_authenticated:
        closed.add("community")
    return [row for row in SECTIONS if row[0] not in closed]


def _lists(request: HttpRequest, typed: str) -> list[tuple[Promise, str]]:
    """(heading, address) of the lists that one can look through while the search is away."""
    return [(heading, _all_url(name, typed)) for _kind, heading, name, _card in _sections(request)]


def _all_url(list_name: str, typed: str) -> str:
    return f"{reverse(list_name)}?{urlencode({'q': typed})}"


def _section(request: HttpRequest, typed: str, kind: str, heading: Promise, list_name: str, card: str) -> Section:
    found = search(
        SearchRequest(
            kind=kind,
            viewer_audiences=document_for(kind).audiences_for(request.user),
            text=typed,
            language=get_language() or "en",
            size=EACH,
            exclude_ids=document_for(kind).hidden_from(request.user),
        )
    )
    objects = objects_for_cards(found.hits, request.user)
    return Section(kind, heading, card, found.total, objects, _all_url(list_name, typed))
