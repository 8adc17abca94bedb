"""What the pages ask: a frozen request becomes one Elasticsearch query, whichever engine answers it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from elasticsearch.dsl import Search

from search import fallback
from search.audiences import audience_clauses
from search.documents import DocumentClass, document_for, mapping_of
from search.engines import get_engine
from search.languages import FOLDED, fold, is_stop_word, languages_of, may_be_stop_word, words
from search.results import REACH, Facet, FacetValue, Hit, ResultPage
from search.transliteration import MARK, sounds, variants
from taxonomy.lexicon import lexicon
from taxonomy.tree import concept_tree

MOST_WORDS = 32
MOST_VALUES = 200  # of a facet
SHORTEST_TYPO = 5  # letters of a word that may have one wrong
FEW = 3  # hits: with fewer the words are looked for with typos too
# What a word is worth, found as typed (with its BM25 score besides), by its sounds, by its beginning, with a typo.
_FOUND, _SOUNDS, _BEGINS, _TYPO = 1.0, 0.75, 0.5, 0.25
_MEANT = 0.875  # what a document is worth that has none of the words, but the concept that they name


@dataclass(frozen=True)
class SearchRequest:
    """One page of a search.  Any text is fine: all its words must be found, in any fields, the last as a beginning.

    Where the whole text names a concept of the vocabulary, whatever carries that concept is found too.
    """

    kind: str
    viewer_audiences: tuple[str, ...]
    text: str = ""
    language: str = "en"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    exclude_ids: tuple[int, ...] = ()
    sort: str = "relevance"
    page: int = 1
    size: int = 20
    facets: tuple[str, ...] = ()

    def to_dsl(self) -> Search:
        """The same request for elasticsearch.dsl, to be looked at, changed or sent elsewhere."""
        return Search(index=self.kind).update_from_dict(self.to_dict())

    def to_dict(self, *, with_typos: bool = False) -> dict[str, Any]:
        """The request as the engines get it."""
        document = document_for(self.kind)
        typed, welcome = _words_of(self.text, self.language)
        must = [_word_clause(document, word, i == len(typed) - 1, with_typos) for i, word in enumerate(typed)]
        should = [_word_clause(document, word, False, False) for word in welcome]
        if must and (meant := _meant_clause(document, self.text)):
            must = [{"dis_max": {"queries": [{"bool": {"must": must}}, meant]}}]
        matching = {"must": must, "should": should} if should else {"must": must}
        start = (max(self.page, 1) - 1) * self.size
        body: dict[str, Any] = {
            "query": {"bool": {**matching, **self._conditions()}},
            "from": min(start, REACH),
            "size": min(self.size, max(REACH - start, 0)),
        }
        if sort := self._sort(bool(must)):
            body["sort"] = sort
        chosen = {
            name: {"terms": {name: list(values)}}
            for name, values in self.filters.items()
            if values and name in self.facets
        }
        if chosen:
            body["post_filter"] = {"bool": {"filter": list(chosen.values())}}
        if self.facets:
            body["aggs"] = {
                name: _facet(name, [clause for other, clause in chosen.items() if other != name])
                for name in self.facets
            }
        if must:
            body["highlight"] = _highlight(document, [*typed, *welcome])
        return body

    def _conditions(self) -> dict[str, list[dict[str, Any]]]:
        clauses = audience_clauses(self.viewer_audiences)
        for name, values in self.filters.items():
            if values and name not in self.facets:
                clauses["filter"].append({"terms": {name: list(values)}})
        clauses["filter"] += range_clauses(self.kind, self.ranges)
        if self.exclude_ids:
            clauses["must_not"].append({"terms": {"object_id": list(self.exclude_ids)}})
        return clauses

    def _sort(self, has_words: bool) -> list[dict[str, str]]:
        if self.sort == "relevance" and has_words:
            return [{"_score": "desc"}, {"newest": "desc"}, {"object_id": "asc"}]
        name = "-newest" if self.sort in ("relevance", "newest") else self.sort
        order = "desc" if name.startswith("-") else "asc"
        return [{name.lstrip("-"): order}, {"object_id": "asc"}]


def range_clauses(kind: str, ranges: Mapping[str, tuple[float | None, float | None]]) -> list[dict[str, Any]]:
    """Filters for {field: (least, below)}, in seconds where the field is a date."""
    mapping, clauses = mapping_of(document_for(kind)), []
    for name, (least, below) in ranges.items():
        scale = 1000 if mapping.get(name, {}).get("type") == "date" else 1
        bounds = {key: value * scale for key, value in (("gte", least), ("lt", below)) if value is not None}
        if bounds:
            clauses.append({"range": {name: bounds}})
    return clauses


def search(request: SearchRequest) -> ResultPage:
    """The page that was asked for; beyond the last one an empty page."""
    if request.text and not _words_of(request.text, request.language)[0]:
        return ResultPage((), 0, request.page, request.size, {name: Facet(name, ()) for name in request.facets})
    answer = get_engine().search(request.kind, request.to_dict())
    if answer.total < FEW and any(len(word) >= SHORTEST_TYPO for word in fold(request.text)):
        answer = get_engine().search(request.kind, request.to_dict(with_typos=True))
    facets = {name: _read_facet(name, answer.aggregations.get(name)) for name in request.facets}
    return ResultPage(tuple(_by_field(hit) for hit in answer.hits), answer.total, request.page, request.size, facets)


def complete(kind: str, field: str, prefix: str, viewer_audiences: tuple[str, ...], limit: int = 10) -> list[str]:
    """Values of a text or keyword field that begin as typed, of the newest first, as far as the viewer may see them.

    Nothing while the engine is away: a form can do without.
    """
    typed = fold(prefix[:200])[:MOST_WORDS]
    if not typed:
        return []
    mapping = mapping_of(document_for(kind))[field]
    clauses = audience_clauses(viewer_audiences)
    if mapping["type"] == "keyword":
        clauses["filter"].append({"prefix": {field: prefix.strip()}})
    else:
        begun = [[{"prefix": {name: word}} for name in _begins_in(field, mapping, word)] for word in typed]
        clauses["filter"] += [{"bool": {"should": ways, "minimum_should_match": 1}} for ways in begun]
    body = {
        "query": {"bool": clauses},
        "size": limit * 10,
        "sort": [{"newest": "desc"}, {"object_id": "asc"}],
        "_source": [field],
    }
    hits: tuple[Hit, ...] = ()
    with fallback.tolerated():
        hits = get_engine().search(kind, body).hits
    found: dict[str, None] = {}
    for hit in hits:
        values = hit.fields.get(field) or []
        for written, value in _spellings(values if isinstance(values, list) else [values]):
            if _completes(value, prefix.strip() if mapping["type"] == "keyword" else typed):
                found[written] = None
    return list(found)[:limit]


def _spellings(values: list[str]) -> list[tuple[str, str]]:
    """(value as written, one of its spellings); a value that is a spelling of an earlier one stands for that."""
    written: dict[str, str] = {}
    for value in values:
        if value not in written and MARK not in value:
            for spelling in variants(value):
                written.setdefault(spelling, value)
    return [(original, spelling) for spelling, original in written.items() if MARK not in spelling]


def _completes(value: str, typed: str | list[str]) -> bool:
    if isinstance(typed, str):
        return value.startswith(typed)
    there = fold(value)
    return all(any(word.startswith(beginning) for word in there) for beginning in typed)


# --- Words -----------------------------------------------------------------------------------------------------------
def _words_of(text: str, language: str) -> tuple[list[str], list[str]]:
    """(words that must all be found, words that only add); stop words are neither, unless there are no others.

    A stop word of another language («de», typed by somebody who reads English) is not in that language's prose, so it
    can't be asked for.
    """
    typed = [word[:100] for word in words(text, MOST_WORDS)]
    typed = [word for word in typed if not is_stop_word(word, language)] or typed
    required = [word for word in typed if not may_be_stop_word(word)]
    return (required, [word for word in typed if word not in required]) if required else (typed, [])


def _subfields(mapping: Mapping[str, Any], word: str) -> list[str]:
    """The subfields by language, of those that a text field has, in which a word may stand."""
    return [code for code in languages_of(word) if code in mapping.get("fields", ())]


def _neutral(name: str, mapping: Mapping[str, Any]) -> str | None:
    """The field with the neutral words of a text field; prose has none."""
    if "fields" not in mapping:
        return name
    return f"{name}.{FOLDED}" if FOLDED in mapping["fields"] else None


def _begins_in(name: str, mapping: Mapping[str, Any], word: str) -> list[str]:
    """The fields in which a word with this beginning stands: in prose as its stem, in the languages of the script."""
    neutral = _neutral(name, mapping)
    return [neutral] if neutral else [f"{name}.{code}" for code in _subfields(mapping, word)]


@cache
def _text_fields(document: DocumentClass) -> tuple[tuple[str, Mapping[str, Any], int], ...]:
    """(name, mapping, weight) of the text fields."""
    weights = document.Django.weights
    return tuple(
        (name, options, weights.get(name, 1))
        for name, options in mapping_of(document).items()
        if options["type"] == "text"
    )


def _word_clause(document: DocumentClass, word: str, is_last: bool, with_typos: bool) -> dict[str, Any]:
    """One word in any text field: as typed or in another form, as a beginning, or with a typo."""
    fields = _text_fields(document)
    named = []
    for name, mapping, weight in fields:
        power = f"^{weight}" if weight != 1 else ""
        if neutral := _neutral(name, mapping):
            named.append(f"{neutral}{power}")
        named += [f"{name}.{code}{power}" for code in _subfields(mapping, word)]
    # The constant keeps a word found as typed before one found by its beginning, however common it is.
    exact = {"multi_match": {"query": word, "fields": named, "type": "best_fields", "operator": "and"}}
    ways: list[dict[str, Any]] = [{"bool": {"must": [exact], "should": [_constant({"match_all": {}}, _FOUND)]}}]
    folded = fold(word)
    if is_last and len(folded) == 1 and len(word) > 1:
        begun = [field for name, mapping, _ in fields for field in _begins_in(name, mapping, folded[0])]
        ways += [_constant({"prefix": {field: folded[0]}}, _BEGINS) for field in begun]
    if key := sounds(word):
        spelled = [name for name, mapping, _ in fields if "fields" not in mapping]
        ways += [_constant({"term": {name: key}}, _SOUNDS) for name in spelled if " " not in key]
    lenient = [neutral for name, mapping, _ in fields if (neutral := _neutral(name, mapping))]
    if with_typos and lenient and len(folded) == 1 and len(folded[0]) >= SHORTEST_TYPO:
        typo = {"query": word, "fields": lenient, "fuzziness": f"AUTO:{SHORTEST_TYPO},9", "type": "best_fields"}
        ways.append(_constant({"multi_match": typo}, _TYPO))
    return {"dis_max": {"queries": ways}}


def _meant_clause(document: DocumentClass, text: str) -> dict[str, Any] | None:
    """What carries the concept that the whole text names, in any language: «сварка» finds who is tagged with
    welding."""
    if not document.Django.concepts:
        return None
    concept_id = lexicon().find(text)
    node = concept_tree().by_id.get(concept_id) if concept_id is not None else None
    if node is None:
        return None
    fields = [{"term": {name: node.key}} for name in document.Django.concepts]
    return _constant({"bool": {"should": fields, "minimum_should_match": 1}}, _MEANT)


def _constant(query: dict[str, Any], boost: float) -> dict[str, Any]:
    return {"constant_score": {"filter": query, "boost": boost}}


def _facet(name: str, others: list[dict[str, Any]]) -> dict[str, Any]:
    """Counts with all filters but the facet's own, so that the siblings of a chosen value can still be chosen."""
    values = {"terms": {"field": name, "size": MOST_VALUES}}
    return {"filter": {"bool": {"filter": others}}, "aggs": {"values": values}} if others else values


