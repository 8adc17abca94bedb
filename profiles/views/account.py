"""One's data: what there is, a copy of it, and leaving."""

from tempfile import TemporaryFile

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from profiles.archive import write_archive
from profiles.counters import count_up
from profiles.data_sections import sections
from profiles.forms import DeleteAccountForm
from profiles.models import Consent, Departure, Organization
from profiles.services import create_profile, delete_account, keep_account, leave
from profiles.services.consents import unrecorded_matters

COPIES_A_DAY = 10


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """What the site has of the member, what they agreed to, and the ways to take it along or away."""
    context = {
        "sections": [section.title for section in sections()],
        "consents": Consent.objects.filter(user=request.user.pk),
        "unrecorded": unrecorded_matters(create_profile(user=request.user)),
        "days": settings.RETENTION["departures"],
    }
    return render(request, "profiles/data.html", context)


@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def download(request: HttpRequest) -> HttpResponseBase:
    """The copy, by a click.  It holds messages and addresses, so one first says once more who one is."""
    if request.method != "POST":
        return render(request, "profiles/data_download.html")
    if count_up(f"copies:{request.user.pk}", 86_400) > COPIES_A_DAY:
        messages.error(request, _("You took several copies today. Take the next one tomorrow."))
        return redirect("profiles:data")
    file = TemporaryFile()  # noqa: SIM115 - the response closes it
    write_archive(user=request.user, file=file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"my-data-{timezone.localdate():%Y-%m-%d}.zip")


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Closes the account once its address has been typed, to be erased after some days; or erases it at once."""
    form = DeleteAccountForm(request.POST or None, user=request.user, label_suffix="")
    days = settings.RETENTION["departures"]
    if request.method == "POST" and form.is_valid():
        user = request.user
        logout(request)
        if form.cleaned_data["at_once"] or not days:
            delete_account(user=user)
            messages.success(request, _("Your account and your profile are deleted."))
        else:
            leave(user=user)
            messages.success(request, _("Your account is closed. We sent you a link that opens it again."))
        return redirect("/")
    context = {"form": form, "orphans": Organization.objects.orphaned_by(request.user), "days": days}
    return render(request, "profiles/delete_account.html", context, status=422 if form.errors else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link from the mail keeps the account after all."""
    departure = get_object_or_404(Departure.objects.select_related("user"), token=token)
    if request.method == "POST":
        keep_account(departure=departure)
        messages.success(request, _("Your account is open again, as it was. Log in to go on."))
        return redirect("account_login")
    response = render(request, "profiles/keep_account.html", {"departure": departure})
    response["Referrer-Policy"] = "no-referrer"
    return response
