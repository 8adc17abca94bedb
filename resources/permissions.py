"""Who may do what with a resource.  Reading is settled by ResourceQuerySet.visible_to and editable_by."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # the querysets of the models ask here
    from resources.models import Resource


def may_edit(user: Any, resource: "Resource") -> bool:
    """Whether this account may change, submit, withdraw or delete it; nobody may while a moderator has it locked."""
    return user.is_authenticated and resource.contributor_id == user.pk and not resource.locked


def publishes_at_once(user: Any) -> bool:
    """Whether what this account submits is public without a review."""
    return user.has_perm("resources.publish_resource")


def reads_drafts(user: Any) -> bool:
    """Whether this account reads what others haven't published yet: editors and moderators."""
    return user.has_perm("resources.change_resource")


def may_open_file(user: Any, resource: "Resource") -> bool:
    """Whether this account or visitor may have the file of this version, as ResourceFileQuerySet.openable_by has it."""
    if user.is_authenticated and (resource.contributor_id == user.pk or reads_drafts(user)):
        return True
    return resource.is_open or (resource.access == "members" and user.is_authenticated)
