"""Open opportunities like one that is being read."""

from typing import Any

from django.db.models import prefetch_related_objects

from opportunities.models import Opportunity
from opportunities.opening import open_clauses
from opportunities.querysets import card_relations
from search import fallback
from search.audiences import audiences_of
from search.matching import UNIT, Match, Rule, Signal, match
from search.results import hydrate
from taxonomy.tree import concept_tree

SAME, NEAR, SAME_KIND = 2 * UNIT, UNIT // 2, UNIT // 4


def similar_opportunities(opportunity: Opportunity, viewer: Any, limit: int = 3) -> list[Opportunity] | None:
    """The open posts that ask for the same expertise or something near it; the same kind decides between equals.

    None while the search is away.
    """
    concepts = [
        item.tag.concept.key
        for item in opportunity.required_expertise.all()
        if item.tag.concept and not item.tag.concept.is_general
    ]
    nodes = concept_tree().by_key
    # A whole field of work (the top of the tree) is too wide to be alike.
    parents = dict.fromkeys(
        nodes[key].ancestors[0] for key in concepts if key in nodes and len(nodes[key].ancestors) > 1
    )
    rules = [Rule("expertise", (key,), SAME) for key in concepts] + [Rule("near", (key,), NEAR) for key in parents]
    if not rules:
        return []
    near_it = {"bool": {"should": [rule.to_query() for rule in rules], "minimum_should_match": 1}}
    found: list[Match] | None = None
    with fallback.tolerated():
        found = match(
            kind="opportunity",
            signals=[Signal("similar", (*rules, Rule("type", (opportunity.kind,), SAME_KIND)), lambda fired: None)],
            audiences=audiences_of(viewer),
            filters=[*open_clauses(), near_it],
            exclude_ids=(opportunity.pk,),
            limit=limit,
        )
    if found is None:
        return None
    similar: list[Any] = [obj for _hit, obj in hydrate([m.hit for m in found], viewer)]
    prefetch_related_objects(similar, *card_relations())
    return similar
