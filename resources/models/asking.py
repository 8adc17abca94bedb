"""What editors ask those who contribute, and what these answer."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models.resource import Resource
from resources.querysets import ReviewNoteQuerySet


class ReviewNote(models.Model):
    """One turn of the conversation about a resource.  Its contributor and editors read it, nobody else; contributors
    never learn which editor wrote."""

    # The admin's «usage» of a resource would tell who wrote.
    wagtail_reference_index_ignore = True

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="review_notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_from_editor = models.BooleanField(_("from an editor"))
    asks_for_change = models.BooleanField(_("asks for a change"), default=False)  # the review was ended by it
    words = models.TextField(_("words"), max_length=4000, blank=True)
    written = models.DateTimeField(_("written"), default=timezone.now)
    settled = models.DateTimeField(_("settled"), null=True, blank=True)  # until then the other side is to act

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a contribution")
        verbose_name_plural = _("questions about contributions")
        ordering: ClassVar = ["written", "pk"]

    def __str__(self) -> str:
        return f"{self.resource_id}: {self.written:%Y-%m-%d}"
