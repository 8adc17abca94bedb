"""Request-wide behaviour of the site."""

from collections.abc import Callable
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone

ZONES = available_timezones()


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


class TimezoneMiddleware:
    """Shows times in the reader's zone, which the browser tells in a cookie (idiaspora/static/idiaspora/js/site.js)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone = request.COOKIES.get("timezone", "")
        if zone not in ZONES:
            return self.get_response(request)
        with timezone.override(ZoneInfo(zone)):
            return self.get_response(request)
