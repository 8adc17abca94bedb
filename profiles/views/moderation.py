"""What moderators decide of organizations and people, from the lists of the editors' admin."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods
from wagtail.log_actions import log

from profiles import services
from profiles.models import Organization, Profile
from profiles.permissions import can_moderate


@dataclass(frozen=True)
class Action:
    model: type[Organization] | type[Profile]
    label: Promise | str
    done: Promise | str
    explained: Promise | str
    icon: str
    is_possible: Callable[[Any], bool]
    run: Callable[[Any, Any], None]  # the object, the moderator


ACTIONS: dict[str, Action] = {
    "verify": Action(
        Organization,
        _("Verify"),
        _("Verified"),
        _("You have seen that it is who it says it is. What it posts is then published at once."),
        "check",
        lambda organization: not organization.is_verified,
        lambda organization, moderator: services.verify_organization(organization=organization, by=moderator),
    ),
    "unverify": Action(
        Organization,
        _("Take the verification back"),
        _("Verification taken back"),
        _("What it posts from now on waits for review. What is published stays."),
        "cross",
        lambda organization: organization.is_verified,
        lambda organization, _moderator: services.unverify_organization(organization=organization),
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
    """Asks whether to do it, and does it; what was done is in Wagtail's log."""
    action = ACTIONS.get(name)
    if action is None:
        raise Http404
    if not can_moderate(request.user, action.model):
        raise PermissionDenied
    subject = get_object_or_404(action.model, pk=pk)
    back = action.model.snippet_viewset.get_url_name("list")  # type: ignore[union-attr]
    if request.method == "POST":
        if action.is_possible(subject):
            action.run(subject, request.user)
            log(subject, f"profiles.{name}", user=request.user)
            messages.success(request, f"{action.done}: {subject}")
        return redirect(back)
    return render(request, "profiles/admin/decide.html", {"action": action, "subject": subject, "back": back})
