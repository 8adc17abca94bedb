"""A profile as one viewer may see it.  Pages get these views, never the model, so nothing hidden slips out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from profiles.models import AUDIENCE_FIELDS, Audience, OpenTo, Profile, TaggedExpertise, TaggedInterest
from profiles.relations import relations_of
from profiles.visibility import fields_seen_by
from taxonomy.models import Place, Term
from taxonomy.names import country_name, language_name
from taxonomy.tree import concept_tree

OWNER = "owner"


@dataclass(frozen=True)
class Tag:
    """An expertise or interest in the reader's language, with the address of others who have it."""

    label: str
    url: str


@dataclass(frozen=True)
class ProfileView:
    """What one viewer sees; a field that they may not see is empty, as is one that was never filled."""

    slug: str
    url: str
    name: str
    is_own: bool = False
    is_hidden: bool = False
    headline: str = ""
    about: str = ""
    photo_url: str = ""
    place: str = ""
    country: str = ""
    roots: tuple[str, ...] = ()
    expertise: tuple[Tag, ...] = ()
    interests: tuple[Tag, ...] = ()
    languages: tuple[str, ...] = ()
    open_to: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True)
class Face:
    """Whose words one reads: a name, and as far as one may see them the page and the photo.  No name: they have
    left."""

    name: str = ""
    url: str = ""
    photo_url: str = ""
    is_own: bool = False


def face_of(user: Any, viewer: Any) -> Face:
    """The face of an account, fetched with its profile; None is one that is deleted.  No statement of its own."""
    profile: Profile | None = getattr(user, "profile", None)
    if profile is None:
        return Face()
    seen, is_own = seen_fields(profile, audience_for(profile, viewer)), profile.user_id == viewer.pk
    return Face(
        name=_shown_name(profile, is_own),
        url=profile.get_absolute_url() if seen else "",
        photo_url=_photo_url(profile) if "photo" in seen else "",
        is_own=is_own,
    )


def _shown_name(profile: Profile, is_own: bool) -> str:
    """The name under what somebody wrote, unless a moderator of the site hid them."""
    if profile.is_hidden and not is_own:
        return _("A hidden member")
    return profile.name or _("A member without a name yet")


def audience_for(profile: Profile, viewer: Any) -> str:
    """As whom somebody looks at a profile: OWNER, or the audience they belong to."""
    if not viewer.is_authenticated:
        return Audience.PUBLIC
    if profile.user_id == viewer.pk:
        return OWNER
    return Audience.CONNECTIONS if profile.user_id in relations_of(viewer).connected else Audience.MEMBERS


ON_CARDS = frozenset(AUDIENCE_FIELDS) - {"interests"}


def seen_fields(profile: Profile, audience: str) -> frozenset[str]:
    """The fields that an audience (or OWNER) sees; empty when the profile is not for them."""
    if audience == OWNER:
        return frozenset(AUDIENCE_FIELDS)
    if profile.is_hidden or profile.is_dormant or not profile.name:
        return frozenset()
    return fields_seen_by(profile.audiences, audience)


def view_profiles(profiles: Iterable[Profile], viewer: Any) -> list[ProfileView | None]:
    """The views of some profiles for a list, in order, in a constant number of queries; None for one not for this
    viewer.  Interests are not in them: no card shows any."""
    profiles = list(profiles)
    _load(profiles)
    return [_view(profile, audience_for(profile, viewer), ON_CARDS) for profile in profiles]


def view_profile(profile: Profile, viewer: Any) -> ProfileView | None:
    """The whole view of one profile."""
    _load([profile], WITH_INTERESTS)
    return _view(profile, audience_for(profile, viewer))


def view_as(profile: Profile, audience: str) -> ProfileView | None:
    """What an audience sees of a profile, for its owner's preview; None when it sees nothing."""
    _load([profile], WITH_INTERESTS)
    return _view(profile, audience)


WITH_INTERESTS = Prefetch("tagged_interests", TaggedInterest.objects.select_related("tag").order_by("pk"))


def _load(profiles: Sequence[Profile], *more: Prefetch) -> None:
    expertise = Prefetch("tagged_expertise", TaggedExpertise.objects.select_related("tag").order_by("pk"))
    prefetch_related_objects(profiles, "place", "roots_place", expertise, *more)


def _view(profile: Profile, audience: str, shown: frozenset[str] = frozenset(AUDIENCE_FIELDS)) -> ProfileView | None:
    """`shown` are the fields that there is room for."""
    seen = seen_fields(profile, audience)
    if not seen:
        return None
    seen &= shown
    language = get_language() or "en"
    url = profile.get_absolute_url()
    facts: dict[str, Any] = {}
    if "headline" in seen:
        facts["headline"] = profile.headline
    if "about" in seen:
        facts["about"] = profile.about
    if "photo" in seen:
        facts["photo_url"] = _photo_url(profile)
    if "place" in seen:
        facts["place"] = _place(profile.place, profile.city, profile.country, language)
        facts["country"] = country_name(profile.country, language) if profile.country else ""
    if "roots" in seen:
        place = (_place(profile.roots_place, "", "", language),) if profile.roots_place else ()
        facts["roots"] = (*place, *(country_name(code, language) for code in profile.roots))
    if "expertise" in seen:
        facts["expertise"] = tuple(_tag(row.tag, language) for row in profile.tagged_expertise.all())
    if "interests" in seen:
        facts["interests"] = tuple(_tag(row.tag, language) for row in profile.tagged_interests.all())
    if "languages" in seen:
        facts["languages"] = tuple(language_name(code, language) for code in profile.languages)
    if "open_to" in seen:
        facts["open_to"] = tuple(str(OpenTo(value).label) for value in profile.open_to if value in OpenTo.values)
    if "links" in seen:
        facts["links"] = tuple(link for link in profile.links if link.startswith("https://"))
    own = audience == OWNER
    return ProfileView(profile.slug, url, profile.name, is_own=own, is_hidden=own and profile.is_hidden, **facts)


def _photo_url(profile: Profile) -> str:
    if not profile.photo:
        return ""
    version = PurePath(str(profile.photo.name)).stem[:8]
    return f"{reverse('profiles:photo', args=[profile.slug])}?{urlencode({'v': version})}"


def _place(place: Place | None, city: str, country: str, language: str) -> str:
    names = (
        (place.label(language), country_name(place.country, language))
        if place
        else (city, country_name(country, language) if country else "")
    )
    return ", ".join(name for name in names if name)


def _tag(term: Term, language: str) -> Tag:
    """A pending term finds others by its words, one with a concept by the concept."""
    directory = reverse("profiles:people")
    node = concept_tree().by_id.get(term.concept_id) if term.concept_id else None
    if node is None:
        return Tag(term.name, f"{directory}?{urlencode({'q': term.name})}")
    return Tag(concept_tree().label(node.key, language), f"{directory}?{urlencode({'expertise': node.key})}")
