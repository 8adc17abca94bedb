"""Reading an uploaded table, CSV or XLSX.  Nothing in it is run or fetched: of a formula its last result is read."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 2 * 1024 * 1024
MAX_COLUMNS, MAX_CELL = 40, 20_000
MAX_UNPACKED = 20 * 1024 * 1024
ZIP = b"PK\x03\x04"
DELIMITERS = ",;\t|"
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Table:
    """The names of the columns, and rows that are as long; every cell is a text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...] = ()  # of the rows, as a spreadsheet counts them
    sheet: str = ""  # its name in a workbook


def read_table(data: bytes, *, max_rows: int) -> Table:
    """The table of a file's content: of a workbook its first sheet.  Raises ValidationError saying what is wrong and
    what to do."""
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 2 MB. Divide it into several."))
    if data.startswith(ZIP):
        sheet, lines = _read_xlsx(data, max_rows)
    else:
        sheet, lines = "", _read_csv(data)
    return _as_table(sheet, lines, max_rows)


def _as_table(sheet: str, lines: Iterator[Iterable[Any]], max_rows: int) -> Table:
    filled = ([_as_text(cell) for cell in islice(line, MAX_COLUMNS + 1)] for line in lines)
    numbered = list(islice(((number, line) for number, line in enumerate(filled, 1) if any(line)), max_rows + 2))
    if len(numbered) < 2:
        raise ValidationError(
            _("The table is empty. It needs a line with the names of its columns, and rows below it.")
        )
    (_number, columns), *below = numbered
    numbers, rows = tuple(number for number, _line in below), [row for _line, row in below]
    while columns and not columns[-1]:
        columns.pop()
    if not columns or len(columns) > MAX_COLUMNS:
        raise ValidationError(_("A table may have 1 to %(count)d columns."), params={"count": MAX_COLUMNS})
    if len(rows) > max_rows:
        raise ValidationError(
            _("The table has more than %(count)d rows. Divide it into several."), params={"count": max_rows}
        )
    width = len(columns)
    return Table(tuple(columns), tuple(tuple((row + [""] * width)[:width]) for row in rows), numbers, sheet)


def _as_text(cell: Any) -> str:
    """A cell as one would type it."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return CONTROL.sub("", str(cell)).strip()[:MAX_CELL]


def _read_csv(data: bytes) -> Iterator[list[str]]:
    text = _decoded(data)
    if "\x00" in text:
        raise ValidationError(_("This is no table. Choose a file that ends in .csv or .xlsx."))
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=False)
    except csv.Error as error:
        raise _unreadable() from error


def _decoded(data: bytes) -> str:
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("We couldn't read the letters of this file. Save it as CSV (UTF-8) or XLSX and try again.")
        ) from error


def _read_xlsx(data: bytes, max_rows: int) -> tuple[str, Iterator[Iterable[Any]]]:
    """The name of the first sheet, and its lines."""
    _check_archive(data)
    # It is needed for uploads alone, and takes its time to load.
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # What the file says of its own size need not be so.
        sheet.reset_dimensions()
    except Exception as error:  # openpyxl raises whatever a broken file leads it to
        raise _unreadable() from error
    return CONTROL.sub("", sheet.title), _lines(sheet, max_rows)


def _lines(sheet: Any, max_rows: int) -> Iterator[Iterable[Any]]:
    try:
        yield from sheet.iter_rows(values_only=True, max_row=2 * max_rows, max_col=MAX_COLUMNS + 1)
    except Exception as error:  # as above
        raise _unreadable() from error


def _check_archive(data: bytes) -> None:
    """Refuses what unpacks to more than a table ever does, and XML that defines things."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > 300 or sum(member.file_size for member in members) > MAX_UNPACKED:
                raise ValidationError(_("This table unpacks to far more than it should. Save it anew and try again."))
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    # As much as it says that it has: a file that lies about it fails here.
                    content = archive.open(member).read(MAX_UNPACKED + 1)
                    if len(content) > MAX_UNPACKED or b"<!DOCTYPE" in content.upper().replace(b"\x00", b""):
                        raise _unreadable()
    except ValidationError:
        raise
    except Exception as error:  # zipfile and zlib raise whatever a broken archive leads them to
        raise _unreadable() from error


def _unreadable() -> ValidationError:
    return ValidationError(_("We couldn't read this table. Save it as CSV (UTF-8) or XLSX and try again."))
