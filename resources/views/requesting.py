"""Files that are given on request: asking for one, and answering those who ask."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from resources import permissions
from resources import request_services as services
from resources.forms import AskForm, DecisionForm
from resources.models import FileRequest, Resource
from resources.requesting import rows_of

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
editors_only = permission_required("resources.change_resource")
PER_PAGE = 50
DONE = {
    "grant": gettext_lazy("The file is given. Who asked is told."),
    "refuse": gettext_lazy("The file is refused. Who asked is told why."),
    "end": gettext_lazy("It has ended. Who had the file is told why."),
}


@get_and_post
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Says what the file is needed for.  Who has asked already, or need not, comes back to its page."""
    resource = get_object_or_404(Resource.objects.published().for_cards(), slug=slug)
    if not permissions.may_ask_for_file(request.user, resource) or _has_asked(request.user, resource):
        return _back(resource)
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.ask_for_file(asker=request.user, resource=resource, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("You have asked for the file. You are told by e-mail what becomes of it."))
            return _back(resource)
    return render(request, "resources/ask.html", {"resource": resource, "form": form})


@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    resource = get_object_or_404(Resource.objects.visible_to(request.user), slug=slug)
    services.withdraw_request(asker=request.user, resource=resource)
    messages.success(request, _("You no longer ask for the file."))
    return _back(resource)


@require_safe
def requests(request: HttpRequest, slug: str) -> HttpResponse:
    """Who asks for the file of one's resource, those first who wait."""
    resource = get_object_or_404(Resource.objects.editable_by(request.user), slug=slug)
    found = FileRequest.objects.decided_by(request.user).filter(resource=resource).waiting_first()
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("p"))
    context = {"resource": resource, "page": page, "rows": rows_of(list(page), request.user)}
    return render(request, "resources/requests.html", context)


@get_and_post
def decide(request: HttpRequest, slug: str, uuid: UUID) -> HttpResponse:
    """The contributor's answer to one of them."""
    resource = get_object_or_404(Resource.objects.editable_by(request.user), slug=slug)
    found = get_object_or_404(FileRequest.objects.decided_by(request.user), resource=resource, uuid=uuid)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if _decided(request, form, found):
        return redirect("resources:requests", slug)
    [row] = rows_of([found], request.user)
    return render(request, "resources/decide.html", {"resource": resource, "row": row, "form": form})


@editors_only
@require_safe
def all_requests(request: HttpRequest) -> HttpResponse:
    """For editors: all that is asked for, those first who wait."""
    page = Paginator(FileRequest.objects.decided_by(request.user).waiting_first(), PER_PAGE).get_page(
        request.GET.get("p")
    )
    context = {"page": page, "rows": rows_of(list(page), request.user)}
    return render(request, "resources/admin/file_requests.html", context)


@editors_only
@get_and_post
def decide_any(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An editor's answer."""
    found = get_object_or_404(FileRequest.objects.decided_by(request.user), uuid=uuid)
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if _decided(request, form, found):
        return redirect("resources_file_requests")
    [row] = rows_of([found], request.user)
    return render(request, "resources/admin/file_request.html", {"row": row, "form": form})


def _decided(request: HttpRequest, form: DecisionForm, found: FileRequest) -> bool:
    """Whether what was sent is done; if not, the form says why."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        services.decide(request=found, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    messages.success(request, DONE[form.cleaned_data["decision"]])
    return True


def _has_asked(user: Any, resource: Resource) -> bool:
    return bool(FileRequest.objects.of(user).waiting().filter(resource=resource).exists())


def _back(resource: Resource) -> HttpResponse:
    return redirect(f"{resource.get_absolute_url()}#file")
