"""A search that a member keeps, to come back to and to see what is new in it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SavedSearch(models.Model):
    """The address of a list, without its page and order; `seen` is when the member last looked at what it finds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_searches")
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in addresses
    kind = models.CharField(_("what it looks for"), max_length=20)  # the kind of a registered profiles.saved_searches
    query = models.CharField(_("search"), max_length=2000)  # as in the address, in one order: normalised()
    name = models.CharField(_("name"), max_length=120)
    created = models.DateTimeField(_("created"), default=timezone.now)
    seen = models.DateTimeField(_("last looked at"), default=timezone.now)

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        ordering: ClassVar = ["-created", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "query"], name="one_saved_search_each"),
        ]

    def __str__(self) -> str:
        return self.name
