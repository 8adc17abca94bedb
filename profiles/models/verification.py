"""How it was checked that organizations are who they say they are: each request, and all that came of it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles.models.organization import Organization
from profiles.private_files import private_storage
from profiles.querysets import EvidenceQuerySet, VerificationQuerySet


class Check(models.TextChoices):
    """What a moderator has made sure of."""

    REGISTER = "register", _("Its registration number is in the public register")
    WEBSITE = "website", _("Its website names the organization")
    CONTACT = "contact", _("Somebody answered from its own domain")
    PERSON = "person", _("A person answers for it by name")


class Verification(models.Model):
    """A request, the decision, and how a verification ended.  An organization is verified while one is accepted."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", pgettext_lazy("a verification", "Verified")
        REFUSED = "refused", pgettext_lazy("a claim or a request", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("a claim or a request", "Withdrawn")
        RENEWED = "renewed", pgettext_lazy("a verification", "Renewed")
        RENAMED = "renamed", pgettext_lazy("a verification", "Ended by a new name")
        TAKEN_BACK = "taken-back", pgettext_lazy("a verification", "Taken back")
        EXPIRED = "expired", pgettext_lazy("a verification", "Expired")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="verifications")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    asked = models.DateTimeField(_("asked"), default=timezone.now)
    statement = models.TextField(_("statement"), max_length=4000, blank=True)
    checklist = models.JSONField(_("checked"), default=list, blank=True)  # values of Check
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    decided = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    expires = models.DateField(_("expires on"), null=True, blank=True)
    reminded = models.DateTimeField(_("reminded"), null=True, blank=True)
    ended = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    end_reason = models.TextField(_("why it ended"), max_length=2000, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering: ClassVar = ["asked", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(status="waiting"), name="one_waiting_verification"
            ),
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(status="accepted"), name="one_accepted_verification"
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def checked(self) -> list[str]:
        """What was made sure of, in the reader's words."""
        return [str(check.label) for check in Check if check in self.checklist]


class Evidence(models.Model):
    """A file for the moderators.  Once decided the file goes; that it was there, its name and its digest stay."""

    verification = models.ForeignKey(Verification, models.CASCADE, related_name="evidence")
    name = models.CharField(_("name"), max_length=140)  # as its owner called it
    digest = models.CharField(max_length=64)  # SHA-256 of what was uploaded, in hexadecimal
    file = models.FileField(_("file"), storage=private_storage, upload_to="evidence/", blank=True)
    uploaded = models.DateTimeField(_("uploaded"), default=timezone.now)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name
