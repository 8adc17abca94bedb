"""What became of a deadline that was public: nothing that was once announced is forgotten."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity


class DeadlineChange(models.Model):
    """One move of a deadline, with what stood there before."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="deadline_changes")
    was = models.DateTimeField(_("closed before"), null=True, blank=True)
    was_zone = models.CharField(_("time zone"), max_length=40)
    was_text = models.CharField(_("deadline as announced"), max_length=200, blank=True)
    closes = models.DateTimeField(_("closes"))
    zone = models.CharField(_("time zone"), max_length=40)
    made = models.DateTimeField(_("made"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        verbose_name = _("change of a deadline")
        verbose_name_plural = _("changes of deadlines")
        ordering: ClassVar = ["made", "pk"]

    def __str__(self) -> str:
        return f"{self.was} → {self.closes}"

    @property
    def is_later(self) -> bool:
        """Whether people have more time than before."""
        return self.was is not None and self.closes > self.was
