"""What Elasticsearch is sent for a request: the same words, with what both engines promise besides said expressly.

Totals are exact, ties go to the newest, nobody reaches further than REACH, and counts of values are exact on any number
of shards.
"""

import re
import struct
from collections.abc import Mapping
from typing import Any

import orjson

from search.engines.parameters import several, views_named
from search.engines.schema import Field, to_moment
from search.results import REACH

_TIES = [{"newest": "desc"}, {"object_id": "asc"}]
_ALL_VALUES = 65_000  # so many of each shard are counted where _exact() says so: all, that counts are exact
_BEYOND = 2**63 - 1  # stands for any integer that is larger: no document has it
_BEYOND_INTEGERS = re.compile(rb"\de\+?\d")  # as JSON writes such numbers
_SCORES_WORDS = (b'"match":', b'"multi_match":')
_WANTED = ("hits.total.value", "hits.hits._id", "hits.hits._score", "hits.hits._source", "aggregations")
_FILTER_PATH = ",".join(_WANTED)
MANY = {"filter_path": ",".join(f"responses.{name}" for name in (*_WANTED, "error", "status"))}  # of several searches


def sent(body: Mapping[str, Any], fields: Mapping[str, Field], *, shards: int) -> tuple[bytes, dict[str, str]]:
    """(the body as JSON, the parameters of the address) of a search."""
    start, size = int(body.get("from", 0)), int(body.get("size", 10))
    request = {key: value for key, value in body.items() if key not in ("highlight", "from", "size", "sort")}
    request["track_total_hits"] = body.get("track_total_hits", True)
    request["size"] = 0 if start >= REACH else max(min(size, REACH - start), 0)
    if start and request["size"]:
        request["from"] = start
    request["sort"] = _sort(body.get("sort"))
    params = {"filter_path": _FILTER_PATH, "allow_partial_search_results": "false"}
    if body.get("highlight"):
        request["_source"] = True  # what is marked is read from it
    for name in ("aggs", "aggregations"):
        if name in request:
            request[name] = {key: _exact(node, shards) for key, node in request[name].items()}
    made = _json(request)
    if _BEYOND_INTEGERS.search(made) or any(mark in made for mark in _said_otherwise(fields)):
        for part in ("query", "post_filter", "aggs", "aggregations"):
            if part in request:
                request[part] = _said(request[part], fields)
        made = _json(request)
    if shards > 1 and any(clause in made for clause in _SCORES_WORDS):
        params["search_type"] = "dfs_query_then_fetch"  # words are as rare as in all shards together
    return made, params


def line(body: Mapping[str, Any], fields: Mapping[str, Field], *, shards: int) -> bytes:
    """One of several searches that are sent together: its parameters, then its body."""
    request, params = sent(body, fields, shards=shards)
    header = {name: value for name, value in params.items() if name != "filter_path"}
    return b"%b\n%b\n" % (orjson.dumps(header), request)


def _json(request: Any) -> bytes:
    try:
        return orjson.dumps(request)
    except TypeError:  # what JSON has no word for: an integer of more than 64 bits, half a surrogate pair
        return orjson.dumps(_sayable(request))


def _sayable(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_sayable(key): _sayable(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_sayable(inner) for inner in value]
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return _BEYOND if value > 0 else -_BEYOND
    return value


def _said_otherwise(fields: Mapping[str, Field]) -> list[bytes]:
    """What tells in a body that _said() has something to say otherwise."""
    return [b'"ids":', *(f'"{f.name}":'.encode() for f in fields.values() if f.type in ("date", "boolean"))]


def _said(query: Any, fields: Mapping[str, Field]) -> Any:
    """The same query, with some things said otherwise.

    Ids («3-members») by what they are made of, as documents are numbered by view here; dates in milliseconds, as
    «2026-01-01» is a whole day to Elasticsearch; yes or no by `terms`, which scores a constant; and numbers that are
    beyond any integer by the last one.
    """
    if isinstance(query, (list, tuple)):
        return [_said(inner, fields) for inner in query]
    if isinstance(query, float) and abs(query) > _BEYOND:
        return _BEYOND if query > 0 else -_BEYOND
    if not isinstance(query, Mapping):
        return query
    made: dict[str, Any] = {}
    for name, inner in query.items():
        if name == "ids" and isinstance(inner, Mapping):
            views = views_named(several(inner.get("values", ())))
            made["constant_score"] = {"filter": views, "boost": inner.get("boost", 1.0)}
        elif name == "term" and isinstance(inner, Mapping) and (flag := _flag(inner, fields)):
            made["terms"] = flag
        elif name in fields and fields[name].type == "date":
            made[name] = _in_milliseconds(inner)
        else:
            made[name] = _said(inner, fields)
    return made


def _flag(term: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Any] | None:
    """A term on a boolean field as `terms`; None for another field."""
    for name, said in term.items():
        if name in fields and fields[name].type == "boolean":
            options = said if isinstance(said, Mapping) else {"value": said}
            return {name: [options.get("value")], "boost": options.get("boost", 1.0)}
    return None


def _in_milliseconds(said: Any) -> Any:
    """What a clause says of a date field."""
    if isinstance(said, Mapping):
        return {key: value if key in ("boost", "format") else _in_milliseconds(value) for key, value in said.items()}
    if isinstance(said, (list, tuple)):
        return [_in_milliseconds(each) for each in said]
    try:
        return round(to_moment(said).timestamp() * 1000)
    except (TypeError, ValueError, OverflowError, OSError):
        return said  # no date: Elasticsearch says so


def as_score(value: float | None) -> float:
    """A score as Elasticsearch counts it, in 32 bits: its JSON has just the digits that tell it from its neighbours."""
    exact: float = struct.unpack("f", struct.pack("f", value or 0.0))[0]
    return exact


def _sort(asked: Any) -> list[Any]:
    keys = list(asked) if isinstance(asked, (list, tuple)) else [asked] if asked else [{"_score": "desc"}]
    keys = [{key[1:]: "desc"} if isinstance(key, str) and key.startswith("-") else key for key in keys]
    named = {key if isinstance(key, str) else next(iter(key)) for key in keys}
    return [*keys, *(tie for tie in _TIES if next(iter(tie)) not in named)]


def _exact(node: Mapping[str, Any], shards: int) -> dict[str, Any]:
    """An aggregation that counts all values, where else a shard would drop some too early.

    Several shards each know their own most frequent alone; and any shard takes the first by key before it looks at
    min_doc_count.
    """
    made = dict(node)
    if "terms" in made and (shards > 1 or made["terms"].get("min_doc_count", 1) > 1):
        made["terms"] = {**made["terms"], "shard_size": _ALL_VALUES}
    for name in ("aggs", "aggregations"):
        if name in made:
            made[name] = {key: _exact(inner, shards) for key, inner in made[name].items()}
    return made


def aggregations(found: Mapping[str, Any] | None) -> dict[str, Any]:
    """The same buckets, without what Elasticsearch says of its own doings."""
    return {name: _told(answer) for name, answer in (found or {}).items()}


def _told(answer: Mapping[str, Any]) -> dict[str, Any]:
    if "buckets" in answer:
        return {"buckets": answer["buckets"]}
    return {
        name: _told(inner) if isinstance(inner, Mapping) else inner for name, inner in answer.items() if name != "meta"
    }
