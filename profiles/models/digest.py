"""How often a member is mailed what is new for them, and what they have been mailed already."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Digest(models.Model):
    """One row for whoever has ever chosen; nobody is mailed before.  It is theirs alone to see."""

    class Frequency(models.TextChoices):
        OFF = "off", _("Never")
        WEEKLY = "weekly", _("Once a week")
        DAILY = "daily", _("Once a day")

    # The admin's «usage» of an account would tell what somebody has chosen.
    wagtail_reference_index_ignore = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digest")
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency, default=Frequency.OFF)
    # What came later than this is new to the next digest, whether the last one was worth a mail or not.
    looked = models.DateTimeField(_("looked through until"), default=timezone.now)
    due = models.DateTimeField(_("next due"), default=timezone.now, db_index=True)
    mailed = models.DateTimeField(_("last mailed"), null=True, blank=True)
    sent = models.JSONField(_("already mailed"), default=dict, blank=True)  # {kind: numbers, the newest last}

    class Meta:
        verbose_name = _("digest")
        verbose_name_plural = _("digests")

    def __str__(self) -> str:
        return self.get_frequency_display()
