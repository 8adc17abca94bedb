"""What writing many rows at once needs: terms and places looked up once, members in bulk."""

import secrets
from collections.abc import Callable, Iterable
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.text import slugify

from idiaspora.demo.people import Person
from profiles.models import Profile, TaggedExpertise, TaggedInterest
from taxonomy.models import Place, Term
from taxonomy.places import find_place
from taxonomy.services import clean_label, terms_for

DARKER = ("SN",)  # roots whose people are drawn with darker skin
Photos = dict[tuple[bool, bool], list[bytes]]


class Terms:
    """The terms of typed labels."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._by_name = {term.name: term for term in terms_for(labels)}

    def __getitem__(self, label: str) -> Term:
        return self._by_name[clean_label(label)]


class Places:
    """Places by «City, CC»; each is looked up once."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], Place] = {}

    def find(self, city: str, country: str) -> Place:
        if (city, country) not in self._found:
            place = find_place(city, country)
            if place is None:
                raise LookupError(f"The demo names {city}, {country}, but no such place is known; run import_places.")
            self._found[city, country] = place
        return self._found[city, country]

    def fields(self, written: str) -> dict[str, Any]:
        """The fields of an OpportunityPlace."""
        city, _comma, country = written.partition(", ")
        return {"place": self.find(city, country), "city": city, "country": country}

    def zone(self, written: list[str]) -> str:
        """The time zone of the first place; UTC without one."""
        return self.fields(written[0])["place"].timezone if written else "UTC"


def write_people(
    people: list[Person],
    emails: list[str],
    refs: list[str],
    password: str,
    places: Places,
    photos: Photos,
    progress: Callable[[Any], Any],
) -> list[Profile]:
    """Writes accounts with verified addresses, profiles, their expertise and photos.  `password` is a hash."""
    users = [_account(person, email, password) for person, email in zip(people, emails, strict=True)]
    get_user_model().objects.bulk_create(users)
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in users
    )
    taken = set(Profile.objects.values_list("slug", flat=True))
    pictures = Random(len(people))
    profiles = []
    for person, user, ref in progress(list(zip(people, users, refs, strict=True))):
        profile = _profile(person, places, taken)
        profile.user, profile.ref = user, ref
        if person.has_photo:
            drawn = pictures.choice(photos[person.is_woman, person.roots[0] in DARKER])
            profile.photo.name = default_storage.save(f"photos/{secrets.token_urlsafe(16)}.webp", ContentFile(drawn))
        profiles.append(profile)
    Profile.objects.bulk_create(profiles)
    _tag(people, profiles)
    return profiles


def _account(person: Person, email: str, password: str) -> Any:
    first, _space, last = person.name.partition(" ")
    return get_user_model()(email=email, password=password, first_name=first, last_name=last, date_joined=person.joined)


def _profile(person: Person, places: Places, taken: set[str]) -> Profile:
    city, country = person.home
    return Profile(
        slug=_slug(person.name, taken),
        name=person.name,
        headline=person.headline,
        about=person.about,
        place=places.find(city, country),
        city=city,
        country=country,
        roots=person.roots,
        roots_place=places.find(person.roots_city, person.roots[0]),
        roots_consent=person.roots_consent,
        languages=person.languages,
        open_to=person.open_to,
        links=person.links,
        audiences=person.audiences,
        is_hidden=person.is_hidden,
        joined=person.joined,
    )


def _slug(name: str, taken: set[str]) -> str:
    base = slugify(name, allow_unicode=True)
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    taken.add(slug)
    return slug


def _tag(people: list[Person], profiles: list[Profile]) -> None:
    terms = Terms(label for person in people for label in [*person.expertise, *person.interests])
    pairs = list(zip(people, profiles, strict=True))
    TaggedExpertise.objects.bulk_create(
        TaggedExpertise(content_object=profile, tag=terms[label])
        for person, profile in pairs
        for label in person.expertise
    )
    TaggedInterest.objects.bulk_create(
        TaggedInterest(content_object=profile, tag=terms[label])
        for person, profile in pairs
        for label in person.interests
    )
