"""What is known of a member when things are ranked for them.

Name, gender, photo and age are not here; roots are, with the member's consent alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import IntegerField, Model, Value
from django.utils.translation import get_language

from profiles.documents import NEAR_CELL
from profiles.models import Profile, TaggedExpertise, TaggedInterest
from taxonomy.facts import TermFacts, term_facts
from taxonomy.geohash import neighbours

Terms = tuple[tuple[str, TermFacts], ...]
Listed = list[tuple[str, TermFacts]]


@dataclass(frozen=True)
class Location:
    """Where somebody lives or where their roots are, as far as it is known."""

    country: str = ""
    city: str = ""  # key of the place
    city_name: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A member, as matching sees them."""

    profile_id: int | None
    user_id: int | None
    expertise: Terms = ()
    interests: Terms = ()
    languages: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    home: Location = field(default_factory=Location)
    roots: tuple[Location, ...] = ()

    @property
    def concepts(self) -> dict[str, str]:
        """{concept key: how the member called it}, general skills left out."""
        return {facts.key: name for name, facts in self.expertise if facts.key and not facts.is_general}


def subject_of(profile: Profile) -> Subject:
    """The subject of a profile; one statement, and one each for its places when they were not loaded with it."""
    return subjects_of([profile])[0]


def subjects_of(profiles: Sequence[Profile]) -> list[Subject]:
    """The subjects of profiles that were loaded with their places, in order; one statement."""
    expertise, interests = _terms([profile.pk for profile in profiles])
    return [_subject(each, tuple(expertise[each.pk]), tuple(interests[each.pk])) for each in profiles]


def _subject(profile: Profile, expertise: Terms, interests: Terms) -> Subject:
    roots = tuple(Location(country=country) for country in profile.roots)
    if profile.roots_place:
        roots = (location_of(profile.roots_place.country, profile.roots_place), *roots)
    return Subject(
        profile_id=profile.pk,
        user_id=profile.user_id,
        expertise=expertise,
        interests=interests,
        languages=tuple(profile.languages),
        open_to=tuple(profile.open_to),
        home=location_of(profile.country, profile.place),
        roots=roots if profile.roots_consent else (),
    )


def _terms(pks: Sequence[int]) -> tuple[dict[int, Listed], dict[int, Listed]]:
    """({profile: the labels of their expertise and what is known of them}, the same of interests), in the order they
    were added; one statement."""
    found: tuple[dict[int, Listed], dict[int, Listed]] = ({pk: [] for pk in pks}, {pk: [] for pk in pks})
    rows = _rows(TaggedExpertise, pks, 0).union(_rows(TaggedInterest, pks, 1), all=True).order_by("of", "pk")
    for of, _row, pk, name, concept, suggestion in rows:
        found[of][pk].append((name, term_facts(name, concept, suggestion)))
    return found


def _rows(through: type[Model], pks: Sequence[int], of: int) -> Any:
    rows = through._default_manager.filter(content_object_id__in=pks).order_by().annotate(of=Value(of, IntegerField()))
    return rows.values_list("of", "pk", "content_object_id", "tag__name", "tag__concept_id", "tag__suggestion_id")


def location_of(country: str, place: Any) -> Location:
    """A location from a country and a Place, or None."""
    if place is None:
        return Location(country=country)
    return Location(
        country or place.country,
        str(place.pk),
        place.label(get_language() or "en"),
        neighbours(place.geohash[:NEAR_CELL]),
    )
