"""Documents of office programs and books, which are ZIP files: what is inside decides, and nothing is unpacked but its
label."""

from collections.abc import Collection
from dataclasses import dataclass
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MOST_ENTRIES = 1000
MOST_UNPACKED = 100 * 1024 * 1024
MOST_RATIO = 100
MOST_LABEL = 1024 * 1024  # bytes of [Content_Types].xml or mimetype
END, IS_ENCRYPTED = b"PK\x05\x06", 0x1
END_SIZE = 22  # of the record that ends a ZIP file without a comment
MACROS = ("vbaproject.bin", "vbadata.xml")
FOLDERS_OF_MACROS = ("basic/", "scripts/")


@dataclass(frozen=True)
class Zipped:
    """`label` is the entry that says what a document is, `says` what must stand in it."""

    label: str
    says: bytes
    content_type: str


ZIPPED = {
    ".docx": Zipped(
        "[Content_Types].xml",
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ".odt": Zipped("mimetype", b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    ".xlsx": Zipped(
        "[Content_Types].xml",
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ".pptx": Zipped(
        "[Content_Types].xml",
        b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ".epub": Zipped("mimetype", b"application/epub+zip", "application/epub+zip"),
}


def zipped_kind(sent: bytes, name: str, accept: Collection[str], kinds: str) -> str:
    """The extension of the document that a ZIP file is, one of `accept`; `kinds` says in words what to send.

    Raises ValidationError, which names the file, for an archive, a bomb, macros, or what goes on after its end.
    """
    try:
        with ZipFile(BytesIO(sent)) as archive:
            entries = archive.infolist()
            _check_size(entries, len(sent), name)
            _check_entries(entries, sent, name)
            return _kind_of(archive, name, accept, kinds)
    except (BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError) as error:
        raise ValidationError(_("%(name)s is broken. Save it anew.") % {"name": name}) from error


def _check_size(entries: list[ZipInfo], size: int, name: str) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    # Entries that lie on top of each other add up to more than there is.
    overlaps = sum(entry.compress_size for entry in entries) > size
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED, MOST_RATIO * size) or overlaps:
        raise ValidationError(_("%(name)s would unpack to far too much. Save it as a PDF.") % {"name": name})


def _check_entries(entries: list[ZipInfo], sent: bytes, name: str) -> None:
    if sent[-END_SIZE:][:4] != END or any(entry.flag_bits & IS_ENCRYPTED for entry in entries):
        raise ValidationError(_("%(name)s is broken. Save it anew.") % {"name": name})
    names = [entry.filename.lower() for entry in entries]
    if any(each.endswith(MACROS) or each.startswith(FOLDERS_OF_MACROS) for each in names):
        raise ValidationError(_("%(name)s has macros in it. Save it without them, or as a PDF.") % {"name": name})


def _kind_of(archive: ZipFile, name: str, accept: Collection[str], kinds: str) -> str:
    known = set(archive.namelist())
    for extension, kind in ZIPPED.items():
        if extension not in accept or kind.label not in known or archive.getinfo(kind.label).file_size > MOST_LABEL:
            continue
        label = archive.read(kind.label)
        # The label of an ODT file says nothing else; of a template or a presentation it says more.
        if label == kind.says if kind.label == "mimetype" else kind.says in label:
            return extension
    words = {"name": name, "what": "ZIP", "kinds": kinds}
    raise ValidationError(_("%(name)s is a file of the kind %(what)s. Send %(kinds)s.") % words)
