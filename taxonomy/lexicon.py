"""All labels of all concepts in memory, for looking up and suggesting (completion.py completes).  Loaded once."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy.completion import Completions
from taxonomy.folding import LANGUAGES, fold, languages_of, stems, transliterate
from taxonomy.models import MAX_LABEL, Concept, Label
from taxonomy.versions import Kept

MAX_TYPED = 200  # characters of a label that are looked at
# Letters from which one slip is forgiven, and two; from which one letter may stand for another (a missing, doubled or
# swapped one makes another word less often).  benchmarks/taxonomy.py counts mistakes: астрономия is not агрономия.
SLIPS_FROM, EXCHANGED_FROM = (5, 14), 8
SUGGESTION_OVERLAP = 0.5  # of the words' weight that a label must share to be suggested for another
OTHER_SCRIPTS = ("ru", "ar")


class Entry(NamedTuple):
    """One label of one concept."""

    concept_id: int
    language: str
    text: str
    folded: str
    stemmed: str  # its stems, parted by spaces
    latin: str  # "" for labels in Latin letters
    is_preferred: bool


class Lexicon:
    """Where two concepts have a label, the first of `entries` has it."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = list(entries)
        self.by_folded: dict[str, int] = {}
        self.by_latin: dict[str, int] = {}
        self.by_stems: dict[str, dict[str, int]] = {code: {} for code in LANGUAGES}
        for entry in self.entries:
            self.by_folded.setdefault(entry.folded, entry.concept_id)
            if entry.stemmed:
                self.by_stems[entry.language].setdefault(entry.stemmed, entry.concept_id)
            if entry.latin:
                self.by_latin.setdefault(entry.latin, entry.concept_id)

    def find(self, typed: str) -> int | None:
        """The concept that a typed label names exactly, up to case, endings, word order, script and small typos."""
        folded = fold(typed[:MAX_TYPED])
        if not folded:
            return None
        if (concept_id := self.by_folded.get(folded)) is not None:
            return concept_id
        for language in languages_of(folded):
            if (concept_id := self.by_stems[language].get(" ".join(stems(folded, language)))) is not None:
                return concept_id
        if (concept_id := self.by_latin.get(folded)) is not None:
            return concept_id
        return self._find_mistyped(folded)

    def _find_mistyped(self, folded: str) -> int | None:
        """The one concept that has a label a slip away.

        A guess must be worth more than a pending term that an editor looks at, so it is made for long words alone, with
        the first letter right, in one word of the label, and never of a word that other labels have: that is no slip.
        """
        slips = _slips(folded)
        if not slips:
            return None
        for table, index in ((self.by_folded, self._by_beginning), (self.by_latin, self._latin_by_beginning)):
            near = (
                label
                for n in range(len(folded) - slips, len(folded) + slips + 1)
                for label in index.get((folded[0], n), ())
            )
            candidates = process.extract(folded, list(near), scorer=OSA.distance, score_cutoff=slips, limit=None)
            concepts: dict[int, set[int]] = defaultdict(set)
            for label, distance, _index in candidates:
                if self._is_slip(folded, label):
                    concepts[int(distance)].add(table[label])
            if concepts:
                nearest = concepts[min(concepts)]
                return nearest.pop() if len(nearest) == 1 else None
        return None

    def _is_slip(self, typed: str, label: str) -> bool:
        """Whether only one word differs, by as many slips as its length allows, and is no word of any label."""
        ours, theirs = typed.split(), label.split()
        if len(ours) != len(theirs):
            return typed.replace(" ", "") == label.replace(" ", "")  # two words written as one, or one as two
        differing = [(our, their) for our, their in zip(ours, theirs, strict=True) if our != their]
        if len(differing) != 1:
            return False
        our, their = differing[0]
        is_another_letter = len(our) == len(their) and sorted(our) != sorted(their)
        if is_another_letter and len(our) < EXCHANGED_FROM:
            return False
        return our[0] == their[0] and our not in self._words and OSA.distance(our, their) <= _slips(our)

    def suggest(self, typed: str) -> int | None:
        """The concept whose label shares most of a label's words, by their rarity (a weighted Jaccard index)."""
        best, best_overlap = None, SUGGESTION_OVERLAP
        for language in languages_of(typed):
            words = set(stems(typed[:MAX_TYPED], language))
            candidates = {c for word in words for c in self._postings[language].get(word, ())}
            for concept_id, stemmed in sorted(candidates):
                label = set(stemmed.split())
                shared = sum(self._weight(word) for word in words & label)
                overlap = shared / sum(self._weight(word) for word in words | label)
                if overlap > best_overlap:
                    best, best_overlap = concept_id, overlap
        return best

    def rarity(self, word: str) -> float:
        """How much a stem tells, from 0 (every second label has it) to 1 (hardly any does)."""
        return self._weight(word) / math.log(1 + len(self.entries)) if self.entries else 1.0

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self.entries) / (1 + self._frequency[word]))

    def complete(self, typed: str, language: str, limit: int = 8) -> list[tuple[int, str]]:
        """(concept, matched label) for what has been typed so far; each concept once, best first."""
        return self._completions.find(fold(typed[:MAX_TYPED]), language, limit)

    # Made when first asked for: a process that only resolves or only completes does not pay for the other.

    @cached_property
    def _completions(self) -> Completions:
        return Completions((e.concept_id, e.language, e.text, e.folded, e.is_preferred) for e in self.entries)

    @cached_property
    def _postings(self) -> dict[str, dict[str, list[tuple[int, str]]]]:
        """{language: {stem: labels that have it, as (concept, stems)}}."""
        found: dict[str, dict[str, list[tuple[int, str]]]] = {code: defaultdict(list) for code in LANGUAGES}
        for entry in self.entries:
            for word in entry.stemmed.split():
                found[entry.language][word].append((entry.concept_id, entry.stemmed))
        return found

    @cached_property
    def _frequency(self) -> Counter[str]:
        return Counter(word for entry in self.entries for word in entry.stemmed.split())

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(
            word for labels in (self.by_folded, self.by_latin) for label in labels for word in label.split()
        )

    @cached_property
    def _by_beginning(self) -> dict[tuple[str, int], list[str]]:
        return _by_beginning(self.by_folded)

    @cached_property
    def _latin_by_beginning(self) -> dict[tuple[str, int], list[str]]:
        return _by_beginning(self.by_latin)


