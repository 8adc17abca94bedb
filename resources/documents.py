"""How resources stand in the index."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from elasticsearch.dsl import Keyword, Long

from profiles.documents import INDEXED_AUDIENCES, tagged_terms
from resources.models import Resource, TaggedTopic
from search.documents import Document, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from taxonomy.facts import merged


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
    year = Long()

    class Django:
        kind = "resource"
        model = Resource
        related = {TaggedTopic: "content_object_id"}
        facets = ("type", "topics", "language", "countries")
        concepts = ("topics",)
        joined = ("organization",)
        newest_first = ("-first_published_at", "-pk")

    @classmethod
    def queryset(cls) -> QuerySet[Resource]:
        return Resource.objects.published()

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = (
            "pk", "title", "summary", "authors", "type", "language", "countries", "organization_id", "year",
            "first_published_at", "created",
        )  # fmt: skip
        topics = tagged_terms(TaggedTopic, pks)
        rows = cls.queryset().filter(pk__in=pks).order_by("pk").values_list(*columns)
        return [_document(dict(zip(columns, row, strict=True)), topics.get(row[0], [])) for row in rows]


def _document(row: dict[str, Any], topics: list) -> dict[str, Any]:
    facts = merged(facts for _name, facts in topics)
    optional = {
        "authors": row["authors"],
        "skills": [name for name, _facts in topics],
        "countries": row["countries"],
        "topics": facts["keys"],
        "near": facts["near"],
        "words": facts["words"],
        "organization_id": str(row["organization_id"] or ""),
        "year": row["year"],
    }
    return {
        "object_id": row["pk"],
        "audience": [audience.value for audience in INDEXED_AUDIENCES],
        "newest": newest_key(row["first_published_at"] or row["created"], row["pk"]),
        "title": row["title"],
        "summary": row["summary"],
        "type": row["type"],
        "language": row["language"],
        **{name: value for name, value in optional.items() if value},
    }
