"""How resources stand in the index."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from elasticsearch.dsl import Keyword, Long

from profiles.documents import INDEXED_AUDIENCES, Terms, as_text, parsed, tagged_terms
from profiles.models import Audience
from resources.models import Collection, CollectionItem, FileText, Resource, ResourceFile, TaggedTopic
from search.documents import Document, Epoch, Follows, among, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from search.transliteration import variants
from taxonomy.facts import merged

# Four letters or more that begin with a capital one, «Issyk-Kul» as a whole.  Scripts without capitals have no names.
_NAME = re.compile(r"\b[A-ZÀ-ÞЀ-ЯҐҒҖҚҢҮҰҲҶҺӘӢӨӮ][^\W\d_]{3,}(?:-[^\W\d_]+)*")
MOST_NAMES = 20
MOST_CHARACTERS = 10_000_000  # of files, read together


def _resources_of(collection: Collection) -> Iterable[int]:
    return CollectionItem.objects.filter(collection=collection).values_list("resource", flat=True)


@register
class ResourceDocument(Document):
    title = LanguageText()
    summary = Prose()
    authors = FoldedText(multi=True)  # with their spellings in other scripts
    names = FoldedText(multi=True)  # of places and people in its title, likewise
    skills = FoldedText(multi=True)  # topics as typed
    type = Keyword()
    language = Keyword()
    countries = Keyword(multi=True)
    topics = Keyword(multi=True)
    near = Keyword(multi=True)
    words = Keyword(multi=True)
    organization_id = Keyword()
    collections = Keyword(multi=True)  # keys of published ones
    sdgs = Keyword(multi=True)
    gcm = Keyword(multi=True)
    licence = Keyword()
    text = Prose(multi=True)  # of its file, a value a page: in the views of those alone who may open that
    year = Long()

    class Django:
        kind = "resource"
        model = Resource
        related = {
            TaggedTopic: "content_object_id",
            CollectionItem: "resource_id",
            Collection: Follows(_resources_of, ("live",)),
            FileText: lambda text: ResourceFile.objects.filter(pk=text.pk).values_list("resource", flat=True),
        }
        facets = ("type", "topics", "language", "countries", "licence", "sdgs", "gcm", "collections")
        concepts = ("topics",)
        joined = ("organization", "file")
        newest_first = ("-first_published_at", "-pk")

    @classmethod
    def queryset(cls) -> QuerySet[Resource]:
        return Resource.objects.published()

    @classmethod
    def portions(cls, pks: Sequence[int]) -> Iterator[list[int]]:
        """Parts whose files don't hold more words together than one likes to have in memory; one statement."""
        rows = Resource.objects.filter(among(pks), file__characters__gt=0)
        sizes, size = dict(rows.values_list("pk", "file__characters")), 0
        part: list[int] = []
        for pk in pks:
            if part and size + sizes.get(pk, 0) > MOST_CHARACTERS:
                yield part
                part, size = [], 0
            part.append(pk)
            size += sizes.get(pk, 0)
        yield part

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = (
            "pk", "title", "summary", as_text("authors"), "type", "language", as_text("countries"), "organization_id",
            "year", "licence", as_text("sdgs"), as_text("gcm"), Epoch(Coalesce("first_published_at", "created")),
        )  # fmt: skip
        wanted = set(pks)
        rows = list(cls.queryset().filter(among(pks)).order_by("pk").values_list(*columns))
        topics, collections = tagged_terms(TaggedTopic, pks), _collections_of(pks)
        texts = _texts_of(pks)
        return [
            view
            for row in rows
            if row[0] in wanted
            for view in _views(_document(row, topics.get(row[0], ()), collections[row[0]]), texts.get(row[0]))
        ]


def _texts_of(pks: Sequence[int]) -> dict[int, tuple[tuple[Audience, ...], list[str]]]:
    """{resource: (the audiences that may open its file now, the pages of that)}, of those with words in their files."""
    rows = FileText.objects.exclude(pages=[]).filter(file__in=Resource.objects.filter(among(pks)).values("file"))
    found = {}
    for text in rows.select_related("file__resource"):
        audiences = readers_of(text.file.resource)
        if audiences:
            found[text.file.resource_id] = (audiences, text.pages)
    return found


def readers_of(resource: Resource) -> tuple[Audience, ...]:
    """The audiences that may open the file of a published resource now."""
    if resource.is_open:
        return INDEXED_AUDIENCES
    return (Audience.MEMBERS,) if resource.access == Resource.Access.MEMBERS else ()


def _views(document: dict[str, Any], text: tuple[tuple[Audience, ...], list[str]] | None) -> list[dict[str, Any]]:
    """The document for those who may open the file, with its words; for others, if there are any, without."""
    if text is None:
        return [document]
    readers, pages = text
    whole = {**document, "audience": [audience.value for audience in readers], "text": pages}
    others = [audience.value for audience in INDEXED_AUDIENCES if audience not in readers]
    return [{**document, "audience": others}, whole] if others else [whole]


def _collections_of(pks: Sequence[int]) -> defaultdict[int, list[str]]:
    """{resource: the keys of the published collections that it is in}."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    items = CollectionItem.objects.filter(resource__in=pks, collection__live=True).order_by("collection")
    for resource, collection in items.values_list("resource", "collection"):
        found[resource].append(str(collection))
    return found


def _spelled(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(spelling for name in names for spelling in variants(name)))


def _document(row: tuple[Any, ...], topics: Terms, collections: list[str]) -> dict[str, Any]:
    pk, title, summary, authors, kind, language, countries, organization_id, year, licence, sdgs, gcm, posted = row
    facts = merged(facts for _name, facts in topics)
    optional = {
        "authors": _spelled(parsed(authors)),
        "names": _spelled(_NAME.findall(title)[:MOST_NAMES]),
        "skills": [name for name, _facts in topics],
        "countries": parsed(countries),
        "topics": facts["keys"],
        "near": facts["near"],
        "words": facts["words"],
        "organization_id": str(organization_id or ""),
        "collections": collections,
        "year": year,
        "licence": licence,
        "sdgs": [str(number) for number in parsed(sdgs)],
        "gcm": [str(number) for number in parsed(gcm)],
    }
    return {
        "object_id": pk,
        "audience": [audience.value for audience in INDEXED_AUDIENCES],
        "newest": newest_key(posted, pk),
        "title": title,
        "summary": summary,
        "type": kind,
        "language": language,
        **{name: value for name, value in optional.items() if value},
    }
