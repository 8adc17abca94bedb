"""The page of one member, and their photo."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from profiles.forms.messages import ConnectForm
from profiles.models import Audience, Profile
from profiles.structured_data import person
from profiles.ties import tie_of
from profiles.viewing import audience_for, seen_fields, view_profile

PHOTO_HEADERS = {"Cache-Control": "private, max-age=600", "X-Robots-Tag": "noindex"}


def _visible(request: HttpRequest, slug: str) -> Profile:
    return get_object_or_404(Profile.objects.visible_to(request.user), slug=slug)


@login_not_required
@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """A profile as this visitor may see it; 404 for one that is not for them."""
    found = _visible(request, slug)
    view = view_profile(found, request.user)
    if view is None:
        raise Http404
    is_public = found.audience_of("profile") == Audience.PUBLIC
    context = {
        "profile": view,
        "json_ld": person(view, request.build_absolute_uri(view.url)),
        "is_public": is_public,
        "tie": tie_of(request.user, found),
        "connect_form": ConnectForm(label_suffix=""),
    }
    response = render(request, "profiles/profile.html", context)
    if not is_public:  # whoever has got hold of it: it is not for an index
        response["X-Robots-Tag"] = "noindex, noarchive"
    return response


@login_not_required
@require_safe
def photo(request: HttpRequest, slug: str) -> FileResponse:
    """The photo, for those who may see it; there is no other address of it."""
    profile = _visible(request, slug)
    if not profile.photo or "photo" not in seen_fields(profile, audience_for(profile, request.user)):
        raise Http404
    try:
        file = profile.photo.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    # The address changes with the photo, so a browser may keep it for a while; what stands between must not.
    return FileResponse(file, content_type="image/webp", headers=PHOTO_HEADERS)
