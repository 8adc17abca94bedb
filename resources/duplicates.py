"""Published resources that a new one may repeat: told to who contributes it, and to the editor who reads it."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _

from resources.models import Resource
from search import fallback
from search.audiences import PUBLIC, audience_clauses
from search.engines import get_engine
from taxonomy.folding import fold

NEAREST = 8  # titles that share words
IDENTIFIERS = ("doi", "isbn", "url")
ALIKE = 0.85  # of the letters of two titles, in order: difflib's ratio


class Twin(NamedTuple):
    resource: Resource
    why: str


def twins_of(resource: Resource, *, for_editors: bool = False) -> list[Twin]:
    """Those with the same file, the same identifier, the same address or nearly the same title; one request to the
    index and one statement.  While the search is away titles are not compared.

    Editors are told of drafts, too; of what is merged nobody is.
    """
    return twins_of_each([resource], for_editors=for_editors)[0]


def twins_of_each(resources: Sequence[Resource], *, for_editors: bool = False) -> list[list[Twin]]:
    """The same for many, in as many requests and statements as for one."""
    titles = [fold(resource.title) for resource in resources]
    nearest = _sharing_words(titles)
    same = Q(pk__in=set().union(*nearest))
    for name in IDENTIFIERS:
        same |= Q(**{f"{name}__in": {value for each in resources if (value := getattr(each, name))}})
    same |= Q(file__digest__in={each.file.digest for each in resources if each.file})
    rows = Resource.objects.filter(merged_into=None) if for_editors else Resource.objects.published()
    found = list(rows.filter(same).select_related("file").order_by("-first_published_at", "-pk"))
    return [
        [
            Twin(other, why)
            for other in found
            if other.pk != resource.pk and (why := _why(resource, other, title, is_near=other.pk in near))
        ]
        for resource, title, near in zip(resources, titles, nearest, strict=True)
    ]


def _why(resource: Resource, other: Resource, title: str, *, is_near: bool) -> str:
    """`is_near` of titles that share words; only then their letters are compared, which takes its time."""
    if resource.file and other.file and resource.file.digest == other.file.digest:
        return _("the same file")
    if resource.doi and resource.doi == other.doi:
        return _("the same DOI")
    if resource.isbn and resource.isbn == other.isbn:
        return _("the same ISBN")
    if resource.url and resource.url == other.url:
        return _("the same address")
    if is_near and SequenceMatcher(None, title, fold(other.title)).ratio() >= ALIKE:
        return _("nearly the same title")
    return ""


def _sharing_words(titles: Sequence[str]) -> list[set[int]]:
    """For each of these titles the resources whose titles share most words with it."""
    clauses = audience_clauses((PUBLIC,))
    asked = {place: list(dict.fromkeys(title.split())) for place, title in enumerate(titles) if title.strip()}
    bodies = [
        {
            "query": {
                "bool": {
                    "filter": clauses["filter"],
                    "must_not": clauses["must_not"],
                    "should": [{"match": {"title.folded": word}} for word in words],
                    "minimum_should_match": max(len(words) // 2, 1),
                }
            },
            "size": NEAREST,
            "_source": False,
            "track_total_hits": False,
        }
        for words in asked.values()
    ]
    found: list[set[int]] = [set() for _title in titles]
    if bodies:
        with fallback.tolerated():
            for place, answer in zip(asked, get_engine().search_many("resource", bodies), strict=True):
                found[place] = {hit.object_id for hit in answer.hits}
    return found
