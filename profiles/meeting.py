"""People for a member to meet, loaded as their cards need it: who is like them, and who complements them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from profiles.complementing import match_complementing
from profiles.matching import match_people
from profiles.models import Profile
from profiles.subjects import Subject, subject_of
from profiles.viewing import ProfileView, view_profiles
from search import fallback
from search.audiences import audiences_of
from search.documents import document_for
from search.matching import Match, Reason
from search.results import hydrate

SHOWN = 12


@dataclass(frozen=True)
class Meeting:
    """Somebody to meet, as the viewer sees them, and why."""

    person: ProfileView
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Meetings:
    """What the page shows; `is_away`: nobody can say now."""

    alike: list[Meeting]
    complementing: list[Meeting]
    is_away: bool = False


def meetings_for(profile: Profile, viewer: Any) -> Meetings:
    """Both lists, in a constant number of statements."""
    subject = subject_of(profile)
    with fallback.tolerated():
        complementing = meet(match_complementing, subject, viewer)
        return Meetings(meet(match_people, subject, viewer), complementing)
    return Meetings([], [], is_away=True)


def meet(matcher: Callable[..., list[Match]], subject: Subject, viewer: Any, *, limit: int = SHOWN) -> list[Meeting]:
    """Who a matcher finds for a subject, as the viewer may see them."""
    hidden = document_for("profile").hidden_from(viewer)
    matches = matcher(subject, audiences=audiences_of(viewer), limit=limit, exclude_ids=hidden)
    said = {match.hit.object_id: match.said for match in matches}
    pairs = hydrate([match.hit for match in matches], viewer)
    views = view_profiles([profile for _hit, profile in pairs], viewer)  # type: ignore[misc]
    return [
        Meeting(view, said[hit.object_id])
        for (hit, _profile), view in zip(pairs, views, strict=True)
        if view is not None
    ]
