"""How text becomes words: one analysis per language, and one neutral one.  Both engines are set up from this table.

Every analysis is the same chain: split at all that is neither letter nor digit, lower case, drop stop words, fold Latin
letters to ASCII, stem with Snowball.  The neutral one neither drops nor stems.  Folding comes before stemming, so that
accents matter nowhere, whoever leaves them out; the stop words are listed with and without theirs.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

import tantivy

FOLDED = "folded"
SPACED = "spaced"  # of fields that get their words analysed already
LONGEST_WORD = 255  # bytes; «words» as long are no words
VERSION = 3  # of the chain: raised when it changes, so that indexes are made again


@dataclass(frozen=True)
class Language:
    """A language that has its own subfield; `script` is a pattern that its words match."""

    code: str
    stemmer: str  # Snowball's name, which tantivy and Elasticsearch share
    script: re.Pattern[str]
    stop_words: tuple[str, ...]
    passes: int = 1  # how often the stemmer goes over a word


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff]")

LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language(
            "en",
            "english",
            _LATIN,
            _words(
                "a an and are as at be but by for from has have if in into is it its no not of on or such that "
                "the their then there these they this to was were will with"
            ),
        ),
        Language(
            "ru",
            "russian",
            _CYRILLIC,
            _words(
                "и в во не что он на я с со как а то все она так его но да ты к у же вы за бы по её ее мне от "
                "меня о из ему для мы их или ни быть был до вас при об это этот над под без они"
            ),
        ),
        Language(
            "fr",
            "french",
            _LATIN,
            _words(
                "au aux avec ce ces d dans de des du elle en et eux il je l la le les leur lui ma mais me mes "
                "moi mon ne nos notre nous ou par pas pour qu que qui s sa se ses son sur ta te tes ton tu un "
                "une vos votre vous c j m n y est à a"
            ),
            # Without accents one pass takes «refugies» to «refugie», the next to «refug», as «refugie».
            passes=3,
        ),
        Language(
            "es",
            "spanish",
            _LATIN,
            _words(
                "a al ante con como cual de del desde donde el ella en entre era es esa ese esta este la las le "
                "les lo los más mas me mi muy no nos o para pero por que se sin sobre son su sus también tambien "
                "te tu un una uno y ya"
            ),
        ),
        Language(
            "ar",
            "arabic",
            _ARABIC,
            _words(
                "من في على إلى الى عن مع و أو او ثم هذا هذه ذلك تلك التي الذي الذين هو هي هم ما لا لم لن إن ان "
                "أن كان كانت قد كل بعد قبل بين عند"
            ),
        ),
    )
}


def _chain(*filters: tantivy.Filter) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for each in (
        tantivy.Filter.remove_long(LONGEST_WORD),
        tantivy.Filter.lowercase(),
        *filters,
    ):
        builder = builder.filter(each)
    return builder.build()


@cache
def analyzer(name: str) -> tantivy.TextAnalyzer:
    """The analysis of a language code, of FOLDED, or of SPACED."""
    if name == FOLDED:
        return _chain(tantivy.Filter.ascii_fold())
    if name == SPACED:
        spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
        return spaces.filter(tantivy.Filter.remove_long(LONGEST_WORD)).build()
    language = LANGUAGES[name]
    return _chain(
        tantivy.Filter.custom_stopword(list(language.stop_words)),
        tantivy.Filter.ascii_fold(),
        *[tantivy.Filter.stemmer(language.stemmer)] * language.passes,
    )


@cache
def _splitter() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()


def fold(text: str) -> list[str]:
    """The words of a text as the neutral analysis leaves them."""
    return analyzer(FOLDED).analyze(comparable(text))


def clean(text: str) -> str:
    """Any string, made fit for an engine: composed (NFC), without lone surrogates."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


# Letters whose lower case is not one letter, or depends on what follows: «İstanbul» is Istanbul.
ALIKE = {"İ": "I", "Σ": "σ", "ς": "σ"}
_ALIKE = str.maketrans(ALIKE)


def comparable(text: str) -> str:
    """A text as it is analysed: clean, and with one letter for those that only some ways to lower case tell apart.

    It has the letters of the clean text one for one, so a place in it is a place in that.
    """
    return text if text.isascii() else clean(text).translate(_ALIKE)


def words(text: str, limit: int) -> list[str]:
    """The first `limit` different words of what somebody typed, in lower case, in order."""
    return list(dict.fromkeys(_splitter().analyze(comparable(text[:10_000]))))[:limit]


def language_of(word: str, reader: str) -> str | None:
    """The reader's language if a word is written in its script, else the first language of the script, or None."""
    reader = reader.split("-")[0].lower()
    preferred = LANGUAGES.get(reader)
    if preferred and preferred.script.search(word):
        return preferred.code
    return next((language.code for language in LANGUAGES.values() if language.script.search(word)), None)


