"""What becomes of a post after it was written: a copy of it, and that somebody was found."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from opportunities import services
from opportunities.views.posting import own_post


@require_POST
def duplicate(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft with the same facts, to be changed."""
    copy = services.duplicate_opportunity(opportunity=own_post(request, slug), author=request.user)
    messages.success(request, _("This is a copy. Set its dates, change what is different, then publish it."))
    return redirect("opportunities:edit", copy.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks whether somebody was found, and closes the post."""
    opportunity, problem = own_post(request, slug), ""
    if not opportunity.live:
        raise Http404
    if request.method == "POST":
        try:
            services.fill_opportunity(opportunity=opportunity, by=request.user)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, _("«%(title)s» is filled.") % {"title": opportunity.title})
            return redirect("opportunities:mine")
    context = {"opportunity": opportunity, "problem": problem}
    return render(request, "opportunities/fill.html", context, status=422 if problem else 200)
