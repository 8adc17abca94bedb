"""How much of a profile is filled, and what would help next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.models import Profile
from profiles.subjects import Subject, subject_of

# What helps others and the matching most comes first.  Roots are nobody's duty, so they don't count.
STEPS: tuple[tuple[str, str, Promise | str], ...] = (
    ("name", "you", _("your name")),
    ("expertise", "skills", _("what you can do")),
    ("place", "where", _("where you live")),
    ("languages", "languages", _("your languages")),
    ("open_to", "open-to", _("what you are open to")),
    ("headline", "you", _("a headline")),
    ("interests", "skills", _("your interests")),
    ("about", "you", _("a few words about you")),
    ("photo", "you", _("a photo")),
)


@dataclass(frozen=True)
class Missing:
    field: str
    section: str  # the anchor in the editor
    label: Promise | str


@dataclass(frozen=True)
class Completeness:
    percent: int
    missing: tuple[Missing, ...]


def completeness_of(profile: Profile, subject: Subject | None = None) -> Completeness:
    """The share of filled fields in percent, and those that are missing, the most useful first.

    `subject`: what matching knows of the profile, when that has been read already.
    """
    subject = subject or subject_of(profile)
    filled = {
        "name": bool(profile.name),
        "expertise": bool(subject.expertise),
        "place": bool(profile.place_id or profile.city),
        "languages": bool(profile.languages),
        "open_to": bool(profile.open_to),
        "headline": bool(profile.headline),
        "interests": bool(subject.interests),
        "about": bool(profile.about),
        "photo": bool(profile.photo),
    }
    missing = tuple(Missing(field, section, label) for field, section, label in STEPS if not filled[field])
    return Completeness(round(100 * (len(STEPS) - len(missing)) / len(STEPS)), missing)
