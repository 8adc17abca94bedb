"""Opportunities for tests."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone

from opportunities.declarations import DECLARATIONS
from opportunities.models import Opportunity, OpportunityPlace
from profiles.models import Organization
from taxonomy.models import Place
from taxonomy.services import terms_for

DECLARED = tuple(DECLARATIONS)  # what an author ticks before a post becomes public
_numbers = count(1)
IN_TEN_DAYS: Any = object()


def make_opportunity(
    *,
    organization: Organization,
    title: str = "",
    kind: str = "vacancy",
    live: bool = True,
    closes: datetime | None = IN_TEN_DAYS,
    expertise: Iterable[str] = (),
    useful: Iterable[str] = (),
    places: Iterable[Place | tuple[str, str]] = (),
    author: Any = None,
    **fields: Any,
) -> Opportunity:
    """A post, published unless `live=False`.  `places` has places or (city, country) as written."""
    number = next(_numbers)
    closes = timezone.now() + timedelta(days=10) if closes is IN_TEN_DAYS else closes
    opportunity = Opportunity(
        organization=organization,
        author=author
        or get_user_model().objects.filter(memberships__organization=organization).order_by("memberships__pk").first(),
        **{
            "title": title or f"Opportunity {number}",
            "slug": f"opportunity-{number}",
            "description": "What you will do.",
            "kind": kind,
            "live": live,
            "closes": closes,
            "first_published_at": timezone.now() if live else None,
            "last_published_at": timezone.now() if live else None,
            **fields,
        },
    )
    opportunity.expertise.set(terms_for(expertise))
    opportunity.useful.set(terms_for(useful))
    opportunity.places = [
        OpportunityPlace(place=place, city=place.name, country=place.country)
        if isinstance(place, Place)
        else OpportunityPlace(city=place[0], country=place[1])
        for place in places
    ]
    opportunity.save()
    return opportunity
