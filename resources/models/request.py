"""Members who ask for a file that is given on request, and what became of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from resources.models.resource import Resource
from resources.querysets import FileRequestQuerySet


class FileRequest(models.Model):
    """One member's wish for the file of one resource, in whatever version: once until it is decided."""

    class Status(models.TextChoices):
        ASKED = "asked", _("Waits for an answer")
        GRANTED = "granted", pgettext_lazy("a request for a file", "Given")
        REFUSED = "refused", pgettext_lazy("a request for a file", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("a request for a file", "Taken back")
        ENDED = "ended", pgettext_lazy("a request for a file", "Ended")

    # The admin's «usage» of a resource would tell who asks for it.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="file_requests")
    asker = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="file_requests")
    reason = models.TextField(_("what you need it for"), max_length=1000)
    status = models.CharField(_("what became of it"), max_length=10, choices=Status, default=Status.ASKED)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    created = models.DateTimeField(pgettext_lazy("a request for a file", "asked"), default=timezone.now)
    decided = models.DateTimeField(_("decided"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)

    objects = FileRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for a file")
        verbose_name_plural = _("requests for files")
        ordering: ClassVar = ["-created", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["resource", "asker"],
                condition=Q(status__in=["asked", "granted"]),
                name="one_open_request_each",
            )
        ]

    def __str__(self) -> str:
        return self.resource.title
