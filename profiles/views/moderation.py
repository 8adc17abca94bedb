"""What moderators decide of organizations and people, from the lists of the editors' admin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from profiles import services
from profiles.forms.verification import ReasonForm, VerifyForm
from profiles.models import Organization, Profile, Verification
from profiles.permissions import can_moderate
from profiles.views.checking import known_of


@dataclass(frozen=True)
class Action:
    model: type[Organization] | type[Profile]
    label: Promise | str
    done: Promise | str
    explained: Promise | str
    icon: str
    is_possible: Callable[[Any], bool]
    run: Callable[..., Any]  # with the object, the moderator, and what the form asks for
    form: type[forms.Form] = forms.Form


ACTIONS: dict[str, Action] = {
    "verify": Action(
        Organization,
        _("Verify"),
        _("Verified"),
        _("You have seen that it is who it says it is. What it posts is then published at once."),
        "check",
        lambda organization: not organization.is_verified,
        lambda organization, moderator, **said: services.verify_organization(
            organization=organization, by=moderator, **said
        ),
        VerifyForm,
    ),
    "unverify": Action(
        Organization,
        _("Take the verification back"),
        _("Verification taken back"),
        _("What it posts from now on waits for review. What is published stays."),
        "cross",
        lambda organization: organization.is_verified,
        lambda organization, moderator, **said: services.unverify_organization(
            organization=organization, by=moderator, **said
        ),
        ReasonForm,
    ),
    "hide-organization": Action(
        Organization,
        _("Hide"),
        _("Hidden"),
        _("Nobody but its own people sees it."),
        "view",
        lambda organization: not organization.is_hidden,
        lambda organization, _moderator: services.set_organization_hidden(organization=organization, is_hidden=True),
    ),
    "show-organization": Action(
        Organization,
        _("Show again"),
        _("Shown again"),
        _("Everybody sees it again."),
        "view",
        lambda organization: organization.is_hidden,
        lambda organization, _moderator: services.set_organization_hidden(organization=organization, is_hidden=False),
    ),
    "hide-profile": Action(
        Profile,
        _("Hide"),
        _("Hidden"),
        _("Nobody but its owner sees this profile. The account stays open."),
        "view",
        lambda profile: not profile.is_hidden,
        lambda profile, _moderator: services.set_profile_hidden(profile=profile, is_hidden=True),
    ),
    "show-profile": Action(
        Profile,
        _("Show again"),
        _("Shown again"),
        _("Those whom its owner chose see it again."),
        "view",
        lambda profile: profile.is_hidden,
        lambda profile, _moderator: services.set_profile_hidden(profile=profile, is_hidden=False),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """Asks whether to do it, and why where that matters, and does it; what was done is in Wagtail's log."""
    action = ACTIONS.get(name)
    if action is None:
        raise Http404
    if not can_moderate(request.user, action.model):
        raise PermissionDenied
    subject = get_object_or_404(action.model, pk=pk)
    back = action.model.snippet_viewset.get_url_name("list")  # type: ignore[union-attr]
    if not action.is_possible(subject):
        return redirect(back)
    known = {}
    if isinstance(subject, Organization) and action.form is not forms.Form:
        if not Organization.objects.decidable_by(request.user).filter(pk=pk).exists():
            raise PermissionDenied
        waiting = subject.verifications.filter(status=Verification.Status.WAITING).first()
        if waiting is not None and action.form is VerifyForm:
            return redirect("profiles_verification", pk=waiting.pk)
        known = known_of(subject)
    form = action.form(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            action.run(subject, request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            log(subject, f"profiles.{name}", user=request.user)
            messages.success(request, f"{action.done}: {subject}")
            return redirect(back)
    context = {"action": action, "subject": subject, "back": back, "form": form, **known}
    return render(request, "profiles/admin/decide.html", context, status=422 if form.errors else 200)
