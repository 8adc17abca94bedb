"""Elasticsearch's aggregations over a tantivy searcher, answered in Elasticsearch's words and order."""

from collections.abc import Mapping
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.base import UnsupportedClause
from search.engines.schema import Field
from search.engines.translate import Translator, allow, whole

_MOST_VALUES = 65_000  # all values are fetched, so that ties can be ordered by value as Elasticsearch does
_TYPES = {"terms": ("keyword",), "range": ("long",), "histogram": ("long",), "date_histogram": ("date",)}


def aggregate(
    searcher: tantivy.Searcher, translator: Translator, query: Query, asked: Mapping[str, Any], where: str = "aggs"
) -> dict[str, Any]:
    """{name: {"buckets": […]}} for terms, range, histogram and date_histogram; filter aggregations hold further ones."""
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
        simple[name] = (
            {"terms": {"field": params["field"], "size": _MOST_VALUES}} if kind == "terms" else {kind: dict(params)}
        )
    if simple:
        for name, found in searcher.aggregate(query, simple).items():
            kind = next(iter(simple[name]))
            answers[name] = {
                "buckets": _terms(found["buckets"], asked[name]["terms"]) if kind == "terms" else found["buckets"]
            }
    return answers


def count(searcher: tantivy.Searcher, query: Query) -> int:
    return int(searcher.search(query, 1).count or 0)


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
    if kind == "terms" and params.get("order", {"_count": "desc"}) not in ({"_count": "desc"}, {"_key": "asc"}):
        raise UnsupportedClause("order", where, 'use {"_count": "desc"} or {"_key": "asc"}')
    for each in ("size", "interval", "min_doc_count"):
        if each in params:
            whole(params[each], where)


def _terms(buckets: list[dict[str, Any]], params: Mapping[str, Any]) -> list[dict[str, Any]]:
    least = max(int(params.get("min_doc_count", 1)), 1)
    kept = [
        {"key": bucket["key"], "doc_count": bucket["doc_count"]} for bucket in buckets if bucket["doc_count"] >= least
    ]
    if params.get("order") == {"_key": "asc"}:
        kept.sort(key=lambda bucket: bucket["key"])
    else:
        kept.sort(key=lambda bucket: (-bucket["doc_count"], bucket["key"]))
    return kept[: int(params.get("size", 10))]
