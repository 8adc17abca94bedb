"""A profile that nobody has, linked where no person and no honest robot follows: who opens it takes all links.

Its address is made for each member, so that nobody can be sent into it with somebody else's link; visitors have one in
common, which robots.txt tells robots to leave alone.
"""

import logging
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

logger = logging.getLogger(__name__)
DAY = 86_400


def trap_slug(user: Any) -> str:
    """It looks like the slug of a member without a name, and can't be told from one without the secret key."""
    whose = str(user.pk) if user is not None and user.is_authenticated else "visitor"
    return f"member-{salted_hmac('idiaspora.traps', whose).hexdigest()[:8]}"


def spring_trap(request: HttpRequest, slug: str, who: str) -> None:
    """Notes who opened the trap: for the rest of a day they see no profiles, and moderators find it in the log."""
    user: Any = request.user
    if slug != trap_slug(user):
        return
    cache.set(f"trapped:{who}", 1, timeout=DAY)
    logger.warning("The profile that nobody has was opened by %s", who)
    if user.is_authenticated:
        log(user.profile if hasattr(user, "profile") else user, "idiaspora.trap", user=user)


def is_trapped(who: str) -> bool:
    return cache.get(f"trapped:{who}") is not None
