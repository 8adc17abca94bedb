"""Umbrellas: which organization is a chapter or a member of which."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from profiles.models.organization import Organization
from profiles.querysets import OrganizationLinkQuerySet


class OrganizationLink(models.Model):
    """One side asks, an owner of the other says yes; a no deletes it, and so does whoever ends it."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter", _("Chapter")  # the child is the parent's own, in a place
        MEMBER = "member", pgettext_lazy("an organization in a confederation", "Member organization")

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", pgettext_lazy("a claim or a request", "Accepted")

    parent = models.ForeignKey(Organization, models.CASCADE, related_name="links_down")
    child = models.ForeignKey(Organization, models.CASCADE, related_name="links_up")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    is_asked_by_parent = models.BooleanField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    created = models.DateTimeField(_("created"), default=timezone.now)
    answered = models.DateTimeField(_("answered"), null=True, blank=True)

    objects = OrganizationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link between organizations")
        verbose_name_plural = _("links between organizations")
        ordering: ClassVar = ["created", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "child"], name="one_link_of_two"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("child")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.child} → {self.parent}"

    def other(self, organization: Organization) -> Organization:
        """The organization on the other side."""
        return self.child if self.parent_id == organization.pk else self.parent

    def is_asked_by(self, organization: Organization) -> bool:
        """Whether this side asked, so that the other is to answer."""
        return self.is_asked_by_parent == (self.parent_id == organization.pk)
