"""What remains of what was deleted."""

import hashlib
from typing import ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def address_digest(slug: str) -> str:
    """SHA-256 of a resource's address: enough to know it again, and nothing to read of what it was called."""
    return hashlib.sha256(slug.encode()).hexdigest()


class TombstoneQuerySet(models.QuerySet):
    def at(self, slug: str) -> Self:
        """Those of what stood at an address."""
        return self.filter(address=address_digest(slug))


class Tombstone(models.Model):
    """What remains of a published resource that was deleted: that it was there, for those who harvested it or open its
    old address."""

    uuid = models.UUIDField(primary_key=True, editable=False)
    type = models.CharField(_("type"), max_length=20)
    language = models.CharField(_("language"), max_length=12)
    address = models.CharField(max_length=64, blank=True, db_index=True, editable=False)  # digest of its slug
    deleted = models.DateTimeField(_("deleted on"), default=timezone.now)

    objects = TombstoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("deleted resource")
        verbose_name_plural = _("deleted resources")
        ordering: ClassVar = ["deleted", "pk"]

    def __str__(self) -> str:
        return str(self.uuid)
