"""Request-wide behaviour of the site."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import middleware as auth_middleware
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils import timezone

from opportunities.moments import zone_names


class LoginRequiredMiddleware(auth_middleware.LoginRequiredMiddleware):
    """Django's, without asking who looks at what is open to all: for feeds and frames no session is opened, so that
    caches may keep them."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], view_args: Any, view_kwargs: Any
    ) -> Any:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)


class BadInputMiddleware:
    """Answers 400 to a NUL byte in the address, which no database takes in a text."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            return HttpResponseBadRequest("The address has a NUL byte.")
        return self.get_response(request)


class AdminContentSecurityMiddleware:
    """The policy of /admin/: Wagtail writes inline scripts and styles there without nonces; all else is as strict as
    on the site."""

    POLICY = (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; "
        "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith("/admin/"):
            response["Content-Security-Policy"] = self.POLICY
        return response


class ExpiredSessionMiddleware:
    """Takes the whole window to the log-in page when a part of a page was asked for after the session had ended.

    HTMX would follow the redirect and put the log-in page into that part.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        to_log_in = response.status_code == 302 and response["Location"].startswith(resolve_url(settings.LOGIN_URL))
        if not (to_log_in and request.headers.get("HX-Request")):
            return response
        back = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}"
        return answer


class TimezoneMiddleware:
    """Shows times in the reader's zone, which the browser tells in a cookie (idiaspora/static/idiaspora/js/site.js)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = zone_asked_for(request)
        if zone is None:
            return self.get_response(request)
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)


def zone_asked_for(request: HttpRequest) -> str | None:
    """The time zone that the reader's browser has told; None when it told none that there is."""
    zone = request.COOKIES.get("timezone", "")
    return zone if zone in zone_names() else None
