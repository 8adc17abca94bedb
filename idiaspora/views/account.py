"""The ways into one's account: an overview, the browsers that are logged in, a new address."""

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from idiaspora.email_changes import cancel_change, finish_change
from idiaspora.models import EmailChange
from idiaspora.staff import FACTORS


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything about signing in, and one's data, in one list."""
    user: Any = request.user
    context = {
        "change": EmailChange.objects.filter(user=user).first(),
        "has_second_factor": is_mfa_enabled(user, FACTORS),
        "sessions": UserSession.objects.purge_and_list(user),
        "connected": [each.get_provider_account() for each in SocialAccount.objects.filter(user=user)],
    }
    return render(request, "account/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """The browsers that are logged in; one, or all others, can be logged out from here."""
    listed = UserSession.objects.purge_and_list(request.user)
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        for session in listed:
            is_this = session.session_key == request.session.session_key
            if not is_this and chosen in ("others", str(session.pk)):
                session.end()
        messages.success(request, _("Logged out there."))
        return redirect("usersessions_list")
    listed.sort(key=lambda session: (not session.is_current(), -session.created_at.timestamp()))
    return render(request, "account/sessions.html", {"sessions": listed})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def email_change(request: HttpRequest, token: str) -> HttpResponse:
    """What the old address is asked, by a link that only it got: to agree to the new one, or to refuse."""
    change = get_object_or_404(EmailChange.objects.select_related("user"), token=token)
    if request.method == "POST":
        answer = request.POST.get("answer", "")
        if answer == "no":
            cancel_change(change=change)
            return render(request, "account/email_change_refused.html")
        if answer == "yes":
            return _finish(request, change)
    response = render(request, "account/email_change_asked.html", {"change": change})
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_POST
def own_email_change(request: HttpRequest) -> HttpResponse:
    """The owner takes the question back, or finishes it once the old address has been silent for long enough."""
    change = get_object_or_404(EmailChange, user=request.user)
    if request.POST.get("answer") == "finish" and change.is_due:
        return _finish(request, change)
    if request.POST.get("answer") == "cancel":
        cancel_change(change=change)
        messages.success(request, _("Your address stays as it is."))
    return redirect("account_email")


def _finish(request: HttpRequest, change: EmailChange) -> HttpResponse:
    try:
        finish_change(change=change)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The new address is in use from now on."))
    return redirect("account_email")
