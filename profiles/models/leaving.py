"""An account whose owner has asked to delete it: out of sight at once, erased some days later."""

import secrets
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Departure(models.Model):
    """Its account is inactive meanwhile.  Whoever holds the token, which was mailed to its owner, can keep it."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="departure")
    token = models.CharField(max_length=64, unique=True, default=partial(secrets.token_urlsafe, 32), editable=False)
    asked = models.DateTimeField(_("asked on"), default=timezone.now)
    due = models.DateTimeField(_("erased from"))

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering: ClassVar = ["due", "pk"]

    def __str__(self) -> str:
        return f"{self.user_id}"
