"""How people and organizations stand in the index: one document for each distinct view of them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from elasticsearch.dsl import Boolean, Keyword

from profiles.models import Audience, Organization, Profile, TaggedExpertise, TaggedInterest
from profiles.visibility import fields_seen_by
from search.documents import Document, Follows, among, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from search.transliteration import variants
from taxonomy.facts import TermFacts, merged, term_facts
from taxonomy.models import Place

# The audiences that have a view of their own in the index.  Connections and the owner see more, on pages alone.
INDEXED_AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS)
NEAR_CELL = 4  # letters of a geohash: a cell of about 40 km

_NONE = "[]"  # JSON of an empty list

Terms = Sequence[tuple[str, TermFacts]]
Tagged = dict[int, list[tuple[str, TermFacts]]]


def tagged_terms(through: type[Model], pks: Sequence[int]) -> Tagged:
    """{object id: [(label as typed, its facts), …]} of a tag table, in the order they were listed; one statement."""
    rows = through._default_manager.filter(among(pks, "content_object_id")).order_by("content_object_id", "pk")
    columns = ("content_object_id", "tag_id", "tag__name", "tag__concept_id", "tag__suggestion_id")
    found: Tagged = {}
    known: dict[int, tuple[str, TermFacts]] = {}  # a few terms are carried by most
    for object_id, term_id, name, concept_id, suggestion_id in rows.values_list(*columns):
        term = known.get(term_id)
        if term is None:
            term = known[term_id] = (name, term_facts(name, concept_id, suggestion_id))
        if object_id in found:
            found[object_id].append(term)
        else:
            found[object_id] = [term]
    return found


def place_names(city: str, place: tuple[str, dict] | None) -> list[str]:
    """What a city is found by: as written, in the reader's languages, and transliterated."""
    names = [city] if city else []
    if place is not None:
        names += [place[0], *place[1].values()]
    return list(dict.fromkeys(v for name in names for v in variants(name)))


def as_text(column: str) -> Cast:
    """A JSON column as the database has it: what many rows have alike is then parsed but once, by parsed()."""
    return Cast(column, TextField())


@lru_cache(maxsize=20_000)
def parsed(text: str) -> Any:
    """The value of JSON text.  It is shared: never changed."""
    return orjson.loads(text)


@lru_cache(maxsize=50_000)
def _place_names(city: str, name: str | None, names: str | None) -> list[str]:
    return place_names(city, (name, parsed(names)) if name is not None and names is not None else None)


@lru_cache(maxsize=10_000)
def _views_of(audiences: str) -> tuple[tuple[list[str], frozenset[str]], ...]:
    """(all audiences that see a view, its fields) for each distinct view, from the JSON of what a member chose."""
    audiences_by_fields: dict[frozenset[str], list[str]] = {}
    for audience in INDEXED_AUDIENCES:
        if seen := fields_seen_by(parsed(audiences), audience):
            audiences_by_fields.setdefault(seen, []).append(audience.value)
    return tuple((names, seen) for seen, names in audiences_by_fields.items())


@register
class ProfileDocument(Document):
    name = FoldedText(multi=True)
    headline = LanguageText()
    about = Prose()
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
        related = {
            TaggedExpertise: "content_object_id",
            TaggedInterest: "content_object_id",
            # An account that is deactivated is not to be found.
            get_user_model(): Follows(
                lambda u: Profile.objects.filter(user=u).values_list("pk", flat=True), ("is_active",)
            ),
            Place: lambda place: Profile.objects.filter(place=place).values_list("pk", flat=True),
        }
        facets = ("expertise", "country", "languages", "open_to")
        concepts = ("expertise",)
        joined = ("place", "roots_place")

    @classmethod
    def queryset(cls) -> QuerySet[Profile]:
        return Profile.objects.listed()

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        expertise, interests = tagged_terms(TaggedExpertise, pks), tagged_terms(TaggedInterest, pks)
        columns = (
            "pk", as_text("audiences"), "name", "headline", "about", as_text("roots"), as_text("languages"),
            as_text("open_to"), "city", "country", "joined", "place_id", "place__name",
            as_text("place__names"), "place__geohash",
        )  # fmt: skip
        wanted = set(pks)
        rows = cls.queryset().filter(among(pks)).order_by("pk").values_list(*columns)
        return [
            _view(row, audiences, seen, expertise.get(row[0], ()), interests.get(row[0], ()))
            for row in rows
            if row[0] in wanted
            for audiences, seen in _views_of(row[1])
        ]


def _view(row: tuple, audiences: list[str], seen: frozenset[str], expertise: Terms, interests: Terms) -> dict[str, Any]:
    """What these audiences see.  This runs for every member of a rebuild: it makes nothing twice."""
    (
        pk,
        _audiences,
        name,
        headline,
        about,
        roots,
        languages,
        open_to,
        city,
        country,
        joined,
        place_id,
        place,
        local,
        cell,
    ) = row
    document: dict[str, Any] = {
        "object_id": pk,
        "audience": audiences,
        "newest": newest_key(joined, pk),
        "name": variants(name),
    }
    if headline and "headline" in seen:
        document["headline"] = headline
    if about and "about" in seen:
        document["about"] = about
    if languages != _NONE and "languages" in seen:
        document["languages"] = parsed(languages)
    if open_to != _NONE and "open_to" in seen:
        document["open_to"] = parsed(open_to)
    if roots != _NONE and "roots" in seen:
        document["roots"] = parsed(roots)
    if expertise and "expertise" in seen:
        facts = merged([facts for _name, facts in expertise])
        document["skills"] = [name for name, _facts in expertise]
        document |= _present(expertise=facts["keys"], near=facts["near"], words=facts["words"])
    if interests and "interests" in seen:
        facts = merged([facts for _name, facts in interests])
        document |= _present(interests=facts["keys"], interests_near=facts["near"])
    if "place" in seen:
        if country:
            document["country"] = country
        if place_id:
            document["city"] = str(place_id)
            document["cell"] = cell[:NEAR_CELL]
        if names := _place_names(city, place, local):
            document["place_names"] = names
    return document


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


@register
class OrganizationDocument(Document):
    name = FoldedText(multi=True)
    description = Prose()
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
