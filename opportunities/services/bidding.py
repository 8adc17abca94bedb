"""What those do who take part in a tender: ask, send a sealed proposal, take it back.  The server's clock decides."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities import permissions
from opportunities.kinds.tender import Tender
from opportunities.models import Bid, BidFile, Lot, Opportunity, TenderQuestion
from opportunities.models.tender import digest_of
from opportunities.moments import format_moment, get_zone
from opportunities.services.deadlines import lock
from opportunities.services.telling import TELL_TEAM_EVERY, tell_team
from opportunities.tendering import lot_of
from profiles.mailing import send_to_member
from profiles.models import Organization
from profiles.uploads import Checked, all_or_none

MOST_QUESTIONS = 10  # of a member about one tender
MOST_BIDS = 20  # of a member to one tender, withdrawn ones too
MOST_FILES, MOST_BYTES = 10, 50 * 1024 * 1024


@transaction.atomic
def ask_question(*, opportunity: Opportunity, asker: Any, text: str) -> TenderQuestion:
    """Asks about a tender; the team reads the text, nobody the name.

    Raises ValidationError when the time for questions is over, or for one's own tender.
    """
    post, now = lock(opportunity), timezone.now()
    text = text.strip()
    if not text:
        raise ValidationError(_("Write your question first."))
    until = Tender.questions_close(post)
    if not post.is_open(now) or (until is not None and until <= now):
        raise ValidationError(_("The time for questions is over."))
    if not permissions.may_take_part(asker, post):
        raise ValidationError(_("This is your own organization's tender."))
    if post.tender_questions.filter(asker=asker).count() >= MOST_QUESTIONS:
        raise ValidationError(_("You asked many questions about this tender. Wait for the answers."))
    is_news = not post.tender_questions.filter(published=None, created__gt=now - TELL_TEAM_EVERY).exists()
    question: TenderQuestion = TenderQuestion.objects.create(opportunity=post, asker=asker, text=text, created=now)
    if is_news:
        tell_team(post, "asked", page="tender-desk")
    return question


def send_bid(
    *,
    opportunity: Opportunity,
    bidder: Any,
    name: str,
    files: Sequence[Checked],
    lot: int = 0,
    message: str = "",
    organization: Organization | None = None,
) -> Bid:
    """Takes in a sealed proposal, and sends its receipt.

    One transaction holds the post, then reads the clock: what is in before the deadline is in, and nothing after it.
    Raises ValidationError when it is late, a second one for a lot, or has no files.
    """
    with all_or_none() as keep, transaction.atomic():
        post = lock(opportunity)
        now = timezone.now()
        _check_bid(post, bidder, files, now)
        chosen = _open_lot(post, lot)
        assert post.closes is not None  # for takes_bids() asks for it
        if Bid.objects.filter(opportunity=post, bidder=bidder, lot=lot, withdrawn=None).exists():
            raise ValidationError(_("You sent a proposal already. Withdraw it to send another."))
        digest = digest_of(name=name, lot=lot, message=message, files=[(file.digest, file.name) for file in files])
        bid: Bid = Bid.objects.create(
            opportunity=post, bidder=bidder, organization=organization, lot=lot, lot_title=chosen.title, name=name,
            message=message, received=now, digest=digest, sealed_until=post.closes,
        )  # fmt: skip
        _send_receipt(bid, post, [keep(BidFile(bid=bid, **file.facts), file) for file in files])
        return bid


def _check_bid(post: Opportunity, bidder: Any, files: Sequence[Checked], now: datetime) -> None:
    if post.closes is not None and post.is_closed(now):
        # Translators: moment is «Fri 5 July, 18:00 Bishkek»
        words = _("This closed on %(moment)s. Late proposals are not taken.")
        raise ValidationError(words % {"moment": format_moment(post.closes, get_zone(post.zone))})
    if not post.is_open(now) or not Tender.takes_bids(post) or not permissions.may_take_part(bidder, post):
        raise ValidationError(_("This tender takes no proposals from you here."))
    if not files:
        raise ValidationError(_("Choose at least one file."))
    if len(files) > MOST_FILES or sum(file.size for file in files) > MOST_BYTES:
        raise ValidationError(_("Send at most 10 files, 50 MB together."))
    if Bid.objects.filter(opportunity=post, bidder=bidder).count() >= MOST_BIDS:
        raise ValidationError(_("You sent and withdrew very many proposals here."))


def _open_lot(post: Opportunity, number: int) -> Lot:
    lot = lot_of(post, number)
    if lot is None or lot.status != Lot.Status.OPEN:
        raise ValidationError(_("This lot takes no proposals. Choose another."))
    return lot


def _send_receipt(bid: Bid, post: Opportunity, files: list[BidFile]) -> None:
    context = {"bid": bid, "opportunity": post, "files": files}
    send_to_member(bid.bidder, "opportunities/email/bid_receipt", link=bid.get_absolute_url(), **context)


@transaction.atomic
def withdraw_bid(*, bid: Bid) -> None:
    """Takes a proposal back before the deadline: its words and files go, the receipt says so.

    Raises ValidationError afterwards.
    """
    post, now = lock(bid.opportunity), timezone.now()
    row = Bid.objects.select_for_update().get(pk=bid.pk)
    if post.is_closed(now) or row.opened is not None:
        raise ValidationError(_("The tender has closed, so the proposal stays."))
    row.withdrawn = row.withdrawn or now
    row.message = ""
    for file in row.files.all():
        file.delete()
    row.save(update_fields=["withdrawn", "message"])
