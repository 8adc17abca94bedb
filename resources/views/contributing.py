"""Contributing a resource: one form, one look at it, then the moderators."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from profiles.reviewing import review_states
from resources import permissions, services
from resources.duplicates import twins_of
from resources.forms import ResourceForm
from resources.models import Resource
from resources.requesting import waiting_for

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
MINE = 200


@get_and_post
def contribute(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if form.is_bound and form.is_valid():
        resource = services.create_draft(contributor=request.user, **form.values())
        return _after_saving(request, resource)
    return render(request, "resources/contribute.html", {"form": form})


@get_and_post
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """A resource that is public stays as it is until the changes are submitted and reviewed."""
    resource = _own(request, slug)
    latest = resource.get_latest_revision_as_object()
    form = _form(request, resource=latest)
    if form.is_bound and form.is_valid():
        services.save_draft(resource=latest, contributor=request.user, **form.values())
        return _after_saving(request, resource)
    state = review_states([resource])[resource.pk]
    return render(request, "resources/contribute.html", {"form": form, "resource": resource, "state": state})


@get_and_post
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The resource as others will see it, and the button that hands it to the moderators."""
    resource = _own(request, slug)
    problems: list[str] = []
    if request.method == "POST":
        try:
            is_public = services.submit_resource(resource=resource, contributor=request.user)
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(
                request,
                _("It is in the library now.")
                if is_public
                else _("Thank you. Our moderators read it and write to you."),
            )
            return redirect(resource if is_public else "resources:mine")
    latest = resource.get_latest_revision_as_object()
    context = {
        "resource": latest,
        "may_edit": True,
        "state": review_states([resource])[resource.pk],
        "twins": twins_of(latest),
        "at_once": permissions.publishes_at_once(request.user),
        "problems": problems or services.problems_of(latest),
    }
    return render(request, "resources/check.html", context)


@get_and_post
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    resource = _own(request, slug)
    if request.method == "POST":
        services.withdraw_resource(resource=resource, contributor=request.user)
        messages.success(request, _("«%(title)s» is withdrawn. Only you see it now.") % {"title": resource.title})
        return redirect("resources:mine")
    return render(request, "resources/withdraw.html", {"resource": resource})


@get_and_post
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    resource = _own(request, slug)
    if resource.first_published_at is not None:
        raise Http404
    if request.method == "POST":
        services.delete_draft(resource=resource)
        messages.success(request, _("«%(title)s» is deleted.") % {"title": resource.title})
        return redirect("resources:mine")
    return render(request, "resources/delete.html", {"resource": resource})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one contributed, each with where it stands."""
    found = list(Resource.objects.editable_by(request.user).saying_whether_asked().order_by("-updated", "-pk")[:MINE])
    states, waiting = review_states(found), waiting_for(request.user, found)
    return render(
        request,
        "resources/mine.html",
        {
            "rows": [
                {"resource": resource, "state": states[resource.pk], "requests": waiting.get(resource.pk, 0)}
                for resource in found
            ]
        },
    )


def _own(request: HttpRequest, slug: str) -> Resource:
    """A resource that this account may change; 404 for anybody else, who needn't know that it exists."""
    resource = get_object_or_404(Resource.objects.editable_by(request.user).for_cards(), slug=slug)
    if not permissions.may_edit(request.user, resource):
        raise Http404
    return resource


def _form(request: HttpRequest, **kwargs: Any) -> ResourceForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return ResourceForm(*sent, draft="save_draft" in request.POST, contributor=request.user, **kwargs)


def _after_saving(request: HttpRequest, resource: Resource) -> HttpResponse:
    if "send" in request.POST:
        return check(request, resource.slug)
    if "save_draft" in request.POST:
        messages.success(request, _("Saved. Only you see it."))
        return redirect("resources:mine")
    return redirect("resources:check", resource.slug)
