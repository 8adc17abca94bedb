"""Elasticsearch's aggregations over a tantivy searcher, answered in Elasticsearch's words and order."""

from collections.abc import Mapping
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.base import UnsupportedClause
from search.engines.parameters import allow, whole
from search.engines.schema import Field
from search.engines.translate import Translator

_MOST_VALUES = 65_000  # so many of each segment are counted: all, that counts are exact
_TYPES = {"terms": ("keyword", "boolean"), "range": ("long",), "histogram": ("long",), "date_histogram": ("date",)}


def aggregate(
    searcher: tantivy.Searcher, translator: Translator, query: Query, asked: Mapping[str, Any], where: str = "aggs"
) -> dict[str, Any]:
    """{name: {"buckets": […]}} for terms, range, histogram, date_histogram; filter aggregations hold further ones."""
    answers: dict[str, Any] = {}
    simple: dict[str, Any] = {}
    for name, node in asked.items():
        place = f"{where}.{name}"
        allow(node, place, "filter", "aggs", "aggregations", *_TYPES)
        if "filter" in node:
            inner = Query.boolean_query(
                [(Occur.Must, query), (Occur.Must, translator.query(node["filter"], f"{place}.filter", False))]
            )
            found = aggregate(
                searcher, translator, inner, node.get("aggs") or node.get("aggregations") or {}, f"{place}.aggs"
            )
            answers[name] = {"doc_count": count(searcher, inner), **found}
            continue
        if len(node) != 1:
            raise UnsupportedClause(", ".join(node), place, "only a filter aggregation holds further aggregations")
        [(kind, params)] = node.items()
        _check(kind, params, translator.fields, place)
        if kind == "terms":
            answers[name] = {"buckets": _terms(searcher, query, params)}
        else:
            simple[name] = {kind: dict(params)}
    if simple:
        answers |= {name: {"buckets": found["buckets"]} for name, found in searcher.aggregate(query, simple).items()}
    return answers


def count(searcher: tantivy.Searcher, query: Query) -> int:
    return total_of(searcher.search(query, 1))


def total_of(result: Any) -> int:
    """How many documents a search found in all; tantivy's type stubs forget that it says so."""
    return int(result.count or 0)


def _check(kind: str, params: Any, fields: Mapping[str, Field], where: str) -> None:
    options = {
        "terms": ("field", "size", "order", "min_doc_count"),
        "range": ("field", "ranges"),
        "histogram": ("field", "interval", "min_doc_count"),
        "date_histogram": ("field", "fixed_interval", "min_doc_count"),
    }[kind]
    allow(params, f"{where}.{kind}", *options)
    field = fields.get(params.get("field"))
    if field is None:
        raise UnsupportedClause(f"field {params.get('field')}", where, f"use one of {', '.join(sorted(fields))}")
    if field.type not in _TYPES[kind]:
        raise UnsupportedClause(
            kind, where, f"{field.name!r} is of type {field.type}; it takes a field of type {_TYPES[kind][0]}"
        )
    if not field.is_counted:
        raise UnsupportedClause(kind, where, f"{field.name!r} is not among the facets of its document; name it there")
    if kind == "terms" and params.get("order", {"_count": "desc"}) not in ({"_count": "desc"}, {"_key": "asc"}):
        raise UnsupportedClause("order", where, 'use {"_count": "desc"} or {"_key": "asc"}')
    for each in ("size", "interval", "min_doc_count"):
        if each in params:
            whole(params[each], where)


def _named(bucket: Mapping[str, Any]) -> dict[str, Any]:
    """A bucket as Elasticsearch words it: a boolean is 0 or 1, and is named besides."""
    key = bucket["key"]
    if isinstance(key, str):
        return {"key": key, "doc_count": bucket["doc_count"]}
    return {"key": int(key), "key_as_string": "true" if key else "false", "doc_count": bucket["doc_count"]}


def _terms(searcher: tantivy.Searcher, query: Query, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The most frequent values, ties by value as in Elasticsearch: fetches past the end until the count changes."""
    size, least = int(params.get("size", 10)), max(int(params.get("min_doc_count", 1)), 1)
    if params.get("order") == {"_key": "asc"}:
        kept = [_named(bucket) for bucket in _fetch(searcher, query, params["field"], _MOST_VALUES)]
        kept.sort(key=lambda bucket: bucket["key"])
    else:
        buckets = _fetch(searcher, query, params["field"], size * 2 + 10)
        if len(buckets) == size * 2 + 10 and buckets[-1]["doc_count"] == buckets[max(size - 1, 0)]["doc_count"]:
            buckets = _fetch(searcher, query, params["field"], _MOST_VALUES)
        kept = [_named(bucket) for bucket in buckets]
        kept.sort(key=lambda bucket: (-bucket["doc_count"], bucket["key"]))
    return [bucket for bucket in kept if bucket["doc_count"] >= least][:size]


def _fetch(searcher: tantivy.Searcher, query: Query, field: str, size: int) -> list[dict[str, Any]]:
    asked = {"a": {"terms": {"field": field, "size": size, "segment_size": _MOST_VALUES}}}
    return searcher.aggregate(query, asked)["a"]["buckets"]
