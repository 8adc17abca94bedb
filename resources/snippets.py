"""Where in the file of a resource the words stand that somebody looked for: the place, and its page."""

import re
from collections.abc import Sequence
from html import unescape
from typing import Any, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from resources import permissions
from resources.models import FileText
from search.results import Hit

_MARKS = re.compile("</?mark>")


class Snippet(NamedTuple):
    page: int | None  # None where the file has but one
    words: SafeString  # escaped by the engine, with <mark> around what was found


def add_snippets(found: Sequence[tuple[Hit, Any]], viewer: Any) -> None:
    """Gives each resource whose file was found by its words its `snippet`; one statement, none without such files.

    The index may be some seconds behind: the rule of the file is asked again.
    """
    hits = {
        resource.file_id: (hit.highlights["text"], resource)
        for hit, resource in found
        if "text" in hit.highlights and permissions.may_open_file(viewer, resource)
    }
    for text in FileText.objects.filter(pk__in=hits) if hits else ():
        words, resource = hits[text.pk]
        resource.snippet = _snippet(words, text.pages)


def _snippet(words: str, pages: list[str]) -> Snippet:
    # The engine wrote this: what isn't a mark of its own is escaped.
    shown = mark_safe(words)  # noqa: S308
    plain = unescape(_MARKS.sub("", words))
    numbers = (number for number, page in enumerate(pages, 1) if plain in page)
    return Snippet(next(numbers, None) if len(pages) > 1 else None, shown)
