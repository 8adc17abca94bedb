"""A picture of the first page of a file: a program of its own, run with a file's extension, that reads it from its
standard input and writes a WebP picture to its standard output, or nothing.

Like extracting.py it knows nothing of the site, is bounded in memory, and is stopped by whoever runs it.  However large
a page says that it is, it is drawn no larger than the box; what a document brings along as its own picture is a picture
to be checked like any other.
"""

import posixpath
import sys
import warnings
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.parsers import expat
from zipfile import ZipFile

if TYPE_CHECKING:
    from PIL import Image

BOX = (480, 640)  # pixels; twice of what is shown
SMALLEST = 48  # of the shorter side: what is smaller, or a stripe, shows nothing
MOST_PIXELS = 40_000_000
MOST_UNPACKED = 20 * 1024 * 1024
MOST_MEMORY = 1024 * 1024 * 1024


def picture_of(content: bytes, extension: str) -> bytes:
    """WebP, or b"" where there is none.  Whatever a hostile file makes a library raise, it raises."""
    draw = DRAWN.get(extension)
    picture = draw(content) if draw else None
    if picture is None or min(picture.size) < SMALLEST:
        return b""
    encoded = BytesIO()
    picture.save(encoded, "WEBP", quality=78, method=4)
    return encoded.getvalue()


def _pdf(content: bytes) -> "Image.Image | None":
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if not len(document):
        return None
    page = document[0]
    width, height = page.get_size()
    if width <= 0 or height <= 0:
        return None
    drawn = page.render(scale=min(BOX[0] / width, BOX[1] / height), may_draw_forms=False).to_pil()
    return drawn.convert("RGB").crop((0, 0, min(drawn.width, BOX[0]), min(drawn.height, BOX[1])))


def _picture(content: bytes) -> "Image.Image | None":
    """A picture as it is kept already, smaller."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", BOX)
            image.load()
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    upright.thumbnail(BOX, Image.Resampling.LANCZOS)
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    return flat


def _brought_along(*names: str) -> Callable[[bytes], "Image.Image | None"]:
    """Draws the first of these entries that a document has."""

    def draw(content: bytes) -> "Image.Image | None":
        with ZipFile(BytesIO(content)) as archive:
            known = set(archive.namelist())
            found = next((name for name in names if name in known), None)
            return _picture(_unpacked(archive, found)) if found else None

    return draw


def _epub(content: bytes) -> "Image.Image | None":
    with ZipFile(BytesIO(content)) as archive:
        known = set(archive.namelist())
        package = next(
            (each["full-path"] for _tag, each in _elements(archive, "META-INF/container.xml") if "full-path" in each),
            "",
        )
        cover = _cover_of(list(_elements(archive, package))) if package in known else ""
        # A name is looked up among the entries, so «../» leads nowhere else.
        entry = posixpath.normpath(posixpath.join(posixpath.dirname(package), unquote(cover)))
        return _picture(_unpacked(archive, entry)) if cover and entry in known else None


def _cover_of(elements: list[tuple[str, dict[str, str]]]) -> str:
    """Where the picture of a cover is, as the package of an EPUB 3 or 2 says."""
    named = {each.get("content", "") for tag, each in elements if tag == "meta" and each.get("name") == "cover"}
    for tag, each in elements:
        is_cover = "cover-image" in each.get("properties", "").split() or each.get("id", "") in named
        if tag == "item" and is_cover:
            return each.get("href", "")
    return ""


def _elements(archive: ZipFile, entry: str) -> Iterator[tuple[str, dict[str, str]]]:
    """(tag without its namespace, attributes) of all elements."""
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: found.append((name.rpartition(" ")[2], attributes))
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(_unpacked(archive, entry), True)
    yield from found


def _refuse(*_args: object) -> None:
    raise ValueError("no document types")


def _unpacked(archive: ZipFile, entry: str) -> bytes:
    with archive.open(entry) as file:
        return file.read(MOST_UNPACKED)


_office = _brought_along("docProps/thumbnail.jpeg", "docProps/thumbnail.jpg", "docProps/thumbnail.png")
DRAWN: dict[str, Callable[[bytes], "Image.Image | None"]] = {
    ".pdf": _pdf, ".jpg": _picture, ".odt": _brought_along("Thumbnails/thumbnail.png"), ".docx": _office,
    ".pptx": _office, ".xlsx": _office, ".epub": _epub,
}  # fmt: skip


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # not on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def main() -> None:
    _limit_memory()
    sys.stdout.buffer.write(picture_of(sys.stdin.buffer.read(), sys.argv[1]))


if __name__ == "__main__":
    main()
