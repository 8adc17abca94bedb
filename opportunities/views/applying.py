"""The pages of those who apply: the form, what they have sent, and where posts are answered elsewhere."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.middleware import HtmxDetails

from opportunities import permissions, services
from opportunities.applications import answered, file_for
from opportunities.forms.applications import ApplicationForm
from opportunities.models import Application, ApplicationFile, Opportunity
from opportunities.questions import takes_applications
from profiles.models import Profile
from profiles.views.downloads import download
from profiles.views.paging import asked_page, rows_of

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@get_and_post
def apply(request: HtmxRequest, slug: str) -> HttpResponse:
    """Writes an application: each change is kept as a draft, until it is sent."""
    opportunity = get_object_or_404(Opportunity.objects.visible_to(request.user).for_cards(), slug=slug)
    application = _own(request).filter(opportunity=opportunity).first()
    if application is not None and not application.is_draft:
        return redirect(application)
    is_closed_to_them = not opportunity.is_open() and request.method != "POST"
    if application is None and (is_closed_to_them or not permissions.may_apply(request.user, opportunity)):
        return redirect(opportunity)
    is_sent = "send" in request.POST
    name = Profile.objects.filter(user=request.user.pk).values_list("name", flat=True).first() or ""
    form = ApplicationForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        opportunity=opportunity,
        application=application,
        name=name,
        draft=request.method == "POST" and not is_sent,
    )
    if request.method == "POST":
        application = _keep(request, form, opportunity) or application
        if request.htmx:
            return render(request, "opportunities/_application_saved.html", {"form": form})
        if application is not None and not form.errors and (answer := _go_on(request, form, application, is_sent)):
            return answer
    context = {"form": form, "opportunity": opportunity, "application": application, "is_open": opportunity.is_open()}
    return render(request, "opportunities/apply.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, form: ApplicationForm, opportunity: Opportunity) -> Application | None:
    """Keeps what was written, right or wrong, so that nothing is lost; what stands in the way becomes an error."""
    form.is_valid()
    try:
        return services.save_application(
            opportunity=opportunity, applicant=request.user, values=form.values(), files=form.good_files()
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _go_on(request: HttpRequest, form: ApplicationForm, application: Application, is_sent: bool) -> HttpResponse | None:
    """Where a form that is right leads; None when sending was refused, which the form then says."""
    if not is_sent:
        messages.success(request, _("Your draft is kept. Only you see it."))
        return redirect("opportunities:apply", application.opportunity.slug)
    try:
        sent = services.send_application(application=application)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, _("Sent. We have mailed you a receipt."))
    return redirect(sent)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All that one has written to posts."""
    own = _own(request)
    page = asked_page(request, own.count())
    context = {"applications": own[rows_of(page)], "page": page}
    return render(request, "opportunities/my_applications.html", context)


@require_safe
def application(request: HttpRequest, uuid: Any) -> HttpResponse:
    """One application as its writer reads it: the receipt, what was sent, what became of it."""
    found = get_object_or_404(_own(request), uuid=uuid)
    context = {
        "application": found,
        "opportunity": found.opportunity,
        "answers": answered(found),
        "events": found.events.all(),
        "may_apply": permissions.may_apply(request.user, found.opportunity) and found.opportunity.is_open(),
    }
    return render(request, "opportunities/application.html", context)


@get_and_post
def withdraw(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asks, then takes an application back."""
    found = get_object_or_404(_own(request), uuid=uuid)
    if not found.has_arrived:
        return redirect(found)
    if request.method == "POST":
        services.withdraw_application(application=found, is_erased="erase" in request.POST)
        messages.success(request, _("Your application is withdrawn. The organization sees it no more."))
        return redirect(found)
    return render(request, "opportunities/withdraw_application.html", {"application": found})


@require_POST
def reopen(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Begins anew with what was withdrawn."""
    found = get_object_or_404(_own(request), uuid=uuid)
    services.reopen_application(application=found)
    return redirect("opportunities:apply", found.opportunity.slug)


@get_and_post
def delete(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Asks, then deletes a draft, or what was withdrawn."""
    found = get_object_or_404(_own(request), uuid=uuid)
    if found.has_arrived:
        return redirect(found)
    if request.method == "POST":
        services.delete_draft_application(application=found)
        messages.success(request, _("Deleted."))
        return redirect("opportunities:my-applications")
    return render(request, "opportunities/delete_application.html", {"application": found})


@require_safe
def file(request: HttpRequest, uuid: Any) -> FileResponse:
    """A file of an application, for who sent it and for the team, to be kept and never shown in the browser."""
    found = file_for(request.user, uuid)
    return download(found.file, name=found.name, content_type=found.content_type)


@require_POST
def remove_file(request: HttpRequest, uuid: Any) -> HttpResponse:
    found = get_object_or_404(ApplicationFile.objects.select_related("application__opportunity"), uuid=uuid)
    get_object_or_404(_own(request), pk=found.application_id)
    try:
        services.remove_file(file=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("opportunities:apply", found.application.opportunity.slug)


@login_not_required
@get_and_post
@never_cache
def address(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a post is answered elsewhere, after a click: programs that gather addresses don't get it."""
    opportunity = get_object_or_404(Opportunity.objects.visible_to(request.user).for_cards(), slug=slug)
    ways = opportunity.kind_class.ways(opportunity)
    if not opportunity.is_open() or takes_applications(opportunity) or not (ways["url"] or ways["email"]):
        return redirect(opportunity)
    is_asked = request.method == "POST"
    if is_asked:
        services.show_address(opportunity=opportunity)
    context = {"opportunity": opportunity, "ways": ways, "is_shown": is_asked}
    return render(request, "opportunities/address.html", context)


def _own(request: HttpRequest) -> "QuerySet[Application]":
    found: QuerySet[Application] = Application.objects.of(request.user)
    return found
