"""A document for the tests of the library, on organizations: the library itself knows no app."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from elasticsearch.dsl import Boolean, Date, Keyword, Long

from profiles.models import Membership, Organization
from search.documents import Document, newest_key
from search.fields import FoldedText, LanguageText, Prose
from search.transliteration import variants

KIND = "tested"


class TestedDocument(Document):
    """Public, unless its level is local: then members alone find it, and group-1 sees its website too."""

    name = FoldedText(multi=True, with_positions=True)
    text = LanguageText()
    story = Prose()
    type = Keyword()
    countries = Keyword(multi=True)
    website = Keyword()
    people = Long()
    made = Date()
    verified = Boolean()

    class Django:
        kind = KIND
        model = Organization
        related = {Membership: "organization_id"}
        facets = ("type", "countries", "website")
        weights = {"name": 2}
        most_views = 3

    @classmethod
    def queryset(cls) -> QuerySet[Any]:
        return Organization.objects.filter(is_hidden=False)

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        documents = []
        people: dict[int, int] = {}
        for pk in Membership.objects.filter(organization__in=pks).values_list("organization", flat=True):
            people[pk] = people.get(pk, 0) + 1
        columns = ("pk", "name", "description", "type", "level", "countries", "website", "created", "verified_at")
        for pk, name, text, type_, level, countries, website, created, verified_at in (
            cls.queryset().filter(pk__in=pks).values_list(*columns)
        ):
            shared = {
                "object_id": pk,
                "newest": newest_key(created, pk),
                "name": variants(name),
                "text": text,
                "type": type_,
                "countries": countries,
                "people": people.get(pk, 0),
                "made": created.isoformat(timespec="seconds"),
                "verified": verified_at is not None,
            }
            if level != "local":
                documents.append({**shared, "audience": ["public"]})
            documents.append({**shared, "audience": ["members"]})
            if website:
                documents.append({**shared, "audience": ["group-1"], "website": website})
        return documents
