"""The pages of the team that reads applications: in the order of arrival, never ranked."""

import uuid as uuids
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.log_actions import log

from opportunities import services
from opportunities.applications import answered, counts_by_status, rows_for
from opportunities.exporting import FORMATS, WRITERS, table_of
from opportunities.forms.applications import STATUSES, AnswerForm, NoteForm, StatusForm
from opportunities.models import Application, ApplicationNote, Opportunity
from opportunities.services.answering import MOST_AT_ONCE
from profiles.views.paging import asked_page, rows_of

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


def _post(request: HttpRequest, slug: str) -> Opportunity:
    """A post whose applications this account reads; 404 for anybody else."""
    return get_object_or_404(Opportunity.objects.answered_by(request.user).select_related("organization"), slug=slug)


def _arrived(request: HttpRequest, opportunity: Opportunity) -> "QuerySet[Application]":
    found: QuerySet[Application] = Application.objects.for_team(request.user).filter(opportunity=opportunity)
    return found.select_related("opportunity").prefetch_related("files")


@require_safe
def inbox(request: HttpRequest, slug: str) -> HttpResponse:
    """The list, all or those of one status."""
    opportunity = _post(request, slug)
    counts = counts_by_status(opportunity)
    status = request.GET.get("status", "")
    status = status if status in dict(STATUSES) else ""
    found = _arrived(request, opportunity)
    found = found.filter(status=status) if status else found
    everything = sum(counts[value] for value, _label in STATUSES)
    total = counts[status] if status else everything
    page = asked_page(request, total)
    context = {
        "opportunity": opportunity,
        "rows": rows_for(list(found[rows_of(page)]), request.user),
        "page": page,
        "all": everything,
        "tabs": [(value, label, counts[value]) for value, label in STATUSES if counts[value]],
        "status": status,
        "withdrawn": counts[Application.Status.WITHDRAWN],
        "formats": FORMATS,
    }
    return render(request, "opportunities/applications.html", context)


@require_safe
def arrived(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """One application, with the team's notes."""
    return _page_of(request, *_one(request, slug, uuid))


def _one(request: HttpRequest, slug: str, uuid: Any) -> tuple[Opportunity, Application]:
    opportunity = _post(request, slug)
    return opportunity, get_object_or_404(_arrived(request, opportunity), uuid=uuid)


def _page_of(
    request: HttpRequest, opportunity: Opportunity, found: Application, note: NoteForm | None = None
) -> HttpResponse:
    (row,) = rows_for([found], request.user)
    context = {
        "opportunity": opportunity,
        "row": row,
        "application": found,
        "answers": answered(found),
        "events": found.events.select_related("by__profile"),
        "notes": found.notes.select_related("author__profile"),
        "status_form": StatusForm(initial={"status": found.status}, label_suffix=""),
        "note_form": note or NoteForm(label_suffix=""),
        "form": note,
    }
    return render(request, "opportunities/arrived.html", context, status=422 if note else 200)


@require_POST
def status(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    opportunity, found = _one(request, slug, uuid)
    try:
        services.change_status(application=found, by=request.user, status=request.POST.get("status", ""))
    except ValidationError as error:
        return _refused(request, opportunity, error)
    messages.success(request, _("Saved."))
    return redirect("opportunities:arrived", opportunity.slug, found.uuid)


@require_POST
def note(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    opportunity, found = _one(request, slug, uuid)
    form = NoteForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page_of(request, opportunity, found, form)
    try:
        services.add_note(application=found, author=request.user, text=form.cleaned_data["text"])
    except ValidationError as error:
        return _refused(request, opportunity, error)
    return redirect("opportunities:arrived", opportunity.slug, found.uuid)


def _refused(request: HttpRequest, opportunity: Opportunity, error: ValidationError) -> HttpResponse:
    """Leads to the list, with what was said: an application that was withdrawn meanwhile has no page any more."""
    messages.error(request, " ".join(error.messages))
    return redirect("opportunities:applications", opportunity.slug)


@require_POST
def delete_note(request: HttpRequest, slug: str, uuid: Any, pk: int) -> HttpResponse:
    """Takes a note away that one has written."""
    opportunity, found = _one(request, slug, uuid)
    written = get_object_or_404(ApplicationNote, application=found, author=request.user, pk=pk)
    services.delete_note(note=written)
    messages.success(request, _("Deleted."))
    return redirect("opportunities:arrived", opportunity.slug, found.uuid)


@get_and_post
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Writes to those who were chosen: the text, then a look at it, then it is sent."""
    opportunity = _post(request, slug)
    chosen = list(_arrived(request, opportunity).filter(uuid__in=_chosen(request))[: MOST_AT_ONCE + 1])
    if not chosen:
        messages.info(request, _("Choose first whom you want to answer."))
        return redirect("opportunities:applications", opportunity.slug)
    is_written = "batch" in request.POST
    initial = {"batch": uuids.uuid4(), "status": chosen[0].status}
    form = AnswerForm(request.POST if is_written else None, initial=initial, label_suffix="")
    is_check = is_written and form.is_valid() and "edit" not in request.POST
    if is_check and "send" in request.POST:
        try:
            answered_to = services.answer_applications(
                opportunity=opportunity, applications=chosen, by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
            is_check = False
        else:
            count = len(answered_to)
            words = ngettext("Sent to %(count)d person.", "Sent to %(count)d people.", count) % {"count": count}
            messages.success(request, words)
            return redirect("opportunities:applications", opportunity.slug)
    context = {"opportunity": opportunity, "chosen": chosen, "form": form, "is_check": is_check}
    context["status_words"] = dict(STATUSES).get(form["status"].value(), "")
    return render(request, "opportunities/answer.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest) -> list[uuids.UUID]:
    """What was ticked, as far as it can be read."""
    found = []
    for each in request.POST.getlist("chosen")[: 10 * MOST_AT_ONCE]:
        try:
            found.append(uuids.UUID(each))
        except ValueError:
            continue
    return found


@require_safe
def export(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    """All applications as a table to take away.  Wagtail's log has who took it."""
    opportunity = _post(request, slug)
    if format not in FORMATS:
        raise Http404
    lines = table_of(opportunity, list(_arrived(request, opportunity)), request.user)
    response = HttpResponse(WRITERS[format](lines), content_type=FORMATS[format])
    response["Content-Disposition"] = f'attachment; filename="applications-{opportunity.pk}.{format}"'
    response["Cache-Control"] = "private, no-store"
    log(opportunity, "opportunities.export_applications", user=request.user)
    return response
