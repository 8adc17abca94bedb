"""That somebody was found for a post."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity


class Filling(models.Model):
    """Beside the post, not in it: an older version that becomes public again doesn't undo it."""

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="filling")
    filled = models.DateTimeField(_("filled on"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("filling")
        verbose_name_plural = _("fillings")
        ordering: ClassVar = ["-filled"]

    def __str__(self) -> str:
        return f"{self.opportunity_id}"
