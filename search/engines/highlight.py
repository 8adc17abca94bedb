"""Marks the words of a text that a query found, as Elasticsearch's highlighter does; the text itself is escaped."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from html import escape
from typing import Any

from search.engines.base import UnsupportedClause
from search.engines.far_texts import FarTexts
from search.engines.parameters import allow
from search.engines.schema import Field
from search.engines.translate import Wanted
from search.languages import FOLDED, analyzer, clean, comparable, fold

Spans = list[tuple[int, int]]
SHORT = 10_000  # letters of a field that are looked at word by word anyway: names, summaries, the first pages of a file
# How many more in one request; those without a sign that they hold anything wanted up to the half of it.
MOST_LOOKED_AT = 1_000_000
DEAR = 4  # how much longer it takes where letters aren't ASCII

# Texts of these letters, Latin and Cyrillic, are split by a pattern just as by the engine, in a tenth of the time.
_COMMON = re.compile("[\x00-\u02af\u0400-\u0481\u048a-\u052f\u2010-\u2027\u20ac]*")
_WORD = r"[^\W_]"
_CYRILLIC = re.compile("[\u0400-\u052f]")


class Highlighter:
    """Made for one request; called for each hit."""

    def __init__(self, options: Mapping[str, Any], fields: Mapping[str, Field], wanted: Wanted) -> None:
        allow(
            options, "highlight", "fields", "pre_tags", "post_tags", "encoder", "fragment_size", "number_of_fragments"
        )
        if options.get("encoder") != "html":
            raise UnsupportedClause("encoder", "highlight", 'use "html": what people write must be escaped')
        self.before, self.after = options.get("pre_tags", ["<em>"])[0], options.get("post_tags", ["</em>"])[0]
        self.length, self.pieces = int(options.get("fragment_size", 100)), int(options.get("number_of_fragments", 5))
        self.names: list[str] = []
        wanting: dict[str, list[_Looked]] = {}  # by the key of a document: its fields in which something is wanted
        for name in options.get("fields", {}):
            if name not in fields or fields[name].type != "text":
                raise UnsupportedClause(f"field {name}", "highlight.fields", "highlights are for text fields")
            if name in wanted.words or name in wanted.prefixes or name in wanted.typos:
                self.names.append(name)
                wanting.setdefault(fields[name].source, []).append(_Looked(fields[name], wanted))
        self.finders = {source: _Finder(looked) for source, looked in wanting.items()}
        self.left = MOST_LOOKED_AT

    def __call__(self, document: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, int]]:
        """({field: fragments}, {field: which of its values they begin in, from 0}) of the fields in which something was
        found.

        Of a field with many values, as the pages of a book, no more are looked at than are needed; where it is long,
        what accents or endings hide far behind may be left unmarked.
        """
        found: dict[str, list[str]] = {}
        places: dict[str, int] = {}
        for source, finder in self.finders.items():
            values = document.get(source) or []
            values = [values] if isinstance(values, str) else values
            for number in self._worth_looking(finder, values):
                for name, fragments in self._found_in(finder, clean(values[number])).items():
                    places.setdefault(name, number)
                    found.setdefault(name, []).extend(fragments)
                if any(len(found.get(name, ())) >= (self.pieces or 1) for name in finder.names):
                    break
        marked = {name: "…".join(found[name][: self.pieces or 1]) for name in self.names if name in found}
        return marked, places

    def _worth_looking(self, finder: "_Finder", values: Sequence[str]) -> Iterator[int]:
        """Which values to look at, one after the other until enough is found: the first, then of those far behind those
        with a sign of the longest word, with any sign, and those whose accents may hide one, as far as the request
        may look."""
        passed = first = 0
        while first < len(values) and passed <= SHORT:
            passed += len(values[first])
            yield first
            first += 1
        texts: Sequence[str | bytes] = values.raw if isinstance(values, FarTexts) else values
        far = range(first, len(values))
        for least, has_sign in (
            (0, finder.best_signs.are_in),
            (0, finder.signs.are_in),
            (MOST_LOOKED_AT // 2, finder.may_hide),
        ):
            for number in far:
                if self.left <= least:
                    return
                if has_sign(text := texts[number]):
                    self.left -= len(text) * (1 if text.isascii() else DEAR)
                    yield number

    def _found_in(self, finder: "_Finder", text: str) -> dict[str, list[str]]:
        made: dict[tuple[tuple[int, int], ...], list[str]] = {}  # languages mostly want the same words
        for spans in (found := finder(text)).values():
            if (places := tuple(spans)) not in made:
                made[places] = self._fragments(text, spans)
        return {name: made[tuple(spans)] for name, spans in found.items()}

    def _fragments(self, text: str, spans: Spans) -> list[str]:
        if not self.pieces or len(text) <= self.length:
            return [self._mark(text, 0, len(text), spans)]
        fragments: list[str] = []
        at = 0
        while at < len(spans) and len(fragments) < self.pieces:
            start = text.rfind(" ", 0, max(spans[at][0] - self.length // 4, 0)) + 1
            end = min(max(start + self.length, spans[at][1]), len(text))
            if end < len(text):
                end = max(text.rfind(" ", start, end), spans[at][1])
            inside = [span for span in spans[at:] if span[1] <= end]
            fragments.append(self._mark(text, start, end, inside))
            at += len(inside)
        return fragments

    def _mark(self, text: str, start: int, end: int, spans: list[tuple[int, int]]) -> str:
        parts, at = [], start
        for first, last in spans:
            parts += [escape(text[at:first]), self.before, escape(text[first:last]), self.after]
            at = last
        return "".join([*parts, escape(text[at:end])])


class _Looked:
    """What is wanted in a field."""

    def __init__(self, field: Field, wanted: Wanted) -> None:
        self.name, self.analyzer = field.name, field.analyzer
        self.words = wanted.words.get(field.name, set())
        self.prefixes = tuple(wanted.prefixes.get(field.name, ()))
        self.typos = wanted.typos.get(field.name, set())

    def __contains__(self, word: str) -> bool:
        token = _token(self.analyzer, word)
        if token in self.words or (token and token.startswith(self.prefixes)):
            return True
        return bool(self.typos and token) and any(is_near(token, other, typos) for other, typos in self.typos)


class _Finder(dict[str, list[str]]):
    """Finds what is wanted in the texts of some fields with one value; remembers {word: fields that want it}."""

    def __init__(self, fields: list[_Looked]) -> None:
        super().__init__()
        self.fields, self.names = fields, [field.name for field in fields]
        signs = _signs_of(fields)
        self.best_signs, self.signs = _Signs(signs[:1], capital=False), _Signs(signs, capital=True)
        first = frozenset(word[:1] for field in fields for word in (*field.words, *field.prefixes))
        self.pattern = _beginning_with(first) if not any(field.typos for field in fields) and "" not in first else _ALL

    def may_hide(self, text: str | bytes) -> bool:
        """Whether a text without a sign may hold a word all the same: accents are folded, and any word may be what is
        misspelt."""
        return not (self.signs and text.isascii())

    def __missing__(self, word: str) -> list[str]:
        self[word] = names = [field.name for field in self.fields if word in field]
        return names

    def __call__(self, text: str) -> dict[str, Spans]:
        """{field: where in the text it wants a word}."""
        if not (text.isascii() or _COMMON.fullmatch(text)):
            tokens = analyzer(FOLDED).pre_tokenize(comparable(text)).tokens
            return self._spans(text, ((token.char_offset_from, token.char_offset_to) for token in tokens))
        if not any(map(self.__getitem__, self.pattern.findall(text))):
            return {}
        return self._spans(text, (match.span() for match in self.pattern.finditer(text)))

    def _spans(self, text: str, places: Iterable[tuple[int, int]]) -> dict[str, Spans]:
        found: dict[str, Spans] = {}
        for first, last in places:
            for name in self[text[first:last]]:
                found.setdefault(name, []).append((first, last))
        return found


def _signs_of(fields: list[_Looked]) -> tuple[str, ...]:
    """Beginnings that the words wanted have before they are analysed, whatever stemming does to their ends, the longest
    first; none where they may be misspelt."""
    if any(field.typos for field in fields):
        return ()
    stems = {word[: max(len(word) - 2, 4)] for field in fields for word in field.words}
    signs = stems.union(*(field.prefixes for field in fields))
    shortest = {sign for sign in signs if not any(sign != other and sign.startswith(other) for other in signs)}
    return tuple(sorted(shortest, key=lambda sign: (-len(sign), sign)))


_ACCENTED = b"\xc3"  # with which letters from À to ÿ begin in UTF-8


@cache
def _plain() -> bytes:
    """A table of the bytes of Latin-1 in lower case without their accents: so these are found at once in any text."""
    folded = [(code, "".join(fold(chr(code)))) for code in range(256)]
    return bytes(ord(letter) if len(letter) == 1 and letter.isascii() else code for code, letter in folded)


class _Signs:
    """Finds beginnings of words in a text or its UTF-8; accents of Latin letters count for nothing.  Other letters than
    these are looked for in small ones after the first, and where they may be `capital` in such."""

    def __init__(self, signs: Iterable[str], *, capital: bool) -> None:
        self.latin: list[bytes] = []
        self.others: list[bytes] = []
        for sign in signs:
            if sign.isascii():
                self.latin.append(sign.encode())
            else:
                written = {sign[1:], sign[1:].upper()} if capital else {sign[1:]}
                self.others += [each.encode() for each in sorted(written)]

    def __bool__(self) -> bool:
        return bool(self.latin or self.others)

    def are_in(self, text: str | bytes) -> bool:
        """Whether any of them is."""
        raw = text.encode("utf-8", "replace") if isinstance(text, str) else text
        if self.latin:
            if _ACCENTED in raw:
                low = raw.decode().encode("latin-1", "replace").translate(_plain())
            else:
                low = raw.lower()
            if any(map(low.__contains__, self.latin)):
                return True
        return any(map(raw.__contains__, self.others))


_ALL = re.compile(f"{_WORD}+")


@lru_cache(maxsize=1000)
def _beginning_with(letters: frozenset[str]) -> re.Pattern[str]:
    """Words that begin with one of some letters.  No analysis changes a first letter that is ASCII or Cyrillic, but for
    ё; others it may."""
    kept = [letter for letter in letters if letter.isascii() or _CYRILLIC.match(letter)]
    plain = "".join(re.escape(each) for letter in kept for each in (letter, letter.upper()))
    others = "\u0080-\u03ffЁё\u0530-\U0010ffff"
    return re.compile(rf"[{plain}{others}](?<!\W)(?<!{_WORD}.){_WORD}*", re.DOTALL)


@lru_cache(maxsize=100_000)
def _token(analysis: str, word: str) -> str:
    """What an analysis makes of a word; "" when it drops it."""
    return "".join(analyzer(analysis).analyze(comparable(word)))


def is_near(one: str, other: str, most: int) -> bool:
    """Whether at most so many letters must be put in, left out, changed or swapped with their neighbour."""
    if abs(len(one) - len(other)) > most:
        return False
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
    return row[-1] <= most
