"""Resources from a file, in the editors' admin: the file, then what would become of each of its records."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from resources import permissions
from resources.duplicates import twins_of
from resources.importing import services
from resources.importing.forms import UploadForm
from resources.models import ImportedFile

PER_PAGE = 50
editors_only = permission_required("resources.add_resource")
get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@editors_only
@get_and_post
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1; and what one has not finished."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if form.is_bound and form.is_valid():
        records = form.cleaned_data["file"]
        try:
            file = services.keep_file(user=request.user, name=form.file_name, records=records, defaults=form.defaults())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("resources_import_check", file.token)
    context = {"form": form, "unfinished": ImportedFile.objects.filter(user=request.user.pk).defer("records")}
    return render(request, "resources/admin/import.html", context, status=422 if form.errors else 200)


@editors_only
@get_and_post
def check(request: HttpRequest, token: UUID) -> HttpResponse:
    """Step 2: record by record; and 3: the button that takes those that are new."""
    file = _own(request, token)
    if request.method == "POST":
        return _take(request, file)
    checked = services.checked(file)
    page = Paginator(checked, PER_PAGE).get_page(request.GET.get("p"))
    for each in page:
        each.twins = [] if each.problems else twins_of(each.resource)
    new, known = sum(each.is_new for each in checked), sum(each.is_known and not each.problems for each in checked)
    context = {
        "file": file,
        "page": page,
        "new": new,
        "known": known,
        "faulty": len(checked) - new - known,
        "may_publish": permissions.publishes_at_once(request.user),
    }
    return render(request, "resources/admin/import_check.html", context)


def _take(request: HttpRequest, file: ImportedFile) -> HttpResponse:
    try:
        made = services.take_records(file=file, user=request.user, publish="publish" in request.POST)
    except IntegrityError:
        messages.error(request, _("Somebody has added some of them in the same moment. Look at the list again."))
        return redirect("resources_import_check", file.token)
    messages.success(request, _("Resources taken: %(count)d") % {"count": made})
    return redirect("wagtailsnippets_resources_resource:list")


@editors_only
@require_POST
def discard(request: HttpRequest, token: UUID) -> HttpResponse:
    services.discard_file(file=_own(request, token))
    return redirect("resources_import")


def _own(request: HttpRequest, token: UUID) -> Any:
    return get_object_or_404(ImportedFile, user=request.user.pk, token=token)
