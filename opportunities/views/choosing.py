"""What a member does with a post that they read: keep it, or not be shown it again."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from opportunities import services
from opportunities.choices import buttons_for
from opportunities.matching import reasons_for
from opportunities.models import CalendarLink, Choice, Opportunity
from profiles.reportable import kind_of
from profiles.views.paging import asked_page, rows_of

# Who had to log in again comes back here by GET: then the post itself is shown, with its buttons.
get_and_post = require_http_methods(["GET", "HEAD", "POST"])
SAVED, DISMISSED = Choice.Decision.SAVED, Choice.Decision.DISMISSED


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


@require_safe
def saved(request: HttpRequest) -> HttpResponse:
    """What this member keeps, closed posts too."""
    kept = Opportunity.objects.saved_by(request.user)
    page = asked_page(request, kept.count())
    link = CalendarLink.objects.filter(user=request.user.pk).first()
    context = {
        "opportunities": kept[rows_of(page)],
        "page": page,
        "calendar_link": request.build_absolute_uri(link.get_absolute_url()) if link else "",
    }
    return render(request, "opportunities/saved.html", context)


@get_and_post
def save(request: HtmxRequest, slug: str) -> HttpResponse:
    return _decide(request, slug, services.make_choice)


@get_and_post
def unsave(request: HtmxRequest, slug: str) -> HttpResponse:
    return _decide(request, slug, services.withdraw_choice)


def _decide(request: HtmxRequest, slug: str, service: Callable[..., Any]) -> HttpResponse:
    """Saves a post or gives it up, then shows its buttons as they stand now; without scripts the page they are on."""
    opportunity = visible_post(request, slug)
    if request.method != "POST":
        return redirect(opportunity)
    service(user=request.user, opportunity=opportunity, decision=SAVED)
    back = _back(request, opportunity)
    if request.htmx:
        buttons = buttons_for(request, opportunity, dismissible="dismissible" in request.POST, back=back)
        return render(request, "opportunities/_choice.html", buttons)
    return redirect(f"{back}#choice-{opportunity.pk}")


@get_and_post
def dismiss(request: HtmxRequest, slug: str) -> HttpResponse:
    """The card goes; in its place, or above the page, stands the way back."""
    opportunity = visible_post(request, slug)
    if request.method == "POST":
        services.make_choice(user=request.user, opportunity=opportunity, decision=DISMISSED)
        back = _back(request, opportunity)
        context = {"opportunity": opportunity, "back": back, "reasons_not": Choice.Reason.choices}
        if request.htmx:
            return render(request, "opportunities/_dismissed.html", context)
        messages.info(request, render_to_string("opportunities/_dismissed_message.html", context, request))
        return redirect(back)
    return redirect(opportunity)


@get_and_post
def why_not(request: HtmxRequest, slug: str) -> HttpResponse:
    """Why a post that was put aside is not for the member; what is wrong with a post, moderators should know."""
    opportunity = visible_post(request, slug)
    reason = request.POST.get("reason", "")
    if request.method != "POST" or reason not in Choice.Reason.values:
        return redirect(opportunity)
    services.give_reason(user=request.user, opportunity=opportunity, reason=reason)
    back = _back(request, opportunity)
    if reason == Choice.Reason.WRONG:
        report = kind_of(opportunity).report_url(opportunity)
        return HttpResponseClientRedirect(report) if request.htmx else redirect(report)
    context = {"opportunity": opportunity, "back": back, "reason": Choice.Reason(reason).label}
    if request.htmx:
        return render(request, "opportunities/_dismissed.html", context)
    messages.success(request, render_to_string("opportunities/_why_not.html", context, request))
    return redirect(back)


@get_and_post
def restore(request: HtmxRequest, slug: str) -> HttpResponse:
    """The card comes back to its place, with its reasons."""
    opportunity = visible_post(request, slug)
    if request.method == "POST":
        services.withdraw_choice(user=request.user, opportunity=opportunity, decision=DISMISSED)
        if request.htmx:
            context: dict[str, Any] = {"opportunity": opportunity, "reasons": reasons_for(opportunity, request.user)}
            context |= {"dismissible": True, "back": _back(request, opportunity)}
            return render(request, "opportunities/_opportunity_card.html", context)
        return redirect(_back(request, opportunity))
    return redirect(opportunity)


def visible_post(request: HttpRequest, slug: str) -> Opportunity:
    return get_object_or_404(Opportunity.objects.visible_to(request.user).for_cards(), slug=slug)


def _back(request: HttpRequest, opportunity: Opportunity) -> str:
    """The page that the button stands on, when it is one of ours; else the post's own."""
    asked = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    # Without its slash it would be a relative address, or be taken for the name of a route.
    return asked if is_ours and asked.startswith("/") else opportunity.get_absolute_url()
