"""For owners: what their organization is under, and what is under it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from profiles import services
from profiles.forms.links import LinkForm
from profiles.models import Organization, OrganizationLink

ASKED = OrganizationLink.Status.ASKED


@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """All links of an organization, those that wait for its answer first, and asking for another."""
    organization = get_object_or_404(Organization.objects.owned_by(request.user), slug=slug)
    form = LinkForm(request.POST or None, viewer=request.user, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_link(asker=organization, by=request.user, **form.asked)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("We asked its owners. It shows on both pages once they agree."))
            return redirect("profiles:organization-links", slug=organization.slug)
    rows: list[dict[str, Any]] = [
        {
            "link": link,
            "other": link.other(organization),
            "is_above": link.child_id == organization.pk,
            "is_own": link.is_asked_by(organization),
        }
        for link in OrganizationLink.objects.of(organization).visible_to(request.user)
    ]
    context = {
        "organization": organization,
        "form": form,
        "to_answer": [row for row in rows if row["link"].status == ASKED and not row["is_own"]],
        "asked": [row for row in rows if row["link"].status == ASKED and row["is_own"]],
        "accepted": [row for row in rows if row["link"].status != ASKED],
    }
    return render(request, "profiles/links.html", context, status=422 if form.errors else 200)


@require_POST
def answer(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """`accept` what the other side asked; `end` declines, takes back or parts."""
    organization = get_object_or_404(Organization.objects.owned_by(request.user), slug=slug)
    link = get_object_or_404(OrganizationLink.objects.of(organization), pk=pk)
    if action == "accept":
        if link.is_asked_by(organization):
            raise Http404
        try:
            services.accept_link(link=link, by=organization)
            messages.success(request, _("Agreed. It shows on both pages now."))
        except ValidationError as error:
            messages.error(request, error.messages[0])
    elif action == "end":
        services.end_link(link=link)
        messages.success(request, _("Done. The two organizations are not tied any more."))
    else:
        raise Http404
    return redirect("profiles:organization-links", slug=organization.slug)
