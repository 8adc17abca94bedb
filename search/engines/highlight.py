"""Marks the words of a text that a query found, as Elasticsearch's highlighter does; the text itself is escaped."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from html import escape
from typing import Any

from search.engines.base import UnsupportedClause
from search.engines.parameters import allow
from search.engines.schema import Field
from search.engines.translate import Wanted
from search.languages import FOLDED, analyzer, clean, comparable

Spans = list[tuple[int, int]]

# Texts of these letters, Latin and Cyrillic, are split by a pattern just as by the engine, in a tenth of the time.
_COMMON = re.compile("[\x00-\u02af\u0400-\u0481\u048a-\u052f\u2010-\u2027\u20ac]*")
_WORD = r"[^\W_]"


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

    def __call__(self, document: Mapping[str, Any]) -> dict[str, list[str]]:
        """{field: [fragments]} of the fields in which something was found."""
        found: dict[str, list[str]] = {}
        for source, finder in self.finders.items():
            values = document.get(source) or []
            for text in map(clean, values if isinstance(values, list) else [values]):
                made: dict[tuple[tuple[int, int], ...], list[str]] = {}  # languages mostly want the same words
                for name, spans in finder(text).items():
                    if (places := tuple(spans)) not in made:
                        made[places] = self._fragments(text, spans)
                    found.setdefault(name, []).extend(made[places])
        return {name: found[name][: self.pieces or 1] for name in self.names if name in found}

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
        self.fields = fields
        first = frozenset(word[:1] for field in fields for word in (*field.words, *field.prefixes))
        self.pattern = _beginning_with(first) if not any(field.typos for field in fields) and "" not in first else _ALL

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


_ALL = re.compile(f"{_WORD}+")


@lru_cache(maxsize=1000)
def _beginning_with(letters: frozenset[str]) -> re.Pattern[str]:
    """Words that begin with one of some letters.  No analysis changes a first letter that is ASCII; others it may."""
    plain = "".join(re.escape(each) for letter in letters if letter.isascii() for each in (letter, letter.upper()))
    return re.compile(rf"[{plain}\u0080-\U0010ffff](?<!\W)(?<!{_WORD}.){_WORD}*", re.DOTALL)


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
