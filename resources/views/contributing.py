"""Contributing a resource: one form, one look at it, then the moderators."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from profiles.reviewing import review_states
from resources import permissions, services
from resources.duplicates import twins_of
from resources.forms import ResourceForm, RightsForm
from resources.models import Resource, ResourceFile
from resources.requesting import waiting_for
from taxonomy.suggesting import suggested_labels, ticked_labels

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
MINE = 200


@get_and_post
def contribute(request: HttpRequest) -> HttpResponse:
    form = _form(request)
    if form.is_bound and form.is_valid():
        resource = services.create_draft(contributor=request.user, **form.values())
        return _after_saving(request, resource)
    return render(request, "resources/contribute.html", {"form": form, **_suggested(form)})


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
    context = {"form": form, "resource": resource, "state": state, **_suggested(form)}
    return render(request, "resources/contribute.html", context)


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Topics that the text speaks of, while it is being written."""
    return render(request, "resources/_suggested.html", _suggested_in(request.POST))


@get_and_post
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """The resource as others will see it, and the button that hands it to the moderators."""
    resource = _own(request, slug)
    problems: list[str] = []
    if request.method == "POST":
        try:
            rights = request.POST.get("rights", "")
            is_public = services.submit_resource(resource=resource, contributor=request.user, rights=rights)
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
    state, lacks = review_states([resource])[resource.pk], services.problems_of(latest)
    named = [item.tag.name for item in latest.tagged_topics.all()]
    context = {
        "resource": latest,
        "may_edit": True,
        "unnamed": suggested_labels(latest.title, latest.summary, latest.language, named),
        "state": state,
        "can_send": not lacks and state.name not in ("published", "waiting", "scheduled"),
        "rights_form": RightsForm(initial={"rights": latest.rights}) if latest.file else None,
        "twins": twins_of(latest),
        "at_once": permissions.publishes_at_once(request.user),
        "problems": problems or lacks,
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
    found = list(
        Resource.objects.editable_by(request.user)
        .saying_whether_asked()
        .select_related("merged_into")
        .order_by("-updated", "-pk")[:MINE]
    )
    states, waiting = review_states(found), waiting_for(request.user, found)
    files = ResourceFile.objects.latest_of(found)
    return render(
        request,
        "resources/mine.html",
        {
            "rows": [
                {
                    "resource": resource,
                    "state": states[resource.pk],
                    "requests": waiting.get(resource.pk, 0),
                    "file": files.get(resource.pk),
                }
                for resource in found
            ]
        },
    )


def _own(request: HttpRequest, slug: str) -> Resource:
    """A resource that this account may change; 404 for anybody else, who needn't know that it exists."""
    resource = get_object_or_404(Resource.objects.editable_by(request.user).for_page(), slug=slug)
    if not permissions.may_edit(request.user, resource):
        raise Http404
    return resource


def _form(request: HttpRequest, **kwargs: Any) -> ResourceForm:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return ResourceForm(*sent, draft="save_draft" in request.POST, contributor=request.user, **kwargs)


def _suggested(form: ResourceForm) -> dict[str, Any]:
    """What the text of a form speaks of: as it was sent, or as it is kept."""
    if form.is_bound:
        return _suggested_in(form.data)
    return {"suggested": _topics_in(form.initial, form.initial.get("topics", ())), "ticked": []}


def _suggested_in(sent: Mapping[str, Any]) -> dict[str, Any]:
    ticked = ticked_labels(sent)
    found = _topics_in(sent, [*sent.get("topics", "").split(","), *ticked])
    return {"suggested": [*ticked, *found], "ticked": ticked}


def _topics_in(text: Mapping[str, Any], chosen: Iterable[str]) -> list[str]:
    title, summary, language = (str(text.get(name, "")) for name in ("title", "summary", "language"))
    return suggested_labels(title, summary, language, chosen)


def _after_saving(request: HttpRequest, resource: Resource) -> HttpResponse:
    if "send" in request.POST:
        return check(request, resource.slug)
    if "save_draft" in request.POST:
        messages.success(request, _("Saved. Only you see it."))
        return redirect("resources:mine")
    return redirect("resources:check", resource.slug)
