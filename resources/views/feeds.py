"""Feeds of the library."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from profiles.syndication import FORMATS, Channel, answer, for_everybody, later_while_search_is_away
from resources.feeds import parts_of, resources_asked_for, write_feed

NEWEST = 50


@login_not_required
@require_safe
@later_while_search_is_away
def library_feed(request: HttpRequest, format: str) -> HttpResponse:
    """The newest published resources; the address takes the filters of the library.  The same for whoever asks."""
    with for_everybody(request):
        query = request.GET.copy()
        query.pop("lang", None)
        found = resources_asked_for(request.GET, size=NEWEST)
        channel = Channel(
            title=f"{pgettext('title of the resource library', 'Learn')} · {settings.WAGTAIL_SITE_NAME}",
            description=_("Reports, toolkits, courses and stories that members have shared."),
            page=request.build_absolute_uri(reverse("resources:library") + (f"?{query.urlencode()}" if query else "")),
            address=request.build_absolute_uri(),
        )

        def make() -> bytes:
            return write_feed(format, channel, found, request.build_absolute_uri("/").rstrip("/"))

        return answer(request, parts_of(found), make, content_type=FORMATS[format].content_type)
