"""All labels of all concepts in memory, for looking up, completing and suggesting.  Loaded once in a process."""

import math
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from taxonomy.folding import LANGUAGES, fold, languages_of, stems, transliterate
from taxonomy.models import Concept, Label

MAX_TYPED = 200  # characters of a label that are looked at
SUGGESTION_OVERLAP = 0.5  # of the words' weight that a label must share to be suggested for another
RECHECK_SECONDS = 30  # how soon other processes notice that an editor changed a concept


@dataclass(frozen=True)
class Entry:
    """One label of one concept."""

    concept_id: int
    language: str
    text: str
    folded: str
    is_preferred: bool


@dataclass
class Lexicon:
    entries: list[Entry] = field(default_factory=list)
    by_folded: dict[str, int] = field(default_factory=dict)
    by_stems: dict[str, dict[tuple[str, ...], int]] = field(default_factory=lambda: {code: {} for code in LANGUAGES})
    by_latin: dict[str, int] = field(default_factory=dict)
    # language -> stem -> labels that have it, as (concept, its stems)
    postings: dict[str, dict[str, list[tuple[int, tuple[str, ...]]]]] = field(
        default_factory=lambda: {code: defaultdict(list) for code in LANGUAGES}
    )
    frequency: Counter[str] = field(default_factory=Counter)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        self.by_folded.setdefault(entry.folded, entry.concept_id)
        words = stems(entry.text, entry.language)
        self.by_stems[entry.language].setdefault(words, entry.concept_id)
        if entry.language in ("ru", "ar"):
            self.by_latin.setdefault(transliterate(entry.text), entry.concept_id)
        for word in words:
            self.postings[entry.language][word].append((entry.concept_id, words))
            self.frequency[word] += 1

    def find(self, typed: str) -> int | None:
        """The concept that a typed label names exactly, up to case, endings, word order, script and small typos."""
        typed = typed[:MAX_TYPED]
        folded = fold(typed)
        if not folded:
            return None
        if folded in self.by_folded:
            return self.by_folded[folded]
        for language in languages_of(folded):
            if (concept_id := self.by_stems[language].get(stems(folded, language))) is not None:
                return concept_id
        if folded in self.by_latin:
            return self.by_latin[folded]
        return self._find_mistyped(folded)

    def _find_mistyped(self, folded: str) -> int | None:
        # Short words are too close to each other for guessing: one slip from five letters on, two from ten.
        slips = 0 if len(folded) < 5 else 1 if len(folded) < 10 else 2
        if not slips:
            return None
        for labels in (self.by_folded, self.by_latin):
            best = process.extractOne(folded, labels.keys(), scorer=OSA.distance, score_cutoff=slips)
            if best is not None:
                return labels[best[0]]
        return None

    def suggest(self, typed: str) -> int | None:
        """The concept whose label shares most of a label's words, weighted by their rarity (a weighted Jaccard index)."""
        best, best_overlap = None, SUGGESTION_OVERLAP
        for language in languages_of(typed):
            words = stems(typed[:MAX_TYPED], language)
            candidates = {c for word in words for c in self.postings[language].get(word, ())}
            for concept_id, label in sorted(candidates):
                shared = sum(self._weight(word) for word in set(words) & set(label))
                overlap = shared / sum(self._weight(word) for word in set(words) | set(label))
                if overlap > best_overlap:
                    best, best_overlap = concept_id, overlap
        return best

    def rarity(self, word: str) -> float:
        """How much a stem tells, from 0 (every second label has it) to 1 (hardly any does)."""
        return self._weight(word) / math.log(1 + len(self.entries))

    def _weight(self, word: str) -> float:
        return math.log(1 + len(self.entries) / (1 + self.frequency[word]))

    def complete(self, typed: str, language: str, limit: int = 8) -> list[tuple[int, str]]:
        """(concept, matched label) for what has been typed so far; each concept once, best first."""
        folded = fold(typed[:MAX_TYPED])
        if not folded:
            return []
        found: dict[int, tuple[tuple[bool, bool, bool, int], str]] = {}
        for entry in self._containing(folded):
            rank = (
                not entry.folded.startswith(folded),
                entry.language != language,
                not entry.is_preferred,
                len(entry.folded),
            )
            if entry.concept_id not in found or rank < found[entry.concept_id][0]:
                found[entry.concept_id] = (rank, entry.text)
        best = sorted(found.items(), key=lambda item: item[1])
        return [(concept_id, text) for concept_id, (_rank, text) in best[:limit]]

    def _containing(self, folded: str) -> Iterator[Entry]:
        inside = f" {folded}"
        return (e for e in self.entries if e.folded.startswith(folded) or inside in e.folded)


_loaded: tuple[Lexicon, tuple[int, int], float] | None = None


def lexicon() -> Lexicon:
    """The process's lexicon; made again when an editor has changed a concept."""
    global _loaded
    now = time.monotonic()
    if _loaded is not None and now - _loaded[2] < RECHECK_SECONDS:
        return _loaded[0]
    last = Label.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    version = (Label.objects.count(), last)
    if _loaded is None or _loaded[1] != version:
        _loaded = (_load(), version, now)
    else:
        _loaded = (_loaded[0], version, now)
    return _loaded[0]


def forget() -> None:
    """Reads the labels again at the next look-up."""
    global _loaded
    _loaded = None


def _load() -> Lexicon:
    made = Lexicon()
    rows = Label.objects.order_by("-is_preferred", "pk")
    for row in rows.values_list("concept_id", "language", "text", "folded", "is_preferred"):
        made.add(Entry(*row))
    return made


def labels_of(concept: Concept) -> list[Label]:
    """The rows under which a concept's labels are found."""
    return [
        Label(concept=concept, language=language, text=text, folded=fold(text)[:200], is_preferred=number == 0)
        for language, texts in concept.labels.items()
        if language in LANGUAGES
        for number, text in enumerate(texts)
    ]
