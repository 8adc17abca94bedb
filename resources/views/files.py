"""Files of resources, as downloads."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from profiles.views.downloads import download
from resources.models import ResourceFile
from resources.usage import count_download


@login_not_required
@require_safe
def download_file(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """What this account or visitor may open now; a visitor logs in for what members may, and gets 404 of all else."""
    there = ResourceFile.objects.filter(resource__slug=slug, digest=digest).select_related("resource")
    found = there.openable_by(request.user).first()
    if found is None:
        if not request.user.is_authenticated and there.for_members().exists():
            return redirect_to_login(request.get_full_path())
        raise Http404
    response = download(found.file, name=found.name, content_type=found.content_type)
    resource = found.resource
    is_current = resource.live and resource.file_id == found.pk
    # What one reads of one's own is no use of the library.
    if is_current and request.method == "GET" and resource.contributor_id != request.user.pk:
        count_download(resource=resource)
    return response
