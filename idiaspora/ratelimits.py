"""How often one visitor may write or enumerate.  Signing in has stricter limits of its own, allauth's."""

import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RateLimitMiddleware:
    """Answers 429 when a visitor exceeds settings.RATE_LIMITS: {what: (how many, in seconds)}.

    `write` counts what may change something, `enumerate` the completions and searches; by account, or by address for
    visitors.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        what = kind_of(request)
        if what and (wait := seconds_to_wait(request, what)):
            response = render(request, "429.html", {"wait": wait}, status=429)
            response["Retry-After"] = str(wait)
            return response
        return self.get_response(request)


def kind_of(request: HttpRequest) -> str:
    """Which limit a request counts for; "" for none.  Editors in the admin work in bulk and are known by name."""
    if request.path.startswith("/admin/"):
        return ""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return "write"
    return "enumerate" if request.path.startswith(("/taxonomy/", "/search/")) else ""


def seconds_to_wait(request: HttpRequest, what: str) -> int:
    """Counts a request; 0 when it is within the limit, else the seconds until the next may come."""
    allowed, period = settings.RATE_LIMITS[what]
    who = f"user-{request.user.pk}" if request.user.is_authenticated else get_adapter(request).get_client_ip(request)
    now = int(time.time())
    key = f"rate:{what}:{who}:{now // period}"
    cache.add(key, 0, timeout=period)
    try:
        count = cache.incr(key)
    except ValueError:  # it has just expired
        return 0
    return 0 if count <= allowed else period - now % period
