"""Conversations: between two members, or between a member and the team of an organization.  Text alone: no files."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from profiles.models.organization import Organization
from profiles.querysets import LONG_AGO, ConversationQuerySet, MessageQuerySet


class Conversation(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # One member and another, or one and an organization; it goes with any of them.
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="conversations_begun")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, blank=True, related_name="conversations")
    created = models.DateTimeField(_("begun"), default=timezone.now)
    last_message = models.DateTimeField(_("last message"), default=timezone.now)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering: ClassVar = ["-last_message", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                Least("member", "other"),
                Greatest("member", "other"),
                condition=Q(organization=None),
                name="one_conversation_a_pair",
            ),
            models.UniqueConstraint(fields=["member", "organization"], name="one_conversation_with_each_organization"),
            models.CheckConstraint(
                condition=Q(other=None, organization__isnull=False)
                | Q(other__isnull=False, organization=None) & ~Q(other=F("member")),
                name="conversation_with_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("profiles:conversation", args=[self.uuid])

    def is_with(self, user: Any) -> bool:
        """Whether an account is one of the two, rather than of the organization's team."""
        return user.pk in (self.member_id, self.other_id)

    def partner_of(self, user: Any) -> int | None:
        """The account of the member whom an account has to do with here; None for who writes to an organization."""
        return self.other_id if user.pk == self.member_id else self.member_id


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
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages_written")
    is_of_team = models.BooleanField(_("in the organization's name"), default=False)
    text = models.TextField(_("text"), max_length=5000)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("written"), default=timezone.now)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering: ClassVar = ["created", "pk"]

    def __str__(self) -> str:
        return _now("Message of %(date)s") % {"date": date_format(self.created)}

    def get_absolute_url(self) -> str:
        return f"{self.conversation.get_absolute_url()}#m-{self.uuid}"
