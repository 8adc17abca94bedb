"""A search request in Elasticsearch's words, taken apart, and answered from a tantivy searcher."""

import heapq
import itertools
import operator
from collections.abc import Mapping
from typing import Any

import tantivy
from tantivy import Occur, Order, Query

from search.documents import Fields, document_for, mapping_of
from search.engines.aggregations import count, total_of
from search.engines.base import UnsupportedClause
from search.engines.best import BestOf
from search.engines.far_texts import unpacked
from search.engines.highlight import Highlighter
from search.engines.parameters import allow, several
from search.engines.schema import SOURCE, Field, converter, fields_of, fingerprint, schema_of
from search.engines.translate import Translator, Wanted
from search.results import REACH, Hit

_TIES = (("newest", Order.Desc), ("object_id", Order.Asc))
_BEYOND = 128  # so many hits are fetched past the page, to see whether its last one is tied
_GROWTH = 16  # times as many when it is, and the ties go on: to search again costs more than to fetch more

Keyed = tuple[Any, tantivy.DocAddress]  # (score or sort key, where it is)


class Layout:
    """What follows from the declared fields of a kind: the same for every index of it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        document = document_for(kind)
        self.fields: dict[str, Field] = fields_of(mapping_of(document), document.Django.facets)
        self.schema = schema_of(self.fields)
        self.fingerprint = fingerprint(self.fields)
        self.convert = converter(self.fields, self.schema)
        self.translator = Translator(self.schema, self.fields)


def source_of(searcher: tantivy.Searcher, address: tantivy.DocAddress, *, whole: bool = False) -> Fields:
    """A document, as it was indexed; very long texts in it are read one by one, unless it is asked for `whole`."""
    source: Any = searcher.doc(address).get_first(SOURCE)
    return unpacked(source, whole=whole)


class Request:
    """A search request, taken apart and checked before any index is asked."""

    def __init__(self, layout: Layout, body: Mapping[str, Any]) -> None:
        allow(
            body,
            "the request",
            "query",
            "post_filter",
            "from",
            "size",
            "sort",
            "aggs",
            "aggregations",
            "highlight",
            "_source",
            "track_total_hits",
        )
        self.counts = body.get("track_total_hits", True)
        if not isinstance(self.counts, bool):
            raise UnsupportedClause("track_total_hits", "the request", "totals are exact; leave it out, or say false")
        self.layout, wanted = layout, Wanted()
        self.start, self.size = int(body.get("from", 0)), int(body.get("size", 10))
        self.sort = _sort(body.get("sort"), layout.fields)
        translate, asked = layout.translator.query, body.get("query", {"match_all": {}})
        is_plain = not self.sort and not body.get("highlight")
        self.best = BestOf.read(layout.translator, asked) if is_plain else None
        self.query = self.best.whole() if self.best else translate(asked, "query", not self.sort, wanted)
        self.narrowed = self.query
        if post := body.get("post_filter"):
            narrowing = Query.const_score_query(translate(post, "post_filter", False), 0.0)
            self.best = self.best and self.best.within(narrowing)
            self.narrowed = Query.boolean_query([(Occur.Must, self.query), (Occur.Must, narrowing)])
        self.aggregations = body.get("aggs") or body.get("aggregations") or {}
        source = body.get("_source", True)
        self.keep = None if source is True else set(several(source)) if source else set()
        self.highlight = Highlighter(body["highlight"], layout.fields, wanted) if body.get("highlight") else None

    def find(self, searcher: tantivy.Searcher, counted: int | None = None) -> tuple[int, list[Hit]]:
        """The total, and the hits of the page in their order; `counted` is for how many documents `query` holds, where
        that is known.  A total that was not asked for is just of what came to hand."""
        total = counted if self.narrowed is self.query else None
        end = min(self.start + self.size, REACH)
        if end <= self.start:
            return count(searcher, self.narrowed) if total is None else total, []
        found, keyed = self._until(searcher, end, self.counts and total is None)
        hits = [self._hit(searcher, key, address) for key, address in keyed[self.start : end]]
        return found if total is None else total, hits

    def _until(self, searcher: tantivy.Searcher, end: int, counts: bool) -> tuple[int, list[Keyed]]:
        """The first `end` hits, where ties are in order too: fetches past the end until the last key changes."""
        limit, query = end + _BEYOND, self.narrowed
        field, order = self.sort[0] if self.sort else (None, Order.Desc)
        if self.best:
            query, keyed = self.best.find(searcher, end, limit)
            total = count(searcher, self.narrowed) if counts else len(keyed)
        else:
            result = searcher.search(query, limit, counts, order_by_field=field, order=order)
            keyed = result.hits
            total = total_of(result) if counts else len(keyed)
        while len(keyed) == limit and keyed[-1][0] == keyed[end - 1][0]:
            limit *= _GROWTH
            keyed = searcher.search(query, limit, False, order_by_field=field, order=order).hits
        return total, self._in_order(searcher, keyed, end)

    def _in_order(self, searcher: tantivy.Searcher, keyed: list[Keyed], end: int) -> list[Keyed]:
        """The first `end` of these, those with equal keys ordered by the further sort fields, then by newest and
        object_id."""
        groups = self._groups(keyed, end)
        tied = [address for group in groups if len(group) > 1 for _, address in group]
        ranks = zip(*(self._column(searcher, tied, *key) for key in (*self.sort[1:], *_TIES)), strict=True)
        ordered: list[Keyed] = []
        for group in groups:
            if len(group) > 1:
                places = zip(itertools.islice(ranks, len(group)), range(len(group)), strict=False)
                group = [group[i] for _, i in heapq.nsmallest(end - len(ordered), places)]
            ordered += group
        return ordered

    @staticmethod
    def _groups(keyed: list[Keyed], end: int) -> list[list[Keyed]]:
        """The hits by their key, as many as the first `end` of them belong to."""
        groups, there = [], 0
        for _, equal in itertools.groupby(keyed, key=operator.itemgetter(0)):
            if there >= end:
                break
            groups.append(list(equal))
            there += len(groups[-1])
        return groups

    @staticmethod
    def _column(
        searcher: tantivy.Searcher, addresses: list[tantivy.DocAddress], name: str, order: Order
    ) -> list[float]:
        """The values of a field, the less the earlier.  Missing ones come last, as in Elasticsearch."""
        values, sign = searcher.fast_field_values(name, addresses), -1 if order == Order.Desc else 1
        return [2**63 if value is None else sign * value for value in values]

    def _hit(self, searcher: tantivy.Searcher, key: Any, address: tantivy.DocAddress) -> Hit:
        fields = source_of(searcher, address)
        highlights, places = self.highlight(fields) if self.highlight else ({}, {})
        kept = fields if self.keep is None else {name: value for name, value in fields.items() if name in self.keep}
        return Hit(self.layout.kind, fields["object_id"], 0.0 if self.sort else key, kept, highlights, places)


def _sort(asked: Any, fields: Mapping[str, Field]) -> list[tuple[str, Order]]:
    """The sort fields with their orders; [] for the usual order by score."""
    keys: list[tuple[str, Order]] = []
    for i, node in enumerate(several(asked) if asked else []):
        where = f"sort[{i}]"
        [(name, options)] = node.items() if isinstance(node, Mapping) and len(node) == 1 else [(node, None)]
        if isinstance(name, str) and name.startswith("-"):
            name, options = name[1:], "desc"
        if isinstance(options, Mapping):
            allow(options, where, "order")
            options = options.get("order")
        if options not in (None, "asc", "desc"):
            raise UnsupportedClause(f"order {options!r}", where, "use asc or desc")
        if name == "_score":
            if i or options == "asc":
                raise UnsupportedClause("_score", where, "it comes first and descends, or is left out")
            return _after_score(asked, fields)
        if name not in fields or fields[name].type != "long":
            raise UnsupportedClause(
                f"sort by {name!r}", where, "sort by a long field; index one integer of time and id for lists"
            )
        keys.append((name, Order.Desc if options == "desc" else Order.Asc))
    return keys


def _after_score(asked: Any, fields: Mapping[str, Field]) -> list[tuple[str, Order]]:
    """Ties of scores are always broken by newest and object_id; no other order is promised."""
    rest = [next(iter(node)) if isinstance(node, Mapping) else str(node).lstrip("-") for node in several(asked)[1:]]
    if rest != ["newest", "object_id"][: len(rest)]:
        raise UnsupportedClause("sort", "sort", "after _score come newest (desc) and object_id")
    return []
