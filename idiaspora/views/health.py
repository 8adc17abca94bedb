"""What a load balancer asks: is the process there, and can it serve."""

import logging
from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search.documents import kinds
from search.engines import get_engine
from search.engines.base import State

logger = logging.getLogger(__name__)


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
    """200 when database and cache answer and every index is there, else 503; says which part is what."""
    parts = {"database": _works(_ask_database), "cache": _works(_ask_cache), "search": _works(_ask_search)}
    up = all(parts.values())
    states = {name: "up" if works else "down" for name, works in parts.items()}
    return JsonResponse({"status": "up" if up else "down", "parts": states}, status=200 if up else 503)


def _works(ask: Callable[[], bool]) -> bool:
    try:
        return ask()
    except Exception:  # each backend of the cache has errors of its own
        logger.exception("A part of the site doesn't work")
        return False


def _ask_database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _ask_cache() -> bool:
    cache.set("health", 1, timeout=10)
    return cache.get("health") == 1


def _ask_search() -> bool:
    engine = get_engine()
    return all(engine.status(kind).state == State.READY for kind in kinds())
