"""Moving the deadline of a post that is public: more time, or closed at once."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opportunities import services
from opportunities.forms import DeadlineForm
from opportunities.models import Opportunity
from opportunities.views.posting import own_post

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@get_and_post
def extend(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = _public(request, slug)
    form = DeadlineForm(request.POST if request.method == "POST" else None, opportunity=opportunity)
    if form.is_bound and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("closes", "zone", "words")}
        try:
            services.extend_deadline(opportunity=opportunity, by=request.user, **told)
        except ValidationError as error:
            form.add_error("date", error)
        else:
            messages.success(request, _("It closes later now. Whoever saved or answered the post is told."))
            return redirect(opportunity)
    return render(request, "opportunities/deadline.html", {"opportunity": opportunity, "form": form})


@get_and_post
def close(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = _public(request, slug)
    problem = ""
    if request.method == "POST":
        try:
            services.close_early(opportunity=opportunity, by=request.user)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, _("It is closed. Whoever saved or answered the post is told."))
            return redirect(opportunity)
    return render(request, "opportunities/close.html", {"opportunity": opportunity, "problem": problem})


def _public(request: HttpRequest, slug: str) -> Opportunity:
    """A post of one's own that others see; the deadline of a draft is part of its form."""
    opportunity = own_post(request, slug)
    if not opportunity.live:
        raise Http404
    return opportunity
