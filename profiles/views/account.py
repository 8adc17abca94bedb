"""Leaving for good."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from profiles.forms import DeleteAccountForm
from profiles.models import Organization
from profiles.services import delete_account


@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Deletes the account once its address has been typed."""
    form = DeleteAccountForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        delete_account(user=user)
        messages.success(request, _("Your account and your profile are deleted."))
        return redirect("/")
    context = {"form": form, "orphans": Organization.objects.orphaned_by(request.user)}
    return render(request, "profiles/delete_account.html", context, status=422 if form.errors else 200)
