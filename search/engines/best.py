"""The best documents of a sum of constants, found without scoring everything that fits.

Matching asks for documents where one of several clauses holds, each worth a stated weight.  Clauses that hold for
many documents cost the most to score, and say the least: once the best found with the rarer clauses alone score more
than all the common ones together, whatever has only these can't be among the best, and need not be looked at.
"""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import tantivy
from tantivy import Occur, Query

from search.engines.parameters import several
from search.engines.translate import Translator

Hits = list[tuple[Any, tantivy.DocAddress]]

_WORTH_IT = 2_000  # documents that the clauses hold for, all told; fewer are scored outright
_FIRST_SHARE = 8  # the rarest clauses that are looked at first hold for one in so many of these
_COMMON = 1.5  # times as many documents: looking them up costs less than reading them all
_EXACT = 64  # weights are counted in such parts: then no order of adding them rounds
_HEAVIEST = 2**12


@dataclass(frozen=True, eq=False)
class _Clause:
    """Adds `weight` to what has one of some terms: (field, value)."""

    query: Query
    weight: float
    terms: Sequence[tuple[str, str]]

    def frequency(self, searcher: tantivy.Searcher) -> int:
        """For how many documents it holds, or more."""
        return sum(searcher.doc_freq(name, value) for name, value in self.terms)


@dataclass(frozen=True)
class BestOf:
    """A query of which one of `required` must hold besides the conditions, and that scores what of all clauses does."""

    required: Sequence[_Clause]
    optional: Sequence[_Clause]
    conditions: list[tuple[Occur, Query]] = field(default_factory=list)

    @classmethod
    def read(cls, translator: Translator, node: Any) -> "BestOf | None":
        """A `bool` with filters, and either a `should` of constants of which one must hold, or one such `bool` in its
        `must` and a `should` that need not hold.  None for any other query."""
        if not (params := _bool(node, "filter", "must_not", "must", "should", "minimum_should_match")):
            return None
        must, least, place = several(params.get("must", ())), params.get("minimum_should_match"), "query.bool"
        required: list[_Clause] | None
        optional: list[_Clause] | None
        if not must and least == 1:
            required, optional = _clauses(translator, params.get("should"), f"{place}.should"), []
        elif len(must) == 1 and least is None and (inner := _bool(must[0], "should", "minimum_should_match")):
            if inner.get("minimum_should_match") != 1:
                return None
            required = _clauses(translator, inner.get("should"), f"{place}.must[0].bool.should")
            optional = _clauses(translator, params.get("should"), f"{place}.should")
        else:
            return None
        if not required or optional is None:
            return None
        conditions = [
            (occur, Query.const_score_query(translator.query(each, f"{place}.{name}[{i}]", False), 0.0))
            for name, occur in (("filter", Occur.Must), ("must_not", Occur.MustNot))
            for i, each in enumerate(several(params.get(name, ())))
        ]
        return cls(required, optional, conditions)

    def within(self, narrowing: Query) -> "BestOf":
        """The same with a further condition, which adds no score."""
        return replace(self, conditions=[*self.conditions, (Occur.Must, narrowing)])

    def whole(self) -> Query:
        return self._looking_at(self.required, {})

    def find(self, searcher: tantivy.Searcher, end: int, limit: int) -> tuple[Query, Hits]:
        """The best `limit` hits or fewer, of which the first `end`, and what ties with the last of them, are the best
        of all; and the query to ask for more of such."""
        frequencies = {clause: clause.frequency(searcher) for clause in (*self.required, *self.optional)}
        rarest_first = sorted(self.required, key=frequencies.__getitem__)
        looked_at = _rarest(rarest_first, frequencies)
        query = self._looking_at(looked_at, frequencies)
        hits = searcher.search(query, limit, count=False).hits
        if len(looked_at) == len(rarest_first):
            return query, hits
        needed = self._needed(rarest_first, hits[end - 1][0] if len(hits) >= end else 0.0)
        if all(clause in looked_at for clause in needed):
            return query, hits
        query = self._looking_at(needed, frequencies)
        return query, searcher.search(query, limit, count=False).hits

    def _needed(self, rarest_first: Sequence[_Clause], reached: float) -> list[_Clause]:
        """All but the most common clauses that, with the optional ones, add up to less than was reached."""
        needed, without = [], sum(clause.weight for clause in self.optional)
        for clause in reversed(rarest_first):
            if without + clause.weight < reached:
                without += clause.weight
            else:
                needed.append(clause)
        return needed

    def _looking_at(self, clauses: Sequence[_Clause], frequencies: Mapping[_Clause, int]) -> Query:
        """What one of these required clauses holds for, scored by all.

        What is far more common than they are wraps the query, each by itself: so it is looked up for what was found,
        where a union would be read whole.
        """
        needed = Query.boolean_query([(Occur.Should, clause.query) for clause in clauses])
        query = Query.boolean_query([*self.conditions, (Occur.Must, needed)])
        common = _COMMON * sum(frequencies.get(clause, 0) for clause in clauses)
        others = [clause for clause in (*self.required, *self.optional) if clause not in clauses]
        together = [clause for clause in others if frequencies.get(clause, 0) <= common]
        for group in (together, *([clause] for clause in others if clause not in together)):
            if group:
                scoring = [(Occur.Should, clause.query) for clause in group]
                query = Query.boolean_query([(Occur.Must, query), *scoring], minimum_number_should_match=0)
        return query


