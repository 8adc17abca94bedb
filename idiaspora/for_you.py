"""What fits a member, of every kind: the page «For you» and `manage.py match` ask here."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from idiaspora.cards import pairs_for_cards
from opportunities.fitting import match_people_for, match_resources_for, subject_of_opportunity
from opportunities.leaving_out import left_out_of
from opportunities.matching import match_opportunities
from opportunities.models import Opportunity
from profiles.matching import match_people
from profiles.models import Profile
from profiles.subjects import Subject, subject_of
from resources.matching import match_resources
from search import fallback
from search.audiences import MEMBERS, audiences_of
from search.documents import document_for
from search.matching import Match, Reason
from search.results import hydrate

MATCHERS: dict[str, Callable[..., list[Match]]] = {
    "opportunity": match_opportunities,
    "profile": match_people,
    "resource": match_resources,
}
MATCHERS_FOR_OPPORTUNITIES: dict[str, Callable[..., list[Match]]] = {
    "profile": match_people_for,
    "resource": match_resources_for,
}
MOST_OPPORTUNITIES, MOST_OTHERS = 10, 4  # on a page
PER_ORGANIZATION = 2  # of one organization's posts on a page, so that nobody fills it


@dataclass(frozen=True)
class Suggestion:
    """One object that fits, and why, in the reader's language."""

    object: Any
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class ForYou:
    """What a member's page shows; `is_away`: the search is, and these are the newest open posts."""

    opportunities: list[Suggestion]
    people: list[Suggestion] = field(default_factory=list)
    resources: list[Suggestion] = field(default_factory=list)
    is_away: bool = False


def page_for(subject: Subject, viewer: Any) -> ForYou:
    with fallback.tolerated():
        return ForYou(
            suggestions(subject, "opportunity", viewer, limit=MOST_OPPORTUNITIES, for_page=True),
            suggestions(subject, "profile", viewer, limit=MOST_OTHERS, for_page=True),
            suggestions(subject, "resource", viewer, limit=MOST_OTHERS, for_page=True),
        )
    left_out = left_out_of(viewer)
    rows = Opportunity.objects.published().open_now().exclude(organization__in=left_out.own)
    rows = rows.exclude(pk__in=[*left_out.applied, *left_out.aside])
    newest = fallback.newest("opportunity", viewer, size=MOST_OPPORTUNITIES, rows=rows)
    return ForYou([Suggestion(obj, 0.0, ()) for _hit, obj in pairs_for_cards(newest.hits, viewer)], is_away=True)


def suggestions(
    subject: Subject, kind: str, viewer: Any, *, limit: int = 10, for_page: bool = False
) -> list[Suggestion]:
    """The best of a kind for a subject that the viewer may see.

    `for_page`: loaded as cards need it (people as views), and without one organization filling the list.
    """
    load = pairs_for_cards if for_page else hydrate
    asked: dict[str, Any] = {"limit": limit * 3 if for_page else limit}
    asked["exclude_ids"] = document_for(kind).hidden_from(viewer)
    if kind == "opportunity" and viewer.is_authenticated:
        asked["left_out"] = left_out = left_out_of(viewer)
        asked["exclude_ids"] += (*left_out.applied, *left_out.aside)
    found = MATCHERS[kind](subject, audiences=audiences_of(viewer), **asked)
    if for_page:
        found = spread(found)[:limit]
    by_id = {match.hit.object_id: match for match in found}
    return [
        Suggestion(obj, by_id[hit.object_id].score, by_id[hit.object_id].said)
        for hit, obj in load([match.hit for match in found], viewer)
    ]


def spread(matches: Sequence[Match]) -> list[Match]:
    """The matches without those that would be more than PER_ORGANIZATION of one organization."""
    seen: Counter[str] = Counter()
    kept = []
    for match in matches:
        organization = match.hit.fields.get("organization_id")
        if organization is None or seen[organization] < PER_ORGANIZATION:
            kept.append(match)
        seen[organization or ""] += 1
    return kept


def suggestions_for_profile(profile: Profile, kind: str, *, limit: int = 10) -> list[Suggestion]:
    """The best of a kind for a profile, as its owner would get it."""
    return suggestions(subject_of(profile), kind, profile.user, limit=limit)


def suggestions_for_opportunity(opportunity: Opportunity, kind: str, *, limit: int = 10) -> list[Suggestion]:
    """The best of a kind for an opportunity, by what members may see: for the operator, and shown to nobody else."""
    found = MATCHERS_FOR_OPPORTUNITIES[kind](subject_of_opportunity(opportunity), audiences=(MEMBERS,), limit=limit)
    objects = document_for(kind).queryset().in_bulk([match.hit.object_id for match in found])
    return [
        Suggestion(objects[match.hit.object_id], match.score, match.said)
        for match in found
        if match.hit.object_id in objects
    ]
