"""Where in the file of a resource the words stand that somebody looked for: the place, and its page."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from resources import permissions
from search.results import Hit


class Snippet(NamedTuple):
    page: int | None  # None where the file has but one
    words: SafeString  # escaped by the engine, with <mark> around what was found


def add_snippets(found: Sequence[tuple[Hit, Any]], viewer: Any) -> None:
    """Gives each resource whose file was found by its words its `snippet`.

    The index may be some seconds behind: the rule of the file is asked again.
    """
    for hit, resource in found:
        if "text" in hit.highlights and permissions.may_open_file(viewer, resource):
            # The engine wrote this: what isn't a mark of its own is escaped.
            words = mark_safe(hit.highlights["text"])  # noqa: S308
            has_pages = len(hit.fields.get("text", ())) > 1
            resource.snippet = Snippet(hit.places.get("text", 0) + 1 if has_pages else None, words)
