"""Files that members upload: judged by what they hold, whatever they are called, before anything is kept.

Pictures are decoded and encoded again, so that nothing hidden travels along.  Documents are kept as they are, once they
are one kind of file from their first byte to their last, without programs, and no bomb.
"""

import secrets
import warnings
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from typing import Any

import puremagic
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from profiles.data_files import CSV, JSON, data_kind
from profiles.zipped_documents import ZIPPED, zipped_kind

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 40_000_000
LONGEST_SIDE = 3000  # enough to read a scanned page
MAX_NAME = 120
TAIL = 2048  # bytes at the end of a PDF in which its end is marked
SNIFFED = 1024  # bytes in which readers look for the mark of a PDF, and browsers for a page

PDF, DOCX, ODT, JPEG, PNG = ".pdf", ".docx", ".odt", ".jpg", ".png"
XLSX, PPTX, EPUB = ".xlsx", ".pptx", ".epub"
CONTENT_TYPES = {
    PDF: "application/pdf",
    JPEG: "image/jpeg",
    CSV: "text/csv",
    JSON: "application/json",
    **{extension: kind.content_type for extension, kind in ZIPPED.items()},
}
DOCUMENTS = (PDF, DOCX, ODT, JPEG, PNG)
PUBLICATIONS = (PDF, DOCX, ODT, PPTX, XLSX, EPUB, JPEG, PNG, CSV, JSON)
# What is a page or a picture with programs in it for browsers, however it is called.
PAGES = {b"<svg": "SVG", b"<html": "HTML", b"<!doctype html": "HTML", b"<script": "HTML", b"<body": "HTML"}
# What makes a PDF do something when it is opened.
ACTIVE_IN_PDF = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch")


@dataclass(frozen=True)
class Checked:
    """A file as it is kept: what its owner called it, what of it is stored, the SHA-256 digest of what they sent, and
    that of what is stored, which is another for pictures."""

    name: str
    content: ContentFile
    extension: str
    digest: str
    checksum: str

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[self.extension]

    @property
    def size(self) -> int:
        return self.content.size

    @property
    def facts(self) -> dict[str, Any]:
        """What a row of a kept file says of it: name, size in bytes, SHA-256 digest and content type."""
        return {"name": self.name, "size": self.size, "digest": self.digest, "content_type": self.content_type}


@contextmanager
def all_or_none() -> Iterator[Callable[[Any, Checked], Any]]:
    """Yields keep(row, checked), which writes a row's file under a name that nobody guesses, and saves and returns it.

    When what is done within fails, each file that was written goes again: enter it around the transaction.
    """
    rows: list[Any] = []

    def keep(row: Any, checked: Checked) -> Any:
        rows.append(row)
        row.file.save(f"{secrets.token_urlsafe(24)}{checked.extension}", checked.content)
        return row

    try:
        yield keep
    except BaseException:
        for row in rows:
            if row.file:
                row.file.storage.delete(row.file.name)
        raise


def delete_file(file: FieldFile) -> None:
    """Deletes a file, if there is one, once the change is certain."""
    if file:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


def check_upload(upload: UploadedFile, accept: Collection[str] = DOCUMENTS) -> Checked:
    """The file as it may be kept; `accept` are extensions of PUBLICATIONS.

    Raises ValidationError, which names the file, what it is and what to send instead, for one that is too large, empty,
    broken, dangerous, or of another kind.
    """
    name = _name_of(upload)
    if (upload.size or 0) > MAX_BYTES:
        raise _refusal(_("%(name)s is larger than 10 MB. Send a smaller one."), name)
    upload.seek(0)
    sent = upload.read()
    if not sent:
        raise _refusal(_("%(name)s is empty. Choose the file again."), name)
    extension, content = _judged(sent, name, accept)
    # It never comes back under the extension of something else.
    shown = f"{PurePath(name).stem}{extension}"
    digests = sha256(sent).hexdigest(), sha256(content).hexdigest()
    return Checked(shown, ContentFile(content), extension, *digests)


