"""The vocabulary in a warm process, with all its concepts and places: python -m benchmarks.taxonomy

Needs a database with import_taxonomy and import_places done.  Prints p50 and p95 in milliseconds, the seconds that
loading takes, and how often labels are mistaken: with one letter lost, exchanged or swapped, and when their own concept
is not there.
"""

import os
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence

import django

TYPED = 2_000  # questions of each sort
LEFT_OUT = 10_000  # labels looked up as if their concept were not there


def measured(name: str, ask: Callable[[str], object], typed: Sequence[str]) -> None:
    ask(typed[0])
    took = []
    for text in typed:
        start = time.perf_counter()
        ask(text)
        took.append((time.perf_counter() - start) * 1000)
    took.sort()
    print(f"{name:24} p50 {took[len(took) // 2]:7.3f} ms   p95 {took[int(len(took) * 0.95)]:7.3f} ms")


def slipped(text: str, chance: random.Random) -> str:
    """A text with one letter lost, exchanged for another of its own, or swapped with the next."""
    at = chance.randrange(len(text))
    how = chance.randrange(3)
    if how == 0:
        return text[:at] + text[at + 1 :]
    if how == 1:
        return text[:at] + chance.choice(text.replace(" ", "")) + text[at + 1 :]
    return text[:at] + text[at + 1 : at + 2] + text[at] + text[at + 2 :]


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    django.setup()
    from taxonomy.folding import fold
    from taxonomy.lexicon import Entry, Lexicon, lexicon
    from taxonomy.places import complete_places

    start = time.perf_counter()
    words = lexicon()
    print(f"loading {len(words.entries)} labels: {time.perf_counter() - start:.2f} s")
    chance = random.Random(1)
    known = [entry.text for entry in chance.sample(words.entries, TYPED)]
    mistyped = [slipped(fold(text), chance) for text in known]
    unknown = [" ".join(chance.sample(text.split() + ["zyx"], len(text.split()))) + " qwv" for text in known]
    beginnings = [text[: chance.randint(1, 6)] for text in known]
    measured("find, known", words.find, known)
    measured("find, unknown", words.find, unknown)
    measured("find, mistyped", words.find, mistyped)
    measured("suggest", words.suggest, unknown)
    measured("complete expertise", lambda text: words.complete(text, "en"), beginnings)
    cities = ["Bishkek", "Бишкек", "Osh", "Paris", "San", "Санкт", "القاهرة", "M", "a", "Нью", "Ber"]
    measured(
        "complete places", complete_places, [chance.choice(cities)[: chance.randint(1, 5)] for _ in range(TYPED // 4)]
    )

    found = wrong = 0
    for text, typed in zip(known, mistyped, strict=True):
        concept = words.find(typed)
        found += concept == words.by_folded[fold(text)]
        wrong += concept not in (None, words.by_folded[fold(text)])
    print(f"one slip in {TYPED} labels: {found / TYPED:.1%} found, {wrong / TYPED:.2%} taken for another")

    # As with a profession that the vocabulary does not know: every fifth concept is left out, its labels are looked up.
    left_out = {entry.concept_id for entry in words.entries if entry.concept_id % 5 == 0}
    rest = Lexicon(Entry._make(entry) for entry in words.entries if entry.concept_id not in left_out)
    strangers = [e for e in words.entries if e.concept_id in left_out and e.folded not in rest.by_folded]
    strangers = chance.sample(strangers, min(LEFT_OUT, len(strangers)))
    taken: dict[str, int] = defaultdict(int)
    for entry in strangers:
        before, rest._find_mistyped = rest._find_mistyped, lambda folded: None  # type: ignore[method-assign]
        exact = rest.find(entry.text)
        rest._find_mistyped = before  # type: ignore[method-assign]
        taken["by its stems or script"] += exact is not None
        taken["as a slip"] += exact is None and rest.find(entry.text) is not None
    for how, count in taken.items():
        print(f"labels of concepts that are not there, taken for another {how}: {count / len(strangers):.2%}")


if __name__ == "__main__":
    main()
