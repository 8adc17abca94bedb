"""How people and organizations stand in the index: one document for each distinct view of them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from elasticsearch.dsl import Boolean, Keyword

from profiles.models import Audience, Organization, Profile, TaggedExpertise, TaggedInterest
from profiles.visibility import fields_seen_by
from search.documents import Document, newest_key, register
from search.fields import FoldedText, LanguageText
from search.transliteration import variants
from taxonomy.facts import TermFacts, merged, term_facts

# The audiences that have a view of their own in the index.  Connections and the owner see more, on pages alone.
INDEXED_AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS)
NEAR_CELL = 4  # letters of a geohash: a cell of about 40 km

Tagged = dict[int, list[tuple[str, TermFacts]]]


def tagged_terms(through: type[Model], pks: Sequence[int]) -> Tagged:
    """{object id: [(label as typed, its facts), …]} of a tag table, in the order they were listed; one statement."""
    rows = through._default_manager.filter(content_object_id__in=pks).order_by("pk")
    found: Tagged = defaultdict(list)
    columns = ("content_object_id", "tag__name", "tag__concept_id", "tag__suggestion_id")
    for object_id, name, concept_id, suggestion_id in rows.values_list(*columns):
        found[object_id].append((name, term_facts(name, concept_id, suggestion_id)))
    return found


def place_names(city: str, place: tuple[str, dict] | None) -> list[str]:
    """What a city is found by: as written, in the reader's languages, and transliterated."""
    names = [city] if city else []
    if place is not None:
        names += [place[0], *place[1].values()]
    return list(dict.fromkeys(v for name in names for v in variants(name)))


@register
class ProfileDocument(Document):
    name = FoldedText(multi=True)
    headline = LanguageText()
    about = LanguageText()
    skills = FoldedText(multi=True)  # expertise as typed
    expertise = Keyword(multi=True)  # keys of concepts
    near = Keyword(multi=True)  # those keys and what is above them
    words = Keyword(multi=True)  # stems of pending terms
    interests = Keyword(multi=True)
    interests_near = Keyword(multi=True)
    languages = Keyword(multi=True)
    open_to = Keyword(multi=True)
    roots = Keyword(multi=True)
    country = Keyword()
    city = Keyword()
    cell = Keyword()
    place_names = FoldedText(multi=True)

    class Django:
        kind = "profile"
        model = Profile
        related = {TaggedExpertise: "content_object_id", TaggedInterest: "content_object_id"}
        facets = ("expertise", "country", "languages", "open_to")

    @classmethod
    def queryset(cls) -> QuerySet[Profile]:
        return Profile.objects.listed()

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = (
            "pk", "audiences", "name", "headline", "about", "city", "country", "roots", "languages", "open_to", "joined",
            "place_id", "place__name", "place__names", "place__geohash",
        )  # fmt: skip
        expertise, interests = tagged_terms(TaggedExpertise, pks), tagged_terms(TaggedInterest, pks)
        documents: list[dict[str, Any]] = []
        for row in cls.queryset().filter(pk__in=pks).order_by("pk").values_list(*columns):
            facts = dict(zip(columns, row, strict=True))
            documents += _views(facts, expertise.get(row[0], []), interests.get(row[0], []))
        return documents


def _views(row: dict[str, Any], expertise: list, interests: list) -> Iterable[dict[str, Any]]:
    """One document for each distinct set of fields that an audience sees, naming all the audiences that see it."""
    audiences_by_fields: dict[frozenset[str], list[str]] = {}
    for audience in INDEXED_AUDIENCES:
        if seen := fields_seen_by(row["audiences"], audience):
            audiences_by_fields.setdefault(seen, []).append(audience.value)
    return [_view(row, seen, names, expertise, interests) for seen, names in audiences_by_fields.items()]


def _view(row: dict[str, Any], seen: frozenset[str], audiences: list[str], expertise: list, interests: list) -> dict[str, Any]:
    document: dict[str, Any] = {
        "object_id": row["pk"],
        "audience": audiences,
        "newest": newest_key(row["joined"], row["pk"]),
        "name": variants(row["name"]),
    }
    for field in ("headline", "about"):
        if field in seen and row[field]:
            document[field] = row[field]
    for field in ("languages", "open_to", "roots"):
        if field in seen and row[field]:
            document[field] = row[field]
    if "expertise" in seen and expertise:
        facts = merged(facts for _name, facts in expertise)
        document |= {"skills": [name for name, _facts in expertise]}
        document |= _present(expertise=facts["keys"], near=facts["near"], words=facts["words"])
    if "interests" in seen and interests:
        facts = merged(facts for _name, facts in interests)
        document |= _present(interests=facts["keys"], interests_near=facts["near"])
    if "place" in seen:
        place = (row["place__name"], row["place__names"]) if row["place_id"] else None
        document |= _present(
            country=row["country"],
            city=str(row["place_id"] or ""),
            cell=(row["place__geohash"] or "")[:NEAR_CELL],
            place_names=place_names(row["city"], place),
        )
    return document


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


@register
class OrganizationDocument(Document):
    name = FoldedText(multi=True)
    description = LanguageText()
    type = Keyword()
    level = Keyword()
    countries = Keyword(multi=True)
    verified = Boolean()

    class Django:
        kind = "organization"
        model = Organization
        related: dict = {}
        facets = ("type", "level", "countries", "verified")

    @classmethod
    def queryset(cls) -> QuerySet[Organization]:
        return Organization.objects.filter(is_hidden=False)

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = ("pk", "name", "description", "type", "level", "countries", "verified_at", "created")
        rows = cls.queryset().filter(pk__in=pks).order_by("pk").values_list(*columns)
        return [_organization(dict(zip(columns, row, strict=True))) for row in rows]


def _organization(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "object_id": row["pk"],
        "audience": [audience.value for audience in INDEXED_AUDIENCES],
        "newest": newest_key(row["created"], row["pk"]),
        "name": variants(row["name"]),
        "type": row["type"],
        "level": row["level"],
        "verified": row["verified_at"] is not None,
        **_present(description=row["description"], countries=row["countries"]),
    }

