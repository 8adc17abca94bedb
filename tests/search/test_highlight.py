"""Which words are marked: those that the analysis of a field makes equal, however the text is split."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.engines.highlight import Highlighter
from search.engines.schema import Field
from search.engines.translate import Wanted
from search.languages import FOLDED, analyzer, clean, fold

FIELDS = {"text.en": Field("text.en", "text", "en"), "text.ru": Field("text.ru", "text", "ru"),
          "name": Field("name", "text", FOLDED)}  # fmt: skip


def marked(text, wanted, name):
    options = {"fields": {name: {}}, "encoder": "html", "pre_tags": ["\ue000"], "post_tags": ["\ue001"]}
    marks, _places = Highlighter(options, FIELDS, wanted)({FIELDS[name].source: text})
    return re.findall("\ue000(.*?)\ue001", marks.get(name, ""))


def words(name, *tokens):
    return Wanted(words={name: set(tokens)})


@pytest.mark.parametrize(
    ("text", "wanted", "name", "expected"),
    [
        ("Engineers, engineering: the engineer’s day", words("text.en", "engin"), "text.en",
         ["Engineers", "engineering", "engineer"]),
        ("under_score score-card score", words("name", "score"), "name", ["score", "score", "score"]),
        ("Сваркой занимаюсь, «сварка» — моё", words("text.ru", "сварк"), "text.ru", ["Сваркой", "сварка"]),
        ("Élan, elan and ELAN, but not melan", words("name", "elan"), "name", ["Élan", "elan", "ELAN"]),
        ("مهندس elan 漢字 elan", words("name", "elan"), "name", ["elan", "elan"]),
        ("Bishkek, bishop and Bali", Wanted(prefixes={"name": {"bish"}}), "name", ["Bishkek", "bishop"]),
        ("Vishkek, Bishkek and Biskek", Wanted(typos={"name": {("bishkek", 1)}}), "name",
         ["Vishkek", "Bishkek", "Biskek"]),
        ("the these", Wanted(typos={"text.en": {("thes", 1)}}), "text.en", []),
    ],
)  # fmt: skip
def test_words_that_are_marked(text, wanted, name, expected):
    assert marked(text, wanted, name) == expected


def test_common_letters_are_split_by_the_pattern_as_by_the_engine():
    for number in (*range(0x530), *range(0x2000, 0x2040), 0x20AC, 0x2116):
        text = clean(f"a{chr(number)}b1")  # as it is shown: a letter and its accent are one
        tokens = analyzer(FOLDED).pre_tokenize(text).tokens
        spans = [text[token.char_offset_from : token.char_offset_to] for token in tokens]
        everything = Wanted(prefixes={"name": {"a", "b"}})
        assert "".join(marked(text, everything, "name")) == "".join(
            span for span in spans if fold(span)[0][0] in "ab"
        ), text


def far(wanted, *pages, name="text.en"):
    """The place of what is found behind many pages without it, and the words marked there."""
    options = {"fields": {name: {}}, "encoder": "html", "pre_tags": ["<"], "post_tags": [">"], "number_of_fragments": 1}
    empty = ["Nothing of the kind. " * 100] * 20
    marks, places = Highlighter(options, FIELDS, wanted)({FIELDS[name].source: [*empty, *pages]})
    return places.get(name, 0) - len(empty), re.findall("<(.*?)>", marks.get(name, ""))


def test_pages_far_behind_are_looked_at_where_they_have_signs():
    assert far(words("text.en", "irrig"), "Rain.", "IRRIGATED land") == (1, ["IRRIGATED"])
    assert far(words("text.ru", "ирригац"), "Дождь", "«Ирригация»", name="text.ru") == (1, ["Ирригация"])
    assert far(words("name", "developpement"), "Pluie", "le Développement’s", name="name") == (1, ["Développement"])
    assert far(words("name", "القمر"), "أرض", "القمر", name="name") == (1, ["القمر"])
    # The longest word tells more than one that stands before it.
    assert far(words("text.en", "the", "irrig", "land"), "The land", "irrigation of land") == (
        1,
        ["irrigation", "land"],
    )
    assert far(words("text.en", "irrig"), "Rain.", "Snow.") == (-20, [])


def test_of_many_long_texts_so_much_is_looked_at(monkeypatch):
    monkeypatch.setattr("search.engines.highlight.MOST_LOOKED_AT", 50_000)
    options = {"fields": {"name": {}}, "encoder": "html"}
    misspelt = Wanted(typos={"name": {("elam", 1)}})  # it may be any word, so none is a sign
    highlighter = Highlighter(options, FIELDS, misspelt)
    page = "rain and snow " * 1_000
    assert highlighter({"name": [page, page, "elan"]}) == ({"name": "<em>elan</em>"}, {"name": 2})
    assert [highlighter({"name": [page] * 9 + ["elan"]}) for _ in range(2)] == [({}, {}), ({}, {})]
    assert highlighter({"name": ["elan"]}) == ({"name": "<em>elan</em>"}, {"name": 0})


@given(st.lists(st.text(max_size=60), max_size=5), st.text(min_size=1, max_size=8))
def test_what_is_marked_is_the_text(pages, word):
    tokens = fold(word)
    if not tokens:
        return
    options = {"fields": {"name": {}}, "encoder": "html", "pre_tags": [""], "post_tags": [""], "number_of_fragments": 1}
    marks, places = Highlighter(options, FIELDS, words("name", tokens[0]))({"name": pages})
    assert [unescape(marks[name]) for name in marks] in ([], [clean(pages[place]) for place in places.values()])
