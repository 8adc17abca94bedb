"""How often resources are opened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from resources.models.resource import Resource


class MonthlyViews(models.Model):
    """How often the page of a resource was opened in a month.  Who opened it is nowhere."""

    wagtail_reference_index_ignore = True

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="monthly_views", verbose_name=_("resource"))
    month = models.DateField(_("month"))  # its first day, in UTC
    count = models.PositiveIntegerField(_("views"), default=0)

    class Meta:
        verbose_name = _("views in a month")
        verbose_name_plural = _("views in months")
        ordering: ClassVar = ["-month", "resource"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "month"], name="views_once_a_month")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.count}"
