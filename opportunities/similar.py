"""Open opportunities like one that is being read."""

from typing import Any

from django.db.models import prefetch_related_objects

from opportunities.models import Opportunity
from opportunities.opening import open_clauses
from opportunities.querysets import card_relations
from search.matching import Rule
from search.similar import A_LITTLE, find_similar


def similar_opportunities(opportunity: Opportunity, viewer: Any, limit: int = 3) -> list[Opportunity] | None:
    """The open posts that ask for the same expertise or something near it; the same kind decides between equals.

    None while the search is away.
    """
    found = find_similar(
        "opportunity",
        [item.tag.concept for item in opportunity.required_expertise.all() if item.tag.concept],
        viewer,
        exact="expertise",
        also=[Rule("type", (opportunity.kind,), A_LITTLE)],
        filters=open_clauses(),
        exclude_ids=(opportunity.pk,),
        limit=limit,
    )
    if found is None:
        return None
    similar: list[Any] = [obj for _match, obj in found]
    prefetch_related_objects(similar, *card_relations())
    return similar
