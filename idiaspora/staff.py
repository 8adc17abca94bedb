"""What holds for those who work in /admin/: a second factor, and a record of whose data they opened."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from profiles.models import Case, Claim, Profile, Verification

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# The pages of the admin that show one member, or what was said of one, by the name of their route.
PRIVATE_PAGES: dict[str, type[Any]] = {
    "wagtailusers_users:edit": get_user_model(),
    "wagtailusers_users:delete": get_user_model(),
    "wagtailusers_users:history": get_user_model(),
    "wagtailusers_users:usage": get_user_model(),
    "wagtailsnippets_profiles_profile:edit": Profile,
    "wagtailsnippets_profiles_profile:delete": Profile,
    "wagtailsnippets_profiles_profile:inspect": Profile,
    "wagtailsnippets_profiles_profile:history": Profile,
    "wagtailsnippets_profiles_profile:usage": Profile,
    "profiles_case": Case,
    "profiles_claim": Claim,
    "profiles_verification": Verification,
}
# Those that show the addresses of many.
PRIVATE_LISTS = frozenset({"wagtailusers_users:index", "wagtailusers_users:index_results", "wagtailusers_groups:users"})
OPENED, LISTED = "idiaspora.opened", "idiaspora.listed"
READ = "profiles.read-evidence"  # written where the file is sent
LOOK = timedelta(minutes=10)  # what somebody opens again so soon is the same look


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
    """Writes into Wagtail's log when somebody opens a page of /admin/ that shows one member, or a list of accounts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is None or response.status_code != 200 or request.method != "GET":
            return response
        if match.view_name in PRIVATE_LISTS:
            log_look(request.user, LISTED, by=request.user)
        elif model := PRIVATE_PAGES.get(match.view_name):
            key = next(iter([*match.args, *match.kwargs.values()]), None)
            subject = model._default_manager.filter(pk=key).first()
            if subject is not None and getattr(subject, "user", subject) != request.user:
                log_look(subject, OPENED, by=request.user)
        return response


def log_look(subject: Any, action: str, *, by: Any) -> None:
    """Writes down who looked at whose data, or through which list (`subject` is `by` then); once a look."""
    looked = ModelLogEntry.objects.for_instance(subject).filter(action=action, user=by)
    if not looked.filter(timestamp__gt=timezone.now() - LOOK).exists():
        log(subject, action, user=by)
