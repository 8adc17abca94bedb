"""For moderators, in the editors' admin: the queue of requests and claims, each with what is known, and evidence."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import CharField, F, Value
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.log_actions import log

from profiles import services
from profiles.forms.verification import ClaimDecisionForm, VerificationDecisionForm
from profiles.lookalikes import look_alikes_of
from profiles.models import Claim, Evidence, Organization, Verification
from profiles.permissions import can_moderate
from profiles.uploads import CONTENT_TYPES
from profiles.views.downloads import download

A_PAGE = 50


def _need_moderator(request: HttpRequest) -> None:
    if not can_moderate(request.user, Organization):
        raise PermissionDenied


def waiting(moderator: Any) -> Any:
    """(what, number, since) of all that waits for a moderator, the oldest first."""
    claims = Claim.objects.waiting_for(moderator).order_by()
    requests = Verification.objects.waiting_for(moderator).order_by()
    columns = ("what", "pk", "since")
    told = claims.annotate(what=Value("claim", CharField()), since=F("created")).values_list(*columns)
    asked = requests.annotate(what=Value("request", CharField()), since=F("asked")).values_list(*columns)
    return told.union(asked, all=True).order_by("since", "pk")


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """All that waits, oldest first, and never too old to be shown; a constant number of statements."""
    _need_moderator(request)
    page = Paginator(waiting(request.user), A_PAGE).get_page(request.GET.get("p"))
    found: dict[str, dict[int, Any]] = {"claim": {}, "request": {}}
    for what, manager in (("claim", Claim.objects), ("request", Verification.objects)):
        wanted = [pk for kind, pk, _since in page if kind == what]
        found[what] = manager.select_related("organization").in_bulk(wanted)
    rows = [{"what": what, "row": found[what][pk], "since": since} for what, pk, since in page if pk in found[what]]
    return render(request, "profiles/admin/checks.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def verification(request: HttpRequest, pk: int) -> HttpResponse:
    """A request with its evidence, names like its own, its history, and the decision."""
    _need_moderator(request)
    row = get_object_or_404(Verification.objects.waiting_for(request.user).select_related("organization"), pk=pk)
    form = VerificationDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(row, form.cleaned_data, request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Decided."))
            return redirect("profiles_checks")
    context = {"row": row, "evidence": row.evidence.all(), "form": form, **known_of(row.organization)}
    return render(request, "profiles/admin/verification.html", context, status=422 if form.errors else 200)


def _decide(row: Verification, data: dict[str, Any], moderator: Any) -> None:
    given = {"by": moderator, "reason": data["reason"], "checklist": data["checklist"]}
    if data["decision"] == "accept":
        services.verify_organization(organization=row.organization, expires=data["expires"], **given)
        log(row.organization, "profiles.verify", user=moderator)
    else:
        services.refuse_verification(request=row, **given)
        log(row.organization, "profiles.refuse-verification", user=moderator)


@require_http_methods(["GET", "HEAD", "POST"])
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """A claim with who makes it, what is known of the organization, and the decision."""
    _need_moderator(request)
    row = get_object_or_404(
        Claim.objects.waiting_for(request.user).select_related("organization", "user__profile"), pk=pk
    )
    form = ClaimDecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        accepted = form.cleaned_data["decision"] == "accept"
        decide = services.accept_claim if accepted else services.refuse_claim
        try:
            decide(claim=row, by=request.user, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            log(row.organization, f"profiles.{'accept' if accepted else 'refuse'}-claim", user=request.user)
            messages.success(request, _("Decided."))
            return redirect("profiles_checks")
    others = Claim.objects.filter(organization=row.organization).exclude(pk=row.pk).order_by("-created")[:20]
    context = {"row": row, "form": form, "others": others, **known_of(row.organization)}
    return render(request, "profiles/admin/claim.html", context, status=422 if form.errors else 200)


def known_of(organization: Organization) -> dict[str, Any]:
    """What every page of decisions shows of an organization."""
    rows = organization.verifications.exclude(status=Verification.Status.WAITING)
    history = rows.select_related("decided_by", "ended_by").prefetch_related("evidence").order_by("-asked", "-pk")
    return {"organization": organization, "look_alikes": look_alikes_of(organization), "history": history}


@require_safe
def evidence(request: HttpRequest, pk: int) -> FileResponse:
    """A file, as a download that no browser shows or runs; that it was read is in Wagtail's log."""
    _need_moderator(request)
    row = get_object_or_404(
        Evidence.objects.readable_by(request.user).select_related("verification__organization"), pk=pk
    )
    extension = PurePath(str(row.file.name)).suffix
    name, content_type = f"evidence-{row.pk}{extension}", CONTENT_TYPES.get(extension, "application/octet-stream")
    response = download(row.file, name=name, content_type=content_type)
    log(row.verification.organization, "profiles.read-evidence", user=request.user, data={"digest": row.digest})
    return response
