"""What indexing and matching know of a term: its concept, what is near it, and its words where it has no concept."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from taxonomy.folding import languages_of, stems
from taxonomy.tree import concept_tree


class TermFacts(NamedTuple):
    """All fields are for keyword fields of documents.

    `near` has the keys of the concept and of what is above it, or above the one that a pending term's words suggest;
    general skills (driving, teamwork) are near nothing.  `words` has the stems of a pending term, as «ru:сварк».
    """

    key: str | None
    near: tuple[str, ...]
    words: tuple[str, ...]
    is_general: bool


_KEPT = 100_000  # facts that a process keeps


def term_facts(name: str, concept_id: int | None, suggestion_id: int | None) -> TermFacts:
    """The facts of a term from its columns."""
    kept = concept_tree().facts
    asked = (name, concept_id, suggestion_id)
    facts = kept.get(asked)
    if facts is None:
        if len(kept) >= _KEPT:
            kept.clear()
        facts = kept[asked] = _term_facts(*asked)
    return facts


def _term_facts(name: str, concept_id: int | None, suggestion_id: int | None) -> TermFacts:
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
    columns = tuple(zip(*facts, strict=True))
    if not columns:
        return {"keys": [], "near": [], "words": []}
    keys, near, words, _ = columns
    known = dict.fromkeys(keys)
    known.pop(None, None)
    return {
        "keys": list(known),
        "near": list(dict.fromkeys(chain.from_iterable(near))),
        "words": list(dict.fromkeys(chain.from_iterable(words))) if any(words) else [],
    }
