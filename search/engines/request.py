"""A search request in Elasticsearch's words, taken apart, and answered from a tantivy searcher."""

from collections.abc import Mapping
from typing import Any

import orjson
import tantivy
from tantivy import Occur, Order, Query

from search.documents import Fields, document_for, mapping_of
from search.engines.aggregations import count, total_of
from search.engines.base import UnsupportedClause
from search.engines.highlight import Highlighter
from search.engines.parameters import allow, several
from search.engines.schema import SOURCE, Field, converter, fields_of, fingerprint, schema_of
from search.engines.translate import Translator, Wanted
from search.results import REACH, Hit


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


def source_of(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> Fields:
    """A document's JSON, as it was indexed."""
    source: Any = searcher.doc(address).get_first(SOURCE)
    return orjson.loads(source)


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
        if body.get("track_total_hits", True) is not True:
            raise UnsupportedClause("track_total_hits", "the request", "totals are always exact; leave it out")
        self.layout, wanted = layout, Wanted()
        self.start, self.size = int(body.get("from", 0)), int(body.get("size", 10))
        self.sort = _sort(body.get("sort"), layout.fields)
        is_scored = not self.sort
        self.query = layout.translator.query(body.get("query", {"match_all": {}}), "query", is_scored, wanted)
        self.narrowed = self.query
        if post := body.get("post_filter"):
            narrowing = Query.const_score_query(layout.translator.query(post, "post_filter", False), 0.0)
            self.narrowed = Query.boolean_query([(Occur.Must, self.query), (Occur.Must, narrowing)])
        self.aggregations = body.get("aggs") or body.get("aggregations") or {}
        source = body.get("_source", True)
        self.keep = None if source is True else set(several(source)) if source else set()
        self.highlight = Highlighter(body["highlight"], layout.fields, wanted) if body.get("highlight") else None

    def find(self, searcher: tantivy.Searcher) -> tuple[int, list[Hit]]:
        """The total, and the hits of the page in their order."""
        if self.size <= 0 or self.start >= REACH:
            return count(searcher, self.narrowed), []
        total, keyed = self._until(searcher, min(self.start + self.size, REACH))
        return total, [
            self._hit(searcher, key, address) for key, address in keyed[self.start : min(self.start + self.size, REACH)]
        ]

    def _until(self, searcher: tantivy.Searcher, end: int) -> tuple[int, list[tuple[float, tantivy.DocAddress]]]:
        """The first `end` hits, where ties are in order too: fetches past the end until the last key changes."""
        limit = end + 64
        field, order = self.sort[0] if self.sort else (None, Order.Desc)
        while True:
            result = searcher.search(self.narrowed, limit, order_by_field=field, order=order)
            keyed, total = result.hits, total_of(result)
            if len(keyed) <= 1 or len(keyed) >= total or (len(keyed) > end and keyed[-1][0] != keyed[end - 1][0]):
                break
            limit *= 4
        keyed = (
            keyed
            if len(keyed) <= end
            else [pair for i, pair in enumerate(keyed) if i < end or pair[0] == keyed[end - 1][0]]
        )
        return total, self._tied(searcher, keyed)

    def _tied(
        self, searcher: tantivy.Searcher, keyed: list[tuple[Any, tantivy.DocAddress]]
    ) -> list[tuple[Any, tantivy.DocAddress]]:
        """The same hits, those with equal keys ordered by the further sort fields, then by newest and object_id."""
        if all(a[0] != b[0] for a, b in zip(keyed, keyed[1:], strict=False)):
            return keyed
        addresses = [address for _, address in keyed]
        further = [*self.sort[1:], ("newest", Order.Desc), ("object_id", Order.Asc)]
        columns = [
            [
                -value if order == Order.Desc else value
                for value in _known(searcher.fast_field_values(name, addresses), order)
            ]
            for name, order in further
        ]
        rank: dict[Any, int] = {}
        for key, _ in keyed:
            rank.setdefault(key, len(rank))
        positions = sorted(range(len(keyed)), key=lambda i: (rank[keyed[i][0]], *(column[i] for column in columns)))
        return [keyed[i] for i in positions]

    def _hit(self, searcher: tantivy.Searcher, key: Any, address: tantivy.DocAddress) -> Hit:
        fields = source_of(searcher, address)
        highlights = (
            {name: "…".join(pieces) for name, pieces in self.highlight(fields).items()} if self.highlight else {}
        )
        kept = fields if self.keep is None else {name: value for name, value in fields.items() if name in self.keep}
        return Hit(self.layout.kind, fields["object_id"], 0.0 if self.sort else key, kept, highlights)


def _known(values: list[Any], order: Order) -> list[Any]:
    """Missing values come last, as in Elasticsearch."""
    missing = -(2**63) if order == Order.Desc else 2**63
    return [missing if value is None else value for value in values]


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
