"""The words of files, page by page; what is hostile ends soon, with a reason."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from profiles.uploads import PUBLICATIONS, check_upload
from resources import extracting, reading_files
from resources.extracting import UnreadableError, pages_of
from resources.models import FileText, ResourceFile
from resources.services import create_draft
from tests.resources.documents_made import make_pdf, make_slides, make_zipped

WORD = (
    '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p><w:p><w:t>Two</w:t></w:p></w:body></w:document>'
)
ODT = '<o:d xmlns:o="o" xmlns:t="t"><o:styles>no</o:styles><o:body><t:h>Ысык-Көл</t:h><t:p>ﻣﺮﺣﺒﺎ</t:p></o:body></o:d>'
CELLS = '<sst xmlns="s"><si><t>Region</t></si><si><t>Ош</t></si></sst>'
SHEET = (
    '<w xmlns="s"><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c><v>0.10000000000000001</v></c>'
    '<c t="inlineStr"><is><t>Нарын</t></is></c><c t="str"><f>1+1</f><v>two</v></c><c t="b"><v>1</v></c>'
    '<c t="e"><v>#REF!</v></c><c t="s"><v>99</v></c><c><v>12500</v></c></row></w>'
)
CHAPTER = "<!DOCTYPE html><html><head><title>no</title></head><body><p>Өмүр&nbsp;&amp; жол</p><script>no</script></body></html>"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + WORD.format("&b;")


def test_words_come_page_by_page_and_normalised() -> None:
    files = {
        ".pdf": make_pdf("First page", "", "Third"),
        ".docx": make_zipped(".docx", {"word/document.xml": WORD.format("ﬁrst  &lt;one&gt;")}),
        ".odt": make_zipped(".odt", {"content.xml": ODT}),
        ".pptx": make_slides([f"Slide {number}" for number in range(1, 11)]),
        ".xlsx": make_zipped(".xlsx", {"xl/sharedStrings.xml": CELLS, "xl/worksheets/sheet1.xml": SHEET}),
        ".epub": make_zipped(".epub", {"OEBPS/one.xhtml": CHAPTER}),
        ".csv": "\ufeffa;b\n1;2".encode(),
        ".jpg": b"\xff\xd8\xff",
    }
    assert {kind: pages_of(content, kind) for kind, content in files.items()} == {
        ".pdf": ["First page", "", "Third"],
        ".docx": ["first <one>\nTwo"],
        ".odt": ["Ысык-Көл\nمرحبا"],
        ".pptx": [f"Slide {number}" for number in range(1, 11)],
        ".xlsx": ["Region Ош\n0.1 Нарын two 12500"],
        ".epub": ["Өмүр & жол"],
        ".csv": ["a;b\n1;2"],
        ".jpg": [],
    }


def test_what_is_hostile_or_endless_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (make_zipped(".docx", {"word/document.xml": BOMB}), make_zipped(".docx", {}), b"PK"):
        with pytest.raises(UnreadableError, match="broken"):
            pages_of(content, ".docx")
    # A table whose cells share one long text would be more than all memory.
    row = '<c t="s"><v>0</v></c>' * 10_000
    table = {
        "xl/sharedStrings.xml": f"<sst><si><t>{'a' * 90_000}</t></si></sst>",
        "xl/worksheets/sheet1.xml": f"<w>{row}</w>",
    }
    assert [len(text) for text in pages_of(make_zipped(".xlsx", table), ".xlsx")] == [1_000_000]
    monkeypatch.setattr(extracting, "MOST_PAGES", 3)
    monkeypatch.setattr(extracting, "MOST_CHARACTERS", 8)
    assert pages_of(make_pdf("abc", "def", "ghi", "jkl"), ".pdf") == ["abc", "def", "gh"]
    assert pages_of(make_pdf("a", "b", "c", "d"), ".pdf") == ["a", "b", "c"]


def test_a_file_is_read_behind_the_request_and_what_fails_says_why(
    contributor: Any,
    settings: Any,
    tmp_path: Any,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    settings.PRIVATE_ROOT = tmp_path

    def told(content: bytes, name: str) -> tuple[str, str, list[str] | None]:
        sent = check_upload(SimpleUploadedFile(name, content), PUBLICATIONS)
        with django_capture_on_commit_callbacks(execute=True):
            made = create_draft(contributor=contributor, title=name, file=sent)
        row = ResourceFile.objects.get(pk=made.file_id)
        return row.state, row.problem, FileText.objects.filter(pk=row.pk).values_list("pages", flat=True).first()

    assert told(make_pdf("One", "Two"), "a.pdf") == ("read", "", ["One", "Two"])
    assert told(make_zipped(".docx", {"word/document.xml": BOMB}), "b.docx") == ("failed", "broken", [])

    monkeypatch.setattr(reading_files, "IN_A_REQUEST", 0.0)
    assert told(make_pdf("Slow"), "c.pdf") == ("waiting", "", None)
    assert (reading_files.read_waiting(), reading_files.read_waiting()) == (1, 0)
    assert list(FileText.objects.order_by("pk").last().pages) == ["Slow"]
    ResourceFile.objects.update(state="waiting")
    reading_files.read(ResourceFile.objects.last().pk, seconds=0.0)
    assert ResourceFile.objects.last().problem == "too slow"
