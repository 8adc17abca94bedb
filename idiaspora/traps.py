"""A profile that nobody has, linked where no person and no honest robot follows: who opens it takes all links.

Its address is made for each member, so that nobody can be sent into it with somebody else's link; visitors have one in
common, which robots.txt tells robots to leave alone.  A member pays with a day.  Behind a visitor's address are others
too, and somebody may send them that common link: their network pays with an hour.
"""

import logging
import time
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from wagtail.log_actions import log

from idiaspora.ratelimits import counted_as, network_of

logger = logging.getLogger(__name__)
HOUR, DAY = 3600, 86_400


def trap_slug(user: Any) -> str:
    """It looks like the slug of a member without a name, and can't be told from one without the secret key."""
    whose = str(user.pk) if user is not None and user.is_authenticated else "visitor"
    return f"member-{salted_hmac('idiaspora.traps', whose).hexdigest()[:8]}"


def spring_trap(request: HttpRequest, slug: str) -> None:
    """Notes who opened the trap: for a while they see no profiles, and moderators find a member in the log."""
    user: Any = request.user
    if slug != trap_slug(user) or trapped_until(request):
        return
    who, cost = _payer(request), DAY if user.is_authenticated else HOUR
    cache.set(f"trapped:{who}", int(time.time()) + cost, timeout=cost)
    logger.warning("The profile that nobody has was opened by %s", who)
    if user.is_authenticated:
        log(user.profile if hasattr(user, "profile") else user, "idiaspora.trap", user=user)


def trapped_until(request: HttpRequest) -> int:
    """When who asks may go on, in seconds since 1970; 0 for who is not in the trap."""
    until: int = cache.get(f"trapped:{_payer(request)}", 0)
    return until if until > time.time() else 0


def _payer(request: HttpRequest) -> str:
    """A member by their account, a visitor by their network."""
    return counted_as(request) if request.user.is_authenticated else network_of(request)
