"""What frames every page: the site's appearance and the pages in its footer.

A process keeps them: pages are asked for all the time, and these hardly ever change.  A change shows at once in the
process that made it, and after settings.FRAME_SECONDS in all others.
"""

import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction, Site

from idiaspora.models import SiteAppearance


@dataclass(frozen=True)
class Frame:
    appearance: SiteAppearance
    footer_pages: tuple[Page, ...]


_kept: dict[Hashable, tuple[float, Frame]] = {}
MOST_KEPT = 100  # hosts; anybody may send any


def frame_for(request: HttpRequest) -> Frame:
    """The frame of the Wagtail site that the request is for; defaults where there is none."""
    key = request.get_host()
    held = _kept.get(key)
    if held is not None and time.monotonic() - held[0] < settings.FRAME_SECONDS:
        return held[1]
    site = Site.find_for_request(request)
    frame = Frame(SiteAppearance.for_site(site) if site else SiteAppearance(), _footer_pages(site))
    if len(_kept) >= MOST_KEPT:
        _kept.clear()
    _kept[key] = (time.monotonic(), frame)
    return frame


def _footer_pages(site: Site | None) -> tuple[Page, ...]:
    """What editors have put into the menus, directly under the front page."""
    return tuple(Page.objects.child_of(site.root_page).live().public().in_menu()) if site else ()


def forget(sender: Any = None, **kwargs: Any) -> None:
    """Has this process read the frame again, now and after the transaction in which it changed."""
    if sender in (SiteAppearance, Site, PageViewRestriction) or (isinstance(sender, type) and issubclass(sender, Page)):
        _kept.clear()
        transaction.on_commit(_kept.clear)


for _signal in (post_save, post_delete):
    _signal.connect(forget, dispatch_uid="idiaspora.frame")
