"""What members upload is judged by what it holds: hostile files are refused, each with what it is and what to send."""

import struct
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from profiles.uploads import MAX_BYTES, PDF, PUBLICATIONS, check_upload
from profiles.zipped_documents import MOST_ENTRIES, ZIPPED
from tests.profiles.conftest import make_picture
from tests.profiles.test_photos import png_that_claims

A_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
TYPES = b'<Types><Override ContentType="' + ZIPPED[".docx"].says + b'"/></Types>'
WORD: Mapping[str, bytes] = {"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>"}
TEXT: Mapping[str, bytes] = {"mimetype": ZIPPED[".odt"].says, "content.xml": b"<office:document-content/>"}


def zipped(entries: Mapping[str, bytes], compression: int = ZIP_STORED) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def upload(content: bytes, name: str = "cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/octet-stream")


def with_false_size(archive: bytes, entry: bytes, claimed: int) -> bytes:
    """The same archive, whose list of contents says another size of an entry than it unpacks to."""
    at = archive.rindex(entry) - 46
    return archive[: at + 24] + struct.pack("<I", claimed) + archive[at + 28 :]


BOMB = zipped({**WORD, "word/media/image1.bmp": b"\0" * 90_000_000}, ZIP_DEFLATED)
MANY = zipped({**WORD, **{f"word/{number}": b"" for number in range(MOST_ENTRIES)}})
HOSTILE = {
    "empty": (b"", "is empty"),
    "too large": (b"%PDF-1.7" + b"0" * MAX_BYTES, "larger than 10 MB"),
    "svg as jpg": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "of the kind SVG"),
    "svg after a prologue": (b"<?xml version='1.0'?><!-- a picture --><svg onload='alert(1)'/>", "of the kind SVG"),
    "html as jpg": (b"<html><script>alert(1)</script></html>", "of the kind HTML"),
    "html after space": (b"\n\n  <!DOCTYPE HTML><p>Hello", "of the kind HTML"),
    "html as gif": (b"GIF89a/*<script>alert(1)</script>*/", "of the kind HTML"),
    "gif": (b"GIF89a" + b"\0" * 60, "of the kind GIF"),
    "gif and jar": (b"GIF89a" + b"\0" * 60 + zipped({"Main.class": b"\xca\xfe\xba\xbe"}), "of the kind GIF"),
    "program": (b"MZ\x90\x00" + b"\0" * 60, "of the kind EXE"),
    "old word": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "of the kind DOC"),
    "rtf": (b"{\\rtf1 hello}", "of the kind RTF"),
    "unknown": (b"\0\1\2\3", "We don't know what kind of file"),
    "pdf after html": (b"<html>" + A_PDF, "of the kind HTML"),
    "pdf after a word": (b"hello " + A_PDF, "We don't know what kind of file"),
    "pdf and zip": (A_PDF + zipped({"evil.class": b"x"}), "two files in one, PDF and ZIP"),
    "pdf and html": (A_PDF.replace(b"<<>>", b"<< /X (<script>alert(1)</script>) >>", 1), "two files in one, PDF and HTML"),
    "html after a pdf": (A_PDF + b"<html><body onload='alert(1)'>", "two files in one, PDF and HTML"),
    "pdf with a program": (A_PDF.replace(b"<<>>", b"<< /OpenAction << /S /JavaScript >> >>", 1), "has a program in it"),
    "pdf that breaks off": (A_PDF[:20], "breaks off"),
    "pdf with much after it": (A_PDF + b"\0" * 5000, "breaks off"),
    "zip": (zipped({"readme.txt": b"hello"}), "of the kind ZIP"),
    "jar": (zipped({"META-INF/MANIFEST.MF": b"Main-Class: X"}), "of the kind ZIP"),
    "zip bomb": (BOMB, "unpack to far too much"),
    "bomb of entries": (MANY, "unpack to far too much"),
    "false size": (with_false_size(zipped(WORD), b"[Content_Types].xml", 20), "is broken"),
    "word with macros": (zipped({**WORD, "word/vbaProject.bin": b"x"}), "has macros in it"),
    "text with macros": (zipped({**TEXT, "Basic/Standard/Module1.xml": b"x"}), "has macros in it"),
    "word that goes on": (zipped(WORD) + b"<html>", "is broken"),
    "word with a pdf before": (zipped({"%PDF-1.7": A_PDF, **WORD}), "two files in one, ZIP and PDF"),
    "cut archive": (zipped(WORD)[:-30], "is broken"),
    "template": (zipped({**TEXT, "mimetype": TEXT["mimetype"] + b"-template"}), "of the kind ZIP"),
    "64 megapixels": (png_that_claims(8000, 8000), "40 million pixels"),
    "2.5 gigapixels": (png_that_claims(50_000, 50_000), "40 million pixels"),
    "cut picture": (make_picture().read()[:900], "broken picture"),
    "header alone": (b"\x89PNG\r\n\x1a\n", "broken picture"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_hostile_or_of_no_use_is_refused_by_name(name: str) -> None:
    content, said = HOSTILE[name]
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload(content, "cv.jpg"))
    (message,) = refusal.value.messages
    assert "cv.jpg" in message
    assert said in message


