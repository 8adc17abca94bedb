"""Writes to conversations."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.budgets import spend_contact
from profiles.mailing import send_to_member
from profiles.models import Conversation, Membership, Message, MessageMail, Organization, Participant, Profile
from profiles.relations import relations_of
from profiles.waiting import forget_waiting

TEAM = (Membership.Role.OWNER, Membership.Role.EDITOR)


@transaction.atomic
def converse_with_member(*, user: Any, other: Any) -> Conversation:
    """The conversation of two members who are connected.  Raises ValidationError for others."""
    if other.pk not in relations_of(user).connected:
        raise ValidationError(_("Messages are for connections. Ask to connect first."))
    found = Conversation.objects.between(user, other).first()
    return _come_back(found or Conversation.objects.create(member=user, other=other), user)


@transaction.atomic
def converse_with_organization(*, user: Any, organization: Organization) -> Conversation:
    """The conversation of a member and an organization's team.

    Raises ValidationError when they turned to too many people today, or nobody is there to read it.
    """
    found = Conversation.objects.filter(member=user, organization=organization).first()
    if found is None:
        if not organization.memberships.filter(role__in=TEAM).exists():
            raise ValidationError(_("Nobody acts for this organization here yet, so nobody would read it."))
        spend_contact(user)
        found = Conversation.objects.create(member=user, organization=organization)
    return _come_back(found, user)


def _come_back(conversation: Conversation, user: Any) -> Conversation:
    """Puts a conversation back into somebody's list."""
    Participant.objects.update_or_create(conversation=conversation, user=user, defaults={"has_left": False})
    return conversation


@transaction.atomic
def write_message(*, conversation: Conversation, author: Any, text: str) -> Message:
    """Says something, and tells the others by mail, once until they look again.

    Raises ValidationError when there is nothing to say, or the two are not connected any more.
    """
    readers = list(readers_of(conversation))
    if not may_write(conversation, author, readers):
        raise ValidationError(_("You are not connected any more, so nothing can be sent."))
    return _say(conversation, author, text, readers)


@transaction.atomic
def write_for_organization(*, organization: Organization, member: Any, author: Any, text: str) -> Message:
    """Says something in an organization's name to a member who has turned to it, as by applying to a post.

    The caller has settled that they have, and that the author is of the team.  It is the organization that answers:
    whether the two block each other doesn't matter, and the author doesn't learn of it.
    """
    conversation, _is_new = Conversation.objects.get_or_create(member=member, organization=organization)
    return _say(conversation, author, text, list(readers_of(conversation)))


def _say(conversation: Conversation, author: Any, text: str, readers: Sequence[Any]) -> Message:
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."))
    is_of_team = not conversation.is_with(author)
    own, _is_new = Participant.objects.get_or_create(conversation=conversation, user=author)
    told = [each for each in readers if each.pk != author.pk and not _has_unread(conversation, each)]
    message = Message.objects.create(conversation=conversation, author=author, text=text, is_of_team=is_of_team)
    conversation.last_message = own.last_read = message.created
    conversation.save(update_fields=["last_message"])
    own.save(update_fields=["last_read"])
    # Who left a conversation of two comes back with the next message.
    conversation.participants.filter(has_left=True).update(has_left=False)
    _tell(conversation, message, told)
    for each in readers:
        forget_waiting(each)
    return message


def readers_of(conversation: Conversation) -> Iterable[Any]:
    """The accounts that read a conversation: the two, or the member and the whole team, with their profiles."""
    from django.contrib.auth import get_user_model

    users = get_user_model()._default_manager.filter(is_active=True).select_related("profile")
    members = Q(pk__in=[conversation.member_id, conversation.other_id])
    if conversation.organization_id is None:
        return users.filter(members)
    team = Q(memberships__organization=conversation.organization_id, memberships__role__in=TEAM)
    return users.filter(members | team).distinct()


def may_write(conversation: Conversation, author: Any, readers: Iterable[Any]) -> bool:
    """Two members while they are connected; a member to an organization and its team back, unless one is blocked."""
    relations = relations_of(author)
    if conversation.organization_id is None:
        others = {each.pk for each in readers} - {author.pk}
        return bool(others) and others <= relations.connected
    return conversation.member_id not in relations.blocked


def _has_unread(conversation: Conversation, user: Any) -> bool:
    return Conversation.objects.filter(pk=conversation.pk).unread_by(user).exists()


def _tell(conversation: Conversation, message: Message, users: Iterable[Any]) -> None:
    muted = set(conversation.participants.filter(is_muted=True).values_list("user", flat=True))
    team = conversation.organization
    sender = team.name if team is not None and message.is_of_team else message.author.profile.name
    for user in users:
        wish = Profile.objects.filter(user=user).values_list("message_mail", flat=True).first()
        if user.pk in muted or user.pk in relations_of(message.author).blocked or wish in (None, MessageMail.NONE):
            continue
        send_to_member(
            user,
            "profiles/email/message",
            link=conversation.get_absolute_url(),
            name=sender,
            text=message.text if wish == MessageMail.TEXT else "",
            organization=team if not conversation.is_with(user) else None,
        )


def set_message_hidden(*, message: Message, is_hidden: bool) -> None:
    """A hidden one stays in its place without its words, and counts no more as unread."""
    Message.objects.filter(pk=message.pk).update(is_hidden=is_hidden)
    for reader in readers_of(message.conversation):
        forget_waiting(reader)


def mark_read(*, conversation: Conversation, user: Any) -> None:
    """Everything so far has been seen."""
    Participant.objects.update_or_create(conversation=conversation, user=user, defaults={"last_read": timezone.now()})
    forget_waiting(user)


def set_muted(*, conversation: Conversation, user: Any, is_muted: bool) -> None:
    Participant.objects.update_or_create(conversation=conversation, user=user, defaults={"is_muted": is_muted})


def leave_conversation(*, conversation: Conversation, user: Any) -> None:
    """Takes it out of one's list until somebody writes again."""
    Participant.objects.update_or_create(
        conversation=conversation, user=user, defaults={"has_left": True, "last_read": timezone.now()}
    )
    forget_waiting(user)


def choose_message_mail(*, profile: Profile, wish: str) -> None:
    """What a member is told by mail; search doesn't know of it."""
    Profile.objects.filter(pk=profile.pk).update(message_mail=str(MessageMail(wish)))
