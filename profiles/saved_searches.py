"""The lists whose searches can be saved, and how many new things a saved one finds.

An app registers its list when it starts; nothing in here knows which lists there are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from profiles.models import SavedSearch
from search import fallback
from search.documents import newest_key
from search.engines import get_engine
from search.listing import Asked, Filter, read_query, request_for
from search.queries import SearchRequest

MAX_NAME = 120
Ranges = Mapping[str, tuple[float | None, float | None]]


def _everything(query: QueryDict) -> Ranges:
    return {}


def _no_extras(query: QueryDict) -> Sequence[tuple[str, str]]:
    return ()


def _nothing(query: QueryDict) -> str:
    return ""


@dataclass(frozen=True)
class SearchableList:
    """A list with an address of its own; `extras` gives the parameters besides words and filters that change what it
    finds, `ranges` what holds for all that it shows, `in_words` what of these a search is called by."""

    kind: str
    label: Any
    list_name: str
    filters: Sequence[Filter]
    extras: Callable[[QueryDict], Sequence[tuple[str, str]]] = _no_extras
    ranges: Callable[[QueryDict], Ranges] = _everything
    in_words: Callable[[QueryDict], str] = _nothing

    def read(self, query: QueryDict) -> Asked:
        return read_query(query, self.filters, ("newest",))

    def normalised(self, query: QueryDict) -> str:
        """The query string of what is looked for: without page and order, and always in the same order."""
        asked = self.read(query)
        pairs = [("q", asked.text)] if asked.text else []
        pairs += [(name, value) for name in sorted(asked.values) for value in sorted(asked.values[name])]
        pairs += self.extras(query)
        return urlencode(pairs)

    def name_of(self, query: QueryDict) -> str:
        """What a search is called until its owner calls it otherwise: its words and filters, in the language in use."""
        asked, language = self.read(query), get_language() or "en"
        words = [f"«{asked.text}»"] if asked.text else []
        for f in self.filters:
            if values := asked.values.get(f.field):
                names = f.named(values, language)
                words += [names.get(value, value) for value in values]
        return " · ".join(filter(None, [*words, self.in_words(query)]))[:MAX_NAME]


_lists: dict[str, SearchableList] = {}


def register(searchable: SearchableList) -> None:
    """Has a list offer to save its searches."""
    _lists[searchable.kind] = searchable


def list_of(kind: str) -> SearchableList | None:
    return _lists.get(kind)


@dataclass(frozen=True)
class Kept:
    """A saved search as its owner sees it; `new` is None while nobody can count."""

    search: SavedSearch
    label: Any
    url: str
    new: int | None


def kept_by(viewer: Any) -> list[Kept]:
    """A member's saved searches with how many each finds that came since it was looked at: one request a kind."""
    saved = [each for each in SavedSearch.objects.filter(user=viewer) if each.kind in _lists]
    new = count_new(saved, viewer)
    return [Kept(each, _lists[each.kind].label, address_of(each), new.get(each.pk)) for each in saved]


def count_new(saved: Sequence[SavedSearch], viewer: Any) -> dict[int, int]:
    """{saved search: how many new ones}; those that can't be counted now are missing."""
    found: dict[int, int] = {}
    for kind in sorted({each.kind for each in saved}):
        searches = [each for each in saved if each.kind == kind]
        with fallback.tolerated():
            bodies = [request_since(each, viewer, each.seen, size=0).to_dict() for each in searches]
            answers = get_engine().search_many(kind, bodies)
            found |= {each.pk: answer.total for each, answer in zip(searches, answers, strict=True)}
    return found


def request_since(saved: SavedSearch, viewer: Any, moment: datetime, *, size: int) -> SearchRequest:
    """The request for what a saved search finds that is newer than a moment."""
    of, query = _lists[saved.kind], QueryDict(saved.query)
    request = request_for(
        viewer, kind=saved.kind, filters=of.filters, asked=of.read(query), ranges=of.ranges(query), size=size
    )
    since = newest_key(int(moment.timestamp()) + 1, 0)
    return replace(request, ranges={**request.ranges, "newest": (since, None)})


def address_of(saved: SavedSearch) -> str:
    """The list with what a saved search looks for; where there is no such list any more, all that are saved."""
    of = list_of(saved.kind)
    return f"{reverse(of.list_name)}?{saved.query}" if of else reverse("profiles:saved-searches")
