"""Files of resources, as downloads."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from profiles.views.downloads import download
from resources.models import ResourceFile
from resources.usage import count_download


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
