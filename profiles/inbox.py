"""What the list of conversations shows of each."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from profiles.models import Conversation, Message, Profile
from profiles.viewing import ProfileView, view_profiles


class Row(NamedTuple):
    """A conversation, whom it is with, and that member as one may see them (None: not at all, or it is a team)."""

    conversation: Any
    name: str
    view: ProfileView | None


def conversations_of(user: Any) -> QuerySet[Conversation]:
    """With the last words of each, and whether they are unread; those without any words to be read are left out."""
    last = Message.objects.shown().filter(conversation=OuterRef("pk")).order_by("-created", "-pk").values("text")[:1]
    found = Conversation.objects.visible_to(user).with_unread(user).annotate(last_text=Subquery(last))
    return found.exclude(last_text=None).select_related("organization").order_by("-last_message", "-pk")


def members_of(conversations: Sequence[Conversation], user: Any) -> list[Row]:
    """Whom each is with: the other member, the organization, or for its team the member who wrote; in a constant number
    of statements."""
    partners = [each.partner_of(user) for each in conversations]
    profiles = {each.user_id: each for each in Profile.objects.filter(user__in=[pk for pk in partners if pk])}
    views = {view.slug: view for view in view_profiles(profiles.values(), user) if view}
    rows = []
    for each, partner in zip(conversations, partners, strict=True):
        if partner is None:
            rows.append(Row(each, each.organization.name if each.organization else "", None))
        else:
            profile = profiles.get(partner)
            rows.append(Row(each, profile.name if profile else "", views.get(profile.slug) if profile else None))
    return rows
