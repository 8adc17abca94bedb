"""Hostile files, sent by the form as a browser does: refused with a cure, or taken without harm and with a word on it."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader, PdfWriter

from resources import reading_files
from resources.models import Resource, ResourceFile
from tests.resources.documents_made import make_pdf, make_zip, make_zipped

FACTS = {"title": "Wells", "type": "report", "summary": "What it tells.", "language": "en"}
KINDS = "PDF, DOCX, ODT, PPTX, XLSX, EPUB, JPG, PNG, CSV, JSON"


def bomb() -> bytes:
    """A document of a few kilobytes that unpacks to 200 MB."""
    file = BytesIO(make_zipped(".docx", {}))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive, archive.open("word/document.xml", "w", force_zip64=True) as entry:
        for _ in range(200):
            entry.write(bytes(1024 * 1024))
    return file.getvalue()


def locked() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(make_pdf("Secret"))))
    writer.encrypt("password", algorithm="RC4-128")
    file = BytesIO()
    writer.write(file)
    return file.getvalue()


def endless() -> bytes:
    """A PDF whose pages are pages of themselves."""
    return make_pdf("One").replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")


def huge_picture() -> bytes:
    """A PNG of a few bytes that says it is 50,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def with_macros() -> bytes:
    label = "application/vnd.ms-word.document.macroEnabled.main+xml"
    types = f'<Types><Override ContentType="{label}"/></Types>'
    return make_zip({"[Content_Types].xml": types, "word/document.xml": "<w/>", "word/vbaProject.bin": "VBA"})


def outside() -> bytes:
    """A table whose words are to come from a file of the server, or from somebody's server."""
    entities = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://127.0.0.1:9/">]>'
    return make_zipped(".xlsx", {"xl/sharedStrings.xml": f"{entities}<sst><si><t>&a;&b;</t></si></sst>"})


def climbing() -> bytes:
    return make_zipped(".epub", {"../../climbed.html": "<p>Climbed</p>", "/etc/climbed.xhtml": "<p>Absolute</p>"})


REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "SVG": ("well.svg", lambda: b"<svg onload='alert(1)'/>", f"well.svg is a file of the kind SVG. Send {KINDS}."),
    "a page as PDF": ("a.pdf", lambda: b"<!DOCTYPE html><html></html>", f"a.pdf is a file of the kind HTML. Send {KINDS}."),
    "PDF and ZIP": ("a.pdf", lambda: make_pdf("x") + make_zip({"a": "b"}), "a.pdf is two files in one, PDF and ZIP. Save it anew."),
    "a bomb": ("a.docx", bomb, "a.docx would unpack to far too much. Save it as a PDF."),
    "a huge picture": ("a.png", huge_picture, "a.png has more than 40 million pixels. Send a smaller picture."),
    "macros": ("a.docx", with_macros, "a.docx has macros in it. Save it without them, or as a PDF."),
}  # fmt: skip
TAKEN: dict[str, tuple[str, Callable[[], bytes], tuple[str, str], str]] = {
    "locked": ("a.pdf", locked, ("failed", "locked"), "Save it without a password and send it again."),
    "endless": ("a.pdf", endless, ("failed", "broken"), "Open it, save it anew and send that."),
    "outside": ("a.xlsx", outside, ("failed", "broken"), "Open it, save it anew and send that."),
    "climbing": ("a.epub", climbing, ("read", ""), "We have read it."),
}


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path


def send(browser: Any, name: str, content: bytes) -> Any:
    return browser.post("/learn/contribute/", {**FACTS, "file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_says_what_to_send_instead(what: str, contributor: Any, as_user: Any) -> None:
    name, make, said = REFUSED[what]
    page = send(as_user(contributor), name, make())
    assert (page.status_code, said in page.content.decode().replace("&#x27;", "'")) == (200, True)
    assert (Resource.objects.count(), ResourceFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("what", TAKEN)
def test_what_is_taken_does_no_harm_and_its_contributor_is_told(
    what: str, contributor: Any, as_user: Any, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    name, make, became, said = TAKEN[what]
    hers = as_user(contributor)
    with django_capture_on_commit_callbacks(execute=True):
        assert send(hers, name, make()).url == "/learn/wells/check/"
    reading_files.read_waiting()
    row = ResourceFile.objects.get()
    assert ((row.state, row.problem), bool(row.picture)) == (became, False)
    assert said in hers.get("/learn/mine/").content.decode()
    assert "root:" not in str(getattr(row, "text", None) and row.text.pages)
    assert list(private.rglob("climbed*")) == []
    response = hers.get(row.address("wells"))
    assert (response["X-Content-Type-Options"], response["Content-Disposition"]) == (
        "nosniff",
        f'attachment; filename="{name}"',
    )


def test_a_long_file_is_taken_at_once_and_read_later(
    contributor: Any, as_user: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(reading_files, "IN_A_REQUEST", 0.0)  # it takes longer than a request may
    hers = as_user(contributor)
    pages = [f"Page {number}" for number in range(1, 511)]
    with django_capture_on_commit_callbacks(execute=True):
        assert send(hers, "long.pdf", make_pdf(*pages)).url == "/learn/wells/check/"
    assert "We have not read it yet." in hers.get("/learn/mine/").content.decode()
    assert reading_files.read_waiting() == 1
    row = ResourceFile.objects.get()
    assert (row.state, row.text.pages, bool(row.picture)) == ("read", pages[:500], True)
    page = hers.get("/learn/mine/").content.decode()
    assert ("We have read 500 pages." in page, "What comes after that is not searched." in page) == (True, True)
