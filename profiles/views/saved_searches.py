"""The searches that a member keeps."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from profiles import services
from profiles.models import SavedSearch
from profiles.saved_searches import address_of, kept_by


@require_http_methods(["GET", "HEAD", "POST"])
def saved_searches(request: HttpRequest) -> HttpResponse:
    """The list of them; a POST, from the button of any list, saves one and goes back to where it was pressed."""
    if request.method != "POST":
        return render(request, "profiles/saved_searches.html", {"kept": kept_by(request.user)})
    kind, query = request.POST.get("kind", ""), request.POST.get("query", "")
    try:
        saved = services.save_search(user=request.user, kind=kind, query=query)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("profiles:saved-searches")
    messages.success(request, render_to_string("profiles/_search_saved.html", {"saved": saved}, request))
    return redirect(address_of(saved))


def _own(request: HttpRequest, token: UUID) -> SavedSearch:
    return get_object_or_404(SavedSearch, user=request.user, token=token)


@require_POST
def see(request: HttpRequest, token: UUID) -> HttpResponse:
    """Opens the list; what was new is seen."""
    saved = _own(request, token)
    services.see_search(saved=saved)
    return redirect(address_of(saved))


@require_POST
def rename(request: HttpRequest, token: UUID) -> HttpResponse:
    saved = _own(request, token)
    try:
        services.rename_search(saved=saved, name=request.POST.get("name", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved."))
    return redirect("profiles:saved-searches")


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, token: UUID) -> HttpResponse:
    saved = _own(request, token)
    if request.method != "POST":
        return render(request, "profiles/delete_saved_search.html", {"saved": saved})
    services.delete_search(saved=saved)
    messages.success(request, _("«%(name)s» is deleted.") % {"name": saved.name})
    return redirect("profiles:saved-searches")
