"""How opportunities stand in the index.  Whether one is open is asked in every query, never written down."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from elasticsearch.dsl import Keyword, Long

from opportunities.models import Opportunity, OpportunityPlace, RequiredExpertise, UsefulExpertise
from profiles.documents import INDEXED_AUDIENCES, NEAR_CELL, place_names, tagged_terms
from profiles.models import Organization
from search.documents import Document, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from taxonomy.facts import TermFacts, merged
from taxonomy.models import Place

ANY_LANGUAGE = "any"  # stands in `languages` when no language is asked for
NO_DEADLINE = 2**40  # epoch seconds: later than any deadline
ALWAYS_OPEN = 0


@register
class OpportunityDocument(Document):
    title = LanguageText()
    description = Prose()
    organization = FoldedText()
    organization_id = Keyword()
    skills = FoldedText(multi=True)
    type = Keyword()  # a name in opportunities.kinds
    language = Keyword()
    languages = Keyword(multi=True)
    expertise = Keyword(multi=True)
    useful = Keyword(multi=True)
    near = Keyword(multi=True)
    words = Keyword(multi=True)
    remote = Keyword()
    country = Keyword(multi=True)
    city = Keyword(multi=True)
    cell = Keyword(multi=True)
    place_names = FoldedText(multi=True)
    opens = Long()
    closes = Long()

    class Django:
        kind = "opportunity"
        model = Opportunity
        related = {
            RequiredExpertise: "content_object_id",
            UsefulExpertise: "content_object_id",
            OpportunityPlace: "opportunity_id",
            Place: lambda place: OpportunityPlace.objects.filter(place=place).values_list("opportunity_id", flat=True),
            # Its name stands in the documents, and what it posts goes when a moderator hides it.
            Organization: lambda organization: organization.opportunities.values_list("pk", flat=True),
        }
        facets = ("type", "expertise", "country", "remote", "languages", "language")
        concepts = ("expertise", "useful")
        joined = ("organization",)
        newest_first = ("-first_published_at", "-pk")

    @classmethod
    def queryset(cls) -> QuerySet[Opportunity]:
        return Opportunity.objects.published()

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = (
            "pk", "title", "description", "kind", "language", "languages", "remote", "opens", "closes",
            "organization_id", "organization__name", "first_published_at", "created",
        )  # fmt: skip
        required, useful = tagged_terms(RequiredExpertise, pks), tagged_terms(UsefulExpertise, pks)
        places = _places(pks)
        rows = cls.queryset().filter(pk__in=pks).order_by("pk").values_list(*columns)
        return [
            _document(
                dict(zip(columns, row, strict=True)),
                required.get(row[0], []),
                useful.get(row[0], []),
                places.get(row[0], []),
            )
            for row in rows
        ]


def _places(pks: Sequence[int]) -> dict[int, list[tuple]]:
    found = defaultdict(list)
    columns = ("opportunity_id", "city", "country", "place_id", "place__name", "place__names", "place__geohash")
    for row in OpportunityPlace.objects.filter(opportunity_id__in=pks).order_by("pk").values_list(*columns):
        found[row[0]].append(row[1:])
    return found


def _document(
    row: dict[str, Any], required: list[tuple[str, TermFacts]], useful: list[tuple[str, TermFacts]], places: list[tuple]
) -> dict[str, Any]:
    asked, welcome = merged(facts for _n, facts in required), merged(facts for _n, facts in useful)
    names = [
        variant
        for city, _country, place_id, name, local, _hash in places
        for variant in place_names(city, (name, local) if place_id else None)
    ]
    optional = {
        "skills": [name for name, _facts in [*required, *useful]],
        "expertise": asked["keys"],
        "useful": [key for key in welcome["keys"] if key not in asked["keys"]],
        "near": list(dict.fromkeys([*asked["near"], *welcome["near"]])),
        "words": list(dict.fromkeys([*asked["words"], *welcome["words"]])),
        "country": list(dict.fromkeys(place[1] for place in places if place[1])),
        "city": list(dict.fromkeys(str(place[2]) for place in places if place[2])),
        "cell": list(dict.fromkeys(place[5][:NEAR_CELL] for place in places if place[5])),
        "place_names": list(dict.fromkeys(names)),
    }
    return {
        "object_id": row["pk"],
        "audience": [audience.value for audience in INDEXED_AUDIENCES],
        "newest": newest_key(row["first_published_at"] or row["created"], row["pk"]),
        "title": row["title"],
        "description": row["description"],
        "organization": row["organization__name"],
        "organization_id": str(row["organization_id"]),
        "type": row["kind"],
        "language": row["language"],
        "languages": row["languages"] or [ANY_LANGUAGE],
        "remote": row["remote"],
        "opens": int(row["opens"].timestamp()) if row["opens"] else ALWAYS_OPEN,
        "closes": int(row["closes"].timestamp()) if row["closes"] else NO_DEADLINE,
        **{name: value for name, value in optional.items() if value},
    }
