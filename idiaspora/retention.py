"""What is cleared away when its time is over: once a day, by `manage.py retention`.  Each job can be run twice."""

from collections.abc import Callable
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from idiaspora.queue import delete_failed, requeue_abandoned
from opportunities.importing.services import forget_tables
from opportunities.services.clearing import delete_old_applications, delete_old_drafts
from profiles.models import Invitation
from profiles.services import hide_dormant, remind_inactive
from profiles.services.leaving import erase_departed
from resources.importing.services import forget_files
from resources.request_services import delete_decided


def delete_unconfirmed() -> int:
    """Accounts that were begun and never entered: no address confirmed, no log-in, no profile."""
    before = _days_ago("unconfirmed")
    if before is None:
        return 0
    addresses = EmailAddress.objects.filter(user=OuterRef("pk"))
    begun = get_user_model()._default_manager.filter(
        Exists(addresses), last_login=None, profile=None, date_joined__lte=before, is_staff=False, is_superuser=False
    )
    deleted = 0
    for user in begun.exclude(Exists(addresses.filter(verified=True))):
        with transaction.atomic():
            user.delete()
        deleted += 1
    return deleted


def delete_old_invitations() -> int:
    """Invitations, which hold an address, once they can't be answered any more and nobody wonders about them."""
    before = _days_ago("invitations")
    if before is None:
        return 0
    deleted, _by_model = Invitation.objects.filter(Q(closed__lte=before) | Q(closed=None, created__lte=before)).delete()
    return deleted


def delete_expired_sessions() -> int:
    deleted, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return deleted


def delete_drafts_of_applications() -> int:
    before = _days_ago("application_drafts")
    return delete_old_drafts(before=before) if before else 0


def delete_applications() -> int:
    """Applications with their files, once they have long been decided."""
    before = _days_ago("applications")
    return delete_old_applications(before=before) if before else 0


def delete_file_requests() -> int:
    before = _days_ago("file_requests")
    return delete_decided(before=before) if before else 0


def _days_ago(what: str) -> datetime | None:
    days = settings.RETENTION[what]
    return timezone.now() - timedelta(days=days) if days else None


JOBS: dict[str, tuple[Promise | str, Callable[[], int]]] = {
    "departures": (_("Accounts erased that their owners had left"), erase_departed),
    "unconfirmed": (_("Accounts deleted that nobody ever entered"), delete_unconfirmed),
    "invitations": (_("Old invitations deleted"), delete_old_invitations),
    "application_drafts": (_("Drafts of applications deleted that were long untouched"), delete_drafts_of_applications),
    "applications": (_("Applications deleted whose posts closed long ago"), delete_applications),
    "file_requests": (_("Requests for files deleted that came to nothing long ago"), delete_file_requests),
    "tables": (_("Tables deleted that nobody went on importing"), forget_tables),
    "files": (_("Files deleted that nobody went on importing"), forget_files),
    "sessions": (_("Expired sessions deleted"), delete_expired_sessions),
    "abandoned": (_("Tasks of a worker that is gone, queued again"), requeue_abandoned),
    "failed": (_("Failed tasks forgotten"), delete_failed),
    "reminders": (_("Members reminded that they have not been here for long"), remind_inactive),
    "dormant": (_("Profiles out of sight because nobody came"), hide_dormant),
}
