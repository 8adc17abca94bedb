"""Fields with very much text are kept behind a document, and come back as they were."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from search.engines import far_texts
from search.engines.far_texts import FarTexts, packed, unpacked

VALUES = st.one_of(st.integers(-5, 5), st.text(max_size=20), st.lists(st.text(max_size=20), max_size=5), st.none())


@given(st.dictionaries(st.sampled_from(["title", "text", "skills", "object_id"]), VALUES))
def test_a_document_comes_back(document: dict[str, Any]) -> None:
    before, far_texts.FAR = far_texts.FAR, 30
    try:
        kept = packed(document)
    finally:
        far_texts.FAR = before
    assert unpacked(kept, whole=True) == document
    assert {
        name: list(value) if isinstance(value, FarTexts) else value for name, value in unpacked(kept).items()
    } == document


def test_much_text_is_read_value_by_value() -> None:
    pages = ["First", "", "Ысык-Көл " * 2_000, "last"]
    fields = unpacked(packed({"object_id": 7, "text": pages}))
    text = fields["text"]
    assert (fields["object_id"], isinstance(text, FarTexts), len(text), text[-1], text[0:2]) == (
        7, True, 4, "last", ["First", ""],
    )  # fmt: skip
    for kept in (["a\0b" * 9_000], ["short"], [], "x" * 20_000):  # such stand with the rest
        assert unpacked(packed({"text": kept})) == {"text": kept}
