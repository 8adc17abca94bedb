"""Which words are marked: those that the analysis of a field makes equal, however the text is split."""

import re

import pytest

from search.engines.highlight import Highlighter
from search.engines.schema import Field
from search.engines.translate import Wanted
from search.languages import FOLDED, analyzer, clean, fold

FIELDS = {"text.en": Field("text.en", "text", "en"), "text.ru": Field("text.ru", "text", "ru"),
          "name": Field("name", "text", FOLDED)}  # fmt: skip


def marked(text, wanted, name):
    options = {"fields": {name: {}}, "encoder": "html", "pre_tags": ["\ue000"], "post_tags": ["\ue001"]}
    [piece] = Highlighter(options, FIELDS, wanted)({FIELDS[name].source: text}).get(name, [""])
    return re.findall("\ue000(.*?)\ue001", piece)


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
