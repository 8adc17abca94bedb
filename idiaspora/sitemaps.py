"""What search engines are told of the site's addresses: all that is public, and nothing else.

People are in it who chose to be seen by everyone, and with the day only: a moment would tell of each change, those of
hidden fields too.  Where lists of people and organizations are for members alone, neither is in it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page, Site

from opportunities.models import Opportunity
from profiles.models import Organization, Profile
from resources.models import Collection, Resource
from resources.translations import slugs_by_work

LARGEST = 50_000  # addresses in a file: what the protocol allows
VISITOR = AnonymousUser()


@dataclass(frozen=True)
class Address:
    path: str
    changed: datetime | date | None
    alternates: Sequence[tuple[str, str]] = ()  # (language, path) of the same in each of its languages


@dataclass(frozen=True)
class Section:
    """One kind of pages: rows of (slug, when it changed) in a lasting order, and the route that shows them."""

    route: str
    rows: Callable[[], QuerySet[Any, tuple[str, datetime]]]
    by_day: bool = False
    in_languages: Callable[[], Mapping[str, Sequence[tuple[str, str]]]] = dict  # {slug: (language, slug) of each}

    def addresses(self, number: int) -> Iterator[Address]:
        """Those of a file; files are counted from 1."""
        translated = self.in_languages()
        for slug, changed in self.rows()[(number - 1) * LARGEST : number * LARGEST]:
            alternates = [(language, self._path(each)) for language, each in translated.get(slug, ())]
            yield Address(self._path(slug), changed.date() if self.by_day else changed, alternates)

    def _path(self, slug: str) -> str:
        return reverse(self.route, args=[slug])

    def files(self) -> int:
        return -(-self.rows().count() // LARGEST)


def _opportunities() -> QuerySet[Any, Any]:
    posts = Opportunity.objects.published().order_by("pk")
    return posts.values_list("slug", Coalesce("last_published_at", "updated"))


def _resources() -> QuerySet[Any, Any]:
    return Resource.objects.published().order_by("pk").values_list("slug", Coalesce("last_published_at", "updated"))


def _collections() -> QuerySet[Any, Any]:
    return Collection.objects.published().order_by("pk").values_list("slug", "last_published_at")


def _organizations() -> QuerySet[Any, Any]:
    return Organization.objects.visible_to(VISITOR).order_by("pk").values_list("slug", "updated")


def _people() -> QuerySet[Any, Any]:
    return Profile.objects.visible_to(VISITOR).order_by("pk").values_list("slug", "updated")


OPEN = {
    "opportunities": Section("opportunities:opportunity", _opportunities),
    "resources": Section("resources:resource", _resources, in_languages=slugs_by_work),
    "collections": Section("resources:collection", _collections),
}
DIRECTORY = {
    "organizations": Section("profiles:organization", _organizations),
    "people": Section("profiles:profile", _people, by_day=True),
}
PAGES = "pages"


def sections() -> dict[str, Section]:
    return OPEN if settings.DIRECTORY_FOR_MEMBERS_ONLY else OPEN | DIRECTORY


def files() -> list[str]:
    """The names of all files: «pages-1», «opportunities-1», «opportunities-2»…"""
    numbered = [f"{name}-{number}" for name, section in sections().items() for number in range(1, section.files() + 1)]
    return [f"{PAGES}-1", *numbered]


def addresses_in(file: str, request: HttpRequest) -> Sequence[Address]:
    """What a file lists.  Raises LookupError when there is no such file."""
    name, _dash, number = file.rpartition("-")
    if file == f"{PAGES}-1":
        return _pages(request)
    section = sections().get(name)
    if section is None or not (number.isascii() and number.isdecimal() and 0 < len(number) < 5 and number[0] != "0"):
        raise LookupError(file)
    if found := list(section.addresses(int(number))):
        return found
    raise LookupError(file)


def _pages(request: HttpRequest) -> list[Address]:
    """The editors' pages, and the lists that visitors may open."""
    routes = ["opportunities:board", "resources:library", "resources:collections"]
    if not settings.DIRECTORY_FOR_MEMBERS_ONLY:
        routes += ["profiles:people", "profiles:organizations", "profiles:map"]
    lists = [Address(reverse(route), None) for route in routes]
    site = Site.find_for_request(request)
    if site is None:
        return lists
    pages = Page.objects.descendant_of(site.root_page, inclusive=True).live().public().order_by("path")
    return [*(Address(page.get_url(request), page.last_published_at) for page in pages[: LARGEST - 10]), *lists]
