"""Who may do what with a resource.  Reading is settled by ResourceQuerySet.visible_to and editable_by."""

from typing import Any

from resources.models import Resource


def may_edit(user: Any, resource: Resource) -> bool:
    """Whether this account may change, submit, withdraw or delete it; nobody may while a moderator has it locked."""
    return user.is_authenticated and resource.contributor_id == user.pk and not resource.locked


def publishes_at_once(user: Any) -> bool:
    """Whether what this account submits is public without a review."""
    return user.has_perm("resources.publish_resource")
