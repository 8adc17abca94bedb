"""How versions of a resource come to be, and how an older one is read."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from resources.models import Resource, ResourceVersion

# What makes a version another one for its readers; who may open the file, say, doesn't.
TOLD = (
    "type", "title", "summary", "language", "countries", "url", "file", "doi", "isbn", "authors", "year", "licence",
    "sdgs", "gcm",
)  # fmt: skip


@transaction.atomic
def note_version(*, resource: Resource, revision: Any) -> None:
    """Writes down that a revision is public; one that tells the same as the version before is none of its own."""
    versions = list(
        ResourceVersion.objects.select_for_update(of=["self"]).filter(resource=resource).select_related("revision")
    )
    latest = versions[0] if versions else None
    if latest is None and resource.first_published_at != resource.last_published_at:
        # It was public before versions were counted.
        latest = ResourceVersion.objects.create(
            resource=resource, number=1, published=resource.first_published_at or resource.created
        )
    if latest is not None and latest.revision is not None and _told(latest.revision) == _told(revision):
        if latest.is_withdrawn:
            latest.is_withdrawn, latest.revision = False, revision
            latest.save(update_fields=["is_withdrawn", "revision"])
        return
    ResourceVersion.objects.create(
        resource=resource,
        number=latest.number + 1 if latest else 1,
        revision=revision,
        published=resource.last_published_at,
        # What was said of an earlier version is not true of this one.
        changes=resource.changes if all(each.changes != resource.changes for each in versions) else "",
    )


def withdraw_versions(*, resource: Resource) -> None:
    """Nobody reads any more what it said until now."""
    ResourceVersion.objects.filter(resource=resource).update(is_withdrawn=True)


def read_version(version: ResourceVersion) -> Resource:
    """The resource as a version had it, without its file: that is opened from today's page, by its rule."""
    shown: Resource = version.revision.as_object()  # type: ignore[union-attr]
    shown.file = None
    return shown


def _told(revision: Any) -> tuple[Any, ...]:
    content: Mapping[str, Any] = revision.content
    topics = sorted(str(each.get("tag")) for each in content.get("tagged_topics") or ())
    return (*(content.get(name) or None for name in TOLD), topics)
