"""Writes to conversations."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from profiles.budgets import spend_contact
from profiles.mailing import send_to_address
from profiles.models import Conversation, Membership, Message, MessageMail, Organization, Participant, Profile
from profiles.relations import relations_of
from profiles.waiting import forget_waiting
from taxonomy.names import site_language

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
    readers = _readers_of_each([conversation])
    if not may_write(conversation, author, readers[conversation.pk]):
        raise ValidationError(_("You are not connected any more, so nothing can be sent."))
    (message,) = _say([conversation], author, text, readers)
    return message


@transaction.atomic
def write_for_organization(*, organization: Organization, members: Sequence[Any], author: Any, text: str) -> None:
    """Says the same in an organization's name to members who have turned to it, as by applying to a post.

    The caller has settled that they have, and that the author is of the team.  It is the organization that answers:
    whether the two block each other doesn't matter, and the author doesn't learn of it.
    """
    begun = [Conversation(member=member, organization=organization) for member in members]
    Conversation.objects.bulk_create(begun, ignore_conflicts=True)
    rows = Conversation.objects.filter(organization=organization, member__in=members).order_by("pk")
    conversations = list(rows.select_related("organization"))
    _say(conversations, author, text, _readers_of_each(conversations))


def _say(
    conversations: Sequence[Conversation], author: Any, text: str, readers: Mapping[int, Sequence[Any]]
) -> list[Message]:
    """The same in each of the conversations; as many statements for many as for one."""
    text = text.strip()
    if not text:
        raise ValidationError(_("Write something first."))
    now = timezone.now()
    told = _to_tell(readers, author)
    messages = Message.objects.bulk_create(
        Message(conversation=each, author=author, text=text, is_of_team=not each.is_with(author), created=now)
        for each in conversations
    )
    Participant.objects.bulk_create(
        [Participant(conversation=each, user=author, last_read=now) for each in conversations],
        update_conflicts=True, unique_fields=["conversation", "user"], update_fields=["last_read"],
    )  # fmt: skip
    Conversation.objects.filter(pk__in=readers).update(last_message=now)
    # Who left a conversation of two comes back with the next message.
    Participant.objects.filter(conversation__in=readers, has_left=True).update(has_left=False)
    for message in messages:
        _tell(message, told[message.conversation_id])
    for user in {user for each in readers.values() for user in each}:
        forget_waiting(user)
    return messages


def readers_of(conversation: Conversation) -> list[Any]:
    """The accounts that read a conversation: the two, or the member and the whole team, with their profiles."""
    return _readers_of_each([conversation])[conversation.pk]


def _readers_of_each(conversations: Sequence[Conversation]) -> dict[int, list[Any]]:
    """{conversation: the open accounts that read it}; two statements."""
    teams: defaultdict[int | None, set[int]] = defaultdict(set)
    organizations = [each.organization_id for each in conversations if each.organization_id is not None]
    rows = Membership.objects.filter(organization__in=organizations, role__in=TEAM)
    for organization, user in rows.values_list("organization", "user"):
        teams[organization].add(user)
    keys = {each.pk: {each.member_id, each.other_id} | teams[each.organization_id] for each in conversations}
    users = get_user_model()._default_manager.filter(is_active=True).select_related("profile")
    found = users.in_bulk(set().union(*keys.values()) - {None})
    return {pk: [found[key] for key in of_it if key in found] for pk, of_it in keys.items()}


def may_write(conversation: Conversation, author: Any, readers: Iterable[Any]) -> bool:
    """Two members while they are connected; a member to an organization and its team back, unless one is blocked."""
    relations = relations_of(author)
    if conversation.organization_id is None:
        others = {each.pk for each in readers} - {author.pk}
        return bool(others) and others <= relations.connected
    return conversation.member_id not in relations.blocked


def _to_tell(readers: Mapping[int, Iterable[Any]], author: Any) -> dict[int, list[Any]]:
    """{conversation: those of its readers who get a mail of the author's next message}; two statements.

    One mail until they look: who hasn't read what is there gets none.
    """
    newest: defaultdict[int, list[tuple[int, datetime]]] = defaultdict(list)
    written = Message.objects.shown().filter(conversation__in=readers).order_by().values_list("conversation", "author")
    for conversation, writer, at in written.annotate(Max("created")):
        newest[conversation].append((writer, at))
    rows = {(row.conversation_id, row.user_id): row for row in Participant.objects.filter(conversation__in=readers)}
    silent = {author.pk, *relations_of(author).blocked}

    def is_told(conversation: int, user: Any) -> bool:
        row = rows.get((conversation, user.pk)) or Participant()
        has_unread = any(at > row.last_read for writer, at in newest[conversation] if writer != user.pk)
        wish = user.profile.message_mail if hasattr(user, "profile") else MessageMail.NONE
        return not has_unread and not row.is_muted and user.pk not in silent and wish != MessageMail.NONE

    return {pk: [user for user in of_it if is_told(pk, user)] for pk, of_it in readers.items()}


def _tell(message: Message, users: Iterable[Any]) -> None:
    conversation = message.conversation
    team = conversation.organization
    sender = team.name if team is not None and message.is_of_team else message.author.profile.name
    for user in users:
        send_to_address(
            user.email,
            "profiles/email/message",
            language=site_language(user.profile.locale),
            link=conversation.get_absolute_url(),
            name=sender,
            text=message.text if user.profile.message_mail == MessageMail.TEXT else "",
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
