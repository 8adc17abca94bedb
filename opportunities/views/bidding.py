"""A tender for those who take part: its documents, questions, and their own sealed proposals."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opportunities import permissions, services
from opportunities.forms import BidForm, QuestionForm
from opportunities.kinds.tender import Tender
from opportunities.models import Bid, Lot, Opportunity, TenderDocument
from opportunities.tendering import is_tender, lots_of
from profiles.views.downloads import download

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
SIZE = 200


@login_not_required
@require_safe
def document(request: HttpRequest, slug: str, digest: str) -> FileResponse:
    """A document of a tender, named by its content, for whoever may read the post."""
    opportunity = get_object_or_404(Opportunity.objects.visible_to(request.user), slug=slug)
    row = TenderDocument.objects.filter(opportunity=opportunity, digest=digest.replace("\x00", "")).first()
    if row is None:
        raise Http404
    return download(row.file, name=row.name, content_type=row.content_type)


@get_and_post
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = _tender(request, slug)
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            services.ask_question(opportunity=opportunity, asker=request.user, text=form.cleaned_data["text"])
        except ValidationError as error:
            form.add_error("text", error)
        else:
            messages.success(request, _("Your question is with the organization. The answer will stand here, for all."))
            return redirect(f"{opportunity.get_absolute_url()}#questions")
    context = {"heading": _("Ask a question"), "button": _("Send the question")}
    return _form_page(request, opportunity, form, **context)


@get_and_post
def bid(request: HttpRequest, slug: str) -> HttpResponse:
    """The form of a sealed proposal; what came too late is refused, whatever the page said when it was opened."""
    opportunity = _tender(request, slug)
    lots = [lot for lot in lots_of(opportunity) if lot.status == Lot.Status.OPEN]
    organizations = permissions.organizations_to_post_for(request.user).distinct()
    sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    profile = getattr(request.user, "profile", None)
    initial = {"name": profile.name if profile else ""}
    form = BidForm(*sent, lots=lots, organizations=organizations, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            kept = services.send_bid(opportunity=opportunity, bidder=request.user, **form.values())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Your proposal is in, and sealed. This is your receipt."))
            return redirect(kept)
    takes = opportunity.is_open() and Tender.takes_bids(opportunity) and bool(lots)
    context = {"opportunity": opportunity, "form": form, "takes": takes or form.is_bound}
    return render(request, "opportunities/tender/bid.html", context)


@require_safe
def bids(request: HttpRequest) -> HttpResponse:
    """One's own proposals, withdrawn ones too."""
    rows = list(Bid.objects.of(request.user)[:SIZE])
    return render(request, "opportunities/tender/bids.html", {"bids": rows})


@require_safe
def receipt(request: HttpRequest, uuid: Any) -> HttpResponse:
    """When a proposal came in, and its digests; for its bidder alone."""
    row = get_object_or_404(Bid.objects.of(request.user).prefetch_related("files"), uuid=uuid)
    can_withdraw = row.withdrawn is None and row.opened is None and not row.opportunity.is_closed()
    context = {"bid": row, "opportunity": row.opportunity, "can_withdraw": can_withdraw}
    return render(request, "opportunities/tender/receipt.html", context)


@get_and_post
def withdraw(request: HttpRequest, uuid: Any) -> HttpResponse:
    row = get_object_or_404(Bid.objects.of(request.user).filter(withdrawn=None), uuid=uuid)
    problem = ""
    if request.method == "POST":
        try:
            services.withdraw_bid(bid=row)
        except ValidationError as error:
            problem = error.messages[0]
        else:
            messages.success(request, _("Your proposal is withdrawn; its files are deleted."))
            return redirect("opportunities:bids")
    return render(request, "opportunities/tender/withdraw.html", {"bid": row, "problem": problem})


@require_safe
def file(request: HttpRequest, uuid: Any, number: int) -> FileResponse:
    """A file of a proposal: for its bidder, and for the team once it is opened in due form.

    Files are counted from 1 within a proposal: a number of the table would tell how many came in elsewhere.
    """
    own, opened = Bid.objects.of(request.user), Bid.objects.for_team(request.user)
    row = own.filter(uuid=uuid).first() or get_object_or_404(opened, uuid=uuid)
    files = list(row.files.all())
    if not 0 < number <= len(files):
        raise Http404
    chosen = files[number - 1]
    return download(chosen.file, name=chosen.name, content_type=chosen.content_type)


def _tender(request: HttpRequest, slug: str) -> Opportunity:
    """A public tender that this account may take part in; 404 for its own team."""
    opportunity = get_object_or_404(Opportunity.objects.published().select_related("organization"), slug=slug)
    if not is_tender(opportunity) or not permissions.may_take_part(request.user, opportunity):
        raise Http404
    return opportunity


def _form_page(request: HttpRequest, opportunity: Opportunity, form: Any, **context: Any) -> HttpResponse:
    return render(request, "opportunities/tender/form.html", {"opportunity": opportunity, "form": form, **context})
