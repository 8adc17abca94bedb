"""The outbox: what has changed and is not yet in the index."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxRow(models.Model):
    """One object whose documents must be made again.  Written in the transaction that changed the object."""

    kind = models.CharField(max_length=40)  # a kind of the document registry
    object_id = models.PositiveBigIntegerField()
    created = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    # Refused so often that only a new change of the object, or `search drain --parked`, tries it again.
    is_parked = models.BooleanField(default=False)
    # In the index that serves, but perhaps not in the one that is being built: kept for its replay.
    is_held = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]


class Rebuild(models.Model):
    """A rebuild that is under way, or was killed: until it is over, drained rows are held for its replay."""

    kind = models.CharField(max_length=40, unique=True)
    started = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("rebuild")
        verbose_name_plural = _("rebuilds")
