"""How resources stand in the index."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from elasticsearch.dsl import Keyword, Long

from profiles.documents import INDEXED_AUDIENCES, Terms, as_text, parsed, tagged_terms
from resources.models import Collection, CollectionItem, Resource, TaggedTopic
from search.documents import Document, Epoch, Follows, among, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from taxonomy.facts import merged


def _resources_of(collection: Collection) -> Iterable[int]:
    return CollectionItem.objects.filter(collection=collection).values_list("resource", flat=True)


@register
class ResourceDocument(Document):
    title = LanguageText()
    summary = Prose()
    authors = FoldedText(multi=True)
    skills = FoldedText(multi=True)  # topics as typed
    type = Keyword()
    language = Keyword()
    countries = Keyword(multi=True)
    topics = Keyword(multi=True)
    near = Keyword(multi=True)
    words = Keyword(multi=True)
    organization_id = Keyword()
    collections = Keyword(multi=True)  # keys of published ones
    year = Long()

    class Django:
        kind = "resource"
        model = Resource
        related = {
            TaggedTopic: "content_object_id",
            CollectionItem: "resource_id",
            Collection: Follows(_resources_of, ("live",)),
        }
        facets = ("type", "topics", "language", "countries", "collections")
        concepts = ("topics",)
        joined = ("organization",)
        newest_first = ("-first_published_at", "-pk")

    @classmethod
    def queryset(cls) -> QuerySet[Resource]:
        return Resource.objects.published()

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = (
            "pk", "title", "summary", as_text("authors"), "type", "language", as_text("countries"), "organization_id",
            "year", Epoch(Coalesce("first_published_at", "created")),
        )  # fmt: skip
        wanted = set(pks)
        rows = list(cls.queryset().filter(among(pks)).order_by("pk").values_list(*columns))
        topics, collections = tagged_terms(TaggedTopic, pks), _collections_of(pks)
        return [_document(row, topics.get(row[0], ()), collections[row[0]]) for row in rows if row[0] in wanted]


def _collections_of(pks: Sequence[int]) -> defaultdict[int, list[str]]:
    """{resource: the keys of the published collections that it is in}."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    items = CollectionItem.objects.filter(resource__in=pks, collection__live=True).order_by("collection")
    for resource, collection in items.values_list("resource", "collection"):
        found[resource].append(str(collection))
    return found


def _document(row: tuple[Any, ...], topics: Terms, collections: list[str]) -> dict[str, Any]:
    pk, title, summary, authors, kind, language, countries, organization_id, year, posted = row
    facts = merged(facts for _name, facts in topics)
    optional = {
        "authors": parsed(authors),
        "skills": [name for name, _facts in topics],
        "countries": parsed(countries),
        "topics": facts["keys"],
        "near": facts["near"],
        "words": facts["words"],
        "organization_id": str(organization_id or ""),
        "collections": collections,
        "year": year,
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
