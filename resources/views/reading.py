"""The pages of the library that everybody reads."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from resources import permissions
from resources.library import SORTS, find_resources
from resources.models import Resource


@login_not_required
@require_safe
def library(request: HttpRequest) -> HttpResponse:
    listing = find_resources(request)
    # Without words there is nothing that could match better or worse.
    sorts = [(name, words) for name, words in SORTS.items() if name != "relevance" or listing.asked.text]
    return render(request, "resources/library.html", {"listing": listing, "sorts": sorts})


@login_not_required
@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Resource.objects.visible_to(request.user).for_cards(), slug=slug)
    return render(
        request, "resources/resource.html", {"resource": found, "may_edit": permissions.may_edit(request.user, found)}
    )
