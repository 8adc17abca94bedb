"""Conversations: between two members, or between a member and the team of an organization.  Text alone: no files."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.models.organization import Organization
from profiles.querysets import LONG_AGO, ConversationQuerySet


class Conversation(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # «3-17» of two members, «o5-17» of an organization and a member: each pair has one.
    pair = models.CharField(max_length=50, unique=True)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="conversations")
    created = models.DateTimeField(_("begun"), default=timezone.now)
    last_message = models.DateTimeField(_("last message"), default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering: ClassVar = ["-last_message", "-pk"]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("profiles:conversation", args=[self.uuid])


class Participant(models.Model):
    """Somebody who takes part, with what they have read; of a team, whoever has looked."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations")
    last_read = models.DateTimeField(_("read until"), default=LONG_AGO)
    is_muted = models.BooleanField(_("without mails"), default=False)
    has_left = models.BooleanField(_("has left"), default=False)

    class Meta:
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "user"], name="one_participation_each")
        ]


class Message(models.Model):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_written")
    is_of_team = models.BooleanField(_("in the organization's name"), default=False)
    text = models.TextField(_("text"), max_length=5000)
    created = models.DateTimeField(_("written"), default=timezone.now)

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["created", "pk"]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.created:%Y-%m-%d %H:%M}"
