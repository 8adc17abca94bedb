"""What every page of the site knows."""

from typing import Any

from django.http import HttpRequest

from idiaspora.models.site_settings import SiteAppearance


def site(request: HttpRequest) -> dict[str, Any]:
    """The operator's name, logo and colours."""
    return {"appearance": SiteAppearance.for_request(request)}
