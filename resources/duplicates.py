"""Published resources that a new one may repeat: told to who contributes it, and to the editor who reads it."""

from difflib import SequenceMatcher
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from resources.models import Resource
from search import fallback
from search.audiences import PUBLIC, audience_clauses
from search.engines import get_engine
from taxonomy.folding import fold

NEAREST = 8  # titles that share words
ALIKE = 0.85  # of the letters of two titles, in order: difflib's ratio


class Twin(NamedTuple):
    resource: Resource
    why: str


def twins_of(resource: Resource, *, for_editors: bool = False) -> list[Twin]:
    """Those with the same file, the same identifier, the same address or nearly the same title; one request to the
    index and one statement.  While the search is away titles are not compared.

    Editors are told of drafts, too; of what is merged nobody is.
    """
    title = fold(resource.title)
    same = Q(url=resource.url) if resource.url else Q(pk=None)
    for name in ("doi", "isbn"):
        if value := getattr(resource, name):
            same |= Q(**{name: value})
    if resource.file:
        same |= Q(file__digest=resource.file.digest)
    found = Resource.objects.filter(merged_into=None) if for_editors else Resource.objects.published()
    found = found.exclude(pk=resource.pk).filter(same | Q(pk__in=_sharing_words(title))).select_related("file")
    pairs = [(other, _why(resource, other, title)) for other in found.order_by("-first_published_at", "-pk")]
    return [Twin(other, why) for other, why in pairs if why]


def _why(resource: Resource, other: Resource, title: str) -> str:
    if resource.file and other.file and resource.file.digest == other.file.digest:
        return _("the same file")
    if resource.doi and resource.doi == other.doi:
        return _("the same DOI")
    if resource.isbn and resource.isbn == other.isbn:
        return _("the same ISBN")
    if resource.url and resource.url == other.url:
        return _("the same address")
    is_near = SequenceMatcher(None, title, fold(other.title)).ratio() >= ALIKE
    return _("nearly the same title") if is_near else ""


def _sharing_words(title: str) -> list[int]:
    """The resources whose titles share most words with this one."""
    words = list(dict.fromkeys(title.split()))
    if not words:
        return []
    clauses = audience_clauses((PUBLIC,))
    query: dict[str, Any] = {
        "filter": clauses["filter"],
        "must_not": clauses["must_not"],
        "should": [{"match": {"title.folded": word}} for word in words],
        "minimum_should_match": max(len(words) // 2, 1),
    }
    with fallback.tolerated():
        body = {"query": {"bool": query}, "size": NEAREST, "_source": False, "track_total_hits": False}
        return [hit.object_id for hit in get_engine().search("resource", body).hits]
    return []
