"""Reminders of deadlines: whose are due, and sending them.  May be run every hour and twice at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from opportunities.models import Opportunity, Reminder
from opportunities.moments import format_moment, get_zone
from opportunities.services import clear_reminders
from profiles.mailing import locale_of, mailable, send_switchable
from profiles.switching_off import Switch

SWITCH = Switch("reminders", _("Reminders of deadlines"), clear_reminders, "opportunities:saved")


def due(now: datetime) -> Iterator[Reminder]:
    """Reminders whose moment has come, of posts that are public and still open; each deadline is told of once."""
    of_open = Reminder.objects.filter(
        opportunity__in=Opportunity.objects.published().open_now(), opportunity__closes__gt=now
    )
    # Not told of at all, or of another deadline: the post was extended.
    untold = Q(told_of=None) | ~Q(told_of=F("opportunity__closes"))
    for days in Reminder.Days.values:
        rows = of_open.filter(untold, days=days, opportunity__closes__lte=now + timedelta(days=days))
        yield from mailable(rows).select_related("user", "opportunity__organization").order_by("pk")


def send_due(now: datetime | None = None) -> int:
    """Sends what is due, each in a transaction of its own; returns how many."""
    return sum(_send(reminder) for reminder in due(now or timezone.now()))


@transaction.atomic
def _send(reminder: Reminder) -> bool:
    opportunity = reminder.opportunity
    as_read = Reminder.objects.filter(pk=reminder.pk, days=reminder.days, told_of=reminder.told_of)
    if not as_read.update(told_of=opportunity.closes):
        return False
    language = locale_of(reminder.user)
    assert opportunity.closes is not None
    with translation.override(language), timezone.override(timezone.get_default_timezone()):
        moment = format_moment(opportunity.closes, get_zone(opportunity.zone))
    send_switchable(
        reminder.user,
        "opportunities/email/reminder",
        link=opportunity.get_absolute_url(),
        off="reminders",
        language=language,
        opportunity=opportunity,
        moment=moment,
    )
    return True
