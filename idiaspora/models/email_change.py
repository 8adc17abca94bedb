"""A new address that waits until the old one has agreed."""

import secrets
from datetime import datetime, timedelta
from functools import partial
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WAIT = timedelta(days=7)


class EmailChange(models.Model):
    """One for an account at most.  The new address is proven, by a code; it opens nothing yet."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="email_change")
    email = models.EmailField(_("new e-mail address"))
    token = models.CharField(max_length=64, unique=True, default=partial(secrets.token_urlsafe, 32), editable=False)
    created = models.DateTimeField(_("asked on"), default=timezone.now)

    class Meta:
        verbose_name = _("change of an e-mail address")
        verbose_name_plural = _("changes of e-mail addresses")
        ordering: ClassVar = ["-created"]

    def __str__(self) -> str:
        return f"{self.user_id}"

    @property
    def due(self) -> datetime:
        """From when on the owner may finish it without the old address."""
        return self.created + WAIT

    @property
    def is_due(self) -> bool:
        return timezone.now() >= self.due
