"""The words of a file, page by page: a program of its own, run with a file's extension, that reads it from its standard
input and writes {"pages": […]} or {"problem": "…"} to its standard output.

It knows nothing of the site, and whoever runs it stops it: what people upload may be made to never end.  Everything it
reads is bounded, its memory too.  Entities of XML are not resolved: a file with a document type is refused.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from html.parser import HTMLParser
from io import BytesIO
from itertools import islice
from xml.parsers import expat
from zipfile import ZipFile, ZipInfo

MOST_PAGES = 500
MOST_CHARACTERS = 1_000_000
MOST_UNPACKED = 50 * 1024 * 1024  # bytes of one entry of a ZIP file
MOST_MEMORY = 1024 * 1024 * 1024
LINES = frozenset({"p", "h", "si", "row", "tab", "br", "line-break", "div", "li", "tr", "td", "h1", "h2", "h3", "h4"})
SKIPPED = frozenset({"script", "style", "head"})
LOCKED, BROKEN = "locked", "broken"
NEXT = "\0"  # XML can't hold it


class UnreadableError(Exception):
    """With a code that says why."""


def pages_of(content: bytes, extension: str) -> list[str]:
    """The text of each page, as far as the limits go; of what has no pages one text.  Raises UnreadableError."""
    reader = READERS.get(extension)
    try:
        return list(_bounded(reader(content))) if reader else []
    except UnreadableError:
        raise
    except Exception as error:  # whatever a hostile file makes a library do
        raise UnreadableError(BROKEN) from error


def _bounded(pages: Iterable[str]) -> Iterator[str]:
    left = MOST_CHARACTERS
    for page in islice(pages, MOST_PAGES):
        text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFKC", page[:left].replace("\0", " "))).strip()
        yield text[:left]
        left -= len(text)
        if left <= 0:
            return


def _pdf(content: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise UnreadableError(LOCKED)
    for page in reader.pages:
        yield page.extract_text()


def _refuse(*_args: object) -> None:
    raise UnreadableError(BROKEN)


class _Words:
    """Collects what stands between the tags of an XML document."""

    def __init__(self, xml: bytes, within: str, starting: str = "") -> None:
        """`within` is the element whose words are kept; before each that is called `starting` stands NEXT."""
        self.parts: list[str] = []
        self.within, self.starting, self.depth = within, starting, 0
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._add
        parser.Parse(xml, True)

    def _start(self, name: str, _attributes: object) -> None:
        local = name.rpartition(" ")[2]
        self.depth += local == self.within
        if self.starting and local == self.starting:
            self.parts.append(NEXT)

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        self.depth -= local == self.within
        if local in LINES:
            self.parts.append("\n")

    def _add(self, text: str) -> None:
        if self.depth:
            self.parts.append(text)


def _xml(archive: ZipFile, entry: str | ZipInfo, within: str) -> str:
    return "".join(_Words(_unpacked(archive, entry), within).parts)


def _unpacked(archive: ZipFile, entry: str | ZipInfo) -> bytes:
    with archive.open(entry) as file:
        return file.read(MOST_UNPACKED)


def _numbered(archive: ZipFile, pattern: str) -> list[str]:
    """The entries that a pattern with a number matches, by that number."""
    found = [(int(match[1]), name) for name in archive.namelist() if (match := re.fullmatch(pattern, name))]
    return [name for _number, name in sorted(found)]


def _docx(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        yield _xml(archive, "word/document.xml", "t")


def _odt(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        yield _xml(archive, "content.xml", "body")


def _pptx(content: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(content)) as archive:
        for slide in _numbered(archive, r"ppt/slides/slide(\d{1,6})\.xml"):
            yield _xml(archive, slide, "t")


class _EnoughError(Exception):
    """More than this is not kept."""


class _Cells:
    """The cells of a sheet, a line for each row: words, shared ones too, and numbers as they are written."""

    def __init__(self, xml: bytes, shared: list[str], most: int) -> None:
        self.parts: list[str] = []
        self.shared, self.left = shared, most
        self.kind, self.value, self.is_value = "", "", False
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._add
        with suppress(_EnoughError):
            parser.Parse(xml, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "c":
            self.kind, self.value = attributes.get("t", "n"), ""
        self.is_value = local in ("v", "t")

    def _add(self, text: str) -> None:
        if self.is_value:
            self.value += text

    def _end(self, name: str) -> None:
        local, self.is_value = name.rpartition(" ")[2], False
        if local == "row":
            self.parts.append("\n")
        elif local == "c" and (text := self._text()):
            self.parts += [text, " "]
            self.left -= len(text)
            if self.left <= 0:  # a few cells may share one long text, and so be more than all memory
                raise _EnoughError

    def _text(self) -> str:
        """What one reads in the cell; "" of what is true, false or an error."""
        if self.kind == "s":
            number = int(self.value) if self.value.isdecimal() and len(self.value) < 9 else -1
            return self.shared[number] if 0 <= number < len(self.shared) else ""
        if self.kind == "n":
            return _number(self.value)
        return self.value if self.kind in ("inlineStr", "str") else ""


def _number(written: str) -> str:
    """0.1 of 0.10000000000000001, which is how programs keep it."""
    try:
        return f"{float(written):.15g}"
    except ValueError:
        return ""


def _xlsx(content: bytes) -> Iterator[str]:
    """All sheets as one text.  Days are numbers there, and found as such."""
    with ZipFile(BytesIO(content)) as archive:
        shared: list[str] = []
        if "xl/sharedStrings.xml" in archive.namelist():
            words = _Words(_unpacked(archive, "xl/sharedStrings.xml"), "t", starting="si").parts
            shared = [each.strip() for each in "".join(words).split(NEXT)[1:]]
        made: list[str] = []
        for sheet in _numbered(archive, r"xl/worksheets/sheet(\d{1,6})\.xml"):
            most = MOST_CHARACTERS - sum(map(len, made))
            made.append("".join(_Cells(_unpacked(archive, sheet), shared, most).parts))
        yield re.sub(r" *\n\s*", "\n", "".join(made))


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.skipped = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.skipped += tag in SKIPPED

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """It opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        self.skipped = max(self.skipped - (tag in SKIPPED), 0)
        if tag in LINES:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.skipped:
            self.parts.append(data)


def _epub(content: bytes) -> Iterator[str]:
    """All chapters as one text: a book without fixed pages has none to name."""
    with ZipFile(BytesIO(content)) as archive:
        words: list[str] = []
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xhtml", ".html", ".htm")):
                parser = _Html()
                parser.feed(_unpacked(archive, entry).decode("utf-8", "replace"))
                words += [*parser.parts, "\n"]
        yield "".join(words)


def _data(content: bytes) -> Iterator[str]:
    yield content.decode("utf-8-sig")


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    ".pdf": _pdf, ".docx": _docx, ".odt": _odt, ".pptx": _pptx, ".xlsx": _xlsx, ".epub": _epub, ".csv": _data,
    ".json": _data,
}  # fmt: skip


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    _limit_memory()
    try:
        told: dict[str, object] = {"pages": pages_of(sys.stdin.buffer.read(), sys.argv[1])}
    except UnreadableError as error:
        told = {"problem": str(error)}
    # Halves of letters that a broken font gives can't be written.
    sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
