"""Who may do what with a resource.  Reading is settled by ResourceQuerySet.visible_to and editable_by."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.apps import apps

from search.audiences import has_editors_permission

if TYPE_CHECKING:  # the querysets of the models ask here
    from resources.models import FileRequest, Resource


def may_edit(user: Any, resource: "Resource") -> bool:
    """Whether this account may change, submit, withdraw or delete it; nobody may while a moderator has it locked."""
    return user.is_authenticated and resource.contributor_id == user.pk and not resource.locked


def publishes_at_once(user: Any) -> bool:
    """Whether what this account submits is public without a review."""
    return has_editors_permission(user, "resources.publish_resource")


def reads_drafts(user: Any) -> bool:
    """Whether this account reads what others haven't published yet: editors and moderators."""
    return has_editors_permission(user, "resources.change_resource")


def moderates_comments(user: Any) -> bool:
    """Whether this account hides, shows and closes what is written under resources."""
    return reads_drafts(user)


def may_open_file(user: Any, resource: "Resource") -> bool:
    """Whether this account or visitor may have the file of this version, as ResourceFileQuerySet.openable_by has it."""
    if user.is_authenticated and (resource.contributor_id == user.pk or reads_drafts(user)):
        return True
    if resource.is_open:
        return True
    if not user.is_authenticated:
        return False
    return resource.access == "members" or (resource.access == "request" and resource.pk in granted_to(user))


def may_ask_for_file(user: Any, resource: "Resource") -> bool:
    """Whether there is a file that this account can get only by asking for it."""
    is_asked_for = resource.live and resource.file_id is not None and resource.access == "request"
    return is_asked_for and user.is_authenticated and not may_open_file(user, resource)


def granted_to(user: Any) -> frozenset[int]:
    """The resources whose files an account was given on request.  Read once for an instance, which is once for a
    request, by one statement; forget_granted() when they change."""
    if not hasattr(user, "_granted_files"):
        requests = apps.get_model("resources", "FileRequest")._default_manager.granted_to(user)
        user._granted_files = frozenset(requests.order_by().values_list("resource", flat=True))
    granted: frozenset[int] = user._granted_files
    return granted


def remember_granted(user: Any, requests: "Iterable[FileRequest]") -> None:
    """For who has read all that were granted to an account, among others."""
    user._granted_files = frozenset(each.resource_id for each in requests if each.status == "granted")


def forget_granted(user: Any) -> None:
    vars(user).pop("_granted_files", None)
