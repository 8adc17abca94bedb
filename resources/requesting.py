"""What pages show of requests for files: to who asks, and to who gives."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Count, Q

from profiles.models import Profile
from profiles.relations import relations_of
from resources import permissions
from resources.models import FileRequest, Resource
from resources.request_services import asks_again_from


class Row(NamedTuple):
    """A request as somebody reads it who decides it."""

    request: FileRequest
    by: Profile | None  # who asks, if the reader may see that profile
    is_readable: bool  # whether they may read the reason


def own_request(viewer: Any, resource: Resource) -> dict[str, Any]:
    """What the page of a resource tells a reader of what they asked; one statement, for what they were given
    elsewhere too, and none where nothing is given on request."""
    if resource.access != Resource.Access.REQUEST or resource.file_id is None or not viewer.is_authenticated:
        return {}
    own = list(FileRequest.objects.of(viewer).filter(Q(resource=resource) | Q(status=FileRequest.Status.GRANTED)))
    permissions.remember_granted(viewer, own)
    latest = next((each for each in own if each.resource_id == resource.pk), None)
    return {
        "file_request": latest,
        "may_ask": permissions.may_ask_for_file(viewer, resource),
        "asks_again": asks_again_from(latest),
        "file_requests": waiting_for(viewer, [resource]).get(resource.pk, 0),
    }


def waiting_for(viewer: Any, resources: Iterable[Resource]) -> dict[int, int]:
    """{resource: how many wait for an answer of this contributor}, of those that anybody waits for; one statement."""
    own = [resource.pk for resource in resources if resource.contributor_id == viewer.pk]
    waiting = FileRequest.objects.decided_by(viewer).waiting().filter(resource__in=own).order_by()
    return dict(waiting.values_list("resource").annotate(Count("pk"))) if own else {}


def rows_of(requests: Sequence[FileRequest], viewer: Any) -> list[Row]:
    """The same requests with who asks, as far as this viewer may know; one statement for all."""
    profiles = Profile.objects.visible_to(viewer).filter(user__in={request.asker_id for request in requests})
    by_user = {profile.user_id: profile for profile in profiles}
    is_editor, blocked = permissions.reads_drafts(viewer), relations_of(viewer).blocked
    return [
        Row(each, by_user.get(each.asker_id), is_editor or not (each.is_hidden or each.asker_id in blocked))
        for each in requests
    ]
