"""Elasticsearch's mapping and analyzers from a document's declared fields, and its JSON in the form they are made for.

A text with subfields by language is an object there: {"about": {"en": "…"}}, so that it is analysed in the languages it
is in and in no other, and is asked for by the same names as in the embedded engine (`about.en`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from search.documents import Fields
from search.engines.schema import Field
from search.languages import FOLDED, LANGUAGES, LONGEST_WORD, analyses_of

_NOTHING = "none"  # key of a text that no analysis is for: kept, not indexed


def settings_of(*, shards: int, replicas: int) -> dict[str, Any]:
    """The settings of an index.

    Deletes are remembered for an hour: so long a write that was read before them is still known to be older.
    """
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "500ms",
        "gc_deletes": "1h",
        "analysis": analysis(),
    }


def analysis() -> dict[str, Any]:
    """The chain of search/languages.py in Elasticsearch's words."""
    filters: dict[str, Any] = {"word_length": {"type": "length", "max": LONGEST_WORD}}
    analyzers: dict[str, Any] = {FOLDED: _analyzer("word_length", "lowercase", "asciifolding")}
    for code, language in LANGUAGES.items():
        filters[f"{code}_stop"] = {"type": "stop", "stopwords": list(language.stop_words)}
        filters[f"{code}_stem"] = {"type": "snowball", "language": language.stemmer.title()}
        stems = [f"{code}_stem"] * language.passes
        analyzers[code] = _analyzer("word_length", "lowercase", f"{code}_stop", "asciifolding", *stems)
    # The same words as tantivy's simple tokenizer: all that is alphabetic or a number, in Unicode's sense.
    words = {"type": "pattern", "pattern": r"[^\p{IsAlphabetic}\p{N}]+"}
    return {"tokenizer": {"words": words}, "filter": filters, "analyzer": analyzers}


def _analyzer(*filters: str) -> dict[str, Any]:
    return {"type": "custom", "tokenizer": "words", "filter": list(filters)}


def mapping_of(mapping: Mapping[str, Any], *, fingerprint: str, is_filled: bool) -> dict[str, Any]:
    """The mapping of an index for fields as search.documents.mapping_of() gives them; nothing is added unasked."""
    return {
        "dynamic": False,
        "_meta": {"fingerprint": fingerprint, "filled": is_filled},
        "properties": {name: _property(options) for name, options in mapping.items()},
    }


def _property(options: Mapping[str, Any]) -> dict[str, Any]:
    if "fields" in options:
        return {"type": "object", "dynamic": False, "properties": dict(options["fields"])}
    return dict(options)


Convert = Callable[[Fields], Fields]


def outward(fields: Mapping[str, Field]) -> Convert:
    """A function from a document to what is sent: each text by language under the languages it is in."""
    prose: dict[str, set[str]] = {}
    for field in fields.values():
        if field.is_analysed:
            prose.setdefault(field.source, set()).add(field.analyzer)
    texts = tuple(prose.items())

    def convert(document: Fields) -> Fields:
        sent = dict(document)
        for name, analysed in texts:
            value = sent.get(name)
            if value is not None:
                found = analyses_of("\n".join(value) if isinstance(value, list) else value)
                sent[name] = {code: value for code in found if code in analysed} or {_NOTHING: value}
        return sent

    return convert


def inward(fields: Mapping[str, Field]) -> Convert:
    """The opposite of outward(): a document's JSON as it was built, from what the index holds."""
    names = tuple({field.source for field in fields.values() if field.is_analysed})

    def convert(source: Fields) -> Fields:
        for name in names:
            value = source.get(name)
            if isinstance(value, dict):
                source[name] = next(iter(value.values()))
        return source

    return convert
