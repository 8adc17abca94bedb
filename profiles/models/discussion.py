"""What is written in groups: discussions, their posts, and how far each member has read.  Plain text: no files."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from profiles.community_querysets import DiscussionQuerySet, PostQuerySet
from profiles.models.community import Community


class Discussion(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    community = models.ForeignKey(Community, models.CASCADE, related_name="discussions")
    # Who began it; its title is theirs, and goes with their account.
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(_("title"), max_length=160, blank=True)
    is_pinned = models.BooleanField(_("pinned"), default=False)
    is_locked = models.BooleanField(_("closed to new posts"), default=False)
    is_removed = models.BooleanField(_("removed by the group's moderators"), default=False)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("begun"), default=timezone.now)
    last_post = models.DateTimeField(_("last post"), default=timezone.now)

    objects = DiscussionQuerySet.as_manager()

    class Meta:
        verbose_name = _("discussion")
        verbose_name_plural = _("discussions")
        ordering: ClassVar = ["-is_pinned", "-last_post", "-pk"]

    def __str__(self) -> str:
        return self.title or _now("A discussion whose author has left")

    def get_absolute_url(self) -> str:
        return reverse("profiles:discussion", args=[self.community.slug, self.uuid])


class Post(models.Model):
    """What somebody wrote, the first one with the discussion.  Its text is empty once it was taken back."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="posts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="posts")
    text = models.TextField(_("text"), max_length=5000, blank=True)
    is_opening = models.BooleanField(_("opens the discussion"), default=False)
    is_removed = models.BooleanField(_("removed by the group's moderators"), default=False)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("written"), default=timezone.now)
    edited = models.DateTimeField(_("edited"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post in a group")
        verbose_name_plural = _("posts in groups")
        ordering: ClassVar = ["created", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["discussion"], condition=Q(is_opening=True), name="one_opening_each")
        ]

    def __str__(self) -> str:
        return _now("What was written in «%(title)s»") % {"title": self.discussion}

    def get_absolute_url(self) -> str:
        return f"{self.discussion.get_absolute_url()}?post={self.uuid}#post-{self.uuid}"

    @property
    def is_taken_back(self) -> bool:
        return not self.text


class DiscussionFollow(models.Model):
    """How far somebody has read a discussion, and whether they want mails about it: one until they look again."""

    class Wish(models.TextChoices):
        NONE = "none", _("Nothing chosen")
        FOLLOW = "follow", _("Follows")
        MUTE = "mute", _("Without mails")

    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="follows")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="discussions_followed")
    wish = models.CharField(_("wish"), max_length=10, choices=Wish, default=Wish.NONE)
    last_seen = models.DateTimeField(_("read until"), default=timezone.now)
    is_told = models.BooleanField(_("told by mail"), default=False)

    class Meta:
        verbose_name = _("followed discussion")
        verbose_name_plural = _("followed discussions")
        constraints: ClassVar = [models.UniqueConstraint(fields=["discussion", "user"], name="one_follow_each")]
