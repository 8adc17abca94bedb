"""Merging two resources in the editors' admin: which other one, side by side, what will happen, done."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from resources import merging
from resources.duplicates import twins_of
from resources.forms import MergeForm
from resources.models import Resource
from taxonomy.names import country_name, language_name

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
publishers_only = permission_required("resources.publish_resource")
COMPARED = (
    "title", "type", "language", "authors", "year", "organization", "url", "file", "doi", "isbn", "licence",
    "countries", "summary", "first_published_at",
)  # fmt: skip


@publishers_only
@get_and_post
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """With which one: a likely one, or any by its address."""
    resource = get_object_or_404(Resource.objects.select_related("file"), pk=pk)
    form = MergeForm(request.POST if request.method == "POST" else None, viewer=request.user)
    if form.is_bound and form.is_valid():
        other = form.cleaned_data["other"]
        if other.pk != resource.pk:
            return redirect("resources_merge", resource.pk, other.pk)
        form.add_error("other", merging.problem_of(resource, other))
    context = {"resource": resource, "twins": twins_of(resource, for_editors=True), "form": form}
    return render(request, "resources/admin/merge_choose.html", context)


@publishers_only
@get_and_post
def merge(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """Both side by side; with «?stays=» what will happen, and the button that does it."""
    rows = Resource.objects.select_related("file", "organization", "contributor")
    pair = [get_object_or_404(rows, pk=each) for each in (pk, other)]
    stays = next((each for each in pair if str(each.pk) == request.GET.get("stays")), None)
    goes = next((each for each in pair if stays is not None and each != stays), None)
    problem = merging.problem_of(stays, goes) if stays and goes else ""
    if request.method == "POST" and stays and goes and not problem:
        try:
            merging.merge_resources(stays=stays, goes=goes, editor=request.user)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, _("They are one now: «%(title)s».") % {"title": stays.title})
            return redirect("wagtailsnippets_resources_resource:edit", stays.pk)
    context = {
        "pair": pair,
        "rows": [(field.verbose_name, [_shown(each, field) for each in pair]) for field in _fields()],
        "possible": [(each, merging.problem_of(each, rest)) for each, rest in (pair, reversed(pair))],
        "stays": stays,
        "goes": goes,
        "problem": problem,
        "moves": merging.what_moves(goes) if goes else {},
    }
    return render(request, "resources/admin/merge.html", context)


def _fields() -> Iterable[Field]:
    return [Resource._meta.get_field(name) for name in COMPARED]


def _shown(resource: Resource, field: Field) -> Any:
    if field.name == "language":
        return language_name(resource.language, get_language() or "en")
    if field.name == "countries":
        return ", ".join(country_name(code, get_language() or "en") for code in resource.countries)
    display = getattr(resource, f"get_{field.name}_display", None)
    if isinstance(field, DateTimeField):
        moment = getattr(resource, field.name)
        return date_format(moment, "DATETIME_FORMAT") if moment else ""
    value = display() if display else getattr(resource, field.name)
    return ", ".join(value) if isinstance(value, list) else value
