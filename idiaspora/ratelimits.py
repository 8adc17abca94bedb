"""How often one visitor may write or enumerate.  Signing in has stricter limits of its own, allauth's."""

import ipaddress
import re
import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from profiles.counters import count_up

NETWORK_PREFIX = {4: 24, 6: 48}
# What is the same for everybody, and made for programs: no session is opened for it, visitors or not.
FOR_PROGRAMS = re.compile(
    r"/(embed/.+|contribute/feed\.(atom|rss)|contribute/(.+/)?calendar\.ics|contribute/calendar/.+\.ics"
    r"|connect/organizations/[^/]+/feed\.(atom|rss)|(.+/)?picture\.png)"
)


class RateLimitMiddleware:
    """Answers 429 when a visitor exceeds settings.RATE_LIMITS: {what: (how many, in seconds)}.

    `write` counts what may change something, `enumerate` the completions, searches, feeds and the like; by account, or
    by address for visitors.
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
    """Which limit a request counts for; "" for none.  Editors in the admin work in bulk and are known by name; a
    provider of mail switches mails off for many members from one address."""
    if request.path.startswith(("/admin/", "/mail/off/")):
        return ""
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        return "write"
    is_enumerable = request.path.startswith(("/taxonomy/", "/search/")) or FOR_PROGRAMS.fullmatch(request.path)
    return "enumerate" if is_enumerable else ""


def seconds_to_wait(request: HttpRequest, what: str) -> int:
    """Counts a request; 0 when it is within the limit, else the seconds until the next may come."""
    allowed, period = settings.RATE_LIMITS[what]
    now = int(time.time())
    count = count_up(f"rate:{what}:{counted_as(request)}:{now // period}", period)
    return 0 if count <= allowed else period - now % period


def counted_as(request: HttpRequest) -> str:
    """The account, or the address of a visitor, and of a program."""
    user: Any = None if FOR_PROGRAMS.fullmatch(request.path) else request.user
    if user is not None and user.is_authenticated:
        return f"user-{user.pk}"
    return f"ip-{get_adapter(request).get_client_ip(request)}"


def network_of(request: HttpRequest) -> str:
    """The network of a visitor: what one household or one rented machine has."""
    address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    return str(ipaddress.ip_network(f"{address}/{NETWORK_PREFIX[address.version]}", strict=False))
