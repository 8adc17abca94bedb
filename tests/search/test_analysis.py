"""A word is the same on both engines: everything that stands in the taxonomy and the demo, and what is awkward."""

import os
import re
import unicodedata
import uuid
from bisect import bisect_right
from collections.abc import Iterator, Sequence

import pytest

from search.engines.mappings import settings_of
from search.languages import FOLDED, LANGUAGES, analyzer, comparable
from tests.databases import ROOT
from tests.search.engines import cluster_connection

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


@pytest.fixture(scope="module")
def index() -> Iterator[str]:
    """An index that has the analyses of every index of a site, and nothing else."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        pytest.skip("ELASTICSEARCH_URL is not set: Elasticsearch is needed")
    name = f"test-{uuid.uuid4().hex[:12]}-words"
    cluster_connection().ask("PUT", f"/{name}", {"settings": {"index": settings_of(shards=1, replicas=0)}})
    yield name
    cluster_connection().ask("DELETE", f"/{name}")


def analysed_there(index: str, analysis: str, texts: Sequence[str]) -> list[list[str]]:
    """The words that Elasticsearch makes of each text."""
    found: list[list[str]] = [[] for _ in texts]
    for first in range(0, len(texts), BATCH):
        starts, at = [], 0
        for text in texts[first : first + BATCH]:
            starts.append(at)
            at += len(text.encode("utf-16-le")) // 2 + 1
        body = {"analyzer": analysis, "text": texts[first : first + BATCH]}
        for token in cluster_connection().ask("POST", f"/{index}/_analyze", body)["tokens"]:
            found[first + bisect_right(starts, token["start_offset"]) - 1].append(token["token"])
    return found


def differing(index: str, analysis: str, texts: Sequence[str]) -> dict[str, tuple[list[str], ...]]:
    here = [analyzer(analysis).analyze(comparable(text)) for text in texts]
    there = analysed_there(index, analysis, texts)
    return {text: pair for text, *pair in zip(texts, here, there, strict=True) if pair[0] != pair[1]}


def written() -> list[str]:
    """Every word of the labels of concepts and of the demo's texts: 40,000, in five languages."""
    files = [*ROOT.glob("taxonomy/data/concepts/*"), *ROOT.glob("idiaspora/demo/data/**/*.*")]
    return sorted({word for path in files for word in re.findall(r"[^\W_]+", path.read_text())})


@pytest.mark.parametrize("analysis", ANALYSES)
def test_words_of_the_taxonomy_and_the_demo(index: str, analysis: str) -> None:
    words = written()
    assert len(words) > 30_000
    found = differing(index, analysis, [*words, *AWKWARD.split()])
    assert {word.lower() for word in found} <= KNOWN


@pytest.mark.parametrize("analysis", ANALYSES)
def test_letters_and_signs(index: str, analysis: str) -> None:
    """What is newer is a letter or not by the age of Rust and Java, as are the small letters written above others."""
    letters = [chr(number) for number in (*SCRIPTS, *SIGNS) if unicodedata.ucd_3_2_0.category(chr(number)) != "Cn"]
    assert differing(index, analysis, [f"a{letter}b" for letter in letters]) == {}
