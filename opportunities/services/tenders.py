"""What an organization does with its tender: documents, answers, lots, the opening of proposals, the award."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from opportunities import tasks
from opportunities.models import AwardNotice, Bid, Lot, Opportunity, TenderDocument, TenderQuestion
from opportunities.services.deadlines import lock
from opportunities.tendering import lot_of, lots_of
from profiles.tasks import enqueue
from profiles.uploads import Checked, all_or_none

MOST_DOCUMENTS = 60  # of a tender, all versions


def add_document(
    *,
    opportunity: Opportunity,
    title: str,
    file: Checked,
    is_addendum: bool = False,
    supersedes: TenderDocument | None = None,
) -> TenderDocument:
    """Adds a document, or the next version of one; of a tender that is public whoever counts on it is told.

    Raises ValidationError when the tender has closed, or another version has taken that one's place meanwhile.
    """
    row = TenderDocument(
        opportunity=opportunity,
        title=title,
        is_addendum=is_addendum,
        supersedes=supersedes,
        version=supersedes.version + 1 if supersedes else 1,
        **file.facts,
    )
    with all_or_none() as keep, transaction.atomic():
        post = lock(opportunity)
        _check_document(post, supersedes)
        keep(row, file)
        if post.live:
            enqueue(tasks.tell_of_document, pk=row.pk)
    return row


def _check_document(post: Opportunity, supersedes: TenderDocument | None) -> None:
    if post.is_closed():
        raise ValidationError(_("The tender has closed, so its documents stay as they are."))
    if post.tender_documents.count() >= MOST_DOCUMENTS:
        raise ValidationError(_("This tender has very many documents. Put the rest into one file."))
    if supersedes and TenderDocument.objects.filter(supersedes=supersedes).exists():
        raise ValidationError(_("A newer version has taken its place meanwhile. Replace that one."))


@transaction.atomic
def remove_document(*, document: TenderDocument) -> None:
    """Takes out a document that nobody else has read.  Raises ValidationError of one that was public."""
    if lock(document.opportunity).first_published_at is not None:
        raise ValidationError(_("This document was public, so it stays. Add a new version instead."))
    document.delete()


@transaction.atomic
def answer_question(*, question: TenderQuestion, text: str) -> None:
    """Answers for all: question and answer are public from now on, without a name."""
    text = text.strip()
    if not text:
        raise ValidationError(_("Write an answer first."))
    lock(question.opportunity)
    is_new = question.published is None
    question.answer = text
    question.published = question.published or timezone.now()
    question.save(update_fields=["answer", "published"])
    if is_new:
        enqueue(tasks.tell_of_answer, pk=question.pk)


@transaction.atomic
def decide_lot(
    *,
    opportunity: Opportunity,
    number: int,
    status: str,
    awarded_to: str = "",
    award_value: str = "",
    description: str = "",
) -> Lot:
    """Says what becomes of a lot.

    Raises ValidationError for a result before the deadline or before the proposals are opened, for one after the award
    is published, and when nobody is named who gets it.
    """
    post = lock(opportunity)
    lot = lot_of(post, number)
    if lot is None:
        raise Lot.DoesNotExist
    if AwardNotice.objects.filter(opportunity=post).exists():
        raise ValidationError(_("The award is published, so nothing of it changes any more."))
    if status in (Lot.Status.AWARDED, Lot.Status.FAILED):
        _check_opened(post)
    if status == Lot.Status.AWARDED and not awarded_to.strip():
        raise ValidationError(_("Say to whom the lot is awarded."))
    is_awarded = status == Lot.Status.AWARDED
    lot.status, lot.description = Lot.Status(status), description
    lot.awarded_to, lot.award_value = (awarded_to.strip(), award_value) if is_awarded else ("", "")
    lot.save()
    return lot


def _check_opened(post: Opportunity) -> None:
    if not post.is_closed():
        raise ValidationError(_("There is no result before the tender has closed."))
    if Bid.objects.standing().filter(opportunity=post, opened=None).exists():
        raise ValidationError(_("Open the proposals first."))


@transaction.atomic
def open_bids(*, opportunity: Opportunity, by: Any) -> int:
    """Opens all sealed proposals at once, for the team to read, and writes down who did it.  Returns how many.

    Raises ValidationError while any of them is sealed by the clock of the server.
    """
    post, now = lock(opportunity), timezone.now()
    waiting = Bid.objects.standing().filter(opportunity=post, opened=None)
    if not post.is_closed(now) or waiting.filter(sealed_until__gt=now).exists():
        raise ValidationError(_("The proposals are sealed until the deadline."))
    opened = waiting.update(opened=now)
    if opened:
        log(post, "opportunities.open_bids", user=by, data={"number": opened})
    return opened


@transaction.atomic
def publish_award(*, opportunity: Opportunity, by: Any, text: str) -> AwardNotice:
    """Says publicly how the tender ended, and tells bidders and followers.

    Raises ValidationError while a lot is undecided, and when it was published before.
    """
    post = lock(opportunity)
    if AwardNotice.objects.filter(opportunity=post).exists():
        raise ValidationError(_("The award is published, so nothing of it changes any more."))
    if any(lot.status == Lot.Status.OPEN for lot in lots_of(post)):
        raise ValidationError(_("Decide about each lot first."))
    _check_opened(post)
    notice: AwardNotice = AwardNotice.objects.create(opportunity=post, text=text)
    log(post, "opportunities.publish_award", user=by)
    enqueue(tasks.tell_of_award, pk=notice.pk)
    return notice
