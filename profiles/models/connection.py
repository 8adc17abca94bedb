"""What stands between two members: a connection that both want, or a block that one wants."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.querysets import ConnectionQuerySet


class Connection(models.Model):
    """One row for two members, whoever asked.  What is removed is deleted; what was declined or withdrawn is kept, so
    that nobody is asked again and again, and counts among what was asked that day."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Asked")
        ACCEPTED = "accepted", _("Connected")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="connections_asked")
    asked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="connections_received")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ASKED)
    # The asker took it back after it was declined, of which they know nothing; see services.connections.
    is_taken_back = models.BooleanField(_("taken back"), default=False)
    note = models.TextField(_("note"), max_length=500, blank=True)
    created = models.DateTimeField(_("asked on"), default=timezone.now)
    answered = models.DateTimeField(_("answered on"), null=True, blank=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("connection")
        verbose_name_plural = _("connections")
        ordering: ClassVar = ["-created", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Least("asker", "asked"), Greatest("asker", "asked"), name="one_connection_a_pair"),
            models.CheckConstraint(condition=~Q(asker=F("asked")), name="connected_with_another"),
        ]

    def __str__(self) -> str:
        return f"{self.asker_id} – {self.asked_id}: {self.get_status_display()}"

    def other_id(self, user: Any) -> int:
        return self.asked_id if self.asker_id == user.pk else self.asker_id

    def other(self, user: Any) -> Any:
        """The account on the other side of it."""
        return self.asked if self.asker_id == user.pk else self.asker


class Block(models.Model):
    """Two members who are out of each other's sight, because one of them wants it; the other is not told."""

    blocker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_made")
    blocked = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="blocks_suffered")
    created = models.DateTimeField(_("blocked on"), default=timezone.now)

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering: ClassVar = ["-created", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["blocker", "blocked"], name="one_block_each"),
            models.CheckConstraint(condition=~Q(blocker=F("blocked")), name="blocked_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.blocker_id} – {self.blocked_id}"
