"""Organizations: page, registering, editing."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from profiles import services, structured_data
from profiles.forms import OrganizationForm
from profiles.links import links_of
from profiles.lookalikes import look_alikes
from profiles.models import Organization, Profile
from profiles.viewing import view_profiles

PEOPLE_SHOWN = 24


@login_not_required
@require_safe
def organization(request: HttpRequest, slug: str) -> HttpResponse:
    """An organization with those of its people whose profile this visitor may see."""
    found = Organization.objects.visible_to(request.user).with_own_role(request.user).with_ownerless()
    organization = get_object_or_404(found, slug=slug)
    people = Profile.objects.none()
    if request.user.is_authenticated:
        people = (
            Profile.objects.visible_to(request.user)
            .filter(user__memberships__organization=organization)
            .order_by("name")
        )
    context = {
        "organization": organization,
        "people": [view for view in view_profiles(people[:PEOPLE_SHOWN], request.user) if view],
        "role": organization.own_role,
        "links": links_of(organization, request.user),
        "is_ownerless": organization.is_ownerless,
        "json_ld": structured_data.organization(organization, request.build_absolute_uri()),
    }
    return render(request, "profiles/organization.html", context)


def _not_yet_told(
    request: HttpRequest, form: OrganizationForm, besides: Organization | None = None
) -> list[Organization]:
    """Organizations that are called alike, unless whoever sends the form has been told of them for this very name."""
    if request.method != "POST" or not form.is_valid():
        return []
    name = form.cleaned_data["name"]
    if request.POST.get("anyway") == name:
        return []
    return look_alikes(name, viewer=request.user, besides=besides)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Any member registers an organization; it waits to be verified.  Of names like its own they are told first."""
    form = OrganizationForm(request.POST or None, label_suffix="")
    alike = _not_yet_told(request, form)
    if request.method == "POST" and form.is_valid() and not alike:
        try:
            organization = services.register_organization(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, _("The organization is registered. We check it next; you can already invite its people.")
            )
            return redirect(organization)
    context = {"form": form, "alike": alike}
    return render(request, "profiles/organization_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.owned_by(request.user), slug=slug)
    name = organization.name
    form = OrganizationForm(request.POST or None, instance=organization, label_suffix="")
    alike = _not_yet_told(request, form, organization) if request.POST.get("name", name) != name else []
    if request.method == "POST" and form.is_valid() and not alike:
        services.update_organization(
            organization=Organization.objects.get(pk=organization.pk), by=request.user, **form.cleaned_data
        )
        messages.success(request, _("Saved."))
        return redirect(organization)
    context = {"form": form, "alike": alike, "organization": Organization.objects.get(pk=organization.pk)}
    return render(request, "profiles/organization_form.html", context, status=422 if form.errors else 200)
