"""How text becomes words: one analysis per language, and one neutral one.  Both engines are set up from this table.

Every analysis is the same chain: split at all that is neither letter nor digit, lower case, drop stop words, stem with
Snowball, fold Latin letters to ASCII.  The neutral one neither drops nor stems.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import tantivy

FOLDED = "folded"
LONGEST_WORD = 255  # bytes; longer «words» are no words


@dataclass(frozen=True)
class Language:
    """A language that has its own subfield; `script` is a pattern that its words match."""

    code: str
    stemmer: str  # Snowball's name, which tantivy and Elasticsearch share
    script: re.Pattern[str]
    stop_words: tuple[str, ...]


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
            tuple(
                ["a", "an", "and", "are", "as", "at", "be", "but", "by", "for", "from", "has", "have", "if", "in", "into", "is", "it", "its", "no", "not", "of", "on", "or", "such", "that", "the", "their", "then", "there", "these", "they", "this", "to", "was", "were", "will", "with"]
            ),
        ),
        Language(
            "ru",
            "russian",
            _CYRILLIC,
            tuple(
                ["и", "в", "во", "не", "что", "он", "на", "я", "с", "со", "как", "а", "то", "все", "она", "так", "его", "но", "да", "ты", "к", "у", "же", "вы", "за", "бы", "по", "её", "ее", "мне", "от", "меня", "о", "из", "ему", "для", "мы", "их", "или", "ни", "быть", "был", "до", "вас", "при", "об", "это", "этот", "над", "под", "без", "они"]
            ),
        ),
        Language(
            "fr",
            "french",
            _LATIN,
            tuple(
                ["au", "aux", "avec", "ce", "ces", "d", "dans", "de", "des", "du", "elle", "en", "et", "eux", "il", "je", "l", "la", "le", "les", "leur", "lui", "ma", "mais", "me", "mes", "moi", "mon", "ne", "nos", "notre", "nous", "ou", "par", "pas", "pour", "qu", "que", "qui", "s", "sa", "se", "ses", "son", "sur", "ta", "te", "tes", "ton", "tu", "un", "une", "vos", "votre", "vous", "c", "j", "m", "n", "y", "est", "à"]
            ),
        ),
        Language(
            "es",
            "spanish",
            _LATIN,
            tuple(
                ["a", "al", "ante", "con", "como", "cual", "de", "del", "desde", "donde", "el", "ella", "en", "entre", "era", "es", "esa", "ese", "esta", "este", "la", "las", "le", "les", "lo", "los", "más", "me", "mi", "muy", "no", "nos", "o", "para", "pero", "por", "que", "se", "sin", "sobre", "son", "su", "sus", "también", "te", "tu", "un", "una", "uno", "y", "ya"]
            ),
        ),
        Language(
            "ar",
            "arabic",
            _ARABIC,
            tuple(
                ["من", "في", "على", "إلى", "الى", "عن", "مع", "و", "أو", "او", "ثم", "هذا", "هذه", "ذلك", "تلك", "التي", "الذي", "الذين", "هو", "هي", "هم", "ما", "لا", "لم", "لن", "إن", "ان", "أن", "كان", "كانت", "قد", "كل", "بعد", "قبل", "بين", "عند"]
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
        tantivy.Filter.ascii_fold(),
    ):
        builder = builder.filter(each)
    return builder.build()


@cache
def analyzer(name: str) -> tantivy.TextAnalyzer:
    """The analysis of a language code, or of FOLDED."""
    if name == FOLDED:
        return _chain()
    language = LANGUAGES[name]
    return _chain(tantivy.Filter.custom_stopword(list(language.stop_words)), tantivy.Filter.stemmer(language.stemmer))


@cache
def _splitter() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).build()


def fold(text: str) -> list[str]:
    """The words of a text as the neutral analysis leaves them."""
    return analyzer(FOLDED).analyze(clean(text))


def clean(text: str) -> str:
    """Any string, made fit for an engine: composed (NFC), without lone surrogates."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))


def words(text: str, limit: int) -> list[str]:
    """The first `limit` different words of what somebody typed, in lower case, in order."""
    return list(dict.fromkeys(_splitter().analyze(clean(text[:10_000]))))[:limit]


def language_of(word: str, reader: str) -> str | None:
    """Whose analysis a word needs: the reader's language if it is written in that script, else the script's first; None for others."""
    reader = reader.split("-")[0].lower()
    preferred = LANGUAGES.get(reader)
    if preferred and preferred.script.search(word):
        return preferred.code
    return next((language.code for language in LANGUAGES.values() if language.script.search(word)), None)


def is_stop_word(word: str, reader: str) -> bool:
    code = language_of(word, reader)
    return code is not None and word in LANGUAGES[code].stop_words


def languages_in(text: str) -> list[str]:
    """The languages whose script occurs in a text; only their subfields can ever be asked for its words."""
    return [code for code, language in LANGUAGES.items() if language.script.search(text)]
