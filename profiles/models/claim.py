"""«This is my organization»: what a member says who wants to answer for one that nobody answers for."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles.models.organization import Organization
from profiles.querysets import ClaimQuerySet


class Claim(models.Model):
    """It is its claimant's, words and all, and goes with their account."""

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", pgettext_lazy("a claim or a request", "Accepted")
        REFUSED = "refused", pgettext_lazy("a claim or a request", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("a claim or a request", "Withdrawn")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claims")
    why = models.TextField(_("why it is yours"), max_length=2000)
    proof = models.TextField(_("how to check it"), max_length=2000)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.WAITING)
    created = models.DateTimeField(_("created"), default=timezone.now)
    decided = models.DateTimeField(_("decided on"), null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.TextField(_("reason"), max_length=2000, blank=True)  # the moderator's; the claimant reads it

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering: ClassVar = ["created", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "user"], condition=models.Q(status="waiting"), name="one_open_claim_each"
            )
        ]

    def __str__(self) -> str:
        return str(self.organization)
