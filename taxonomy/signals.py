"""What the vocabulary tells others: search listens, and makes the documents again that carry a changed term."""

from collections.abc import Iterable

from django.db.models import Q
from django.dispatch import Signal

from taxonomy.models import Concept, Term
from taxonomy.tree import concept_tree

terms_changed = Signal()  # term_ids: list[int], of terms that now mean something else


def announce_terms(term_ids: Iterable[int]) -> None:
    """Says, in the transaction of the change, that terms have another concept or suggestion."""
    if ids := list(term_ids):
        terms_changed.send(Term, term_ids=ids)


def announce_concepts(concepts: Iterable[Concept]) -> None:
    """Says that concepts have moved or have another key: it concerns what is tagged with them, or with those below."""
    keys = {concept.key for concept in concepts}
    if keys:
        below = [
            node.id for node in concept_tree().by_id.values() if node.key in keys or keys.intersection(node.ancestors)
        ]
        announce_terms(Term.objects.filter(Q(concept__in=below) | Q(suggestion__in=below)).values_list("pk", flat=True))
