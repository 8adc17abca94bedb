"""Which concepts a text speaks of: what is suggested to those who write it."""

from collections import Counter

from taxonomy.folding import fold, languages_of, stems
from taxonomy.lexicon import lexicon
from taxonomy.tree import concept_tree

LONGEST_TEXT, LONGEST_LABEL = 6_000, 5  # letters that are read; words of a label


def concepts_in(text: str, language: str, *, limit: int = 8) -> list[str]:
    """Keys of the concepts whose labels stand in a text, up to case and endings; those that are named most come first.

    A longer label counts for more than the words it is made of («water management», not «management»), and a concept
    that is said of nearly everybody (taxonomy's general ones) is left out.
    """
    words, tree, index = fold(text[:LONGEST_TEXT]).split(), concept_tree(), lexicon()
    languages = [language] if language in index.by_stems else list(languages_of(text))
    found: Counter[int] = Counter()
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_LABEL, len(words) - at), 0, -1):
            gram = " ".join(words[at : at + length])
            concept = index.by_folded.get(gram)
            for each in languages if concept is None else ():
                concept = concept or index.by_stems[each].get(" ".join(stems(gram, each)))
            node = tree.by_id.get(concept) if concept is not None else None
            if node is not None and not node.is_general:
                found[node.id] += length
                at += length - 1
                break
        at += 1
    return [tree.by_id[concept].key for concept, _times in found.most_common(limit)]
