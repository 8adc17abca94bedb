"""The tree of concepts in memory: what indexing and matching ask thousands of times."""

from dataclasses import dataclass
from typing import Any

from taxonomy.models import Concept
from taxonomy.versions import Kept


@dataclass(frozen=True)
class Node:
    id: int
    key: str
    parent_id: int | None
    is_general: bool
    labels: dict[str, str]  # language -> preferred label
    ancestors: tuple[str, ...]  # keys, nearest first


class ConceptTree:
    def __init__(self, rows: list[tuple]) -> None:
        self._rows = {row[0]: row for row in rows}
        self.by_id: dict[int, Node] = {}
        for row in rows:
            self._node(row[0])
        self.by_key: dict[str, Node] = {node.key: node for node in self.by_id.values()}
        self.facts: dict[Any, Any] = {}  # what taxonomy.facts made of this tree, and forgets with it

    def _node(self, concept_id: int) -> Node:
        if concept_id not in self.by_id:
            _id, key, parent_id, is_general, labels = self._rows[concept_id]
            parent = self._node(parent_id) if parent_id else None
            ancestors = (parent.key, *parent.ancestors) if parent else ()
            preferred = {language: texts[0] for language, texts in labels.items() if texts}
            self.by_id[concept_id] = Node(concept_id, key, parent_id, is_general, preferred, ancestors)
        return self.by_id[concept_id]

    def label(self, key: str, language: str) -> str:
        """The preferred label of a key for a reader; the key itself when no concept has it (any more)."""
        node = self.by_key.get(key)
        if node is None:
            return key
        return node.labels.get(language.split("-")[0]) or node.labels.get("en") or key


def _load() -> ConceptTree:
    return ConceptTree(list(Concept.objects.values_list("pk", "key", "parent_id", "is_general", "labels")))


concept_tree: Kept[ConceptTree] = Kept(
    _load
)  # concept_tree(): the process's tree, read again when an editor has changed a concept


def concept_name(key: str, language: str) -> str:
    """The preferred label of a concept for a reader, as a filter by concepts shows it."""
    return concept_tree().label(key, language)
