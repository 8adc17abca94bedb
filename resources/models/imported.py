"""Files with records of resources that editors take into the library."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ImportedFile(models.Model):
    """What an editor has uploaded, until its records are resources: it is theirs alone, and soon forgotten."""

    wagtail_reference_index_ignore = True

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)  # its name in addresses
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField(_("file"), max_length=120)
    records = models.JSONField(default=list)  # resources.importing.found.Found as dicts
    defaults = models.JSONField(default=dict)  # what holds for records that don't say it: type, language
    # Of a table: what it says, which column says what, and the name of its sheet.
    table = models.JSONField(default=dict)  # {"columns": […], "rows": [[…]], "numbers": […], "sheet": "…"}
    mapping = models.JSONField(default=dict)  # {column of a resource: number of the table's column}
    outcomes = models.JSONField(default=list)  # what became of each record when the file was checked
    created = models.DateTimeField(_("created"), default=timezone.now)

    class Meta:
        verbose_name = _("imported file")
        verbose_name_plural = _("imported files")
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name

    def heading(self, name: str) -> str:
        """What the table calls the column that says this of a resource; "" where there is none."""
        place = self.mapping.get(name)
        return str(self.table["columns"][place]) if place is not None else ""
