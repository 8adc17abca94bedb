"""How often resources are opened, for editors: a page, and CSV for those who count on."""

import csv

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from profiles.spreadsheets import defused
from resources.usage import all_views, most_opened

SHOWN = 100
editors_only = permission_required("resources.change_resource")


@editors_only
@require_safe
def usage(request: HttpRequest) -> HttpResponse:
    return render(request, "resources/admin/usage.html", {"resources": most_opened(SHOWN)})


@editors_only
@require_safe
def usage_csv(request: HttpRequest) -> HttpResponse:
    """One line for each resource and month; with a mark by which spreadsheets know that it is UTF-8."""
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="library-usage.csv"'
    writer = csv.writer(response, quoting=csv.QUOTE_ALL)
    writer.writerow(["Month", "Item_ID", "Item", "Total_Item_Investigations"])  # COUNTER's own names
    for month, uuid, title, count in all_views().iterator():
        writer.writerow([f"{month:%Y-%m}", uuid, defused(title), count])
    return response
