"""What members take out of the board and bring in: the address of a calendar, and a table that is being imported."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models import Organization


def new_calendar_token() -> str:
    return secrets.token_urlsafe(24)


class CalendarLink(models.Model):
    """The address of a member's calendar of saved posts: whoever knows it reads the calendar, without a log-in."""

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_link")
    token = models.CharField(max_length=40, unique=True, default=new_calendar_token, editable=False)
    created = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")

    def __str__(self) -> str:
        return str(self.created)

    def get_absolute_url(self) -> str:
        return reverse("opportunities:saved-calendar", args=[self.token])


class ImportedTable(models.Model):
    """A table that a member has uploaded, until its rows are drafts: it is theirs alone, and soon forgotten."""

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="imported_tables")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in addresses
    name = models.CharField(_("file"), max_length=120)
    columns = models.JSONField(default=list)  # their names
    rows = models.JSONField(default=list)  # lists of texts
    mapping = models.JSONField(default=dict)  # {what: number of its column}, opportunities/importing/columns.py
    defaults = models.JSONField(default=dict)  # what holds for rows that don't say it: kind, language
    created = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("imported table")
        verbose_name_plural = _("imported tables")
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name
