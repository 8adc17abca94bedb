"""How many profiles one may open, and how many searches of the directory one may make, in a day.

Nobody reads more than a few hundred people in a day; who does copies them.  Members are counted by account, visitors by
address; staff are free.  A day ends at midnight UTC.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from idiaspora.ratelimits import counted_as
from idiaspora.traps import DAY, spring_trap, trapped_until
from profiles.counters import count_up

SPENT_BY = {
    "profiles:profile": "profiles",
    "profiles:people": "searches",
    "profiles:organizations": "searches",
    "profiles:map": "searches",
    "profiles:meet": "searches",
    "search": "searches",
}


class BudgetMiddleware:
    """Answers 429 when settings.DAILY_BUDGETS are spent: {what: (by a member, by a visitor)}; 0 is no limit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        match = request.resolver_match
        what = SPENT_BY.get(match.view_name) if match else None
        if what is None or is_free(request.user):
            return None
        who = counted_as(request)
        if what == "profiles":
            spring_trap(request, kwargs["slug"])
        if until := trapped_until(request):
            return too_much(request, until)
        for_member, for_visitor = settings.DAILY_BUDGETS[what]
        allowed = for_member if request.user.is_authenticated else for_visitor
        return too_much(request) if allowed and count_today(what, who) > allowed else None


def is_free(user: Any) -> bool:
    return user.is_authenticated and (user.is_staff or user.is_superuser)


def count_today(what: str, who: str) -> int:
    """Counts one more of today's, and says how many that makes."""
    return count_up(f"budget:{what}:{who}:{int(time.time()) // DAY}", DAY)


def too_much(request: HttpRequest, until: int = 0) -> HttpResponse:
    """The page that says when it goes on: at `until`, in seconds since 1970, or with the next day."""
    now = int(time.time())
    again = until or now - now % DAY + DAY
    context = {"again": datetime.fromtimestamp(again, UTC)}
    response = render(request, "idiaspora/too_much.html", context, status=429)
    response["Retry-After"] = str(max(again - now, 1))
    return response
