"""Posts from a table in three steps: the file, its columns, a look at what would become of each row."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from opportunities import permissions
from opportunities.importing import services
from opportunities.importing.forms import ColumnsForm, UploadForm, defaults_of
from opportunities.importing.rows import CheckedRow, check_rows
from opportunities.models import ImportedTable

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def upload(request: HttpRequest) -> HttpResponse:
    """Step 1; and what one has not finished."""
    organizations = permissions.organizations_to_post_for(request.user)
    if not organizations:
        return render(request, "opportunities/no_organization.html")
    asked = {"organization": request.GET.get("organization", "").replace("\x00", "")}
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = UploadForm(*posted, organizations=organizations, initial=asked)
    if form.is_bound and form.is_valid():
        try:
            table = services.keep_table(
                user=request.user,
                organization=form.cleaned_data["organization"],
                name=form.file_name,
                table=form.cleaned_data["file"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("opportunities:import-columns", table.token)
    unfinished = ImportedTable.objects.filter(user=request.user.pk).select_related("organization").defer("rows")
    context = {"form": form, "unfinished": unfinished}
    return render(request, "opportunities/import_upload.html", context, status=422 if form.errors else 200)


@get_and_post
def columns(request: HttpRequest, token: UUID) -> HttpResponse:
    """Step 2."""
    table = _own(request, token)
    form = ColumnsForm(
        request.POST if request.method == "POST" else None,
        columns=table.columns,
        mapping=table.mapping,
        defaults=table.defaults,
    )
    if form.is_bound and form.is_valid():
        services.settle_columns(table=table, mapping=form.mapping(), defaults=form.defaults())
        return redirect("opportunities:import-check", token)
    samples = [
        (name, [row[number] for row in table.rows[:3] if row[number]]) for number, name in enumerate(table.columns)
    ]
    context = {"form": form, "table": table, "samples": samples}
    return render(request, "opportunities/import_columns.html", context, status=422 if form.errors else 200)


@get_and_post
def check(request: HttpRequest, token: UUID) -> HttpResponse:
    """Step 3: row by row, and the button that makes drafts, some at a time until all are made."""
    table = _own(request, token)
    if not table.defaults:
        return redirect("opportunities:import-columns", token)
    rows = _checked(table)
    if request.method == "POST":
        made = services.make_drafts(
            organization=table.organization,
            author=request.user,
            rows=[row for row in rows if row.is_new][: services.AT_ONCE],
        )
        messages.success(
            request, ngettext("%(count)d draft is made.", "%(count)d drafts are made.", made) % {"count": made}
        )
        if sum(row.is_new for row in rows) > made or any(row.problems for row in rows):
            return redirect("opportunities:import-check", token)
        services.discard_table(table=table)
        return redirect("opportunities:mine")
    context = {
        "table": table,
        "rows": rows,
        "new": sum(row.is_new for row in rows),
        "known": sum(row.is_known for row in rows),
        "faulty": sum(bool(row.problems) for row in rows),
        "at_once": services.AT_ONCE,
    }
    return render(request, "opportunities/import_check.html", context)


@require_POST
def discard(request: HttpRequest, token: UUID) -> HttpResponse:
    services.discard_table(table=_own(request, token))
    messages.success(request, _("The table is discarded. Drafts that were made of it stay."))
    return redirect("opportunities:import")


def _own(request: HttpRequest, token: UUID) -> Any:
    """A table that this account uploaded, for an organization that it still posts for."""
    mine = ImportedTable.objects.filter(
        user=request.user.pk, organization__in=permissions.organizations_to_post_for(request.user)
    )
    return get_object_or_404(mine.select_related("organization"), token=token)


def _checked(table: ImportedTable) -> list[CheckedRow]:
    return check_rows(table.rows, table.mapping, organization=table.organization, defaults=defaults_of(table.defaults))
