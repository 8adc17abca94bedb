"""Elasticsearch's mapping from a document's declared fields, and its JSON in the form that is made for.

A text with subfields by language is an object there: {"about": {"en": "…"}}, so that it is analysed in the languages it
is in and in no other, and is asked for by the same names as in the embedded engine (`about.en`).
"""

from collections.abc import Callable, Mapping
from typing import Any

from search.documents import Fields
from search.engines.elastic_analysis import analysis
from search.engines.schema import Field
from search.languages import FOLDED, analyses_of

REFRESHED_EVERY = "500ms"  # so soon a change is found
_NOTHING = "none"  # key of a text that no analysis is for: kept, not indexed


def settings_of(*, shards: int, replicas: int) -> dict[str, Any]:
    """The settings of an index.

    Deletes are remembered for an hour: so long a write that was read before them is still known to be older.
    """
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": REFRESHED_EVERY,
        "gc_deletes": "1h",
        "analysis": analysis(),
    }


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
    """A function from a document to what is sent: each text under the languages it is in, as the embedded engine finds
    them (schema.converter)."""
    texts: dict[str, set[str]] = {}
    for field in fields.values():
        if field.is_analysed:
            texts.setdefault(field.source, set()).add(field.analyzer)
    # Prose first: it tells the language of the titles beside it.
    texts = dict(sorted(texts.items(), key=lambda item: FOLDED in item[1]))

    def convert(document: Fields) -> Fields:
        sent, told = dict(document), list[str]()
        for name, analyses in texts.items():
            value = sent.get(name)
            if value is None:
                continue
            is_title = FOLDED in analyses
            codes = analyses_of(value, with_neutral=is_title, known=told) if value else []
            sent[name] = dict.fromkeys(codes or [_NOTHING], value)
            if not is_title:
                told += codes
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
