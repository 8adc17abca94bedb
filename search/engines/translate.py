"""Elasticsearch's query language → tantivy queries.

What is translated gives the same hits, and the same scores wherever a score is a sum of constants.  What is not
translated is refused by name: where it stands, and what to use instead.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.base import UnsupportedClause
from search.engines.parameters import (
    allow,
    allowed_typos,
    as_text,
    boost_of,
    boosted,
    const,
    moment,
    number,
    one_field,
    several,
    views_named,
    whole,
)
from search.engines.schema import Field
from search.languages import analyzer, comparable

_LARGEST = 2**63 - 1
_DATES = (-9_000_000_000, 9_000_000_000)  # seconds, from 1684 to 2255: tantivy counts nanoseconds in 64 bits
_CONSTANT = "inside constant_score or a filter, where it adds no score that differs between engines"


@dataclass
class Wanted:
    """What a query looks for in text fields, to be highlighted: words, beginnings of words, (word, typos allowed)."""

    words: dict[str, set[str]] = field(default_factory=dict)
    prefixes: dict[str, set[str]] = field(default_factory=dict)
    typos: dict[str, set[tuple[str, int]]] = field(default_factory=dict)


class Translator:
    """Translates the queries of one kind.  `scored` is whether the place where a clause stands adds to the score."""

    def __init__(self, schema: tantivy.Schema, fields: Mapping[str, Field]) -> None:
        self.schema, self.fields = schema, fields
        self._clauses: dict[str, Callable[[Any, str, bool, Wanted], Query]] = {
            "bool": self._bool,
            "term": self._term,
            "terms": self._terms,
            "range": self._range,
            "exists": self._exists,
            "ids": self._ids,
            "match": self._match,
            "multi_match": self._multi_match,
            "match_phrase_prefix": self._match_phrase_prefix,
            "prefix": self._prefix,
            "constant_score": self._constant_score,
            "dis_max": self._dis_max,
            "match_all": self._match_all,
            "match_none": self._match_none,
        }

    def query(self, node: Any, where: str = "query", scored: bool = True, wanted: Wanted | None = None) -> Query:
        """The tantivy query of {clause: parameters}; what it looks for in text is added to `wanted`."""
        if not isinstance(node, Mapping) or len(node) != 1:
            raise UnsupportedClause(str(node)[:60], where, "a query is an object with one key, the name of its clause")
        [(name, params)] = node.items()
        clause = self._clauses.get(name)
        if clause is None:
            raise UnsupportedClause(name, where, INSTEAD.get(name, f"use one of {', '.join(sorted(self._clauses))}"))
        return clause(params, f"{where}.{name}", scored, wanted if wanted is not None else Wanted())

    # --- Compound clauses -------------------------------------------------------------------------------------------
    def _bool(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "must", "should", "filter", "must_not", "minimum_should_match", "boost")
        parts: list[tuple[Occur, Query]] = []
        groups = {name: several(params.get(name, ())) for name in ("must", "filter", "should", "must_not")}
        for name, nodes in groups.items():
            for i, node in enumerate(nodes):
                counts = scored and name in ("must", "should")
                seen = wanted if name != "must_not" else Wanted()
                query = self.query(node, f"{where}.{name}[{i}]", counts, seen)
                if name == "filter" and scored:
                    query = Query.const_score_query(query, 0.0)
                occur = {"should": Occur.Should, "must_not": Occur.MustNot}.get(name, Occur.Must)
                parts.append((occur, query))
        required = bool(groups["must"] or groups["filter"])
        least = self._least(params.get("minimum_should_match"), where, len(groups["should"]), required)
        if least is None:
            return Query.empty_query()
        if not parts:
            return Query.const_score_query(Query.all_query(), boost_of(params, where))
        if not required and not groups["should"]:
            parts.append((Occur.Must, Query.const_score_query(Query.all_query(), 0.0)))
        return boosted(Query.boolean_query(parts, minimum_number_should_match=least), params, where)

    @staticmethod
    def _least(asked: Any, where: str, there: int, required: bool) -> int | None:
        """How many `should` must match; None when more are asked than there are."""
        if asked is None:
            return 0 if required or not there else 1
        if isinstance(asked, str) and asked.isdigit():
            asked = int(asked)
        if not isinstance(asked, int) or isinstance(asked, bool) or asked < 0:
            raise UnsupportedClause("minimum_should_match", where, f"give a number of clauses, not {asked!r}")
        if asked and not there:
            raise UnsupportedClause("minimum_should_match", where, "it needs clauses in should")
        if asked > there:
            return None
        return asked if required else max(asked, min(there, 1))

    def _constant_score(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "filter", "boost")
        query = self.query(params.get("filter"), f"{where}.filter", False, wanted)
        return Query.const_score_query(query, boost_of(params, where))

    def _dis_max(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "queries", "tie_breaker", "boost")
        queries = [
            self.query(node, f"{where}.queries[{i}]", scored, wanted)
            for i, node in enumerate(several(params.get("queries", ())))
        ]
        if not queries:
            return Query.empty_query()
        return boosted(
            Query.disjunction_max_query(queries, tie_breaker=number(params, "tie_breaker", where, 0.0)), params, where
        )

    def _match_all(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "boost")
        return Query.const_score_query(Query.all_query(), boost_of(params, where))

    def _match_none(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where)
        return Query.empty_query()

    # --- Clauses on values ------------------------------------------------------------------------------------------
    def _term(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        name, options = one_field(params, where, "value")
        allow(options, where, "value", "boost")
        found = self._field(name, where)
        if found.type in ("keyword", "text") and scored:
            raise UnsupportedClause("term", where, f"put a term on {found.type} field {name!r} {_CONSTANT}")
        return const(self._value_query(found, options.get("value"), where), options, where)

    def _terms(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        params = dict(params) if isinstance(params, Mapping) else params
        boost = {"boost": params.pop("boost")} if isinstance(params, dict) and "boost" in params else {}
        name, options = one_field(params, where, "values")
        values = options.get("values")
        if not isinstance(values, (list, tuple)) or any(isinstance(value, (list, dict)) for value in values):
            raise UnsupportedClause("terms", where, "give a list of values")
        found = self._field(name, where)
        return const(self._any_of(found, list(dict.fromkeys(values)), where), boost, where)

    def _any_of(self, found: Field, values: Sequence[Any], where: str) -> Query:
        if not values:
            return Query.empty_query()
        queries = [self._value_query(found, value, where) for value in values]
        if len(queries) == 1:
            return queries[0]
        return Query.boolean_query([(Occur.Should, query) for query in queries])

    def _value_query(self, found: Field, value: Any, where: str) -> Query:
        """Documents that have this very value; its score is the caller's business."""
        match found.type:
            case "long":
                value = whole(value, where)
                if value != int(value) or abs(value) > _LARGEST:
                    return Query.empty_query()
                return Query.term_query(self.schema, found.name, int(value))
            case "boolean":
                if value in ("true", "false"):
                    value = value == "true"
                if not isinstance(value, bool):
                    raise UnsupportedClause(repr(value), where, f"{found.name!r} is true or false")
                return Query.term_query(self.schema, found.name, value)
            case "date":
                when = moment(value, where)
                return Query.empty_query() if when.microsecond else Query.term_query(self.schema, found.name, when)
            case _:
                return Query.term_query(self.schema, found.name, found.term(as_text(value)), index_option="basic")

    def _ids(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "values", "boost")
        return const(self.query(views_named(several(params.get("values", ()))), where, False), params, where)

    def _exists(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "field", "boost")
        found = self._field(params.get("field"), where)
        if found.type == "text":
            raise UnsupportedClause(
                "exists", where, f"{found.name!r} is text; index a boolean field that says whether it is there"
            )
        if not found.is_counted:
            raise UnsupportedClause("exists", where, f"name {found.name!r} among the facets of its document")
        return const(Query.exists_query(found.name), params, where)

    def _prefix(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        name, options = one_field(params, where, "value")
        allow(options, where, "value", "boost")
        found = self._field(name, where)
        if found.type not in ("keyword", "text"):
            raise UnsupportedClause("prefix", where, f"{name!r} is of type {found.type}; use range")
        value = as_text(options.get("value"))
        if found.type == "text":
            wanted.prefixes.setdefault(name, set()).add(value)
        return const(self._begins(name, found.term(value) if found.type == "keyword" else value), options, where)

    def _begins(self, name: str, value: str) -> Query:
        return Query.fuzzy_term_query(self.schema, name, value, distance=0, transposition_cost_one=True, prefix=True)

    def _range(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        name, options = one_field(params, where, "")
        allow(options, where, "gte", "gt", "lte", "lt", "boost", "format")
        found = self._field(name, where)
        if found.type not in ("long", "date"):
            raise UnsupportedClause(
                "range", where, f"{name!r} is of type {found.type}; ranges are for long and date fields"
            )
        if options.get("format", "epoch_millis") != "epoch_millis":
            raise UnsupportedClause("format", where, "give dates as ISO text or epoch milliseconds")
        bounds = {key: options[key] for key in ("gte", "gt", "lte", "lt") if options.get(key) is not None}
        if not bounds:
            return const(Query.exists_query(name), options, where)
        for one, other in (("gte", "gt"), ("lte", "lt")):
            if one in bounds and other in bounds:
                raise UnsupportedClause(other, where, f"give {one} or {other}, not both")
        query = self._long_range(name, bounds, where) if found.type == "long" else self._date_range(name, bounds, where)
        return const(query, options, where)

    def _long_range(self, name: str, bounds: Mapping[str, Any], where: str) -> Query:
        low, high = self._within({key: whole(value, where) for key, value in bounds.items()}, -_LARGEST, _LARGEST)
        if low > high:
            return Query.empty_query()
        return Query.range_query(self.schema, name, tantivy.FieldType.Integer, low, high)

    def _date_range(self, name: str, bounds: Mapping[str, Any], where: str) -> Query:
        """Documents have whole seconds, whatever fractions the bounds have."""
        seconds = {key: moment(value, where).timestamp() for key, value in bounds.items()}
        low, high = self._within(seconds, *_DATES)
        if low > high:
            return Query.empty_query()
        first, last = datetime.fromtimestamp(low, UTC), datetime.fromtimestamp(high, UTC)
        return Query.range_query(self.schema, name, tantivy.FieldType.Date, first, last)

    @staticmethod
    def _within(numbers: Mapping[str, float], least: int, most: int) -> tuple[int, int]:
        """The first and the last whole number that these bounds allow."""
        low = max(
            [
                least,
                *(math.ceil(v) for k, v in numbers.items() if k == "gte"),
                *(math.floor(v) + 1 for k, v in numbers.items() if k == "gt"),
            ]
        )
        high = min(
            [
                most,
                *(math.floor(v) for k, v in numbers.items() if k == "lte"),
                *(math.ceil(v) - 1 for k, v in numbers.items() if k == "lt"),
            ]
        )
        return low, high

    # --- Clauses on text --------------------------------------------------------------------------------------------
    def _match(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        name, options = one_field(params, where, "query")
        allow(options, where, "query", "operator", "fuzziness", "minimum_should_match", "boost")
        return boosted(self._words(name, options, where, scored, wanted), options, where)

    def _multi_match(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        allow(params, where, "query", "fields", "type", "operator", "fuzziness", "tie_breaker", "boost")
        kind = params.get("type", "best_fields")
        if kind not in ("best_fields", "most_fields"):
            raise UnsupportedClause(
                f"type {kind}",
                where,
                "use best_fields or most_fields, or a bool of several multi_match for words across fields",
            )
        queries: dict[str, Query] = {}
        for named in several(params.get("fields", ())):
            name, _, weight = as_text(named).partition("^")
            if name in queries:
                raise UnsupportedClause(f"field {name}", where, "name each field once")
            if weight and not weight.replace(".", "", 1).isdecimal():
                raise UnsupportedClause(f"weight {weight}", where, "give a number after ^")
            query = self._words(name, params, where, scored, wanted)
            queries[name] = Query.boost_query(query, float(weight)) if weight else query
        if not queries:
            raise UnsupportedClause("multi_match", where, "name its fields")
        if kind == "most_fields":
            return boosted(Query.boolean_query([(Occur.Should, query) for query in queries.values()]), params, where)
        return boosted(
            Query.disjunction_max_query(list(queries.values()), tie_breaker=number(params, "tie_breaker", where, 0.0)),
            params,
            where,
        )

    def _words(self, name: str, options: Mapping[str, Any], where: str, scored: bool, wanted: Wanted) -> Query:
        found = self._field(name, where)
        if found.type != "text":
            raise UnsupportedClause("match", where, f"{name!r} is of type {found.type}; use term or terms")
        operator = str(options.get("operator", "or")).lower()
        if operator not in ("and", "or"):
            raise UnsupportedClause(f"operator {operator}", where, "use and, or or")
        if operator == "and" and "minimum_should_match" in options:
            raise UnsupportedClause("minimum_should_match", where, "operator and asks for all words already")
        typos = options.get("fuzziness")
        if typos not in (None, 0, "0") and scored:
            raise UnsupportedClause("fuzziness", where, f"put a match with fuzziness {_CONSTANT}")
        tokens = analyzer(found.analyzer).analyze(comparable(as_text(options.get("query"))))
        queries = [self._word(found, token, allowed_typos(typos, token, where), wanted) for token in tokens]
        if not queries:
            return Query.empty_query()
        least = self._least(options.get("minimum_should_match"), where, len(queries), False)
        if len(queries) == 1:
            return queries[0]
        if operator == "and":
            least = len(queries)
        if least is None:
            return Query.empty_query()
        if least == len(queries):
            return Query.boolean_query([(Occur.Must, query) for query in queries])
        return Query.boolean_query([(Occur.Should, query) for query in queries], minimum_number_should_match=least)

    def _word(self, found: Field, token: str, typos: int, wanted: Wanted) -> Query:
        if typos:
            wanted.typos.setdefault(found.name, set()).add((token, typos))
            return Query.fuzzy_term_query(self.schema, found.name, token, distance=typos)
        wanted.words.setdefault(found.name, set()).add(token)
        return Query.term_query(self.schema, found.name, token, index_option="freq")

    def _match_phrase_prefix(self, params: Any, where: str, scored: bool, wanted: Wanted) -> Query:
        name, options = one_field(params, where, "query")
        allow(options, where, "query", "boost")
        found = self._field(name, where)
        if scored:
            raise UnsupportedClause("match_phrase_prefix", where, f"put it {_CONSTANT}")
        if found.type != "text" or not found.has_positions:
            raise UnsupportedClause(
                "match_phrase_prefix", where, f"{name!r} has no word positions; use FoldedText(with_positions=True)"
            )
        tokens = analyzer(found.analyzer).analyze(comparable(as_text(options.get("query"))))
        if not tokens:
            return Query.empty_query()
        wanted.prefixes.setdefault(name, set()).add(tokens[-1])
        wanted.words.setdefault(name, set()).update(tokens[:-1])
        if len(tokens) == 1:
            return self._begins(name, tokens[0])
        return Query.phrase_prefix_query(self.schema, name, list(tokens))

    def _field(self, name: Any, where: str) -> Field:
        found = self.fields.get(name) if isinstance(name, str) else None
        if found is None:
            raise UnsupportedClause(f"field {name}", where, f"use one of {', '.join(sorted(self.fields))}")
        return found


INSTEAD = {
    "match_phrase": "use match with operator and, or match_phrase_prefix inside a filter",
    "query_string": "use multi_match: what people type is words, not a language",
    "simple_query_string": "use multi_match: what people type is words, not a language",
    "function_score": "add constant_score clauses to the should of a bool",
    "script_score": "add constant_score clauses to the should of a bool",
    "fuzzy": "use match with fuzziness inside constant_score",
    "wildcard": "use prefix",
    "regexp": "use prefix",
    "nested": "index flat keyword fields",
    "geo_distance": "use terms on cell keywords",
    "boosting": "use bool with should",
    "match_bool_prefix": "use bool with match for each word and prefix for the last",
}
