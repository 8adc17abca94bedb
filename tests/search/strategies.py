"""Documents and queries, drawn by hypothesis from all that both engines answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from search.audiences import audience_clauses
from search.languages import FOLDED, LANGUAGES, fold

Query = dict[str, Any]

_VOCABULARY = (
    "water Water engineer engineering organizations internal refugees biologist "
    "вода воды инженер учёт учета Ысык-Көл "
    "comptabilité COMPTABILITE réfugiés l’eau d'eau "
    "gestión gestion administración aguas "
    "محاسبة المحاسبة مُحَاسَبَة ماء "
    "1998 x2 ½ co-op café cafe\u0301 ё\u0301 и\u0306 ß Straße İstanbul istanbul ΟΔΟΣ οδος ﬁn ŉ 𝕏 💧 water-вода the и de a"
)
WORDS = _VOCABULARY.split()
TYPES = ("association", "academia", "private")
COUNTRIES = ("KG", "DE", "FR", "US")
SITES = ("https://a.example/", "https://A.example/ü", "кириллица", "a")
DAY = datetime(2026, 1, 1, tzinfo=UTC)

phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
moments = st.builds(
    lambda seconds, micros: DAY + timedelta(seconds=seconds, microseconds=micros),
    st.integers(-3, 3).map(lambda n: n * 43_200) | st.integers(-200_000, 200_000),
    st.sampled_from((0, 0, 1, 999, 1_000, 500_000, 999_999)),
)
numbers = st.integers(-5, 12) | st.sampled_from((-(2**63) + 2, 2**63 - 2, 2**53 + 1))


# --- Documents --------------------------------------------------------------------------------------------------------
@st.composite
def contents(draw: st.DrawFn) -> dict[str, Any]:
    """What an object says of itself; names and texts are never missing, that words be scored alike everywhere."""
    found: dict[str, Any] = {
        "newest": draw(st.integers(0, 5)),
        "name": draw(st.lists(phrases, min_size=1, max_size=2).filter(lambda names: fold(" ".join(names)))),
        "text": draw(phrases.filter(fold)),
    }
    optional = {
        "story": phrases,
        "type": st.sampled_from(TYPES),
        "countries": st.lists(st.sampled_from(COUNTRIES), max_size=3, unique=True),
        "website": st.sampled_from(SITES),
        "people": numbers,
        "made": moments.map(lambda moment: moment.isoformat(timespec="seconds")),
        "verified": st.booleans(),
    }
    return found | draw(st.fixed_dictionaries({}, optional=optional))


@st.composite
def views(draw: st.DrawFn, object_id: int) -> list[dict[str, Any]]:
    """The documents of one object: one for all, or one for the public, or for members a fuller one besides."""
    base = {"object_id": object_id, **draw(contents())}
    audiences = draw(st.sampled_from((["public", "members"], ["public"], ["members"], None)))
    if audiences is not None:
        return [{**base, "audience": audiences}]
    fuller = {**base, "audience": ["group-1"], "website": "https://a.example/"}
    return [{**base, "audience": ["public"]}, {**base, "audience": ["members"], "unless": ["group-1"]}, fuller]


@st.composite
def communities(draw: st.DrawFn) -> dict[int, list[dict[str, Any]]]:
    """{object: its documents} of a few objects."""
    return {i: draw(views(i)) for i in range(1, draw(st.integers(6, 14)) + 1)}


@st.composite
def changes(draw: st.DrawFn) -> dict[int, list[dict[str, Any]]]:
    """Objects written anew, and others that go."""
    touched = draw(st.lists(st.integers(1, 10), min_size=1, max_size=4, unique=True))
    return {i: draw(st.just([]) | views(i)) for i in touched}


# --- Values that queries ask for -------------------------------------------------------------------------------------
asked_numbers = (
    st.integers(-6, 13)
    | st.sampled_from((-(2**63), 2**63 - 1, 2**53, 2**53 + 1, 2**70, -(2**70)))
    | st.sampled_from((2.5, -0.5, 3.0, 1e30, -1e30, "4", "2.5"))
)
asked_moments = st.one_of(
    moments.map(lambda moment: moment.isoformat()),
    moments.map(lambda moment: int(moment.timestamp() * 1000)),
    moments.map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S")),
    moments.map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%S.%f+06:00")),
    st.sampled_from(("2026-01-01", "2025-12-31", "2026-01-01T00:00:00Z", "2026-01-02T06:00:00+06:00")),
)
TEXTS = ["name", *(f"{field}.{code}" for field in ("text", "story") for code in LANGUAGES), f"text.{FOLDED}"]
boosts = st.integers(1, 256).map(lambda n: n / 64)
doublings = st.sampled_from((0.5, 1.0, 2.0, 4, 0))  # of what has weights inside: products stay exact


@st.composite
def ranges(draw: st.DrawFn, values: st.SearchStrategy[Any]) -> dict[str, Any]:
    lower, upper = draw(st.sampled_from(("gt", "gte", None))), draw(st.sampled_from(("lt", "lte", None)))
    return {bound: draw(values) for bound in (lower, upper) if bound}


def on_field(clause: str, field: str, value: st.SearchStrategy[Any]) -> st.SearchStrategy[Query]:
    return value.map(lambda options: {clause: {field: options}})


# --- Clauses that filter ----------------------------------------------------------------------------------------------
values_of = {
    "type": st.sampled_from((*TYPES, "nothing")),
    "countries": st.sampled_from((*COUNTRIES, "kg")),
    "website": st.sampled_from(SITES),
    "people": asked_numbers,
    "made": asked_moments,
    "verified": st.sampled_from((True, False, "true", "false")),
}
TOLERANCES = (0, 1, 2, "AUTO", "AUTO:2,4")
terms_in_text = st.sampled_from(("wat", "w", "comptab", "инж", "учет", "water", "مح", "1", "ʘ", "orga", "ysyk"))

on_numbers = st.one_of(
    *(on_field("term", name, values_of[name]) for name in ("people", "made", "verified")),
    *(on_field("terms", name, st.lists(values, max_size=3)) for name, values in values_of.items()),
    on_field("range", "people", ranges(asked_numbers)),
    on_field("range", "made", ranges(asked_moments)),
    st.sampled_from(("type", "countries", "people", "made", "verified")).map(lambda name: {"exists": {"field": name}}),
    st.lists(st.sampled_from(("1-public", "2-members", "3-group-1", "4", "x-y", "1-nobody")), max_size=3).map(
        lambda ids: {"ids": {"values": ids}}
    ),
    *(on_field("prefix", name, st.sampled_from(("a", "K", "https://", "p", ""))) for name in ("type", "website")),
    *(on_field("prefix", name, terms_in_text) for name in TEXTS),
    st.just({"match_all": {}}),
    st.just({"match_none": {}}),
)


def words_of(**optional: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """The options of a match: all words, or so many of them."""
    least = st.integers(0, 4) | st.sampled_from(("1", "2"))
    all_of = st.fixed_dictionaries({"query": phrases, "operator": st.sampled_from(("and", "AND"))}, optional=optional)
    some = {"operator": st.just("or"), "minimum_should_match": least}
    return all_of | st.fixed_dictionaries({"query": phrases}, optional={**optional, **some})


on_words = st.one_of(
    st.tuples(
        st.sampled_from(TEXTS),
        words_of(fuzziness=st.sampled_from(TOLERANCES)),
    ).map(lambda pair: {"match": dict([pair])}),
    phrases.map(lambda text: {"match_phrase_prefix": {"name": text}}),
    st.fixed_dictionaries(
        {"query": phrases, "fields": st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3, unique=True)},
        optional={
            "operator": st.sampled_from(("and", "or")),
            "type": st.sampled_from(("best_fields", "most_fields")),
            "fuzziness": st.sampled_from(TOLERANCES),
        },
    ).map(lambda params: {"multi_match": params}),
)
on_keywords = st.one_of(*(on_field("term", name, values_of[name]) for name in ("type", "countries", "website")))


def compound(inner: st.SearchStrategy[Query], filtering: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some, several = st.lists(inner, max_size=2), st.lists(filtering, max_size=2)
    return st.one_of(
        st.fixed_dictionaries(
            {},
            optional={
                "must": some,
                "should": st.lists(inner, max_size=3),
                "filter": several,
                "must_not": several,
                "minimum_should_match": st.integers(0, 3),
                "boost": doublings,
            },
        )
        .filter(lambda params: params.get("should") or not params.get("minimum_should_match"))
        .map(lambda params: {"bool": params}),
        st.fixed_dictionaries(
            {"queries": st.lists(inner, min_size=1, max_size=3)},
            optional={"tie_breaker": st.sampled_from((0, 0.25, 0.5, 1.0)), "boost": doublings},
        ).map(lambda params: {"dis_max": params}),
    )


def evenly(*kinds: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """As many of each kind, however many clauses one has: one_of() alone would count clauses."""
    return st.one_of(*(st.deferred(lambda kind=kind: kind).map(lambda query: query) for kind in kinds))


filters = st.recursive(
    evenly(on_numbers, on_words, on_words, on_keywords), lambda inner: compound(inner, inner), max_leaves=4
)


# --- Clauses that score -----------------------------------------------------------------------------------------------
def constant(queries: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    return st.tuples(queries, boosts).map(lambda pair: {"constant_score": {"filter": pair[0], "boost": pair[1]}})


constants = evenly(
    constant(st.deferred(lambda: filters)),
    constant(on_words),
    constant(on_keywords),
    boosts.map(lambda boost: {"match_all": {"boost": boost}}),
    on_numbers.filter(lambda query: "prefix" not in query),
    st.tuples(st.lists(values_of["countries"], max_size=3), boosts).map(
        lambda pair: {"terms": {"countries": pair[0], "boost": pair[1]}}
    ),
)
exact_queries = st.recursive(constants, lambda inner: compound(inner, st.deferred(lambda: filters)), max_leaves=5)
"""Queries whose scores are sums and products of constants that 32-bit floats add without rounding."""

# Every document has these, so words are as rare on both engines: docs/search-engines.md.
SAID_BY_ALL = ("name", f"text.{FOLDED}")
scored_words = st.one_of(
    st.tuples(
        st.sampled_from(SAID_BY_ALL),
        words_of(boost=boosts),
    ).map(lambda pair: {"match": dict([pair])}),
    st.fixed_dictionaries(
        {
            "query": phrases,
            "fields": st.lists(
                st.sampled_from([*SAID_BY_ALL, "name^2", f"text.{FOLDED}^1.5"]),
                min_size=1,
                max_size=2,
                unique_by=lambda name: name.partition("^")[0],
            ),
        },
        optional={
            "operator": st.sampled_from(("and", "or")),
            "type": st.sampled_from(("best_fields", "most_fields")),
            "tie_breaker": st.sampled_from((0, 0.3)),
            "boost": boosts,
        },
    ).map(lambda params: {"multi_match": params}),
)
word_queries = st.recursive(
    scored_words | constants, lambda inner: compound(inner, st.deferred(lambda: filters)), max_leaves=4
)
"""Queries in which words are scored too."""

# --- Aggregations and the rest of a request ---------------------------------------------------------------------------
simple_aggregations = st.one_of(
    st.tuples(
        st.sampled_from(("type", "countries", "website", "verified")),
        st.fixed_dictionaries(
            {},
            optional={
                "size": st.integers(1, 5),
                "order": st.sampled_from(({"_count": "desc"}, {"_key": "asc"})),
                "min_doc_count": st.integers(1, 2),
            },
        ),
    ).map(lambda pair: {"terms": {"field": pair[0], **pair[1]}}),
    st.lists(
        st.fixed_dictionaries({}, optional={"from": st.integers(-3, 5), "to": st.integers(0, 12)}).filter(bool),
        min_size=1,
        max_size=3,
    ).map(lambda bounds: {"range": {"field": "people", "ranges": bounds}}),
    st.tuples(st.integers(1, 4), st.sampled_from((0, 1, 2))).map(
        lambda pair: {"histogram": {"field": "newest", "interval": pair[0], "min_doc_count": pair[1]}}
    ),
    st.tuples(st.sampled_from(("1d", "12h", "90m")), st.sampled_from((0, 1, 2))).map(
        lambda pair: {"date_histogram": {"field": "made", "fixed_interval": pair[0], "min_doc_count": pair[1]}}
    ),
)
aggregations = st.recursive(
    st.dictionaries(st.sampled_from("ab"), simple_aggregations, min_size=1, max_size=2),
    lambda inner: st.tuples(filters, inner).map(lambda pair: {"f": {"filter": pair[0], "aggs": pair[1]}}),
    max_leaves=3,
)
highlights = st.fixed_dictionaries(
    {"fields": st.sampled_from((TEXTS, TEXTS[:3], TEXTS[5:8])).map(lambda names: {name: {} for name in names})},
    optional={"fragment_size": st.integers(5, 50), "number_of_fragments": st.integers(0, 2)},
).map(lambda options: {**options, "encoder": "html"})
orders = st.sampled_from(
    (
        [{"newest": "desc"}, {"object_id": "asc"}],
        [{"people": "asc"}],
        [{"people": {"order": "desc"}}, {"newest": "asc"}],
        ["-newest", "object_id"],
        "people",
        [{"_score": "desc"}, {"newest": "desc"}, {"object_id": "asc"}],
    )
)
viewers = st.sampled_from((("public",), ("members",), ("members", "group-1")))
sources = st.sampled_from((True, False, ["name", "people"], "text", ["story", "made"]))


def asked(draw: st.DrawFn, queries: st.SearchStrategy[Query]) -> Query:
    """Some queries of a viewer: one that must hold, or several that add to the score."""
    clauses = audience_clauses(draw(viewers))
    if draw(st.booleans()):
        return {"bool": {"must": [draw(queries)], **clauses}}
    several = draw(st.lists(queries, min_size=2, max_size=4))
    return {"bool": {"should": several, "minimum_should_match": draw(st.integers(0, 2)), **clauses}}


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """A whole request of a viewer, ready to be sent; its scores are exact."""
    body: dict[str, Any] = {"query": asked(draw, exact_queries)}
    rest = {
        "from": st.integers(0, 4),
        "size": st.integers(0, 9),
        "sort": orders,
        "aggs": aggregations,
        "highlight": highlights,
        "post_filter": filters,
        "_source": sources,
    }
    return body | draw(st.fixed_dictionaries({}, optional=rest))


@st.composite
def word_requests(draw: st.DrawFn) -> dict[str, Any]:
    """A request for all that has some words, by their weight."""
    return {"query": asked(draw, word_queries), "size": 100}
