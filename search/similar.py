"""What of a kind is about the same concepts as something that is being read, or about something near them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from search import fallback
from search.documents import document_for
from search.matching import UNIT, Fired, Match, Rule, Signal, match
from search.results import hydrate
from taxonomy.tree import concept_tree

SAME, NEAR, A_LITTLE = 2 * UNIT, UNIT // 2, UNIT // 4


def _nothing(fired: list[Fired]) -> None:
    """Says nothing."""


def find_similar(
    kind: str,
    concepts: Iterable[Any],
    viewer: Any,
    *,
    exact: str,
    near: str = "near",
    also: Sequence[Rule] = (),
    filters: Sequence[Mapping[str, Any]] = (),
    exclude_ids: Sequence[int] = (),
    limit: int = 3,
    word: Callable[[list[Fired]], str | None] = _nothing,
) -> list[tuple[Match, Any]] | None:
    """The best of a kind with their objects; of those that only `also` fits none.  None while the search is away.

    `exact` and `near` are the fields of the index with concepts, and with what is near them; `also` decides between
    equals; `word` says why.
    """
    keys = list(dict.fromkeys(concept.key for concept in concepts if not concept.is_general))
    nodes = concept_tree().by_key
    # A whole field of work (the top of the tree) is too wide to be alike.
    parents = dict.fromkeys(nodes[key].ancestors[0] for key in keys if key in nodes and len(nodes[key].ancestors) > 1)
    rules = [Rule(exact, (key,), SAME) for key in keys] + [Rule(near, (key,), NEAR) for key in parents]
    if not rules:
        return []
    near_it = {"bool": {"should": [rule.to_query() for rule in rules], "minimum_should_match": 1}}
    document = document_for(kind)
    found: list[Match] | None = None
    with fallback.tolerated():
        found = match(
            kind=kind,
            signals=[Signal("similar", (*rules, *also), word)],
            audiences=document.audiences_for(viewer),
            filters=[*filters, near_it],
            exclude_ids=(*exclude_ids, *document.hidden_from(viewer)),
            limit=limit,
        )
    if found is None:
        return None
    by_id = {each.hit.object_id: each for each in found}
    return [(by_id[hit.object_id], obj) for hit, obj in hydrate([each.hit for each in found], viewer)]