def _rarest(rarest_first: Sequence[_Clause], frequencies: Mapping[_Clause, int]) -> Sequence[_Clause]:
    """A few clauses to begin with: what they find tells which of the others matter."""
    everything = sum(frequencies[clause] for clause in rarest_first)
    if everything < _WORTH_IT:
        return rarest_first
    sums = itertools.accumulate(frequencies[clause] for clause in rarest_first)
    return rarest_first[: max(sum(total <= everything // _FIRST_SHARE for total in sums), 1)]


def _bool(node: Any, *keys: str) -> Mapping[str, Any]:
    """The parameters of a `bool` that has no other keys than these; {} of any other query."""
    params = node.get("bool") if isinstance(node, Mapping) and len(node) == 1 else None
    return params if isinstance(params, Mapping) and params.keys() <= set(keys) else {}


def _clauses(translator: Translator, nodes: Any, where: str) -> list[_Clause] | None:
    """The clauses of a `should`; None when one of them is no constant that adds exactly."""
    clauses = []
    for i, node in enumerate(several(nodes or ())):
        heaviest = 0.0
        terms: list[tuple[str, str]] = []
        for each in _alternatives(node):
            if (constant := _constant(translator, each)) is None:
                return None
            heaviest = max(heaviest, constant[0])
            terms += constant[1]
        clauses.append(_Clause(translator.query(node, f"{where}[{i}]"), heaviest, terms))
    return clauses


def _alternatives(node: Any) -> Sequence[Any]:
    """The queries of a dis_max, of which the heaviest counts; any other query alone."""
    params = node.get("dis_max") if isinstance(node, Mapping) else None
    return several(params["queries"]) if isinstance(params, Mapping) and params.keys() == {"queries"} else [node]


def _constant(translator: Translator, node: Any) -> tuple[float, list[tuple[str, str]]] | None:
    """(weight, terms) of a constant_score of terms of a keyword field."""
    params = node.get("constant_score") if isinstance(node, Mapping) else None
    if not isinstance(params, Mapping) or not isinstance(params.get("filter"), Mapping):
        return None
    wanted, weight = params["filter"].get("terms"), params.get("boost", 1.0)
    if not isinstance(wanted, Mapping) or len(wanted) != 1 or not isinstance(weight, (int, float)):
        return None
    [(name, values)] = wanted.items()
    found = translator.fields.get(name)
    if found is None or found.type != "keyword" or not all(isinstance(value, str) for value in several(values)):
        return None
    if not 0 <= weight <= _HEAVIEST or weight * _EXACT != int(weight * _EXACT):
        return None
    return weight, [(name, found.term(value)) for value in several(values)]
