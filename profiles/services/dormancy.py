"""Members who have not logged in for years: reminded once, then out of sight until they come back."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from profiles.mailing import send_to_member
from profiles.models import Profile


def wake_profile(*, user: Any) -> None:
    """A member has logged in: they are in sight again, and are reminded of nothing."""
    profile = Profile.objects.filter(user=user).exclude(is_dormant=False, reminded=None).first()
    if profile is not None:
        profile.is_dormant, profile.reminded = False, None
        profile.save(update_fields=["is_dormant", "reminded", "updated"])


def remind_inactive() -> int:
    """Mails, once, who has not logged in for settings.RETENTION["inactive"] days; returns how many.

    An account that never logged in counts from when it came: it may have been imported.
    """
    days = settings.RETENTION["inactive"]
    if not days:
        return 0
    reminded = 0
    until = timezone.now() + timedelta(days=settings.RETENTION["reminded"])
    for profile in _unused_since(timezone.now() - timedelta(days=days)).filter(reminded=None):
        with transaction.atomic():
            taken = Profile.objects.filter(pk=profile.pk, reminded=None).update(reminded=timezone.now())
            if taken:
                send_to_member(profile.user, "profiles/email/unused", link="/for-you/", until=until)
        reminded += taken
    return reminded


def hide_dormant() -> int:
    """Takes out of sight who was reminded settings.RETENTION["reminded"] days ago and has not come; how many."""
    days = settings.RETENTION["reminded"]
    if not (days and settings.RETENTION["inactive"]):
        return 0
    hidden = 0
    for profile in Profile.objects.filter(reminded__lte=timezone.now() - timedelta(days=days), is_dormant=False):
        profile.is_dormant = True
        profile.save(update_fields=["is_dormant", "updated"])
        hidden += 1
    return hidden


def _unused_since(moment: datetime) -> QuerySet[Profile]:
    last = Coalesce("user__last_login", "user__date_joined")
    rows = Profile.objects.listed().alias(last=last).filter(last__lte=moment)
    return rows.select_related("user").order_by("pk")
