"""Labels that begin with what has been typed so far, or have a word that does."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from heapq import nsmallest

Row = tuple[int, str, str, str, bool]  # concept, language, text, folded text, whether it is the preferred label
_LAST = "\U0010ffff"


class _Sorted:
    """Strings in order, each with the number of its row."""

    def __init__(self, pairs: Iterable[tuple[str, int]]) -> None:
        ordered = sorted(pairs)
        self._texts = [text for text, _row in ordered]
        self._rows = [row for _text, row in ordered]

    def beginning(self, typed: str) -> list[int]:
        """The rows of the strings that begin with what was typed."""
        return self._rows[bisect_left(self._texts, typed) : bisect_left(self._texts, typed + _LAST)]


class Completions:
    """Best first: labels that begin so in the reader's language, then in others, then those with a word that does."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = list(rows)
        starts: dict[str, list[tuple[str, int]]] = defaultdict(list)
        words: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for number, (_concept, language, _text, folded, _preferred) in enumerate(self._rows):
            starts[language].append((folded, number))
            at = folded.find(" ")
            while at >= 0:
                words[language].append((folded[at + 1 :], number))
                at = folded.find(" ", at + 1)
        self._tables = tuple(
            {language: _Sorted(pairs) for language, pairs in table.items()} for table in (starts, words)
        )

    def find(self, folded: str, language: str, limit: int) -> list[tuple[int, str]]:
        """(concept, label) of at most `limit` concepts, each once."""
        found: dict[int, str] = {}
        if folded:
            for rows in self._groups(folded, language):
                for concept, text in self._best(rows, folded, found, limit):
                    found[concept] = text
                if len(found) >= limit:
                    break
        return list(found.items())[:limit]

    def _groups(self, folded: str, language: str) -> Iterator[list[int]]:
        for table in self._tables:
            own = table.get(language)
            yield own.beginning(folded) if own else []
            yield [row for code, others in table.items() if code != language for row in others.beginning(folded)]

    def _best(self, rows: list[int], folded: str, found: dict[int, str], limit: int) -> list[tuple[int, str]]:
        """The best label of each concept not found yet: what is typed whole, then preferred labels, then short ones."""
        best: dict[int, tuple[bool, bool, int, str]] = {}
        for row in rows:
            concept, _language, text, label, preferred = self._rows[row]
            if concept not in found:
                rank = (label != folded, not preferred, len(label), text)
                if concept not in best or rank < best[concept]:
                    best[concept] = rank
        chosen = nsmallest(limit, best.items(), key=lambda item: item[1])
        return [(concept, rank[3]) for concept, rank in chosen]
