"""What holds for those who work in /admin/: a second factor, and a record of whose data they opened."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from profiles.models import Profile

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# The pages of the admin that show one member, by the name of their route.
PRIVATE_PAGES: dict[str, type[Any]] = {
    "wagtailusers_users:edit": get_user_model(),
    "wagtailusers_users:history": get_user_model(),
    "wagtailsnippets_profiles_profile:edit": Profile,
    "wagtailsnippets_profiles_profile:inspect": Profile,
    "wagtailsnippets_profiles_profile:history": Profile,
    "wagtailsnippets_profiles_profile:usage": Profile,
}


class SecondFactorMiddleware:
    """Leads who may work in /admin/ without a second factor to where they set one up (settings.REQUIRE_STAFF_MFA)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/admin/") and settings.REQUIRE_STAFF_MFA and _lacks_second_factor(request.user):
            messages.warning(request, _("Those who work in the editors’ desk need a second way to show who they are."))
            return redirect("mfa_index")
        return self.get_response(request)


def _lacks_second_factor(user: Any) -> bool:
    if not user.is_authenticated or not user.has_perm("wagtailadmin.access_admin"):
        return False
    return not is_mfa_enabled(user, FACTORS)


class AccessLogMiddleware:
    """Writes into Wagtail's log when somebody opens the page of one member in /admin/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        model = PRIVATE_PAGES.get(match.view_name) if match else None
        if model is not None and response.status_code == 200 and request.method == "GET":
            key = next(iter([*match.args, *match.kwargs.values()]), None) if match else None
            subject = model._default_manager.filter(pk=key).first()
            if subject is not None and getattr(subject, "user", subject) != request.user:
                log(subject, "idiaspora.opened", user=request.user)
        return response
