"""Pages kept for visitors: found before a session is opened or a row is read, and answered with 304 who has them.

Django's own page cache keeps a page apart for every set of cookies, and until its time is over.  This one knows what of
a request a page for visitors hangs on, and forgets all pages when anything changes that they may show (editions.py).
Only responses that a view has marked are kept (profiles/visitors.py), for settings.PAGE_CACHE_SECONDS at most.
"""

import hashlib
import json
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language_from_request

from idiaspora import editions
from idiaspora.middleware import zone_asked_for
from profiles.counters import count_up

# Lists are brought up to date in the index a moment after a change: what is made sooner isn't kept.
SETTLING = 2.0  # seconds
MOST_IN_A_MINUTE = 2_000  # pages that are kept newly: addresses can be made up without end
LONGEST_ADDRESS = 300  # characters
# Who has one of these gets pages of their own.
OWN_COOKIES = (settings.SESSION_COOKIE_NAME, "messages")


class PageCacheMiddleware:
    """Stands before all that opens a session, and outside of what compresses."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_for_visitors(request):
            return self.get_response(request)
        edition = editions.current()
        key = key_of(request, edition.name)
        asked = timezone.now()
        response = _kept(key) or self.get_response(request)
        if "ETag" not in response and may_be_kept(response):
            _describe(response)
            if edition.age > SETTLING:
                _keep(key, response, asked)
        return _conditional(request, response)


def is_for_visitors(request: HttpRequest) -> bool:
    """Whether it may be answered by a kept page: reading, by somebody of whom nothing is known, without words of
    theirs in the address, which are nobody's to keep."""
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method in ("GET", "HEAD")
        and not any(name in request.COOKIES for name in OWN_COOKIES)
        and "HX-Request" not in request.headers
        and "q" not in request.GET
        and len(request.get_full_path()) <= LONGEST_ADDRESS
    )


def key_of(request: HttpRequest, edition: str) -> str:
    """The name of a page: all that it hangs on."""
    parts = (
        edition,
        request.method,
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        get_language_from_request(request),
        zone_asked_for(request) or "",
        "gzip" in request.headers.get("Accept-Encoding", ""),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def may_be_kept(response: Any) -> bool:
    """Whether a view has marked it, and nothing in it is meant for one visitor."""
    return (
        getattr(response, "is_same_for_all", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and "no-store" not in response.get("Cache-Control", "")
    )


def _conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """304 for who has the page already."""
    if "ETag" not in response:
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response) or response


def _describe(response: HttpResponse) -> None:
    """Whoever has it asks before they show it again: they may have logged in, or it may have changed."""
    response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    response["Cache-Control"] = "no-cache"


def _kept(key: str) -> HttpResponse | None:
    kept = caches["pages"].get(key)
    if kept is None:
        return None
    body, headers, until = kept
    return HttpResponse(body, headers=headers) if time.time() < until else None


def _keep(key: str, response: Any, asked: datetime) -> None:
    seconds = settings.PAGE_CACHE_SECONDS
    until = time.time() + seconds
    changes = response.true_until(asked) if response.true_until else None
    if changes is not None:
        until = min(until, changes.timestamp())
    if until > time.time() and count_up(f"pages:{int(time.time()) // 60}", 60) <= MOST_IN_A_MINUTE:
        caches["pages"].set(key, (response.content, dict(response.items()), until), timeout=seconds)
