"""How a typed word is made comparable: without case, diacritics and punctuation; then without its endings."""

import re
import unicodedata
from functools import cache, lru_cache

from anyascii import anyascii
from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

VERSION = "2"  # to be changed with whatever folding or stemming gives: labels are then made again by the next import
LANGUAGES = ("en", "ru", "fr", "es", "ar")
_STEMMERS = {"en": "english", "ru": "russian", "fr": "french", "es": "spanish", "ar": "arabic"}
# Words that carry no meaning inside a label.  Single letters (l'eau, d'asile) are dropped too.
_STOP_WORDS = frozenset(
    "a an and at by for from in of on or the to with und"  # noqa: SIM905 - shorter so
    " и в во на по для с со из от к о об при под"
    " de des du la le les et en au aux dans pour par sur un une"
    " del el los las y para por con al una"
    " في من على الى و عن مع".split()
)
# One letter for its written variants, as Arabic search usually does (Unicode names tell which).
_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي", "ـ": ""})
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")  # C++ and C# keep their signs


# Combining marks, but for the breve of й: that is a letter of its own, and Russian endings need it.
_MARKS = "".join(chr(c) for c in range(0x300, 0x10000) if unicodedata.combining(chr(c)) and c != 0x306)
_MARK = re.compile(rf"(?<![иИ])\u0306|[{_MARKS}]")


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """A text in lower case, without diacritics and punctuation, its words parted by single spaces."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = _MARK.sub("", decomposed)
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", bare).translate(_ARABIC)))


def transliterate(text: str) -> str:
    """A folded text in Latin letters: `svarka` for `сварка`."""
    return fold(anyascii(text))


def languages_of(text: str) -> tuple[str, ...]:
    """The languages a text may be written in, told by its first letter: the script decides."""
    for character in text:
        if character.isalpha():
            name = unicodedata.name(character, "")
            if name.startswith("CYRILLIC"):
                return ("ru",)
            return ("ar",) if name.startswith("ARABIC") else ("en", "fr", "es")
    return ("en",)


@cache
def _stemmer(language: str) -> TextAnalyzer:
    """Snowball's stemmers as tantivy carries them: the same ones that the search stems texts with, in compiled code."""
    return TextAnalyzerBuilder(Tokenizer.raw()).filter(Filter.stemmer(_STEMMERS[language])).build()


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """A folded word without its plural and case endings, by the language's Snowball stemmer."""
    if language == "ar" and word.startswith("ال") and len(word) > 4:
        word = word[2:]
    if language == "ar" and word.endswith("ات") and len(word) > 4:  # Snowball leaves the ا of this plural
        word = word[:-2]
    return _stemmer(language).analyze(word)[0] if word.isalpha() and len(word) > 2 else word


def stems(text: str, language: str) -> tuple[str, ...]:
    """The stems of a text's meaningful words, each once, in alphabetical order: word order does not matter."""
    words = [word for word in fold(text).split() if word not in _STOP_WORDS]
    long_words = [word for word in words if len(word) > 1] or words
    return tuple(sorted({stem(word, language) for word in long_words}))
