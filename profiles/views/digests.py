"""What is new, by mail: how often, and switching it off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from profiles import services
from profiles.forms.digest import DigestForm
from profiles.models import Digest, SavedSearch
from profiles.switching_off import read_token

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def digest(request: HttpRequest) -> HttpResponse:
    """How often this member is mailed what is new for them."""
    own = Digest.objects.filter(user=request.user.pk).first()
    initial = {"frequency": own.frequency if own else Digest.Frequency.OFF}
    form = DigestForm(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        frequency = form.cleaned_data["frequency"]
        services.choose_digest(user=request.user, frequency=frequency)
        is_off = frequency == Digest.Frequency.OFF
        messages.success(request, _("You get no such mails.") if is_off else _("Saved. What is new comes by mail."))
        return redirect("profiles:digest")
    searches = SavedSearch.objects.filter(user=request.user.pk)
    context = {"form": form, "digest": own, "searches": searches}
    return render(request, "profiles/digest.html", context, status=422 if form.errors else 200)


@csrf_exempt  # mail programs send this POST themselves (RFC 8058); the signed address says who asks
@login_not_required
@never_cache
@get_and_post
def mail_off(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link from a mail ends such mails: a look asks, for programs look at links; a click does."""
    found = read_token(token)
    if found is None:
        raise Http404
    switch, user = found
    if request.method == "POST":
        switch.off(user)
    response = render(request, "profiles/mail_off.html", {"switch": switch, "is_off": request.method == "POST"})
    response["Referrer-Policy"] = "no-referrer"
    return response
