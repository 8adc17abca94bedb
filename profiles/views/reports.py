"""Reporting something, what a reporter is told, and appealing."""

from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from profiles import reportable
from profiles.appeals import event_of
from profiles.counters import count_up
from profiles.forms.report import ReportForm, WordsForm
from profiles.help_lines import help_lines_for
from profiles.models import URGENT, Reason, Report
from profiles.services import reports as services

VISITORS_REPORTS_AN_HOUR = 5


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """The reasons, each a button that sends the report.  Visitors report what they can read."""
    kind = reportable.named(name)
    thing = kind.get(request.user, key)
    problem = ""
    if request.method == "POST":
        form = ReportForm(request.POST)
        if not form.is_valid():
            problem = _("Choose one of the reasons.")
        elif not request.user.is_authenticated and _is_too_much(request):
            problem = _("Many reports came from where you are. Try again in an hour, or log in.")
        else:
            reporter = request.user if request.user.is_authenticated else None
            try:
                made = services.report_thing(thing=thing, reporter=reporter, **form.cleaned_data)
                return redirect("profiles:reported", pk=made.pk)
            except ValidationError as error:
                problem = error.messages[0]
    context = {
        "kind": kind,
        "thing": thing,
        "back": kind.page(thing),
        "reasons": Reason.choices,
        "problem": problem,
        "words": request.POST.get("words", ""),
    }
    return render(request, "profiles/report.html", context, status=422 if problem else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def reported(request: HttpRequest, pk: Any) -> HttpResponse:
    """The acknowledgement, for the reporter alone; help-lines when it is urgent; they may add words."""
    viewer = request.user if request.user.is_authenticated else None
    report = get_object_or_404(Report, pk=pk, reporter=viewer)
    form = WordsForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid() and report.handled is None:
        services.add_words(report=report, words=form.cleaned_data["words"])
        messages.success(request, _("Added to your report."))
        return redirect("profiles:reported", pk=pk)
    near, others = help_lines_for(viewer) if report.reason in URGENT else ([], [])
    context = {"report": report, "form": form, "near": near, "others": others}
    return render(request, "profiles/reported.html", context, status=422 if form.errors else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link from the mail appeals once, though their account is suspended."""
    event = event_of(token)
    if event is None or event.case.thing is None:
        raise Http404
    form, is_sent = WordsForm(request.POST or None, label_suffix=""), False
    if request.method == "POST" and form.is_valid():
        try:
            services.appeal(event=event, words=form.cleaned_data["words"])
            is_sent = True
        except ValidationError as error:
            form.add_error(None, error)
    context = {"event": event, "form": form, "is_sent": is_sent}
    return render(request, "profiles/appeal.html", context, status=422 if form.errors else 200)


def _is_too_much(request: HttpRequest) -> bool:
    address = get_adapter(request).get_client_ip(request)
    return count_up(f"reports:{address}", 3600) > VISITORS_REPORTS_AN_HOUR
