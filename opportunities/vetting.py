"""What a moderator should read before others do: a post whose words warn of fraud, or one that has become another."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from opportunities.copies import copied
from opportunities.models import Hold, Opportunity
from opportunities.red_flags import Flag

# A change of these makes another post of it.  Who is found by it, in which languages, and a later deadline don't.
MATERIAL = ("title", "description", "translations", "kind", "language", "remote", "details")


def material_changes(before: Opportunity, after: Opportunity) -> list[str]:
    """The names of what has changed since a post was last public, of those that a moderator looked at."""
    changed = [name for name in MATERIAL if getattr(before, name) != getattr(after, name)]
    if _places(before) != _places(after):
        changed.append("places")
    # Versions are kept to the millisecond.
    if before.closes and after.closes and before.closes - after.closes > timedelta(seconds=1):
        changed.append("closes")
    return changed


def _places(opportunity: Opportunity) -> list[tuple[Any, ...]]:
    return [(place.place_id, place.city, place.country) for place in opportunity.places.all()]


def new_flags(opportunity: Opportunity) -> list[Flag]:
    """What warns of fraud in a post: its words, or that they are another organization's.

    What a moderator has read in it and let pass is left out.
    """
    found = [*opportunity.kind_class.red_flags(opportunity), *copied(opportunity)]
    if not found:
        return []
    let_pass = {
        (flag["code"], flag["excerpt"])
        for hold in Hold.objects.filter(opportunity=opportunity).exclude(released=None)
        for flag in hold.flags
    }
    return [flag for flag in found if (flag.code, flag.excerpt) not in let_pass]


def held_because(opportunity: Opportunity) -> list[Flag]:
    """Why a post is held just now; empty when it isn't."""
    return holds_of([opportunity]).get(opportunity.pk, [])


def holds_of(opportunities: Sequence[Opportunity]) -> dict[int, list[Flag]]:
    """{post: why it is held} of those that are; one statement."""
    rows = Hold.objects.filter(opportunity__in=opportunities, released=None)
    return {hold.opportunity_id: [Flag(flag["code"], flag["excerpt"]) for flag in hold.flags] for hold in rows}
