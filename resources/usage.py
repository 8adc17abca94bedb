"""How often resources are opened and their files downloaded, counted as COUNTER 5 counts, and nobody followed.

Robots that say so and contributors on their own pages aren't counted; what one session opens again within 30 seconds is
counted once.  For that the cache knows a digest of the session, for those seconds.
"""

import re
from datetime import date
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.db.models import F, Q, QuerySet, Sum
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from resources.models import Downloads, MonthlyViews, Resource
from resources.querysets import site_day

TWICE = 30  # seconds
ROBOTS = re.compile(
    r"bot|crawl|spider|slurp|curl|wget|python|java/|okhttp|go-http|headless|scrapy|feed|preview|monitor", re.I
)


def note_view(request: HttpRequest, resource: Resource) -> None:
    """Counts the visit of a public page, if it is one that counts."""
    browser = request.META.get("HTTP_USER_AGENT", "")
    if request.method != "GET" or not resource.live or not browser or ROBOTS.search(browser):
        return
    if resource.contributor_id is not None and resource.contributor_id == request.user.pk:
        return
    if not _is_second_click(request, browser, resource):
        count_view(resource=resource)


def _is_second_click(request: HttpRequest, browser: str, resource: Resource) -> bool:
    """Each click begins the 30 seconds anew."""
    session = request.session.session_key or f"{get_adapter(request).get_client_ip(request)} {browser}"
    key = f"view-{salted_hmac('resources.usage', f'{session} {resource.pk}', algorithm='sha256').hexdigest()}"
    return not cache.add(key, True, TWICE) and cache.touch(key, TWICE)


def count_view(*, resource: Resource) -> None:
    """One more in this month."""
    _count_one(MonthlyViews, "count", resource, this_month())


def count_download(*, resource: Resource) -> None:
    """One more in this month, by the site's own clock.  Who it was is noted nowhere."""
    _count_one(Downloads, "number", resource, site_day().replace(day=1))


def _count_one(model: type[MonthlyViews | Downloads], column: str, resource: Resource, month: date) -> None:
    """One statement, but for the first of a month."""
    rows = model._default_manager.filter(resource=resource, month=month)
    if not rows.update(**{column: F(column) + 1}):
        model._default_manager.get_or_create(resource=resource, month=month)
        rows.update(**{column: F(column) + 1})


def this_month() -> date:
    return timezone.now().date().replace(day=1)


def views_of(resource: Resource) -> int:
    """All that were ever counted."""
    return int(resource.monthly_views.aggregate(total=Sum("count"))["total"] or 0)


def most_opened(limit: int) -> Any:
    """Those with most views in twelve months, with these (`in_year`) and those of this month (`in_month`)."""
    month = this_month()
    recent = Q(monthly_views__month__gt=month.replace(year=month.year - 1))
    found = Resource.objects.annotate(
        in_year=Sum("monthly_views__count", filter=recent),
        in_month=Sum("monthly_views__count", filter=Q(monthly_views__month=month), default=0),
    )
    return found.filter(in_year__gt=0).order_by("-in_year", "title", "pk")[:limit]


def all_views() -> QuerySet[MonthlyViews, tuple[Any, ...]]:
    """(month, uuid, title, views) of every month, the newest first."""
    rows = MonthlyViews.objects.order_by("-month", "-count", "resource__uuid")
    return rows.values_list("month", "resource__uuid", "resource__title", "count")
