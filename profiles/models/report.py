"""What people report, gathered in one case for each thing that is reported, with all that was done about it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models.organization import Organization
from profiles.querysets import CaseQuerySet


class Reason(models.TextChoices):
    SCAM = "scam", _("Scam or fraud")
    TRAFFICKING = "trafficking", _("Trafficking or exploitation")
    HARASSMENT = "harassment", _("Harassment or threats")
    FALSE_IDENTITY = "false-identity", _("False identity")
    SPAM = "spam", _("Spam")
    OTHER = "other", _("Something else")


URGENT = frozenset({Reason.TRAFFICKING})  # moderators hear of them at once


class Case(models.Model):
    """All reports of one thing.  It is closed by a decision and opened again by a report or an appeal.

    Nothing here names anybody: what is deleted leaves no trace but the kind of it and what was decided.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    content_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    object_id = models.CharField(max_length=64)
    thing = GenericForeignKey("content_type", "object_id")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, models.SET_NULL, null=True, blank=True, related_name="+")
    is_open = models.BooleanField(_("open"), default=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    is_escalated = models.BooleanField(_("escalated"), default=False)
    is_appealed = models.BooleanField(_("appealed"), default=False)
    is_hidden = models.BooleanField(_("hidden"), default=False)  # because of this case
    is_suspended = models.BooleanField(_("account suspended"), default=False)  # because of this case
    to_undo = models.JSONField(default=dict, blank=True)  # what showing it again needs to know
    since = models.DateTimeField(_("first reported"), default=timezone.now)  # of this opening

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering: ClassVar = ["since", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["content_type", "object_id"], name="one_case_a_thing")]

    def __str__(self) -> str:
        return f"{self.content_type.name} {str(self.pk)[:8]}"


class Report(models.Model):
    """What one person said of a thing.  Who it was is for moderators only; a visitor has no name here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    words = models.TextField(_("words"), max_length=4000, blank=True)
    created = models.DateTimeField(_("reported on"), default=timezone.now)
    handled = models.DateTimeField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering: ClassVar = ["created", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["case", "reporter"], name="one_report_each")]

    def __str__(self) -> str:
        return self.get_reason_display()


class CaseEvent(models.Model):
    """A line of a case's history: who did what, when and why.  `by` is empty for what the site did by itself."""

    class Action(models.TextChoices):
        AUTO_HIDE = "auto-hide", _("Hidden by the number of reports")
        APPEAL = "appeal", _("Appealed")
        DISMISS = "dismiss", _("Dismissed")
        WARN = "warn", _("Warned")
        HIDE = "hide", _("Hidden")
        SHOW = "show", _("Shown again")
        SUSPEND = "suspend", _("Account suspended")
        RESTORE = "restore", _("Account open again")
        UPHOLD = "uphold", _("Decision kept")
        DELETE = "delete", _("Deleted")
        ESCALATE = "escalate", _("Escalated")

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    action = models.CharField(_("action"), max_length=20, choices=Action)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    words = models.TextField(_("reason"), max_length=4000, blank=True)
    waited = models.DurationField(_("waited"), null=True, blank=True)  # until this decision
    created = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("event of a case")
        verbose_name_plural = _("events of cases")
        ordering: ClassVar = ["created", "pk"]

    def __str__(self) -> str:
        return self.get_action_display()