def is_stop_word(word: str, reader: str) -> bool:
    code = language_of(word, reader)
    return code is not None and word in LANGUAGES[code].stop_words


def may_be_stop_word(word: str) -> bool:
    """Whether a language of the word's script, the reader's or not, leaves it out of its prose."""
    return any(word in LANGUAGES[code].stop_words for code in languages_of(word))


# --- Texts that are indexed -------------------------------------------------------------------------------------------
_SAMPLE = 50  # words that tell the language of a text
_SHORT = 12  # words that are too few to tell
_KEPT = 200_000  # words whose analysis is remembered
_PLAIN = str.maketrans({i: chr(i).lower() if chr(i).isalnum() else " " for i in range(128)})


class _Analysed(dict[str, str]):
    """{word in lower case: what an analysis makes of it, "" of a stop word}.

    A word is stemmed when it is first seen: stemming every occurrence would take half the time of a rebuild.
    """

    def __init__(self, name: str) -> None:
        super().__init__()
        self.analyzer = analyzer(name)

    def __missing__(self, word: str) -> str:
        if len(self) >= _KEPT:
            self.clear()
        made = " ".join(self.analyzer.analyze(word))
        made = self[word] = word if made == word else made  # one string less to keep near
        return made


@cache
def _analysed(name: str) -> Callable[[str], str]:
    return _Analysed(name).__getitem__


def analysed(text: str | list[str], *, with_neutral: bool, known: Sequence[str] = ()) -> dict[str, str]:
    """{language of the text: its words as that analysis leaves them, parted by spaces}, and for FOLDED.

    A text tells its languages by its stop words.  A short one without any is in those `known` from a longer text beside
    it; alone it may be in every language of its script.  Of several texts each tells its own.
    """
    told: list[str] = []
    if isinstance(text, list):
        told, text = analyses_of(text, with_neutral=False, known=known), "\n".join(text)
    if text.isascii():
        neutral = text.translate(_PLAIN)
        split = neutral.split()
        codes = told or _likeliest(_IN_LATIN, split, known)
    else:
        split = _splitter().analyze(comparable(text))
        neutral = " ".join(map(_analysed(FOLDED), split)) if with_neutral else ""
        codes = told or _languages_in(text, split, known)
    made = {FOLDED: neutral} if with_neutral else {}
    for code in codes:
        made[code] = " ".join(map(_analysed(code), split))
    return made


def analyses_of(text: str | list[str], *, with_neutral: bool = True, known: Sequence[str] = ()) -> list[str]:
    """The analyses that analysed() would make, without making them."""
    if isinstance(text, list):
        told = (code for each in text for code in analyses_of(each, with_neutral=False, known=known))
        codes = list(dict.fromkeys(told))
    elif text.isascii():
        codes = _likeliest(_IN_LATIN, text.translate(_PLAIN).split(None, _SAMPLE), known)  # the rest would tell no more
    else:
        codes = _languages_in(text, _splitter().analyze(comparable(text)), known)
    return [FOLDED, *codes] if with_neutral else codes


def _languages_in(text: str, split: list[str], known: Sequence[str]) -> list[str]:
    """The languages of a text in any scripts.  What no language writes so counts as the first: each text has one."""
    found: list[str] = []
    for script, codes in _BY_SCRIPT.items():
        if script.search(text):
            found += codes if len(codes) == 1 else _likeliest(codes, split, known)
    return found or _FIRST


def _likeliest(codes: list[str], split: list[str], known: Sequence[str]) -> list[str]:
    """Of the languages of a script those with the most stop words among the first words; where none has any, of a long
    text the first, of a short one those known, or all."""
    if not _TELLING.isdisjoint(split[:_SAMPLE]):
        sample = set(split[:_SAMPLE])
        counts = {code: len(sample & _STOP_WORDS[code]) for code in codes}
        if best := max(counts.values()):
            return [code for code in codes if counts[code] == best]
    if len(split) > _SHORT:
        return codes[:1]
    return [code for code in codes if code in known] or codes if known else codes


def languages_of(word: str) -> list[str]:
    """The languages of the texts that a typed word may be in, by its script, whatever the reader speaks.

    Numbers, and words in a script that is none of theirs, may stand in any.
    """
    return next((codes for script, codes in _BY_SCRIPT.items() if script.search(word)), _ALL)


# Single letters tell nothing: apostrophes leave some behind in every language.
_STOP_WORDS = {
    code: frozenset(word for word in language.stop_words if len(word) > 1) for code, language in LANGUAGES.items()
}
_TELLING = frozenset().union(*_STOP_WORDS.values())
_ALL = list(LANGUAGES)
_FIRST = _ALL[:1]
_BY_SCRIPT: dict[re.Pattern[str], list[str]] = {}
for _language in LANGUAGES.values():
    _BY_SCRIPT.setdefault(_language.script, []).append(_language.code)
_IN_LATIN = _BY_SCRIPT[_LATIN]
