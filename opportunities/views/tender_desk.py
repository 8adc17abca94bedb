"""A tender for the team that runs it.  What is sealed isn't here: these pages don't know of it before it is opened."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opportunities import services
from opportunities.forms import AnswerForm, AwardForm, DocumentForm, LotForm
from opportunities.kinds.tender import Tender
from opportunities.models import AwardNotice, Bid, Lot, Opportunity, TenderDocument
from opportunities.tendering import documents_of, is_tender, lot_of, lots_of
from opportunities.views.posting import own_post

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def desk(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything about one tender, in the order in which it is needed."""
    opportunity = _own(request, slug)
    questions = list(opportunity.tender_questions.shown())
    context = {
        "opportunity": opportunity,
        "documents": documents_of(opportunity),
        "lots": lots_of(opportunity),
        "unanswered": [question for question in questions if question.published is None],
        "answered": [question for question in questions if question.published is not None],
        "takes_bids": Tender.takes_bids(opportunity),
        "is_closed": opportunity.is_closed(),
        "waiting": Bid.objects.unsealed().filter(opportunity=opportunity, opened=None).count(),
        "bids": list(Bid.objects.for_team(request.user).filter(opportunity=opportunity).prefetch_related("files")),
        "award": AwardNotice.objects.filter(opportunity=opportunity).first(),
    }
    return render(request, "opportunities/tender/desk.html", context)


@get_and_post
def add_document(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """A new document, or with `pk` the next version of one."""
    opportunity = _own(request, slug)
    before = None if pk is None else get_object_or_404(TenderDocument, opportunity=opportunity, pk=pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = DocumentForm(*sent, version=before is not None)
    if form.is_bound and form.is_valid():
        names = ("title", "is_addendum", "file")
        told: dict[str, Any] = {name: form.cleaned_data[name] for name in names if name in form.cleaned_data}
        if before is not None:
            told |= {"title": before.title, "is_addendum": before.is_addendum, "supersedes": before}
        said = _("The document is added.")
        if done := _done(request, opportunity, form, said, services.add_document, opportunity=opportunity, **told):
            return done
    heading = _("New version of «%(title)s»") % {"title": before.title} if before else _("Add a document")
    note = _("It is public at once. Whoever saved or answered the tender gets a mail.") if opportunity.live else ""
    return _form_page(request, opportunity, form, heading=heading, note=note, button=_("Add"))


@require_POST
def remove_document(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes a document out of a draft; what was public stays."""
    opportunity = _own(request, slug)
    row = get_object_or_404(TenderDocument.objects.select_related("opportunity"), opportunity=opportunity, pk=pk)
    try:
        services.remove_document(document=row)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The document is removed."))
    return redirect("opportunities:tender-desk", slug)


@get_and_post
def answer(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    opportunity = _own(request, slug)
    question = get_object_or_404(opportunity.tender_questions.shown().select_related("opportunity"), pk=pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"text": question.answer})
    if form.is_bound and form.is_valid():
        text = form.cleaned_data["text"]
        said = _("The answer is public.")
        if done := _done(request, opportunity, form, said, services.answer_question, question=question, text=text):
            return done
    context = {"heading": _("Answer a question"), "quoted": question.text, "button": _("Publish the answer")}
    return _form_page(request, opportunity, form, **context)


@get_and_post
def lot(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    opportunity = _own(request, slug)
    row = lot_of(opportunity, number)
    if row is None:
        raise Http404
    names = ("status", "awarded_to", "award_value", "description")
    before = {name: getattr(row, name) for name in names}
    form = LotForm(request.POST if request.method == "POST" else None, initial=before)
    if form.is_bound and form.is_valid():
        told = {"opportunity": opportunity, "number": number, **form.cleaned_data}
        if done := _done(request, opportunity, form, _("Saved."), services.decide_lot, **told):
            return done
    return _form_page(request, opportunity, form, heading=str(row), button=_("Save"))


@get_and_post
def open_bids(request: HttpRequest, slug: str) -> HttpResponse:
    """The moment at which the seals are broken: once, for all, and written down."""
    opportunity = _own(request, slug)
    problem = ""
    if request.method == "POST":
        try:
            number = services.open_bids(opportunity=opportunity, by=request.user)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            said = ngettext("%(number)d proposal is open now.", "%(number)d proposals are open now.", number)
            messages.success(request, said % {"number": number})
            return redirect("opportunities:tender-desk", slug)
    return render(request, "opportunities/tender/open.html", {"opportunity": opportunity, "problem": problem})


@get_and_post
def award(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = _own(request, slug)
    form = AwardForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        told = {"opportunity": opportunity, "by": request.user, "text": form.cleaned_data["text"]}
        if done := _done(request, opportunity, form, _("The award is public."), services.publish_award, **told):
            return done
    lots = lots_of(opportunity)
    is_undecided = any(each.status == Lot.Status.OPEN for each in lots)
    note = _("Afterwards nothing of it changes any more.")
    context = {"heading": _("Publish the award"), "button": _("Publish"), "lots": lots, "note": note}
    return _form_page(request, opportunity, form, is_undecided=is_undecided, **context)


def _done(
    request: HttpRequest, opportunity: Opportunity, form: Any, said: str, service: Any, /, **told: Any
) -> HttpResponse | None:
    """Calls a service, and leads back to the desk; None when it refused, with the reason in the form."""
    try:
        service(**told)
    except ValidationError as error:
        form.add_error(None, error)
        return None
    messages.success(request, said)
    return redirect("opportunities:tender-desk", opportunity.slug)


def _own(request: HttpRequest, slug: str) -> Opportunity:
    """A tender of one's own organization; 404 for anything else."""
    opportunity = own_post(request, slug)
    if not is_tender(opportunity):
        raise Http404
    return opportunity


def _form_page(request: HttpRequest, opportunity: Opportunity, form: Any, **context: Any) -> HttpResponse:
    context |= {"opportunity": opportunity, "form": form, "is_desk": True}
    return render(request, "opportunities/tender/form.html", context)
