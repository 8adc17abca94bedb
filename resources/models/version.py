"""Versions of a resource that were public: revisions are also drafts, so which were public is written down."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from resources.models.resource import Resource
from resources.querysets import ResourceVersionQuerySet


class ResourceVersion(models.Model):
    wagtail_reference_index_ignore = True

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("number"))
    # Its words; None where they are not kept.
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")
    published = models.DateTimeField(_("published"))
    changes = models.CharField(_("what changed"), max_length=300, blank=True)
    # The resource was out of the library since: what it said before is for nobody to read any more.
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)

    objects = ResourceVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a resource")
        verbose_name_plural = _("versions of resources")
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "number"], name="one_version_a_number")]

    def __str__(self) -> str:
        return f"{self.resource}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("resources:version", args=[self.resource.slug, self.number])

    @property
    def is_readable(self) -> bool:
        """Whether its words may be read, as long as the resource is public."""
        return self.revision_id is not None and not self.is_withdrawn