def _slips(text: str) -> int:
    """How many slips are forgiven: short words are too near each other for guessing."""
    return sum(len(text) >= length for length in SLIPS_FROM)


def _by_beginning(labels: Iterable[str]) -> dict[tuple[str, int], list[str]]:
    """{(first letter, length): labels}."""
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for label in labels:
        found[label[0], len(label)].append(label)
    return found


def _load() -> Lexicon:
    rows = Label.objects.exclude(folded="").order_by("-is_preferred", "pk")
    return Lexicon(map(Entry._make, rows.values_list(*Entry._fields).iterator(chunk_size=10_000)))


lexicon: Kept[Lexicon] = Kept(
    _load
)  # lexicon(): the process's lexicon, made again when an editor has changed a concept


def entries_of(concept: Concept) -> Iterator[Entry]:
    """A concept's labels as they stand in a lexicon."""
    for row in labels_of(concept):
        yield Entry(*(getattr(row, name) for name in Entry._fields))


def labels_of(concept: Concept) -> Iterator[Label]:
    """The rows under which a concept's labels are found."""
    for language, texts in concept.labels.items():
        if language in LANGUAGES:
            for number, text in enumerate(texts):
                yield Label(
                    concept=concept,
                    language=language,
                    text=text[:MAX_LABEL],
                    folded=fold(text)[:MAX_LABEL],
                    stemmed=" ".join(stems(text, language))[:400],
                    latin=transliterate(text)[:400] if language in OTHER_SCRIPTS else "",
                    is_preferred=number == 0,
                )
