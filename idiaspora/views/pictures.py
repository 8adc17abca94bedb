"""Pictures that networks show of a shared page.  People have none: nobody's name travels as a picture."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from idiaspora.frame import frame_for
from idiaspora.pictures import Colours, Words, draw_picture
from opportunities.models import Opportunity
from opportunities.syndication import closes_in_words
from profiles.models import Organization
from resources.models import Resource

KEPT = 86_400  # seconds that a drawn picture is kept; another version has another key
MAX_AGE = 3600
VISITOR = AnonymousUser()


@login_not_required
@require_safe
def site_picture(request: HttpRequest) -> HttpResponse:
    """For pages that have none of their own."""
    name = frame_for(request).appearance.name
    with translation.override(settings.LANGUAGE_CODE):
        return _picture(request, Words(site=name, above="", title=_("Connect, learn, contribute"), notes=()))


@login_not_required
@require_safe
def opportunity_picture(request: HttpRequest, slug: str) -> HttpResponse:
    post = get_object_or_404(Opportunity.objects.visible_to(VISITOR).select_related("organization"), slug=slug)
    return _in_language(
        post.language,
        lambda: _picture(
            request,
            _words(
                request,
                above=str(post.kind_class.label),
                title=post.title,
                notes=(post.organization.name, _("This post is closed") if post.is_closed() else closes_in_words(post)),
            ),
        ),
    )


@login_not_required
@require_safe
def resource_picture(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Resource.objects.visible_to(VISITOR).select_related("organization"), slug=slug)
    notes = [found.organization.name] if found.organization and not found.organization.is_hidden else []
    if found.year:
        notes.append(str(found.year))
    return _in_language(
        found.language,
        lambda: _picture(
            request, _words(request, above=str(found.get_type_display()), title=found.title, notes=tuple(notes))
        ),
    )


@login_not_required
@require_safe
def organization_picture(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Organization.objects.visible_to(VISITOR), slug=slug)
    return _in_language(
        settings.LANGUAGE_CODE,
        lambda: _picture(
            request,
            _words(
                request,
                above=str(found.get_type_display()),
                title=found.name,
                notes=(", ".join(found.country_names),) if found.countries else (),
            ),
        ),
    )


def _words(request: HttpRequest, **words: Any) -> Words:
    return Words(site=frame_for(request).appearance.name, **words)


def _in_language(language: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """In the language of what is shown, for those who share it share it with its readers; times are the post's own."""
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known), timezone.override(None):
        return make()


def _picture(request: HttpRequest, words: Words) -> HttpResponse:
    """The picture of these words, drawn once: its name in the cache is what stands on it."""
    look = frame_for(request).appearance
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
