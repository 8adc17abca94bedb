"""Resources for tests."""

from collections.abc import Iterable
from itertools import count
from typing import Any

from django.utils import timezone

from resources.models import Collection, CollectionItem, Resource, ResourceFile
from taxonomy.services import terms_for

_numbers = count(1)


def make_resource(
    *,
    title: str = "",
    live: bool = True,
    topics: Iterable[str] = (),
    contributor: Any = None,
    keep: Any = None,
    **fields: Any,
) -> Resource:
    """A resource, published unless `live=False`; `keep` is a Checked, its file."""
    number = next(_numbers)
    resource = Resource(
        contributor=contributor,
        **{
            "title": title or f"Resource {number}",
            "slug": f"resource-{number}",
            "type": Resource.Type.REPORT,
            "summary": "What it tells.",
            "url": f"https://example.org/resource-{number}",
            "live": live,
            "first_published_at": timezone.now() if live else None,
            "last_published_at": timezone.now() if live else None,
            **fields,
        },
    )
    resource.topics.set(terms_for(topics))
    resource.save()
    if keep is not None:
        resource.file = ResourceFile(resource=resource, checksum=keep.checksum, **keep.facts)
        resource.file.file.save("kept", keep.content)
        resource.save()
    return resource


def make_collection(title: str, *resources: Resource, live: bool = True, **fields: Any) -> Collection:
    """A collection of these, in this order, published unless `live=False`."""
    values = {"slug": f"collection-{next(_numbers)}", "introduction": f"Read {title}.", "live": live, **fields}
    made = Collection.objects.create(title=title, **values)
    for place, resource in enumerate(resources):
        CollectionItem.objects.create(collection=made, resource=resource, sort_order=place)
    return made
