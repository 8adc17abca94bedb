"""How opportunities stand in the index.  Whether one is open is asked in every query, never written down."""

from collections.abc import Sequence
from typing import Any

import orjson
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from elasticsearch.dsl import Keyword, Long

from opportunities.models import Opportunity, OpportunityPlace, RequiredExpertise, UsefulExpertise
from opportunities.texts import Text, translated
from profiles.documents import (
    INDEXED_AUDIENCES,
    NEAR_CELL,
    Terms,
    as_text,
    parsed,
    place_names,
    places_by_id,
    tagged_terms,
)
from profiles.models import Organization
from search.documents import Document, Epoch, among, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from taxonomy.facts import merged
from taxonomy.models import Place

ANY_LANGUAGE = "any"  # stands in `languages` when no language is asked for
NO_DEADLINE = 2**40  # epoch seconds: later than any deadline
ALWAYS_OPEN = 0


@register
class OpportunityDocument(Document):
    title = LanguageText(multi=True)  # in each of its languages, as the description
    description = Prose(multi=True)
    organization = FoldedText()
    organization_id = Keyword()
    skills = FoldedText(multi=True)
    type = Keyword()  # a name in opportunities.kinds
    language = Keyword(multi=True)  # of the post; `languages` are asked for
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
            "pk", "title", "description", "kind", "language", as_text("translations"), as_text("languages"), "remote",
            Epoch("opens"), Epoch("closes"), "organization_id", "organization__name",
            Epoch(Coalesce("first_published_at", "created")),
        )  # fmt: skip
        wanted = set(pks)
        rows = list(cls.queryset().filter(among(pks)).order_by("pk").values_list(*columns))
        required, useful = tagged_terms(RequiredExpertise, pks), tagged_terms(UsefulExpertise, pks)
        places = _places(pks)
        return [
            _document(row, required.get(row[0], ()), useful.get(row[0], ()), places.get(row[0], ()))
            for row in rows
            if row[0] in wanted
        ]


Located = tuple[str, str, int | None, tuple[str, str, str] | None]  # city, country, place and what is known of it


def _places(pks: Sequence[int]) -> dict[int, list[Located]]:
    """{opportunity: its places, in the order they were listed}; two statements."""
    found: dict[int, list[Located]] = {}
    rows = OpportunityPlace.objects.filter(among(pks, "opportunity_id")).order_by("pk")
    listed = list(rows.values_list("opportunity_id", "city", "country", "place_id"))
    known = places_by_id(row[-1] for row in listed)
    for opportunity_id, city, country, place_id in listed:
        found.setdefault(opportunity_id, []).append((city, country, place_id, known.get(place_id)))
    return found


def _in_all_languages(original: Text, others: Sequence[Text]) -> dict[str, Any]:
    """The fields that have more than one value in a post with translations; nothing for one without."""
    if not others:
        return {}
    texts = [original, *others]
    return {name: [getattr(text, name) for text in texts] for name in ("language", "title", "description")}


def _document(row: tuple[Any, ...], required: Terms, useful: Terms, places: Sequence[Located]) -> dict[str, Any]:
    (
        pk, title, description, kind, language, others, languages, remote, opens, closes, organization_id,
        organization, posted,
    ) = row  # fmt: skip
    asked, welcome = merged(facts for _n, facts in required), merged(facts for _n, facts in useful)
    names = [
        variant
        for city, _country, _id, place in places
        for variant in (place_names(city, *place[:2]) if place else place_names(city))
    ]
    optional = {
        "skills": [name for name, _facts in [*required, *useful]],
        "expertise": asked["keys"],
        "useful": [key for key in welcome["keys"] if key not in asked["keys"]],
        "near": list(dict.fromkeys([*asked["near"], *welcome["near"]])),
        "words": list(dict.fromkeys([*asked["words"], *welcome["words"]])),
        "country": list(dict.fromkeys(country for _city, country, *_ in places if country)),
        "city": list(dict.fromkeys(str(place_id) for *_, place_id, _known in places if place_id)),
        "cell": list(dict.fromkeys(known[2][:NEAR_CELL] for *_, known in places if known)),
        "place_names": list(dict.fromkeys(names)),
    }
    return {
        "object_id": pk,
        "audience": [audience.value for audience in INDEXED_AUDIENCES],
        "newest": newest_key(posted, pk),
        "title": title,
        "description": description,
        "organization": organization,
        "organization_id": str(organization_id),
        "type": kind,
        "language": language,
        "languages": parsed(languages) or [ANY_LANGUAGE],
        "remote": remote,
        "opens": ALWAYS_OPEN if opens is None else opens,
        "closes": NO_DEADLINE if closes is None else closes,
        **{name: value for name, value in optional.items() if value},
        **_in_all_languages(Text(language, title, description), translated(orjson.loads(others))),
    }
