"""The moderators' queue, a case, and figures that name nobody; in the editors' admin."""

from collections.abc import Callable
from functools import wraps
from statistics import median
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from profiles.forms.report import DecisionForm
from profiles.models import Case, CaseEvent, Reason, Report
from profiles.relations import relations_of
from profiles.reportable import kind_of
from profiles.services.cases import decide_case, possible_actions

CASES_A_PAGE = 50


def moderators_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("profiles.change_case"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@moderators_only
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits, oldest first, and never too old to be shown."""
    page = Paginator(Case.objects.visible_to(request.user).waiting(), CASES_A_PAGE).get_page(request.GET.get("p"))
    rows = [
        {
            "case": case,
            "thing": case.thing,
            "reasons": sorted({str(report.get_reason_display()) for report in case.reports.all()}),
        }
        for case in page
    ]
    return render(request, "profiles/admin/queue.html", {"page": page, "rows": rows})


@moderators_only
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, pk: Any) -> HttpResponse:
    """What was reported as members read it, who said what, what was done before, and what to do now."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    form = DecisionForm(request.POST or None, actions=possible_actions(case, request.user))
    if request.method == "POST" and form.is_valid():
        try:
            decide_case(
                case=case, action=form.cleaned_data["action"], words=form.cleaned_data["reason"], by=request.user
            )
            messages.success(request, _("Decided."))
            return redirect("profiles_queue")
        except ValidationError as error:
            form.add_error(None, error)
    thing = case.thing
    reports = case.reports.select_related("reporter__profile")
    events = list(case.events.select_related("by"))
    decided_by = next((event.by for event in reversed(events) if event.waited is not None), None)
    context = {
        "case": case,
        "thing": thing,
        "text": [line for line in kind_of(thing).text(thing) if line] if thing else [],
        "page": kind_of(thing).page(thing) if thing and not kind_of(thing).is_private else "",
        "reports": [(each, _reporter_shown(each, request.user)) for each in reports],
        "events": events,
        "others": Case.objects.visible_to(request.user).beside(case)[:20],
        "form": form,
        "is_own_decision": case.is_appealed and decided_by == request.user,
    }
    return render(request, "profiles/admin/case.html", context, status=422 if form.errors else 200)


def _reporter_shown(report: Report, moderator: Any) -> str:
    """Who reported it.  A block hides the name from a moderator too, but no case: who is reported would block them."""
    if report.reporter is None:
        return _("a visitor, or an account that is gone")
    if report.reporter_id in relations_of(moderator).blocked:
        return _("a member whom you don’t see")
    profile = getattr(report.reporter, "profile", None)  # a superuser may have deleted it without the account
    return profile.name if profile else "–"


@moderators_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """How many reports for which reason, what was decided, and how long it took; by month."""
    month = TruncMonth("created")
    reports = Report.objects.annotate(month=month).values("month", "reason").annotate(number=Count("pk"))
    events = CaseEvent.objects.annotate(month=month).values("month", "action").annotate(number=Count("pk"))
    waited = [each.total_seconds() for each in CaseEvent.objects.values_list("waited", flat=True) if each is not None]
    context = {
        "reports": [{**row, "label": Reason(row["reason"]).label} for row in reports.order_by("-month", "reason")],
        "events": [
            {**row, "label": CaseEvent.Action(row["action"]).label} for row in events.order_by("-month", "action")
        ],
        "hours": max(round(median(waited) / 3600, 1), 0.1) if waited else None,
    }
    return render(request, "profiles/admin/figures.html", context)
