"""The sitemap: an index, and a file for each kind of pages."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from idiaspora.sitemaps import addresses_in, files

XML = "application/xml; charset=utf-8"


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def index(request: HttpRequest) -> HttpResponse:
    found = [request.build_absolute_uri(reverse("sitemap-file", args=[file])) for file in files()]
    return render(request, "idiaspora/sitemap_index.xml", {"files": found}, content_type=XML)


@login_not_required
@require_safe
@cache_control(public=True, max_age=3600)
def sitemap(request: HttpRequest, file: str) -> HttpResponse:
    try:
        addresses = addresses_in(file, request)
    except LookupError as error:
        raise Http404 from error
    context = {"addresses": addresses, "root": request.build_absolute_uri("/").rstrip("/")}
    return render(request, "idiaspora/sitemap.xml", context, content_type=XML)
