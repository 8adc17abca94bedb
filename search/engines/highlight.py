"""Marks the words of a text that a query found, as Elasticsearch's highlighter does; the text itself is escaped."""

from collections.abc import Mapping
from html import escape
from typing import Any

from search.engines.base import UnsupportedClause
from search.engines.parameters import allow
from search.engines.schema import Field
from search.engines.translate import Wanted
from search.languages import analyzer, clean, comparable


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
        self.wanted = wanted
        self.fields = []
        for name in options.get("fields", {}):
            if name not in fields or fields[name].type != "text":
                raise UnsupportedClause(f"field {name}", "highlight.fields", "highlights are for text fields")
            if name in wanted.words or name in wanted.prefixes or name in wanted.typos:
                self.fields.append(fields[name])

    def __call__(self, document: Mapping[str, Any]) -> dict[str, list[str]]:
        """{field: [fragments]} of the fields in which something was found."""
        found = {}
        for field in self.fields:
            values = document.get(field.source) or []
            texts = values if isinstance(values, list) else [values]
            pieces = [piece for text in texts for piece in self._fragments(field, clean(text))]
            if pieces:
                found[field.name] = pieces[: self.pieces or 1]
        return found

    def _fragments(self, field: Field, text: str) -> list[str]:
        spans = [
            (t.char_offset_from, t.char_offset_to)
            for t in analyzer(field.analyzer).pre_tokenize(comparable(text)).tokens
            if self._is_wanted(field.name, t.text)
        ]
        if not spans:
            return []
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

    def _is_wanted(self, name: str, token: str) -> bool:
        return (
            token in self.wanted.words.get(name, ())
            or any(token.startswith(prefix) for prefix in self.wanted.prefixes.get(name, ()))
            or any(is_near(token, word, typos) for word, typos in self.wanted.typos.get(name, ()))
        )


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
