"""Small files with words in them, as programs write them."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZipFile

from profiles.zipped_documents import ZIPPED


def make_pdf(*pages: str) -> bytes:
    """A PDF with these lines of ASCII, one a page."""
    numbers = range(4, 4 + 2 * len(pages), 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        f"2 0 obj << /Type /Pages /Kids [{kids}] /Count {len(pages)} >> endobj",
        "3 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj",
    ]
    for number, words in zip(numbers, pages, strict=True):
        drawn = f"BT /F1 12 Tf 72 700 Td ({words}) Tj ET"
        objects += [
            f"{number} 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {number + 1} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >> endobj",
            f"{number + 1} 0 obj << /Length {len(drawn)} >> stream\n{drawn}\nendstream endobj",
        ]
    content, places = "%PDF-1.4\n", []
    for each in objects:
        places.append(len(content))
        content += f"{each}\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
    return f"{content}{end}startxref\n{len(content)}\n%%EOF\n".encode("ascii")


def make_zipped(extension: str, entries: Mapping[str, str]) -> bytes:
    """An office document or a book with these entries, and the label that says what it is."""
    kind = ZIPPED[extension]
    says = kind.says.decode()
    label = says if kind.label == "mimetype" else f'<Types><Override ContentType="{says}"/></Types>'
    return make_zip({kind.label: label, **entries})


def make_zip(entries: Mapping[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return file.getvalue()


def make_slides(pages: Sequence[str]) -> bytes:
    slides = {
        f"ppt/slides/slide{number}.xml": f'<p:sld xmlns:p="p" xmlns:a="a"><a:p><a:t>{words}</a:t></a:p></p:sld>'
        for number, words in enumerate(pages, 1)
    }
    return make_zipped(".pptx", slides)
