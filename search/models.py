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

    class Meta:
        verbose_name = _("outbox row")
        verbose_name_plural = _("outbox rows")
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [models.Index(fields=["kind", "object_id"])]
