"""What a load balancer asks: is the process there, and can it serve."""

import logging
from dataclasses import asdict
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.health import outbox_health, search_health

logger = logging.getLogger(__name__)

UP, DEGRADED, DOWN = "up", "degraded", "down"


@require_safe
@never_cache
@login_not_required
def live(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return JsonResponse({"status": "up"})


@require_safe
@never_cache
@login_not_required
def ready(request: HttpRequest) -> HttpResponse:
    """Which parts are up.  503 only without database or cache: without search the site still serves."""
    parts = {"database": _ask_database(), "cache": _ask_cache()}
    details: dict[str, Any] = {}
    if parts["database"] == UP:
        search, outbox = search_health(), outbox_health()
        parts["search"] = UP if search.is_well else DOWN if search.states is None else DEGRADED
        parts["outbox"] = UP if outbox.is_well else DEGRADED
        details = {
            "search": {"engine": search.engine, "cluster": search.cluster, "kinds": search.states or {}},
            "outbox": asdict(outbox),
        }
    can_serve = parts["database"] == UP
    status = DOWN if not can_serve else UP if set(parts.values()) == {UP} else DEGRADED
    return JsonResponse({"status": status, "parts": parts, **details}, status=200 if can_serve else 503)


def _ask_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return UP if cursor.fetchone() == (1,) else DOWN
    except DatabaseError:
        return DOWN


def _ask_cache() -> str:
    try:
        if ping := getattr(cache, "ping", None):  # Redis itself, not what stands in for it
            return UP if ping() else DOWN
        cache.set("health", 1, timeout=10)
        return UP if cache.get("health") == 1 else DOWN
    except Exception:  # every cache has errors of its own
        logger.warning("The cache does not answer", exc_info=True)
        return DOWN
