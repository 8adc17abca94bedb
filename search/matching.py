"""Matching: a score that is a sum of stated constants, and the reasons made of the very same constants.

A signal is a list of rules; a rule is «one of these values stands in this field» and what that is worth.  The query
and the explanation are both made from the rules, so the score of a match is exactly the sum of the weights of its
reasons. Weights are counted in 64ths: such numbers add without rounding in 32-bit floats, so both engines give equal
scores.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, NamedTuple

from search.audiences import audience_clauses
from search.engines import get_engine
from search.results import Hit

UNIT = 64


@dataclass(frozen=True)
class Rule:
    """Worth `weight` 64ths when a keyword field has one of the values; `params` are told to whoever words the
    reason."""

    field: str
    values: tuple[str, ...]
    weight: int
    params: Mapping[str, Any] = dataclass_field(default_factory=dict)

    def found(self, fields: Mapping[str, Any]) -> list[str]:
        """The values of this rule that the document has, in the rule's order."""
        present = fields.get(self.field)
        if isinstance(present, list):
            return [value for value in self.values if value in present]
        return [present] if present in self.values else []

    def to_query(self) -> dict[str, Any]:
        return {"constant_score": {"filter": {"terms": {self.field: list(self.values)}}, "boost": self.weight / UNIT}}


class Fired(NamedTuple):
    """A rule that fired, with the values that made it fire."""

    rule: Rule
    values: tuple[str, ...]


@dataclass(frozen=True)
class Signal:
    """Rules that say one thing together.  `best` counts only the heaviest that fires (dis_max), else all add up.

    `word` makes the sentence from the rules that fired, or None to say nothing of them.  A signal that is not `enough`
    (where something is, in which language) adds to what fits for another reason, and makes nothing fit by itself.
    """

    code: str
    rules: tuple[Rule, ...]
    word: Callable[[list[Fired]], str | None]
    best: bool = False
    enough: bool = True

    def to_queries(self) -> list[dict[str, Any]]:
        queries = [rule.to_query() for rule in self.rules if rule.values]
        if self.best and len(queries) > 1:
            return [{"dis_max": {"queries": queries}}]
        return queries

    def explain(self, fields: Mapping[str, Any]) -> "Reason | None":
        """What this signal adds for a document and in which words; None when nothing fired."""
        fired = [Fired(rule, tuple(found)) for rule in self.rules if (found := rule.found(fields))]
        if not fired:
            return None
        if self.best:
            heaviest = max(fired, key=lambda f: f.rule.weight)
            fired = [heaviest]
        weight = sum(f.rule.weight for f in fired) / UNIT
        values = tuple(dict.fromkeys(value for f in fired for value in f.values))
        return Reason(self.code, weight, {"values": values}, self.word(fired) or "")


class Reason(NamedTuple):
    """Why something fits: the signal, what it is worth, the values that made it fire, and the sentence ("" when there
    is none to say)."""

    code: str
    weight: float
    params: Mapping[str, Any]
    text: str


class Match(NamedTuple):
    """A document that fits, with its score and the reasons that add up to it, heaviest first."""

    hit: Hit
    score: float
    reasons: tuple[Reason, ...]

    @property
    def said(self) -> tuple[Reason, ...]:
        """The reasons that have a sentence."""
        return tuple(reason for reason in self.reasons if reason.text)


@dataclass(frozen=True)
class Question:
    """What is asked for one subject: the `limit` best documents for its signals, among those that `filters` (queries of
    Elasticsearch: open now, a language that is spoken) all hold of, without `exclude_ids`.

    A document fits only when a signal fires that is enough by itself, so every match has a reason; when the subject has
    none of these, any will do.
    """

    signals: Sequence[Signal]
    audiences: Sequence[str]
    filters: Sequence[Mapping[str, Any]] = ()
    exclude_ids: Sequence[int] = ()
    limit: int = 10

    def to_body(self) -> dict[str, Any] | None:
        """The search request; None when there is nothing to ask by."""
        enough = [query for signal in self.signals if signal.enough for query in signal.to_queries()]
        others = [query for signal in self.signals if not signal.enough for query in signal.to_queries()]
        if not enough and not others:
            return None
        who = audience_clauses(self.audiences)
        excluded = [{"terms": {"object_id": list(self.exclude_ids)}}] if self.exclude_ids else []
        query = {
            "filter": [*who["filter"], *self.filters],
            "must_not": [*who["must_not"], *excluded],
            "must": [{"bool": {"should": enough or others, "minimum_should_match": 1}}],
            "should": others if enough else [],
        }
        # Uncounted, so that an engine may leave out what can't be among the best.
        return {"query": {"bool": query}, "size": self.limit, "from": 0, "track_total_hits": False}

    def explain(self, hits: Sequence[Hit]) -> list[Match]:
        """The hits with their reasons."""
        return [_explained(hit, self.signals) for hit in hits]


def match(
    *,
    kind: str,
    signals: Sequence[Signal],
    audiences: Sequence[str],
    filters: Sequence[Mapping[str, Any]] = (),
    exclude_ids: Sequence[int] = (),
    limit: int = 10,
) -> list[Match]:
    """The `limit` best documents of a kind for some signals, best first; ties go to the newest.  See Question."""
    question = Question(signals, audiences, filters, exclude_ids, limit)
    body = question.to_body()
    return question.explain(get_engine().search(kind, body).hits) if body else []


def match_many(kind: str, questions: Sequence[Question]) -> list[list[Match]]:
    """What match() finds for each of many subjects, such as the readers of a digest, in fewer requests."""
    bodies = [question.to_body() for question in questions]
    answers = iter(get_engine().search_many(kind, [body for body in bodies if body]))
    return [
        question.explain(next(answers).hits) if body else [] for question, body in zip(questions, bodies, strict=True)
    ]


def _explained(hit: Hit, signals: Sequence[Signal]) -> Match:
    reasons = [reason for signal in signals if (reason := signal.explain(hit.fields)) is not None]
    return Match(hit, hit.score, tuple(sorted(reasons, key=lambda reason: -reason.weight)))
