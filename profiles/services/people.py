"""Writes to profiles."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from profiles.models import AUDIENCE_FIELDS, Audience, Profile
from profiles.services.consents import record_consents
from profiles.slugs import save_with_free_slug
from profiles.uploads import delete_file
from taxonomy.services import terms_for

TERM_FIELDS = ("expertise", "interests")
PLACEHOLDER = "member"


@transaction.atomic
def create_profile(*, user: Any, name: str = "") -> Profile:
    """The profile of an account, made unless there is one already.  It is listed once it has a name."""
    profile = Profile.objects.filter(user=user).first()
    if profile is not None:
        return profile
    name = " ".join(name.split())[:120]
    profile = Profile(user=user, name=name)
    save_with_free_slug(profile, name, profile.save, word=PLACEHOLDER)
    return profile


def remember_locale(*, user: Any, locale: str) -> None:
    """The language that a member reads the site in; search doesn't know of it, so nothing is indexed again."""
    Profile.objects.filter(user=user).exclude(locale=locale).update(locale=locale)


@transaction.atomic
def save_section(*, profile: Profile, values: Mapping[str, Any], audiences: Mapping[str, str]) -> Profile:
    """Writes some fields of a profile and who sees them.

    `values` are model fields; `expertise`, `interests` lists of typed labels; a `place` brings its city and country.
    All else stays as it is now, whatever was read before: a moderator may have hidden the profile meanwhile.
    """
    profile.refresh_from_db(from_queryset=Profile.objects.select_for_update())
    for field, value in values.items():
        if field not in TERM_FIELDS:
            setattr(profile, field, value)
    if "place" in values:
        place = values["place"]
        profile.city, profile.country = (place.name, place.country) if place else ("", "")
    for field, audience in audiences.items():
        if field not in AUDIENCE_FIELDS:
            raise ValueError(f"{field} has no audience")
        profile.audiences[field] = str(Audience(audience))
    if profile.name and profile.slug.startswith(f"{PLACEHOLDER}-"):
        save_with_free_slug(profile, profile.name, profile.save, word=PLACEHOLDER)
    else:
        profile.save()
    for field in TERM_FIELDS:
        if field in values:
            getattr(profile, field).set(terms_for(values[field]), clear=False)
    record_consents(user=profile.user, values=values, audiences=audiences)
    # The account's own first name greets its owner in the page's head.
    if "name" in values and profile.user.first_name != profile.name.partition(" ")[0][:150]:
        profile.user.first_name, _space, profile.user.last_name = profile.name.partition(" ")
        profile.user.save(update_fields=["first_name", "last_name"])
    return profile


@transaction.atomic
def choose_audiences(*, profile: Profile, audiences: Mapping[str, str]) -> None:
    """Who sees what, all of it anew; a field that isn't named has its default."""
    profile.audiences = {field: str(Audience(value)) for field, value in audiences.items() if field in AUDIENCE_FIELDS}
    profile.save(update_fields=["audiences", "updated"])
    record_consents(user=profile.user, values={}, audiences={"profile": profile.audience_of("profile")})


@transaction.atomic
def set_photo(*, profile: Profile, photo: ContentFile) -> None:
    """Keeps an encoded photo (profiles.photos.encode_photo) under a name that nobody can guess; the old file goes."""
    delete_file(profile.photo)
    profile.photo.save(f"{secrets.token_urlsafe(16)}.webp", photo, save=False)
    profile.save(update_fields=["photo", "updated"])


@transaction.atomic
def remove_photo(*, profile: Profile) -> None:
    delete_file(profile.photo)
    profile.photo = ""
    profile.save(update_fields=["photo", "updated"])


@transaction.atomic
def set_profile_hidden(*, profile: Profile, is_hidden: bool) -> None:
    """A moderator takes a profile out of sight, or puts it back."""
    profile.is_hidden = is_hidden
    profile.save(update_fields=["is_hidden", "updated"])
