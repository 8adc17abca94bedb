"""Writes to groups: founding, editing, hiding."""

from typing import Any

from django.db import transaction

from profiles.budgets import spend_community
from profiles.models import Community, CommunityMembership
from profiles.slugs import save_with_free_slug

# Words that stand at the place of a group's slug in profiles/urls.py, or will.
RESERVED_SLUGS = frozenset({"new", "mine", "notices", "search"})
NAMELESS = "group"


@transaction.atomic
def found_community(*, by: Any, **fields: Any) -> Community:
    """A new group; who founds it is its first moderator.  Raises ValidationError when they founded too many today.

    The address of one that is by invitation doesn't tell its name, so that nobody learns of it by the address either.
    """
    spend_community(by)
    community = Community(founder=by, **fields)
    named = "" if community.entry == Community.Entry.INVITED else community.name
    save_with_free_slug(community, named, community.save, word=NAMELESS, reserved=RESERVED_SLUGS)
    CommunityMembership.objects.create(community=community, user=by, role=CommunityMembership.Role.MODERATOR)
    return community


@transaction.atomic
def update_community(*, community: Community, **fields: Any) -> Community:
    """Writes what a moderator edited; who may read what is written in it follows at once, in the index too."""
    for field, value in fields.items():
        setattr(community, field, value)
    community.save(update_fields=list(fields))
    return community


@transaction.atomic
def set_community_hidden(*, community: Community, is_hidden: bool) -> None:
    """A moderator of the site takes a group out of sight, or puts it back."""
    community.is_hidden = is_hidden
    community.save(update_fields=["is_hidden"])