def test_a_refusal_says_what_to_send() -> None:
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload(b"GIF89a" + b"\0" * 60, "photo.gif"))
    assert refusal.value.messages == ["photo.gif is a file of the kind GIF. Send PDF, DOCX, ODT, JPG, PNG."]
    with pytest.raises(ValidationError) as refusal:
        check_upload(upload(zipped(WORD), "cv.docx"), accept=(PDF,))
    assert refusal.value.messages == ["cv.docx is a file of the kind ZIP. Send PDF."]


@pytest.mark.parametrize(
    ("content", "extension", "content_type"),
    [
        (A_PDF, ".pdf", "application/pdf"),
        (zipped(WORD), ".docx", ZIPPED[".docx"].content_type),
        (zipped(WORD, ZIP_DEFLATED), ".docx", ZIPPED[".docx"].content_type),
        (zipped(TEXT), ".odt", ZIPPED[".odt"].content_type),
    ],
)
def test_documents_are_kept_as_they_are_under_the_extension_of_what_they_are(
    content: bytes, extension: str, content_type: str
) -> None:
    checked = check_upload(upload(content, "My CV.exe"))
    assert (checked.name, checked.extension, checked.content_type) == (f"My CV{extension}", extension, content_type)
    assert (checked.content.read(), checked.size) == (content, len(content))
    assert checked.digest == sha256(content).hexdigest()


def test_what_else_is_published_is_known_by_what_it_holds() -> None:
    def office(says: bytes) -> bytes:
        return zipped({"[Content_Types].xml": b'<Types><Override ContentType="' + says + b'"/></Types>'})

    sent = {
        ".xlsx": office(ZIPPED[".xlsx"].says),
        ".pptx": office(ZIPPED[".pptx"].says),
        ".epub": zipped({"mimetype": ZIPPED[".epub"].says}),
        ".csv": "\ufeffcountry;share\nКыргызстан;31,3\n\n".encode(),
        ".json": b'[{"country": "KG"}]',
    }
    assert {kind: check_upload(upload(content, "x.exe"), PUBLICATIONS).extension for kind, content in sent.items()} == {
        kind: kind for kind in sent
    }
    refused = {
        "of the kind ZIP": office(b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
        "of the kind HTML": b"a,b\n<script>,1\n",
        "two files in one, CSV and PDF": b"a,b\n%PDF-1.7,1\n",
        "We don't know what kind of file": b"a,b\n1,2,3\n",
        "of the kind JSON": b'{"a": ' + b"[" * 100_000,
    }
    for said, content in refused.items():
        with pytest.raises(ValidationError) as refusal:
            check_upload(upload(content), PUBLICATIONS)
        assert said in refusal.value.messages[0]


@pytest.mark.parametrize("format", ["JPEG", "PNG"])
def test_a_picture_is_encoded_again_whatever_hides_in_it(format: str) -> None:
    exif = Image.Exif()
    exif[0x010E] = "at home"
    sent = make_picture(4000, 1000, format=format, exif=exif).read() + b"<script>alert(1)</script>" + zipped(WORD)
    checked = check_upload(upload(sent, "C:\\Users\\me\\passport.png"))
    kept = checked.content.read()
    picture = Image.open(BytesIO(kept))
    assert (checked.name, picture.format, picture.size) == ("passport.jpg", "JPEG", (3000, 750))
    assert [hidden for hidden in (b"script", b"PK\x03\x04", b"at home") if hidden in kept] == []
    assert checked.digest == sha256(sent).hexdigest()


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("a\u202egnp.pdf", "agnp.pdf"),  # what turns the reading direction, so that «fdp» reads as an extension
        ("a\x00b.pdf", "ab.pdf"),
        ("x" * 500 + ".pdf", f"{'x' * 120}.pdf"),
        ("Резюме.pdf", "Резюме.pdf"),
        ("/", "?.pdf"),
    ],
)
def test_names_are_for_people_to_read(name: str, shown: str) -> None:
    sent = upload(A_PDF)
    sent._name = name  # what Django itself would take out of a name is put back
    assert check_upload(sent).name == shown
