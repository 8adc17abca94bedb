"""How people and organizations stand in the index: one document for each distinct view of them."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import orjson
from django.contrib.auth import get_user_model
from django.db.models import Model, QuerySet, TextField
from django.db.models.functions import Cast
from elasticsearch.dsl import Boolean, Keyword

from profiles.models import Audience, Organization, Profile, TaggedExpertise, TaggedInterest
from profiles.relations import blocked_profiles
from profiles.visibility import fields_seen_by
from search.documents import Document, Epoch, Follows, among, newest_key, register
from search.fields import FoldedText, LanguageText, Prose
from search.transliteration import variants
from taxonomy.facts import TermFacts, merged, term_facts
from taxonomy.models import Place, Term

# The audiences that have a view of their own in the index.  Connections and the owner see more, on pages alone.
INDEXED_AUDIENCES = (Audience.PUBLIC, Audience.MEMBERS)
NEAR_CELL = 4  # letters of a geohash: a cell of about 40 km

_NONE = "[]"  # JSON of an empty list

Terms = Sequence[tuple[str, TermFacts]]
Tagged = dict[int, list[tuple[str, TermFacts]]]


def tagged_terms(through: type[Model], pks: Sequence[int]) -> Tagged:
    """{object id: [(label as typed, its facts), …]} of a tag table, in the order they were listed; two statements."""
    rows = through._default_manager.filter(among(pks, "content_object_id")).order_by("content_object_id", "pk")
    pairs = list(rows.values_list("content_object_id", "tag_id"))
    terms = _terms({term_id for _, term_id in pairs}) if pairs else {}
    found: Tagged = {}
    last = None
    for object_id, term_id in pairs:
        if object_id != last:
            last, listed = object_id, found.setdefault(object_id, [])
        if term_id in terms:  # else it has gone since
            listed.append(terms[term_id])
    return found


def _terms(ids: set[int]) -> dict[int, tuple[str, TermFacts]]:
    """{id: (label as typed, its facts)}: read once, however many objects have them."""
    rows = Term.objects.filter(among(list(ids))).values_list("pk", "name", "concept_id", "suggestion_id")
    return {pk: (name, term_facts(name, concept, suggestion)) for pk, name, concept, suggestion in rows if pk in ids}


def places_by_id(ids: Iterable[int | None]) -> dict[int, tuple[str, str, str]]:
    """{id: (name, names by language in JSON, geohash)}: read once, however many live there."""
    rows = Place.objects.filter(pk__in={pk for pk in ids if pk})
    return {row[0]: row[1:] for row in rows.values_list("pk", "name", as_text("names"), "geohash")}


@lru_cache(maxsize=50_000)
def place_names(city: str, name: str = "", names: str = "{}") -> list[str]:
    """What a city is found by: as written, in the readers' languages, and transliterated.  It is shared: never changed.

    `name` and `names` are those of the place, if it is known.
    """
    spelled = [each for each in (city, name, *parsed(names).values()) if each]
    return list(dict.fromkeys(variant for each in spelled for variant in variants(each)))


def as_text(column: str) -> Cast:
    """A JSON column as the database has it: what many rows have alike is then parsed but once, by parsed()."""
    return Cast(column, TextField())


@lru_cache(maxsize=20_000)
def parsed(text: str) -> Any:
    """The value of JSON text.  It is shared: never changed."""
    return orjson.loads(text)


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
    near = Keyword(multi=True)  # those keys and what is above them: what the directory filters by
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
        facets = ("expertise", "near", "roots", "country", "city", "cell", "languages", "open_to")
        concepts = ("expertise",)
        joined = ("place", "roots_place")

    @classmethod
    def queryset(cls) -> QuerySet[Profile]:
        return Profile.objects.listed()

    @classmethod
    def hidden_from(cls, viewer: Any) -> tuple[int, ...]:
        return blocked_profiles(viewer)

    @classmethod
    def read(cls, pks: Sequence[int]) -> list[dict[str, Any]]:
        columns = (
            "pk", as_text("audiences"), "name", "headline", "about", as_text("roots"), as_text("languages"),
            as_text("open_to"), "city", "country", Epoch("joined"), "place_id",
        )  # fmt: skip
        rows = list(cls.queryset().filter(among(pks)).order_by("pk").values_list(*columns))
        expertise, interests = tagged_terms(TaggedExpertise, pks), tagged_terms(TaggedInterest, pks)
        places = places_by_id({row[-1] for row in rows})
        wanted = set(pks)
        return [
            _view(row, audiences, seen, expertise.get(row[0]), interests.get(row[0]), places.get(row[-1]))
            for row in rows
            if row[0] in wanted
            for audiences, seen in _views_of(row[1])
        ]


def _view(
    row: tuple[Any, ...],
    audiences: list[str],
    seen: frozenset[str],
    expertise: Terms | None,
    interests: Terms | None,
    place: tuple[str, str, str] | None,
) -> dict[str, Any]:
    """What these audiences see.  This runs for every member of a rebuild: it makes nothing twice."""
    pk, _audiences, name, headline, about, roots, languages, open_to, city, country, joined, place_id = row
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
        if facts["keys"]:
            document["expertise"] = facts["keys"]
        # A general skill is near nothing when people are matched; who filters by it finds it like the others.
        if near := list(dict.fromkeys([*facts["near"], *facts["keys"]])):
            document["near"] = near
        if facts["words"]:
            document["words"] = facts["words"]
    if interests and "interests" in seen:
        facts = merged([facts for _name, facts in interests])
        document |= _present(interests=facts["keys"], interests_near=facts["near"])
    if "place" in seen:
        if country:
            document["country"] = country
        if place:
            document["city"] = str(place_id)
            document["cell"] = place[2][:NEAR_CELL]
        if names := place_names(city, *place[:2]) if place else place_names(city):
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
