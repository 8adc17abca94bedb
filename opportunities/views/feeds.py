"""Feeds of the board, and of one organization's posts."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from opportunities.feeds import write_feed
from opportunities.models import Opportunity
from opportunities.querysets import card_relations
from opportunities.syndication import parts_of, posts_asked_for
from profiles.models import Organization
from profiles.syndication import FORMATS, Channel, answer, for_everybody, later_while_search_is_away

NEWEST = 50


@login_not_required
@require_safe
@later_while_search_is_away
def board_feed(request: HttpRequest, format: str) -> HttpResponse:
    """The newest open posts; the address takes the filters of the board."""
    with for_everybody(request):
        query = request.GET.copy()
        query.pop("lang", None)
        page = reverse("opportunities:board") + (f"?{query.urlencode()}" if query else "")
        return _feed(
            request,
            format,
            posts_asked_for(request.GET, size=NEWEST),
            title=f"{pgettext('title of the opportunities board', 'Contribute')} · {settings.WAGTAIL_SITE_NAME}",
            description=_("Work, help and knowledge that organizations ask for."),
            page=page,
        )


@login_not_required
@require_safe
def organization_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.visible_to(AnonymousUser()), slug=slug)
    with for_everybody(request):
        posts = Opportunity.objects.published().open_now().filter(organization=organization)
        return _feed(
            request,
            format,
            list(posts.select_related("organization").order_by("-first_published_at", "-pk")[:NEWEST]),
            title=organization.name,
            description=_("Open opportunities of %(name)s") % {"name": organization.name},
            page=organization.get_absolute_url(),
        )


def _feed(request: HttpRequest, format: str, posts: list[Opportunity], *, page: str, **words: str) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    channel = Channel(page=root + page, address=request.build_absolute_uri(), **words)

    def make() -> bytes:
        prefetch_related_objects(posts, *card_relations())
        return write_feed(format, channel, posts, root)

    return answer(request, parts_of(posts), make, content_type=FORMATS[format].content_type)
