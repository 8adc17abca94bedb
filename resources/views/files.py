"""Files of resources, as downloads, and pictures of their first pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from profiles.views.downloads import download
from resources.models import ResourceFile
from resources.usage import count_download

# A browser asks again each time, for the rule may have become narrower; nothing between may keep it.
PICTURE_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "sandbox; default-src 'none'",
}


@login_not_required
@require_safe
def download_file(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """What this account or visitor may open now.  A visitor logs in for what members may open or ask for, a member
    comes to where it is asked for; of all else there is 404."""
    there = ResourceFile.objects.filter(resource__slug=slug, digest=digest).select_related("resource")
    found = there.openable_by(request.user).first()
    if found is None:
        if not there.for_members().exists():
            raise Http404
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return redirect("resources:ask", slug)
    response = download(found.file, name=found.name, content_type=found.content_type)
    resource = found.resource
    is_current = resource.live and resource.file_id == found.pk
    # What one reads of one's own is no use of the library.
    if is_current and request.method == "GET" and resource.contributor_id != request.user.pk:
        count_download(resource=resource)
    return response


@login_not_required
@require_safe
def first_page(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """The picture of a first page, for those who may open the file now; 404 for anybody else."""
    there = ResourceFile.objects.filter(resource__slug=slug, digest=digest).exclude(picture="")
    found = there.openable_by(request.user).first()
    if found is None:
        raise Http404
    try:
        picture = found.picture.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response: Any = FileResponse(picture, content_type="image/webp", headers=PICTURE_HEADERS)
    response["ETag"] = f'"{found.digest}"'
    unchanged: Any = get_conditional_response(request, etag=response["ETag"], response=response)
    return unchanged or response
