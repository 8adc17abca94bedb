"""Resources from a file, in the editors' admin: the file, then what would become of each of its records."""

from collections import Counter
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
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from profiles.uploads import CONTENT_TYPES, XLSX
from resources import permissions
from resources.importing import services, tables
from resources.importing.checking import FAULTY, KNOWN, NEW, TWICE
from resources.importing.forms import ColumnsForm, UploadForm
from resources.models import ImportedFile

PER_PAGE = 50
# {what one may look at by itself: the outcomes of such records}
OUTCOMES = {"new": (NEW,), "known": (KNOWN,), "faulty": (FAULTY, TWICE)}
editors_only = permission_required("resources.add_resource")
get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@editors_only
@get_and_post
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1; and what one has not finished."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else (None, None)))
    if form.is_bound and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            file = services.keep_file(user=request.user, name=form.file_name, content=content, defaults=form.defaults())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("resources_import_columns" if file.table else "resources_import_check", file.token)
    unfinished = ImportedFile.objects.filter(user=request.user.pk).defer("records", "table", "outcomes")
    context = {"form": form, "unfinished": unfinished}
    return render(request, "resources/admin/import.html", context, status=422 if form.errors else 200)


@editors_only
@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """A workbook to fill in."""
    response = HttpResponse(tables.template(), content_type=CONTENT_TYPES[XLSX])
    response["Content-Disposition"] = 'attachment; filename="resources.xlsx"'
    return response


@editors_only
@get_and_post
def columns(request: HttpRequest, token: UUID) -> HttpResponse:
    """Between 1 and 2, of a table: which column says what."""
    file = _own(request, token)
    if not file.table:
        return redirect("resources_import_check", token)
    table = file.table
    posted = request.POST if request.method == "POST" else None
    form = ColumnsForm(posted, columns=table["columns"], mapping=file.mapping, defaults=file.defaults)
    if form.is_bound and form.is_valid():
        services.settle_columns(file=file, mapping=form.mapping(), defaults=form.defaults())
        return redirect("resources_import_check", token)
    samples = [
        (name, [row[place] for row in table["rows"][:3] if row[place]]) for place, name in enumerate(table["columns"])
    ]
    context = {"form": form, "file": file, "samples": samples}
    return render(request, "resources/admin/import_columns.html", context, status=422 if form.errors else 200)


@editors_only
@get_and_post
def check(request: HttpRequest, token: UUID) -> HttpResponse:
    """Step 2: record by record, or those of one outcome; and 3: the button that takes those that are new."""
    file = _own(request, token)
    if file.table and not file.outcomes:
        return redirect("resources_import_columns", token)
    if request.method == "POST":
        return _take(request, file)
    shown = request.GET.get("show", "")
    wanted = OUTCOMES.get(shown, (NEW, KNOWN, FAULTY, TWICE))
    places = [place for place, outcome in enumerate(file.outcomes) if outcome in wanted]
    page = Paginator(places, PER_PAGE).get_page(request.GET.get("p"))
    counts = Counter(file.outcomes)
    context = {
        "file": file,
        "page": page,
        "checked": services.looked_at(file, list(page)),
        "shown": shown if shown in OUTCOMES else "",
        "all": len(file.outcomes),
        **{name: sum(counts[each] for each in outcomes) for name, outcomes in OUTCOMES.items()},
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
