"""What leaves the board for other programs: which posts that is, and answers that readers and caches may keep."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.board import FILTERS, SORTS
from opportunities.models import Opportunity
from opportunities.moments import format_moment, get_zone
from opportunities.opening import open_ranges
from search.listing import read_query, request_for
from search.queries import search
from search.results import hydrate
from taxonomy.names import site_language

MAX_AGE = 900  # seconds that a reader may keep an answer without asking again
REMEMBERED = 30 * 86_400  # seconds that the date of an answer's last change is kept


def posts_asked_for(query: QueryDict, *, size: int, closed_since: datetime | None = None) -> list[Opportunity]:
    """The newest posts that a board's address asks for, as a visitor sees them: open ones, and those that closed after
    `closed_since`.

    Raises EngineError while the search is away and the address asks for it: what a reader once took, it keeps.
    """
    asked = read_query(query, FILTERS, tuple(SORTS))
    since = closed_since or timezone.now()
    if not asked.text and not asked.values:
        rows = Opportunity.objects.published().open_since(since)
        return list(rows.select_related("organization").order_by("-first_published_at", "-pk")[:size])
    visitor = AnonymousUser()
    wanted = request_for(
        visitor, kind="opportunity", filters=FILTERS, asked=asked, ranges=open_ranges(since), size=size
    )
    found: list[Any] = [post for _hit, post in hydrate(search(replace(wanted, sort="newest")).hits, visitor)]
    # The index may lag by a moment.
    return [post for post in found if post.closes is None or post.closes > since]


def changed_at(opportunity: Opportunity) -> datetime:
    """When what others see of a post changed last."""
    return opportunity.last_published_at or opportunity.updated


def closes_in_words(opportunity: Opportunity) -> str:
    """«Closes on Fri 5 July, 18:00 Bishkek»."""
    if opportunity.closes is None:
        return _("No closing date")
    return _("Closes on %(moment)s") % {"moment": format_moment(opportunity.closes, get_zone(opportunity.zone))}


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """In a language where the site is written in it, else in the site's own; times are in the post's own zone."""
    with translation.override(site_language(language)), timezone.override(None):
        yield


def for_everybody(request: HttpRequest) -> AbstractContextManager[None]:
    """In the language that `?lang=` names, whoever asks: an answer that caches keep is the same for everybody."""
    return in_language(request.GET.get("lang", ""))


def answer(
    request: HttpRequest, posts: Iterable[Opportunity], make: Callable[[], bytes], *, content_type: str
) -> HttpResponse:
    """What `make` gives of the posts, which is only called when the reader doesn't have it yet; else 304."""
    parts = [(post.pk, post.updated, post.last_published_at, post.organization.updated) for post in posts]
    seen = repr((request.get_full_path(), get_language(), parts))
    etag = f'"{hashlib.sha256(seen.encode()).hexdigest()[:32]}"'
    changed = _last_change(request, etag)
    unchanged = get_conditional_response(request, etag=etag, last_modified=changed)
    response: Any = unchanged or HttpResponse(make(), content_type=content_type)
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Content-Language"] = get_language() or "en"
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response


def _last_change(request: HttpRequest, etag: str) -> int:
    """When this address was first seen to give this answer, in seconds since 1970.

    No row tells: a post that closes or is withdrawn drops out of a list without leaving a date in it.
    """
    key = f"syndication:{hashlib.sha256(request.build_absolute_uri().encode()).hexdigest()[:32]}"
    kept_etag, moment = cache.get(key) or ("", 0)
    if kept_etag != etag:
        moment = max(int(datetime.now(UTC).timestamp()), moment + 1)
        cache.set(key, (etag, moment), timeout=REMEMBERED)
    return moment
