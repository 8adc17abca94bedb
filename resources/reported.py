"""How resources are reported and moderated."""

from django.urls import reverse

from profiles import reviewing
from profiles.reportable import Reportable, hide_row, register, show_row
from resources.models import Comment, FileRequest, ReadingList, Resource


def register_all() -> None:
    register(
        Reportable(
            name="resource",
            model=Resource,
            visible_to=Resource.objects.visible_to,
            account=lambda resource: resource.contributor,
            organization=lambda resource: resource.organization,
            owners=lambda resource: [resource.contributor] if resource.contributor else [],
            text=lambda resource: [resource.url, resource.summary],
            hide=lambda resource, moderator: reviewing.take_down(resource, user=moderator),
            show=lambda resource, moderator, before: reviewing.put_back(resource, before, user=moderator),
        )
    )
    register(
        Reportable(
            name="reading-list",
            model=ReadingList,
            visible_to=ReadingList.objects.visible_to,
            account=lambda reading_list: reading_list.owner,
            owners=lambda reading_list: [reading_list.owner],
            text=lambda reading_list: [reading_list.title],
            hide=hide_row,
            show=show_row,
            key="uuid",
        )
    )
    register(
        Reportable(
            name="file-request",
            model=FileRequest,
            visible_to=FileRequest.objects.readable_by,
            account=lambda request: request.asker,
            owners=lambda request: [request.asker],
            text=lambda request: [request.reason],
            hide=hide_row,
            show=show_row,
            key="uuid",
            page=lambda request: reverse("resources:requests", args=[request.resource.slug]),
            is_private=True,
        )
    )
    register(
        Reportable(
            name="resource-comment",
            model=Comment,
            visible_to=Comment.objects.visible_to,
            account=lambda comment: comment.author,
            owners=lambda comment: [comment.author],
            text=lambda comment: [comment.text],
            hide=hide_row,
            show=show_row,
            key="uuid",
        )
    )
