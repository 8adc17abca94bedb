"""The parameters of clauses, read and checked: what is not understood is refused by name."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from tantivy import Query

from search.engines.base import UnsupportedClause
from search.engines.schema import to_moment


def allow(params: Any, where: str, *names: str) -> None:
    """Refuses by name every parameter that is not translated."""
    if not isinstance(params, Mapping):
        raise UnsupportedClause(str(params)[:60], where, "give its parameters as an object")
    for name in params:
        if name not in names:
            raise UnsupportedClause(str(name), where, f"use {', '.join(names) or 'no parameter'}")


def one_field(params: Any, where: str, short: str) -> tuple[str, Mapping[str, Any]]:
    """(field, options) of {field: options}; a bare value stands for {short: value}."""
    if not isinstance(params, Mapping) or len(params) != 1:
        raise UnsupportedClause(str(params)[:60], where, "give one field with its options")
    [(name, options)] = params.items()
    if isinstance(options, Mapping):
        return name, options
    if not short:
        raise UnsupportedClause(str(options)[:60], where, "give its options as an object")
    return name, {short: options}


def several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def views_named(ids: Iterable[Any]) -> dict[str, Any]:
    """The query for documents by their ids: «3-members» is what members see of object 3."""
    parts = [as_text(each).partition("-") for each in ids]
    views = [
        {"bool": {"filter": [{"term": {"object_id": int(number)}}, {"term": {"audience": audience}}]}}
        for number, _, audience in parts
        if number.isascii() and number.isdigit() and len(number) < 19
    ]
    return {"bool": {"should": views}} if views else {"match_none": {}}


def number(params: Mapping[str, Any], name: str, where: str, default: float) -> float:
    value = params.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value < 0:
        raise UnsupportedClause(f"{name} {value!r}", where, "give a number that is not negative")
    return float(value)


def boost_of(params: Mapping[str, Any], where: str) -> float:
    return number(params, "boost", where, 1.0)


def boosted(query: Query, params: Mapping[str, Any], where: str) -> Query:
    boost = boost_of(params, where)
    return query if boost == 1.0 else Query.boost_query(query, boost)


def const(query: Query, params: Mapping[str, Any], where: str) -> Query:
    """Clauses on values score their boost, however many values match."""
    return Query.const_score_query(query, boost_of(params, where))


def as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).encode("utf-8", "replace").decode("utf-8")


def whole(value: Any, where: str) -> float | int:
    try:
        found = value if isinstance(value, (int, float)) and not isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        raise UnsupportedClause(repr(value)[:60], where, "give a number") from None
    if isinstance(found, float):
        if math.isnan(found):
            raise UnsupportedClause("NaN", where, "give a number")
        found = max(min(found, 1e30), -1e30)
        return int(found) if found.is_integer() else found
    return found


def moment(value: Any, where: str) -> Any:
    try:
        return to_moment(value)
    except (TypeError, ValueError, OverflowError, OSError):
        raise UnsupportedClause(repr(value)[:60], where, "give a date as ISO text or epoch milliseconds") from None


def allowed_typos(fuzziness: Any, token: str, where: str) -> int:
    """How many letters of a word may be wrong: 0, 1, 2 or by its length (AUTO, AUTO:5,8)."""
    if fuzziness is None:
        return 0
    said = str(fuzziness).upper()
    if said in ("0", "1", "2"):
        return int(said)
    low, high = 3, 6
    if said.startswith("AUTO:"):
        try:
            low, high = (int(part) for part in said[5:].split(","))
        except ValueError:
            said = ""
    elif said != "AUTO":
        said = ""
    if not said:
        raise UnsupportedClause(f"fuzziness {fuzziness}", where, "use 0, 1, 2, AUTO or AUTO:low,high")
    return 0 if len(token) < low else 1 if len(token) < high else 2
