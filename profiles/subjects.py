"""What is known of a member when things are ranked for them.

Name, gender, photo and age are not here; roots are, with the member's consent alone.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language

from profiles.documents import NEAR_CELL
from profiles.models import Profile, TaggedExpertise, TaggedInterest
from taxonomy.facts import TermFacts, term_facts
from taxonomy.geohash import neighbours


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
    expertise: tuple[tuple[str, TermFacts], ...] = ()
    interests: tuple[tuple[str, TermFacts], ...] = ()
    languages: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    home: Location = field(default_factory=Location)
    roots: tuple[Location, ...] = ()

    @property
    def concepts(self) -> dict[str, str]:
        """{concept key: how the member called it}, general skills left out."""
        return {facts.key: name for name, facts in self.expertise if facts.key and not facts.is_general}


def subject_of(profile: Profile) -> Subject:
    """The subject of a profile; three statements."""
    roots = tuple(Location(country=country) for country in profile.roots)
    if profile.roots_place:
        roots = (location_of(profile.roots_place.country, profile.roots_place), *roots)
    return Subject(
        profile_id=profile.pk,
        user_id=profile.user_id,
        expertise=_terms(TaggedExpertise, profile.pk),
        interests=_terms(TaggedInterest, profile.pk),
        languages=tuple(profile.languages),
        open_to=tuple(profile.open_to),
        home=location_of(profile.country, profile.place),
        roots=roots if profile.roots_consent else (),
    )


def _terms(through: type[Model], pk: int) -> tuple[tuple[str, TermFacts], ...]:
    rows = through._default_manager.filter(content_object_id=pk).order_by("pk")
    columns = ("tag__name", "tag__concept_id", "tag__suggestion_id")
    return tuple(
        (name, term_facts(name, concept, suggestion)) for name, concept, suggestion in rows.values_list(*columns)
    )


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
