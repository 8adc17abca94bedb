"""What indexing and matching know of a term: its concept, what is near it, and its words where it has no concept."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from taxonomy.folding import languages_of, stems
from taxonomy.tree import concept_tree


@dataclass(frozen=True)
class TermFacts:
    """All fields are for keyword fields of documents.

    `near` has the keys of the concept and of what is above it, or above the one that a pending term's words suggest;
    general skills (driving, teamwork) are near nothing.  `words` has the stems of a pending term, as «ru:сварк».
    """

    key: str | None
    near: tuple[str, ...]
    words: tuple[str, ...]
    is_general: bool


def term_facts(name: str, concept_id: int | None, suggestion_id: int | None) -> TermFacts:
    """The facts of a term from its columns."""
    nodes = concept_tree().by_id
    node = nodes.get(concept_id) if concept_id else None
    if node is not None:
        return TermFacts(node.key, () if node.is_general else (node.key, *node.ancestors), (), node.is_general)
    suggested = nodes.get(suggestion_id) if suggestion_id else None
    near = suggested.ancestors if suggested is not None and not suggested.is_general else ()
    return TermFacts(None, near, words_of(name), False)


@lru_cache(maxsize=50_000)
def words_of(name: str) -> tuple[str, ...]:
    """The stems of a label's words in each language that it may be written in, as «en:weld»."""
    return tuple(f"{language}:{word}" for language in languages_of(name) for word in stems(name, language))


def merged(facts: Iterable[TermFacts]) -> dict[str, list[str]]:
    """The facts of several terms together: {"keys": […], "near": […], "words": […]}, each value once, in order."""
    keys: dict[str, None] = {}
    near: dict[str, None] = {}
    words: dict[str, None] = {}
    for each in facts:
        if each.key:
            keys[each.key] = None
        for key in each.near:
            near[key] = None
        for word in each.words:
            words[word] = None
    return {"keys": list(keys), "near": list(near), "words": list(words)}
