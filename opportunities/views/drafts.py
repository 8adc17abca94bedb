"""What happens to a post while it is being written."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from opportunities import permissions, services
from opportunities.forms import OpportunityForm
from opportunities.models import Opportunity
from taxonomy.suggesting import suggested_labels


def is_autosave(request: HttpRequest) -> bool:
    """Whether the page saves itself, without its author asking."""
    return request.method == "POST" and "autosave" in request.POST


def autosave(
    request: HttpRequest, form: OpportunityForm, *, opportunity: Opportunity | None, organization: Any, kind: str
) -> HttpResponse:
    """Keeps what is written so far, and answers HTMX with the moment; a first time makes the draft.

    A field that can't be read keeps the rest from being saved: it is named, and nothing is lost on the page.
    """
    if not form.is_valid():
        name, errors = next(iter(form.errors.items()))
        label = form.fields[name].label if name in form.fields else ""
        return render(request, "opportunities/_autosaved.html", {"problem": f"{label}: {errors[0]}"})
    if opportunity is None:
        opportunity = services.create_draft(organization=organization, author=request.user, kind=kind, **form.values())
    else:
        services.save_draft(opportunity=opportunity, author=request.user, overwrite=True, **form.values())
    response = render(request, "opportunities/_autosaved.html", {"opportunity": opportunity})
    response["HX-Replace-Url"] = reverse("opportunities:edit", args=[opportunity.slug])
    return response


@require_POST
def suggest(request: HttpRequest) -> HttpResponse:
    """Expertise that the text speaks of, while it is being written; for those who may post."""
    if not permissions.organizations_to_post_for(request.user).exists():
        raise Http404
    title, text, language = (request.POST.get(name, "") for name in ("title", "description", "language"))
    chosen = request.POST.get("expertise", "").split(",")
    context = {"suggested": suggested_labels(title, text, language, chosen)}
    return render(request, "opportunities/_suggested.html", context)