def _read_facet(name: str, answer: Mapping[str, Any] | None) -> Facet:
    buckets = (answer or {}).get("values", answer or {}).get("buckets", [])
    named = ((bucket.get("key_as_string", bucket["key"]), bucket["doc_count"]) for bucket in buckets)
    return Facet(name, tuple(FacetValue(value, count) for value, count in named))


# --- Highlights ------------------------------------------------------------------------------------------------------
def _highlight(document: DocumentClass, typed: list[str]) -> dict[str, Any]:
    fields = _text_fields(document)
    names = [f"{name}.{code}" for name, mapping, _ in fields for word in typed for code in _subfields(mapping, word)]
    names += [neutral for name, mapping, _ in fields if (neutral := _neutral(name, mapping))]
    return {
        "fields": {name: {} for name in names}, "pre_tags": ["<mark>"], "post_tags": ["</mark>"],
        "encoder": "html", "fragment_size": 160, "number_of_fragments": 1,
    }  # fmt: skip


def _by_field(hit: Hit) -> Hit:
    """One highlight a field: that of the language before the neutral one."""
    if not hit.highlights:
        return hit
    chosen: dict[str, str] = {}
    places: dict[str, int] = {}
    for name, text in hit.highlights.items():
        base = name.split(".")[0]
        if MARK in text:
            continue
        if base not in chosen or text.count("<mark>") > chosen[base].count("<mark>"):
            chosen[base], places[base] = text, hit.places.get(name, 0)
    return replace(hit, highlights=chosen, places=places)
