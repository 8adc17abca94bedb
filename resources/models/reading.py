"""What members do with resources as readers; each is theirs alone to see unless they share it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from resources.models.resource import Resource
from resources.querysets import AnswerQuerySet, KeptQuerySet, ReadingListItemQuerySet, ReadingListQuerySet


class Kept(models.Model):
    """A resource that a member keeps, with what they noted on it.  Nobody else ever sees either."""

    # The admin's «usage» of a resource would tell who keeps it.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_resources")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="kept")
    note = models.TextField(_("note"), max_length=4000, blank=True)
    created = models.DateTimeField(_("kept since"), default=timezone.now)

    objects = KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("kept resource")
        verbose_name_plural = _("kept resources")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "resource"], name="kept_once_each")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.resource_id}"


class ReadingList(models.Model):
    """Resources that a member put in order under a name: theirs alone, until they share it with members who know its
    address."""

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reading_lists")
    title = models.CharField(_("name"), max_length=160)
    is_shared = models.BooleanField(_("shared"), default=False)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("created"), default=timezone.now)

    objects = ReadingListQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading list")
        verbose_name_plural = _("reading lists")
        ordering: ClassVar = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("resources:list", args=[self.uuid])


class ReadingListItem(models.Model):
    wagtail_reference_index_ignore = True

    reading_list = models.ForeignKey(ReadingList, models.CASCADE, related_name="items")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="reading_list_items")
    place = models.PositiveIntegerField(_("place"), default=0)

    objects = ReadingListItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource of a reading list")
        verbose_name_plural = _("resources of a reading list")
        ordering: ClassVar = ["place", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reading_list", "resource"], name="once_in_a_reading_list")
        ]

    def __str__(self) -> str:
        return f"{self.reading_list_id}: {self.resource_id}"


class Answer(models.Model):
    """Whether a resource helped a member.  Editors read why not, without who said it; others a number of those it
    helped."""

    class Reason(models.TextChoices):
        OLD = "old", _("It is out of date")
        BROKEN = "broken", _("The link is broken")
        OTHER_THAN_SAID = "different", _("It is not what it says")
        ELSE = "else", _("Something else")

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="resource_answers")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="answers")
    is_helpful = models.BooleanField(_("helpful"))
    reason = models.CharField(_("why not"), max_length=10, choices=Reason, blank=True)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)
    made = models.DateTimeField(_("answered"), default=timezone.now)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer about a resource")
        verbose_name_plural = _("answers about resources")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "resource"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.resource_id}"
