"""What members do with resources as readers; each is theirs alone to see unless they share it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models.resource import Resource
from resources.querysets import KeptQuerySet


class Kept(models.Model):
    """A resource that a member keeps, with what they noted on it.  Nobody else ever sees either."""

    # The admin's «usage» of a resource would tell who keeps it.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_resources")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="kept")
    note = models.TextField(_("note"), max_length=4000, blank=True)
    created = models.DateTimeField(_("kept since"), default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept resource")
        verbose_name_plural = _("kept resources")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "resource"], name="kept_once_each")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.resource_id}"
