"""Pictures that networks show of a shared page, in the language of what is shown: who shares it shares it with its
readers.  People have none: nobody's name travels as a picture."""

import hashlib
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from idiaspora.frame import frame_for
from idiaspora.pictures import Colours, Words, draw_picture
from opportunities.models import Opportunity
from opportunities.syndication import closes_in_words
from profiles.models import Organization
from profiles.syndication import in_language
from resources.models import Resource

KEPT = 86_400  # seconds that a drawn picture is kept; another version has another key
MAX_AGE = 3600
VISITOR = AnonymousUser()


@login_not_required
@require_safe
def site_picture(request: HttpRequest) -> HttpResponse:
    """For pages that have none of their own."""
    with in_language(settings.LANGUAGE_CODE):
        return _picture(request, title=_("Connect, learn, contribute"))


@login_not_required
@require_safe
def opportunity_picture(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Opportunity.objects.visible_to(VISITOR).select_related("organization"), slug=slug)
    with in_language(post.language):
        closes = _("This post is closed") if post.is_closed() else closes_in_words(post)
        notes = (post.organization.name, closes)
        return _picture(request, above=str(post.kind_class.label), title=post.title, notes=notes)


@login_not_required
@require_safe
def resource_picture(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Resource.objects.visible_to(VISITOR).select_related("organization"), slug=slug)
    notes = [found.organization.name] if found.organization and not found.organization.is_hidden else []
    if found.year:
        notes.append(str(found.year))
    with in_language(found.language):
        return _picture(request, above=str(found.get_type_display()), title=found.title, notes=tuple(notes))


@login_not_required
@require_safe
def organization_picture(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organization.objects.visible_to(VISITOR), slug=slug)
    with in_language(settings.LANGUAGE_CODE):
        notes = (", ".join(found.country_names),) if found.countries else ()
        return _picture(request, above=str(found.get_type_display()), title=found.name, notes=notes)


def _picture(request: HttpRequest, *, title: str, above: str = "", notes: tuple[str, ...] = ()) -> HttpResponse:
    """The picture of these words, drawn once: its name in the cache is what stands on it."""
    look = frame_for(request).appearance
    words = Words(site=look.name, above=above, title=title, notes=notes)
    colours = Colours(look.paper, look.ink, look.accent, look.warm)
    version = hashlib.sha256(repr((words, colours, settings.PICTURE_FONT)).encode()).hexdigest()[:32]
    response: Any = get_conditional_response(request, etag=f'"{version}"')
    if response is None:
        drawn = cache.get(f"picture:{version}")
        if drawn is None:
            drawn = draw_picture(words, colours)
            cache.set(f"picture:{version}", drawn, timeout=KEPT)
        response = HttpResponse(drawn, content_type="image/png")
    response.headers["ETag"] = f'"{version}"'
    patch_cache_control(response, public=True, max_age=MAX_AGE)
    return response