def _judged(sent: bytes, name: str, accept: Collection[str]) -> tuple[str, bytes]:
    if sent.startswith(b"%PDF-") and PDF in accept:
        _check_pdf(sent, name)
        return PDF, sent
    if sent.startswith(b"PK\x03\x04"):
        _check_alone(sent, name, "ZIP")
        return zipped_kind(sent, name, accept, kinds_in_words(accept)), sent
    if sent.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) and {JPEG, PNG} & set(accept):
        return JPEG, _picture(sent, name)
    what = _what_it_is(sent)
    if {CSV, JSON} & set(accept) and what not in PAGES.values() and (data := data_kind(sent)) in accept:
        _check_alone(sent, name, data[1:].upper())
        return data, sent
    words = {"name": name, "what": what, "kinds": kinds_in_words(accept)}
    if what:
        raise ValidationError(_("%(name)s is a file of the kind %(what)s. Send %(kinds)s.") % words)
    raise ValidationError(_("We don't know what kind of file %(name)s is. Send %(kinds)s.") % words)


def kinds_in_words(accept: Collection[str]) -> str:
    """«PDF, DOCX, JPG»: what to send."""
    return ", ".join(extension[1:].upper() for extension in PUBLICATIONS if extension in accept)


def _refusal(words: str, name: str) -> ValidationError:
    return ValidationError(words % {"name": name})


def _name_of(upload: UploadedFile) -> str:
    """What its owner called it, for people to read: never a path, never a name of a file here."""
    printable = "".join(letter for letter in upload.name or "" if letter.isprintable())
    name = PurePath(printable.replace("\\", "/").rpartition("/")[2])
    return f"{name.stem[:MAX_NAME]}{name.suffix[:10]}" or "?"


def _what_it_is(sent: bytes) -> str:
    """The kind of a file that is not taken, as people know it: «GIF»; "" when nobody can say."""
    start = sent[:SNIFFED].lower()
    for mark, kind in PAGES.items():
        if mark in start:
            return kind
    if sent.startswith(b"MZ"):
        return "EXE"
    try:
        return puremagic.from_string(sent[:4096]).lstrip(".").upper()
    except (puremagic.PureError, ValueError):
        return ""


def _check_pdf(sent: bytes, name: str) -> None:
    _check_alone(sent, name, "PDF")
    if b"%%EOF" not in sent[-TAIL:]:
        raise _refusal(_("%(name)s breaks off. Save it as a PDF again."), name)
    if any(mark in sent for mark in ACTIVE_IN_PDF):
        raise _refusal(_("%(name)s has a program in it. Print it to a PDF file and send that."), name)


def _check_alone(sent: bytes, name: str, kind: str) -> None:
    """Refuses what another reader would take for another kind of file: a polyglot."""
    others = {
        "ZIP": kind != "ZIP" and b"PK\x05\x06" in sent[-66_000:] and b"PK\x01\x02" in sent,
        "PDF": kind != "PDF" and b"%PDF-" in sent[:SNIFFED],
        "HTML": kind == "PDF" and any(mark in sent.lower() for mark in (b"<script", b"<html", b"<!doctype html")),
    }
    for other, is_it in others.items():
        if is_it:
            words = {"name": name, "kind": kind, "other": other}
            raise ValidationError(_("%(name)s is two files in one, %(kind)s and %(other)s. Save it anew.") % words)


def _picture(sent: bytes, name: str) -> bytes:
    """A JPEG picture that holds what is seen of the one that was sent, and nothing else."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = _flat(sent, name)
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise _refusal(_("%(name)s has more than 40 million pixels. Send a smaller picture."), name) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError) as error:
        raise _refusal(_("%(name)s is a broken picture. Save it anew, or take it again."), name) from error
    encoded = BytesIO()
    picture.save(encoded, "JPEG", quality=85)
    return encoded.getvalue()


def _flat(sent: bytes, name: str) -> Image.Image:
    with Image.open(BytesIO(sent), formats=("JPEG", "PNG")) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _refusal(_("%(name)s has more than 40 million pixels. Send a smaller picture."), name)
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is decoded at a fraction of its size
        image.load()
        upright = ImageOps.exif_transpose(image).convert("RGBA")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
        flat = Image.new("RGB", upright.size, "white")
        flat.paste(upright, mask=upright.getchannel("A"))
        return flat
