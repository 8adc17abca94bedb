"""Elasticsearch's aggregations over a tantivy searcher, answered in Elasticsearch's words and order."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.base import UnsupportedClause
from search.engines.parameters import allow, whole
from search.engines.schema import Field, to_moment
from search.engines.translate import Translator

_MOST_VALUES = 65_000  # so many of each segment are counted: all, that counts are exact
_COUNTED = "\0"  # no aggregation that is asked for is named so
_TOTAL = {_COUNTED: {"value_count": {"field": "object_id"}}}
_TYPES = {"terms": ("keyword", "boolean"), "range": ("long",), "histogram": ("long",), "date_histogram": ("date",)}


def aggregate(
    searcher: tantivy.Searcher, translator: Translator, query: Query, asked: Mapping[str, Any], where: str = "aggs"
) -> tuple[dict[str, Any], int]:
    """{name: {"buckets": […]}} for terms, range, histogram, date_histogram; filter aggregations hold further ones.
    And how many documents the query holds for.  What is asked of one query is counted in one go."""
    answers: dict[str, Any] = {}
    plain: dict[str, Any] = {}
    for name, node in asked.items():
        place = f"{where}.{name}"
        allow(node, place, "filter", "aggs", "aggregations", *_TYPES)
        if "filter" in node:
            answers[name] = _filtered(searcher, translator, query, node, place)
            continue
        if len(node) != 1:
            raise UnsupportedClause(", ".join(node), place, "only a filter aggregation holds further aggregations")
        [(kind, params)] = node.items()
        _check(kind, params, translator.fields, place)
        if kind == "range":
            answers[name] = {"buckets": _ranges(searcher, translator, query, params, place)}
        else:
            plain[name] = _fetching(params) if kind == "terms" else {kind: dict(params)}
    found = searcher.aggregate(query, {**plain, **_TOTAL})
    for name in plain:
        buckets = found[name]["buckets"]
        if "terms" in asked[name]:
            answers[name] = {"buckets": _terms(searcher, query, asked[name]["terms"], buckets)}
        else:
            answers[name] = {"buckets": [_told(bucket) for bucket in buckets]}
    return answers, int(found[_COUNTED]["value"])


def _filtered(
    searcher: tantivy.Searcher, translator: Translator, query: Query, node: Mapping[str, Any], where: str
) -> dict[str, Any]:
    narrowing = translator.query(node["filter"], f"{where}.filter", False)
    inner = Query.boolean_query([(Occur.Must, query), (Occur.Must, narrowing)])
    further = node.get("aggs") or node.get("aggregations") or {}
    answers, total = aggregate(searcher, translator, inner, further, f"{where}.aggs")
    return {"doc_count": total, **answers}


def _told(bucket: Mapping[str, Any]) -> dict[str, Any]:
    """A bucket of a histogram as Elasticsearch words it: moments have milliseconds."""
    if "key_as_string" not in bucket:
        return dict(bucket)
    moment = to_moment(bucket["key"]).isoformat(timespec="milliseconds")
    return {**bucket, "key": int(bucket["key"]), "key_as_string": moment.replace("+00:00", "Z")}


def count(searcher: tantivy.Searcher, query: Query) -> int:
    """For how many documents a query holds; takes half the time of a search, as nothing is scored."""
    return int(searcher.aggregate(query, _TOTAL)[_COUNTED]["value"])


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


def _ranges(
    searcher: tantivy.Searcher, translator: Translator, query: Query, params: Mapping[str, Any], where: str
) -> list[dict[str, Any]]:
    """The ranges that were asked for, in order, each counted by itself: they may overlap, and leave gaps."""
    buckets = []
    for asked in params.get("ranges", ()):
        allow(asked, f"{where}.ranges", "from", "to")
        bounds = {bound: float(whole(asked[bound], where)) for bound in ("from", "to") if asked.get(bound) is not None}
        within = {said: bounds[bound] for bound, said in (("from", "gte"), ("to", "lt")) if bound in bounds}
        there = translator.query({"range": {params["field"]: within}}, where, False)
        found = count(searcher, Query.boolean_query([(Occur.Must, query), (Occur.Must, there)]))
        key = f"{bounds.get('from', '*')}-{bounds.get('to', '*')}"
        buckets.append({"key": key, **bounds, "doc_count": found})
    return sorted(buckets, key=lambda bucket: (bucket.get("from", -math.inf), bucket.get("to", math.inf)))


def _fetching(params: Mapping[str, Any], size: int | None = None) -> dict[str, Any]:
    """The aggregation for the most frequent values: twice as many as asked, to see the ties of the last."""
    fetched = size or (_MOST_VALUES if _is_by_key(params) else _size(params) * 2 + 10)
    return {"terms": {"field": params["field"], "size": fetched, "segment_size": _MOST_VALUES}}


def _size(params: Mapping[str, Any]) -> int:
    return int(params.get("size", 10))


def _is_by_key(params: Mapping[str, Any]) -> bool:
    return params.get("order") == {"_key": "asc"}


def _terms(
    searcher: tantivy.Searcher, query: Query, params: Mapping[str, Any], buckets: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The most frequent values, ties by value as in Elasticsearch; all are fetched where the ties go on too far."""
    size, least = _size(params), max(int(params.get("min_doc_count", 1)), 1)
    if len(buckets) == size * 2 + 10 and buckets[-1]["doc_count"] == buckets[max(size - 1, 0)]["doc_count"]:
        buckets = searcher.aggregate(query, {"a": _fetching(params, _MOST_VALUES)})["a"]["buckets"]
    kept = [_named(bucket) for bucket in buckets if bucket["doc_count"] >= least]
    kept.sort(key=lambda bucket: bucket["key"] if _is_by_key(params) else (-bucket["doc_count"], bucket["key"]))
    return kept[:size]
