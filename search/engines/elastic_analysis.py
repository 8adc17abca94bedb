"""The chain of search/languages.py in Elasticsearch's words.

Its Snowball stemmers are older than tantivy's; what the newer ones do otherwise to words that people use is said here,
so that a word has one stem on both engines.  docs/search-engines.md tells what is left.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from typing import Any

from search.languages import ALIKE, FOLDED, LANGUAGES, LONGEST_WORD, analyzer

# Endings that the newer stemmers know: rewritten to what the older ones make the same of.
_ENDINGS = {
    "en": (r"^(.+[oa]log)ists?$", "$1"),
    "es": (r"^(.*[aeiou].*[aiu])cion$", "$1ción"),
}
# Words that the newer stemmers tell apart from others that begin alike (organ, organize), each with its own stem.
_WORDS = {
    "en": (
        "added adding emergence emergencies emergency emergent evening evenings internal internalize internally "
        "internals international internationalism internationalization internationalize internationalized "
        "internationally internationals organic organically organics organisation organisational organisations "
        "organise organised organiser organisers organises organising organism organisms organization organizational "
        "organizations organize organized organizer organizers organizes organizing organs universal universality "
        "universally universe universes universities university"
    ),
    "fr": "bijoux mauvaise mauvaises",
}


@cache
def analysis() -> dict[str, Any]:
    """The analysis part of an index's settings."""
    filters: dict[str, Any] = {"word_length": {"type": "length", "max": LONGEST_WORD - 1}}
    analyzers: dict[str, Any] = {FOLDED: _analyzer("word_length", "lowercase", "asciifolding")}
    for code, language in LANGUAGES.items():
        filters[f"{code}_stop"] = {"type": "stop", "stopwords": list(language.stop_words)}
        stems = [f"{code}_stem"] * language.passes
        if code in _ENDINGS:
            pattern, replacement = _ENDINGS[code]
            filters[f"{code}_endings"] = {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}
            stems.insert(0, f"{code}_endings")
        if code in _WORDS:
            rules = [f"{word} => {' '.join(analyzer(code).analyze(word))}" for word in _WORDS[code].split()]
            filters[f"{code}_words"] = {"type": "stemmer_override", "rules": rules}
            stems.insert(0, f"{code}_words")
        filters[f"{code}_stem"] = {"type": "snowball", "language": language.stemmer.title()}
        analyzers[code] = _analyzer("word_length", "lowercase", f"{code}_stop", "asciifolding", *stems)
    # The same words as tantivy's simple tokenizer: all that is alphabetic or a number, in Unicode's sense.
    words = {"type": "pattern", "pattern": r"[^\p{IsAlphabetic}\p{N}]+"}
    composed = {
        "type": "mapping",
        "mappings": [f"{written}=>{one}" for written, one in sorted(dict(_composed()).items())],
    }
    return {
        "char_filter": {"composed": composed},
        "tokenizer": {"words": words},
        "filter": filters,
        "analyzer": analyzers,
    }


def _analyzer(*filters: str) -> dict[str, Any]:
    return {"type": "custom", "char_filter": ["composed"], "tokenizer": "words", "filter": list(filters)}


def _composed() -> Iterator[tuple[str, str]]:
    """What search.languages.comparable() does: (letters and marks as some write them, the one letter they make)."""
    yield from ALIKE.items()
    for number in range(0xC0, 0x2130):  # alphabets; beyond are symbols, and scripts that are written composed
        letter = chr(number)
        base, *marks = list(unicodedata.normalize("NFD", letter))
        one = unicodedata.normalize("NFC", letter)
        ways = {base + "".join(order) for order in permutations(marks)}
        ways |= {unicodedata.normalize("NFC", base + mark) + other for mark, other in permutations(marks, 2)}
        for written in {letter, *ways} - {one}:
            if unicodedata.normalize("NFC", written) == one:
                yield written, ALIKE.get(one, one)
