"""Applications to posts: one per member and post, with files, the team's notes, and what became of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity
from opportunities.querysets import ARRIVED, ApplicationQuerySet
from profiles.private_files import private_storage


class Application(models.Model):
    # The admin's «usage» of a post or an account would tell who applied, and who answered.
    wagtail_reference_index_ignore = True

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        SENT = "sent", _("Received")
        SHORTLISTED = "shortlisted", _("On the shortlist")
        INVITED = "invited", _("Invited")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="applications")
    applicant = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="applications")
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    name = models.CharField(_("name"), max_length=200, blank=True)  # as they want to be called in this matter
    message = models.TextField(_("message"), max_length=8000, blank=True)
    # [{"text", "kind", "answer"}]: a question stays as it was asked, whatever becomes of the post.
    answers = models.JSONField(_("answers"), default=list, blank=True)
    sent = models.DateTimeField(_("sent"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)  # in the order of arrival
    receipt = models.CharField(_("receipt"), max_length=20, blank=True)
    is_announced = models.BooleanField(default=False)  # with this one the team was told that applications arrive
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("begun"), default=timezone.now)
    updated = models.DateTimeField(_("changed"), auto_now=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "applicant"], name="one_application_each"),
            models.UniqueConstraint(fields=["opportunity", "number"], name="one_number_each"),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(sent__isnull=False, number__isnull=False),
                name="arrived_with_time_and_number",
            ),
        ]

    def __str__(self) -> str:
        if self.number is None:
            return str(self.get_status_display())
        return _now("Application, number %(number)s") % {"number": self.number}

    def get_absolute_url(self) -> str:
        """The applicant's own page of it."""
        return reverse("opportunities:application", args=[self.uuid])

    @property
    def is_draft(self) -> bool:
        return self.status == self.Status.DRAFT

    @property
    def is_withdrawn(self) -> bool:
        return self.status == self.Status.WITHDRAWN

    @property
    def has_arrived(self) -> bool:
        """Whether the team has it."""
        return self.status in ARRIVED


class ApplicationFile(models.Model):
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=140)
    file = models.FileField(_("file"), storage=private_storage, upload_to="applications/", max_length=200)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(_("SHA-256 digest"), max_length=64)  # of what was sent, as the applicant has it
    content_type = models.CharField(_("type"), max_length=100)
    added = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("file of an application")
        verbose_name_plural = _("files of applications")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class ApplicationNote(models.Model):
    """What the team tells itself about an application; the applicant never sees it."""

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("text"), max_length=4000)
    created = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("note on an application")
        verbose_name_plural = _("notes on applications")
        ordering: ClassVar = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.created:%Y-%m-%d %H:%M}"


class ApplicationEvent(models.Model):
    """A status, from when it held.  `batch` is the bulk answer that gave it, so that none is sent twice."""

    wagtail_reference_index_ignore = True

    application = models.ForeignKey(Application, models.CASCADE, related_name="events")
    status = models.CharField(_("status"), max_length=12, choices=Application.Status)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    batch = models.UUIDField(null=True, blank=True)
    created = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("status of an application")
        verbose_name_plural = _("statuses of applications")
        ordering: ClassVar = ["created", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "batch"], name="one_answer_of_a_batch"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.status}"


class AddressShown(models.Model):
    """How often the address where a post is answered elsewhere was asked for; by whom is not kept."""

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="address_shown")
    times = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("address shown")
        verbose_name_plural = _("addresses shown")

    def __str__(self) -> str:
        return str(self.times)
