"""What leaves a list for other programs: feeds, and answers that readers and caches may keep."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import http_date
from django.utils.translation import get_language

from profiles.xml import printable
from search.engines.base import EngineError
from taxonomy.names import site_language

MAX_AGE = 900  # seconds that a reader may keep an answer without asking again
REMEMBERED = 30 * 86_400  # seconds that the date of an answer's last change is kept
TRY_AGAIN = 300  # seconds


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself; addresses are absolute."""

    title: str
    description: str
    page: str  # the page that shows the same
    address: str  # its own


class DatedFeed(SyndicationFeed):
    """One with nothing in it is as old as the day, not as the request, so that it stays the same for a while."""

    def latest_post_date(self) -> datetime:
        today = timezone.now().astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return max((item["updateddate"] for item in self.items), default=today)


class Atom(DatedFeed, Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["item_language"]}


class Rss(DatedFeed, Rss201rev2Feed):
    pass


FORMATS: dict[str, type[Atom] | type[Rss]] = {"atom": Atom, "rss": Rss}


def new_feed(format: str, channel: Channel) -> Atom | Rss:
    """A feed without items; each needs `item_language` and `updateddate`."""
    return FORMATS[format](
        title=printable(channel.title),
        link=channel.page,
        description=printable(channel.description),
        language=get_language(),
        feed_url=channel.address,
    )


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """In a language where the site is written in it, else in the site's own; times are in the post's own zone."""
    with translation.override(site_language(language)), timezone.override(None):
        yield


def for_everybody(request: HttpRequest) -> AbstractContextManager[None]:
    """In the language that `?lang=` names, whoever asks: an answer that caches keep is the same for everybody."""
    return in_language(request.GET.get("lang", ""))


def later_while_search_is_away(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answers 503 when the search that the address asks for is away: programs come again, and keep what they have."""

    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except EngineError:
            return HttpResponse(status=503, headers={"Retry-After": str(TRY_AGAIN)}, content_type="text/plain")

    return answered


def answer(request: HttpRequest, parts: object, make: Callable[[], bytes], *, content_type: str) -> HttpResponse:
    """What `make` gives, which is only called when the reader doesn't have it yet; else 304.

    `parts` are written the same, by repr(), as long as the answer is.
    """
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
