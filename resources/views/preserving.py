"""Whether the files of the library are what they were, for editors."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from resources.models import ResourceFile
from resources.preserving.verifying import summed_up

SHOWN = 200


@permission_required("resources.change_resource")
@require_safe
def files(request: HttpRequest) -> HttpResponse:
    damaged = ResourceFile.objects.damaged_ones().select_related("resource")[:SHOWN]
    return render(request, "resources/admin/files.html", {"files": summed_up(), "damaged": damaged})
