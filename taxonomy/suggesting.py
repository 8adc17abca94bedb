"""Which concepts a text speaks of: what is suggested to those who write it."""

import re
from collections import Counter
from collections.abc import Container, Iterable
from typing import Any

from django.utils.translation import get_language

from taxonomy.folding import fold, languages_of, stems
from taxonomy.lexicon import lexicon
from taxonomy.services import clean_label
from taxonomy.tree import concept_tree

LONGEST_TEXT, LONGEST_LABEL = 6_000, 5  # letters that are read; words of a label
MOST = 8
SHORT = 2  # letters of a word that is taken for an abbreviation
_SHORT = re.compile(rf"\b\w{{1,{SHORT}}}\b")


def suggested_labels(title: str, text: str, language: str, chosen: Iterable[str]) -> list[str]:
    """Labels, in the reader's language, of concepts that a text speaks of and that aren't chosen yet, in whatever
    language.  What the title names counts twice."""
    tree, reader = concept_tree(), get_language() or "en"
    nodes = (tree.by_id.get(lexicon().find(label) or 0) for label in chosen)
    known = {node.key for node in nodes if node is not None}
    found = concepts_in(f"{title}\n{title}\n{text}", language)
    return [tree.label(key, reader) for key in found if key not in known]


def ticked_labels(data: Any) -> list[str]:
    """Those of the suggested labels that were ticked in the form that sent this (taxonomy/_suggested.html)."""
    return [clean_label(label) for label in data.getlist("suggested")[:MOST]] if hasattr(data, "getlist") else []


def concepts_in(text: str, language: str, *, limit: int = MOST) -> list[str]:
    """Keys of the concepts whose labels stand in a text, up to case and endings; those that are named most come first.

    A longer label counts for more than the words it is made of («water management», not «management»), and a concept
    that is said of nearly everybody (taxonomy's general ones) is left out.  So are short words that aren't written in
    capitals: «it» is not IT.
    """
    short = {fold(word) for word in _SHORT.findall(text[:LONGEST_TEXT]) if word.isupper()}
    words, tree, index = fold(text[:LONGEST_TEXT]).split(), concept_tree(), lexicon()
    languages = [language] if language in index.by_stems else list(languages_of(text))
    found: Counter[int] = Counter()
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_LABEL, len(words) - at), 0, -1):
            gram = " ".join(words[at : at + length])
            concept = None if _is_too_short(gram, short) else index.by_folded.get(gram)
            for each in languages if concept is None else ():
                stem = " ".join(stems(gram, each))  # without «for» in «for it»
                concept = concept or (None if _is_too_short(stem, short) else index.by_stems[each].get(stem))
            node = tree.by_id.get(concept) if concept is not None else None
            if node is not None and not node.is_general:
                found[node.id] += length
                at += length - 1
                break
        at += 1
    return [tree.by_id[concept].key for concept, _times in found.most_common(limit)]


def _is_too_short(gram: str, abbreviations: Container[str]) -> bool:
    return len(gram) <= SHORT and gram not in abbreviations
