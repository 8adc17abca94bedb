"""What members write under a resource: plain text, and answers one level deep.  Visitors see nothing of it."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from resources.comment_querysets import CommentQuerySet
from resources.models.resource import Resource


class Comment(models.Model):
    """It goes with the account of who wrote it; answers to it then stand for themselves."""

    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="comments")
    parent = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answers")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="resource_comments")
    text = models.TextField(_("text"), max_length=4000)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("written"), default=timezone.now)
    edited = models.DateTimeField(_("edited"), null=True, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment on a resource")
        verbose_name_plural = _("comments on resources")
        ordering: ClassVar = ["created", "pk"]
        indexes: ClassVar = [models.Index(fields=["resource", "parent", "created"], name="comments_as_read")]

    def __str__(self) -> str:
        return _now("What was written about «%(title)s»") % {"title": self.resource}

    def get_absolute_url(self) -> str:
        return f"{self.resource.get_absolute_url()}?comment={self.uuid}#comment-{self.uuid}"


class ClosedDiscussion(models.Model):
    """Editors want nothing more written under a resource; what was written stays."""

    wagtail_reference_index_ignore = True

    resource = models.OneToOneField(Resource, models.CASCADE, primary_key=True, related_name="closed_discussion")
    closed = models.DateTimeField(_("closed"), default=timezone.now)

    class Meta:
        verbose_name = _("closed discussion")
        verbose_name_plural = _("closed discussions")


class CommentMail(models.Model):
    """When somebody was last told of new comments on a resource: not again within a day."""

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    resource = models.ForeignKey(Resource, models.CASCADE, related_name="+")
    told = models.DateTimeField(_("told by mail"))

    class Meta:
        verbose_name = _("mail about comments")
        verbose_name_plural = _("mails about comments")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "resource"], name="one_mail_a_resource")]


class CommentMailsOff(models.Model):
    """Somebody wants no mails about comments."""

    wagtail_reference_index_ignore = True

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("no mails about comments")
        verbose_name_plural = _("no mails about comments")
