"""What remains of what was deleted."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Tombstone(models.Model):
    """What remains of a published resource that was deleted: that it was there, for those who harvested it."""

    uuid = models.UUIDField(primary_key=True, editable=False)
    type = models.CharField(_("type"), max_length=20)
    language = models.CharField(_("language"), max_length=12)
    deleted = models.DateTimeField(_("deleted on"), default=timezone.now)

    class Meta:
        verbose_name = _("deleted resource")
        verbose_name_plural = _("deleted resources")
        ordering: ClassVar = ["deleted", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)
