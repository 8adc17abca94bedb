"""Moving a deadline that is public.  The clock of the server decides, and whoever counts on the post is told."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import TaskState

from opportunities.models import DeadlineChange, Opportunity
from opportunities.moments import format_moment, get_zone
from opportunities.tasks import tell_of_deadline
from profiles.tasks import enqueue


@transaction.atomic
def extend_deadline(
    *, opportunity: Opportunity, by: Any, closes: datetime, zone: str, words: str = ""
) -> DeadlineChange:
    """Gives people more time, without another review: `words` is how the new deadline is announced.

    Raises ValidationError when it isn't later, or when sealed proposals may have been opened since.
    """
    row = lock(opportunity)
    if row.closes is None:
        raise ValidationError(_("This post has no closing date, so there is nothing to extend."))
    if row.kind_class.is_sealed and row.is_closed():
        raise ValidationError(_("It has closed and its proposals can be opened, so nobody gets more time."))
    if closes <= max(row.closes, timezone.now()):
        moment = format_moment(max(row.closes, timezone.now()), get_zone(row.zone))
        raise ValidationError(_("Set a time later than %(moment)s.") % {"moment": moment})
    return _move(row, by, closes, zone, words)


@transaction.atomic
def close_early(*, opportunity: Opportunity, by: Any) -> DeadlineChange:
    """Closes a post in this second.

    Raises ValidationError when it is closed already, or when proposals were promised to stay sealed until later.
    """
    row, now = lock(opportunity), timezone.now()
    if row.is_closed(now):
        raise ValidationError(_("This post is closed already."))
    if row.kind_class.is_sealed:
        raise ValidationError(
            _("Proposals are sealed until the announced hour, so it can't close sooner. Cancel its lots instead.")
        )
    return _move(row, by, now, row.zone, "")


def lock(opportunity: Opportunity) -> Opportunity:
    """The row as it is now, held until the transaction ends; read the clock after it.

    Whoever answers in the last second and whoever moves the deadline wait here for each other.
    """
    row: Opportunity = Opportunity.objects.select_for_update(of=("self",)).get(pk=opportunity.pk)
    return row


def _move(row: Opportunity, by: Any, closes: datetime, zone: str, words: str) -> DeadlineChange:
    change: DeadlineChange = DeadlineChange.objects.create(
        opportunity=row,
        was=row.closes,
        was_zone=row.zone,
        was_text=row.deadline_text,
        closes=closes,
        zone=zone,
        by=by,
    )
    row.closes, row.zone, row.deadline_text = closes, zone, words
    row.save(update_fields=["closes", "zone", "deadline_text", "updated"])
    _move_in_versions(row)
    row.bids.filter(opened=None, sealed_until__lt=closes).update(sealed_until=closes)
    enqueue(tell_of_deadline, pk=change.pk)
    return change


def _move_in_versions(row: Opportunity) -> None:
    """Writes the deadline into the versions that can still become public, so that none brings the old one back."""
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS).values("revision")
    current = Q(pk__in=[row.live_revision_id, row.latest_revision_id]) | Q(pk__in=waiting)
    moved = {"closes": row.closes and row.closes.isoformat(), "zone": row.zone, "deadline_text": row.deadline_text}
    for revision in row.revisions.filter(current):
        revision.content.update(moved)
        revision.save(update_fields=["content"])
