"""How much waits for a member: requests to connect and unread conversations, shown beside «Messages» on every page."""

from typing import Any

from django.core.cache import cache
from django.db import transaction

from profiles.models import Connection, Conversation

SECONDS = 60  # what another process has changed shows within them


def waiting_for(user: Any) -> int:
    """Counted by two statements, and kept for a minute or until it changes."""
    return int(cache.get_or_set(_key(user), lambda: _count(user), SECONDS) or 0)


def forget_waiting(user: Any) -> None:
    """Something has changed for an account: it is counted anew after the commit."""
    transaction.on_commit(lambda: cache.delete(_key(user)))


def _count(user: Any) -> int:
    unread = Conversation.objects.visible_to(user).unread_by(user)
    return Connection.objects.waiting_for(user).count() + unread.count()


def _key(user: Any) -> str:
    return f"waiting:{user.pk}"
