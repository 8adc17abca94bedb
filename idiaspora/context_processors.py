"""What every page of the site knows."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site

from idiaspora.models import SiteAppearance


def site(request: HttpRequest) -> dict[str, Any]:
    """The operator's name, logo and colours, and the pages of the footer; defaults without a Wagtail site."""
    found = Site.find_for_request(request)
    return {
        "appearance": SiteAppearance.for_site(found) if found else SiteAppearance(),
        "footer_pages": SimpleLazyObject(lambda: _footer_pages(found)),
    }


def _footer_pages(site: Site | None) -> list[Page]:
    """What editors have put into the menus, directly under the front page."""
    return list(Page.objects.child_of(site.root_page).live().public().in_menu()) if site else []
