"""The outbox: what has changed and is not yet in the index."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Claim(models.Model):
    """A worker's claim to some outbox rows, for as long as it drains them; its key is the ticket of what it writes.

    Whoever stands by it no longer is known by its age: then the rows are anybody's again.
    """

    worker = models.CharField(max_length=200)  # host and process
    made = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")


class OutboxRow(models.Model):
    """One object whose documents must be made again.  Written in the transaction that changed the object."""

    kind = models.CharField(max_length=40)  # a kind of the document registry
    object_id = models.PositiveBigIntegerField()
    created = models.DateTimeField(auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, blank=True, related_name="rows")
    not_before = models.DateTimeField(null=True, blank=True)  # it failed, and is tried again from then on
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
