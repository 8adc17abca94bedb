"""A word is the same on both engines: everything that stands in the taxonomy and the demo, and what is awkward."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from search.documents import DocumentClass
from search.engines.elasticsearch import ElasticsearchEngine
from search.languages import FOLDED, LANGUAGES, analyzer, comparable
from tests.databases import ROOT
from tests.search.documents import KIND
from tests.search.engines import new_engine

ANALYSES = (FOLDED, *LANGUAGES)
BATCH = 2_500  # texts in a request; Elasticsearch gives at most 10,000 words back
# Words of one language, analysed as another: the newer English stemmer knows more.
KNOWN = {"interés", "organes"}
AWKWARD = (
    "l’eau d'eau o’er rock'n'roll ʼn ŉ co-op x_y e-mail 3.14 1,000 x² ½ ٣ ⅷ ① 1998г ß ẞ Straße İstanbul İSTANBUL I\u0307zmir "
    "ıssız ΟΔΟΣ οδος ΌΔΌΣ ﬁn ﬂ Ǆ Œuvre æ ø ł đ ð þ cafe\u0301 CAFE\u0301 и\u0306 Е\u0308 n\u0303 a\u0323\u0302 a\u0302\u0323 "
    "тру\u0301д Ысык-Көл учёт ң ҷ مُحَاسَبَة المُحَاسَبَة ا\u0653 ـــ والمدرسة 🙂 👩🏽‍🌾 🇰🇬 a🙂b 𝕏 ＡＢＣ 水利 თბილისი Հայ हिन्दी "
    "organization organizations organic universities emergency biologists sociologist evening added "
    "administracion administración nacion acción bijoux mauvaise"
)
SCRIPTS = [
    *range(0x21, 0x340),
    *range(0x345, 0x363),
    *range(0x370, 0x530),
    *range(0x600, 0x6FF),
    *range(0x10D0, 0x10FB),
    *range(0x1E00, 0x1F00),
]
SIGNS = [*range(0x2000, 0x2100), *range(0x1F300, 0x1F650)]


@pytest.fixture
def cluster(tmp_path: Path, tested: DocumentClass) -> Iterator[ElasticsearchEngine]:
    with new_engine("elasticsearch", tmp_path) as made:
        assert isinstance(made, ElasticsearchEngine)
        made.apply(KIND, {})
        with made.building(KIND) as builder:
            builder.swap()
        yield made


def analysed_there(cluster: ElasticsearchEngine, analysis: str, texts: Sequence[str]) -> list[list[str]]:
    """The words that Elasticsearch makes of each text."""
    found: list[list[str]] = [[] for _ in texts]
    for first in range(0, len(texts), BATCH):
        starts, at = [], 0
        for text in texts[first : first + BATCH]:
            starts.append(at)
            at += len(text.encode("utf-16-le")) // 2 + 1
        body = {"analyzer": analysis, "text": texts[first : first + BATCH]}
        alias = f"{cluster.prefix}-{KIND}"
        for token in cluster.connection.ask("POST", f"/{alias}/_analyze", body)["tokens"]:
            found[first + bisect_right(starts, token["start_offset"]) - 1].append(token["token"])
    return found


def differing(cluster: ElasticsearchEngine, analysis: str, texts: Sequence[str]) -> dict[str, tuple[list[str], ...]]:
    here = [analyzer(analysis).analyze(comparable(text)) for text in texts]
    there = analysed_there(cluster, analysis, texts)
    return {text: pair for text, *pair in zip(texts, here, there, strict=True) if pair[0] != pair[1]}


def written() -> list[str]:
    """Every word of the labels of concepts and of the demo's texts: 40,000, in five languages."""
    files = [*ROOT.glob("taxonomy/data/concepts/*"), *ROOT.glob("idiaspora/demo/data/**/*.*")]
    return sorted({word for path in files for word in re.findall(r"[^\W_]+", path.read_text())})


@pytest.mark.parametrize("analysis", ANALYSES)
def test_words_of_the_taxonomy_and_the_demo(cluster: ElasticsearchEngine, analysis: str) -> None:
    words = written()
    assert len(words) > 30_000
    found = differing(cluster, analysis, [*words, *AWKWARD.split()])
    assert {word.lower() for word in found} <= KNOWN


@pytest.mark.parametrize("analysis", ANALYSES)
def test_letters_and_signs(cluster: ElasticsearchEngine, analysis: str) -> None:
    """What is newer is a letter or not by the age of Rust and Java, as are the small letters written above others."""
    letters = [chr(number) for number in (*SCRIPTS, *SIGNS) if unicodedata.ucd_3_2_0.category(chr(number)) != "Cn"]
    assert differing(cluster, analysis, [f"a{letter}b" for letter in letters]) == {}
