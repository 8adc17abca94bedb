"""What owners and claimants ask moderators for: being verified, and being made the owner."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from profiles import services
from profiles.forms.verification import ClaimForm, VerificationForm
from profiles.models import Claim, Organization, Verification
from profiles.permissions import role_in


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest, slug: str) -> HttpResponse:
    """For owners: where their verification stands, what came of it before, and asking for it."""
    organization = get_object_or_404(Organization.objects.owned_by(request.user), slug=slug)
    form = VerificationForm(request.POST or None, request.FILES or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.ask_for_verification(
                organization=organization,
                by=request.user,
                statement=form.cleaned_data["statement"],
                files=form.cleaned_data["evidence"],
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your request is with our moderators. We write to you when it is decided."))
            return redirect("profiles:organization-verification", slug=organization.slug)
    history = list(organization.verifications.prefetch_related("evidence").order_by("-asked", "-pk"))
    context = {
        "organization": organization,
        "form": form,
        "history": [row for row in history if row.status != Verification.Status.WAITING],
        "pending": next((row for row in history if row.status == Verification.Status.WAITING), None),
        "current": next((row for row in history if row.status == Verification.Status.ACCEPTED), None),
    }
    return render(request, "profiles/verification.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_verification(request: HttpRequest, slug: str) -> HttpResponse:
    organization = get_object_or_404(Organization.objects.owned_by(request.user), slug=slug)
    waiting = get_object_or_404(organization.verifications, status=Verification.Status.WAITING)
    services.withdraw_verification(request=waiting)
    messages.success(request, _("Your request is withdrawn, and its files are deleted."))
    return redirect("profiles:organization-verification", slug=organization.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, slug: str) -> HttpResponse:
    """«This is my organization»: for any member, as long as nobody answers for it."""
    user: Any = request.user
    organization = get_object_or_404(Organization.objects.claimable_by(user), slug=slug)
    claims = Claim.objects.filter(organization=organization, user=user)
    form = ClaimForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            services.claim_organization(organization=organization, by=user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your claim is with our moderators. We write to you when it is decided."))
            return redirect("profiles:organization-claim", slug=organization.slug)
    context = {
        "organization": organization,
        "form": form,
        "pending": claims.filter(status=Claim.Status.WAITING).first(),
        "refused": claims.filter(status=Claim.Status.REFUSED).last(),
        "role": role_in(user, organization),
    }
    return render(request, "profiles/claim.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_claim(request: HttpRequest, slug: str) -> HttpResponse:
    own = get_object_or_404(
        Claim.objects.select_related("organization"),
        organization__slug=slug,
        user=request.user,
        status=Claim.Status.WAITING,
    )
    services.withdraw_claim(claim=own)
    messages.success(request, _("Your claim is withdrawn."))
    return redirect(own.organization)
