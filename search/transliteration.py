"""Names in other scripts and spellings, so that Ысык-Көл, Issyk-Kul and Иссык-Куль find each other.

`variants(name)` gives what an app puts into a FoldedText field in `Document.read()`: the name, its usual Latin
spellings (the same Cyrillic letters are written differently for Russian, Kyrgyz, Kazakh, Uzbek and Tajik), and its
sounds.  Sounds are one rough key for all spellings of a word (`ʘisik ʘkul`); every word that is searched for is looked
up by its sounds too.
"""

import re
from functools import lru_cache
from itertools import groupby

from anyascii import anyascii

from search.languages import clean

# A letter that nobody types and that no analysis changes: what begins with it is a key, not a word.
MARK = "ʘ"

_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяё" + "іїєґў" + "ңөүқғұһәӣӯҳҷҫ"
_LATIN = (
    "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch - y - e yu ya yo "
    "i yi ye g u ng o u k g u h a i u h j s"
)
_RUSSIAN = dict(zip(_LETTERS, ("" if latin == "-" else latin for latin in _LATIN.split()), strict=True))
# What each language writes otherwise than Russian.
_TABLES: dict[str, dict[int, str]] = {
    language: str.maketrans({**_RUSSIAN, **other})
    for language, other in {
        "ru": {},
        "ky": {"ж": "j", "ө": "o", "ү": "u", "х": "h"},
        "kk": {"қ": "q", "ғ": "gh", "ә": "a", "і": "i", "ұ": "u", "ү": "u", "ө": "o", "й": "i", "у": "u"},
        "uz": {"ў": "o", "қ": "q", "ғ": "g", "ҳ": "h", "ж": "j", "х": "x", "э": "e"},
        "tg": {"ҷ": "j", "қ": "q", "ғ": "gh", "ҳ": "h", "ӯ": "u", "ӣ": "i", "э": "e"},
    }.items()
}
_CYRILLIC = re.compile("[\u0400-\u052f]")
_WORD = re.compile(r"[^\W_]+")
# In order, on lower-case Latin: letters that stand for one sound in some spelling.
_SAME_SOUND = (
    ("shch", "sh"), ("sch", "sh"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("ck", "k"),
    ("tz", "z"), ("ts", "z"), ("ch", "1"), ("sh", "2"), ("c", "k"), ("q", "k"), ("w", "v"), ("x", "ks"), ("yo", "e"), ("jo", "e"),
)  # fmt: skip
_VOWELS = str.maketrans("eyo", "iiu")


def variants(name: str) -> list[str]:
    """The name as written, then other spellings of it, then its sounds."""
    return list(_variants(name))


@lru_cache(maxsize=50_000)
def _variants(name: str) -> tuple[str, ...]:
    name = clean(name)
    spelled = [name] if name else []
    if not name.isascii():
        if _CYRILLIC.search(name):
            lower = name.lower()
            spelled += [lower.translate(table).title() for table in _TABLES.values()]
        else:
            spelled.append(anyascii(name))
        spelled = list(dict.fromkeys(filter(None, spelled)))
    if key := sounds(name):
        spelled.append(key)
    return tuple(spelled)


def sounds(text: str) -> str:
    """The marked keys of the words of a text; "" when it has none."""
    return " ".join(MARK + key for word in _WORD.findall(text) if (key := sound(word)))


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """One rough key for all the ways in which a word is spelled, in Latin or Cyrillic; "" for one shorter than two."""
    latin = word.lower()
    if not latin.isascii():
        latin = anyascii(latin.translate(_TABLES["ru"])).lower()
    latin = latin.replace("yo", "e")
    if latin.startswith("x"):
        latin = f"h{latin[1:]}"
    for spelling, same in _SAME_SOUND:
        if spelling in latin:
            latin = latin.replace(spelling, same)
    key = "".join([letter for letter, _ in groupby(latin.translate(_VOWELS)) if letter.isalnum()])
    return key if len(key) > 1 else ""
