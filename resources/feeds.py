"""Atom and RSS of the library, as feed readers take them: what everybody may read, and nothing of what is in files."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict
from django.template.loader import render_to_string

from profiles.syndication import Channel, new_feed
from profiles.xml import printable
from resources.citing import authors_of
from resources.library import FILTERS, SORTS, ranges_of
from resources.models import Resource
from search.listing import read_query, request_for
from search.queries import search
from search.results import hydrate


def resources_asked_for(query: QueryDict, *, size: int) -> list[Resource]:
    """The newest resources that an address of the library asks for, as a visitor finds them.

    Raises EngineError while the search is away and the address asks for it: what a reader once took, it keeps.
    """
    asked, ranges = read_query(query, FILTERS, tuple(SORTS)), ranges_of(query)
    if not asked.text and not asked.values and not ranges:
        rows = Resource.objects.published().select_related("organization")
        return list(rows.order_by("-first_published_at", "-pk")[:size])
    visitor = AnonymousUser()
    wanted = request_for(visitor, kind="resource", filters=FILTERS, asked=asked, ranges=ranges, size=size)
    found: list[Any] = [each for _hit, each in hydrate(search(replace(wanted, sort="newest")).hits, visitor)]
    return found


def parts_of(resources: Sequence[Resource]) -> list[tuple[Any, ...]]:
    """What profiles.syndication.answer() compares of resources."""
    return [
        (each.pk, each.updated, each.last_published_at, each.organization and each.organization.updated)
        for each in resources
    ]


def write_feed(format: str, channel: Channel, resources: Sequence[Resource], root: str) -> bytes:
    """A feed of resources loaded with for_cards(); `root` is the beginning of absolute addresses."""
    feed = new_feed(format, channel)
    for each in resources:
        feed.add_item(
            title=printable(each.title),
            link=f"{root}{each.get_absolute_url()}",
            unique_id=each.uuid.urn,
            unique_id_is_permalink=False,
            description=printable(render_to_string("resources/feed_item.html", {"resource": each}).strip()),
            author_name=printable(", ".join(authors_of(each))) or None,
            categories=[str(each.get_type_display())],
            pubdate=each.first_published_at or each.created,
            updateddate=each.last_published_at or each.updated,
            item_language=each.language,
        )
    return feed.writeString("utf-8").encode()
