"""What an uploaded file is, by its content, and the records in it."""

import re
from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from profiles import tables
from profiles.tables import Table, read_table
from resources.importing.bibtex import read_bibtex
from resources.importing.found import Found
from resources.importing.oai import read_oai
from resources.importing.ris import read_ris
from resources.importing.tables import MAX_ROWS

MAX_BYTES = 20 * 1024 * 1024
MAX_TEXT = 2 * 1024 * 1024  # of BibTeX and RIS, which are read as a whole
MAX_RECORDS = 10_000
_ENTRY = re.compile(r"^\s*@\w+\s*[{(]", re.MULTILINE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_file(data: bytes) -> list[Found] | Table:
    """Its records; of a table the table, whose columns are still to be named.  Raises ValidationError saying what is
    wrong and what to do."""
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than %(count)d MB. Divide it into several."), params={"count": 20})
    if data.startswith((tables.ZIP, *_UTF_16)):
        return read_table(data, max_rows=MAX_ROWS)
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return _records(read_oai(data.removeprefix(b"\xef\xbb\xbf")))
    return _read_text(data)


def _read_text(data: bytes) -> list[Found] | Table:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("We couldn't read the letters of this file. Save it as UTF-8 and try again.")
        ) from error
    if len(data) > MAX_TEXT:
        raise ValidationError(_("The file is larger than %(count)d MB. Divide it into several."), params={"count": 2})
    if "\x00" not in text and "TY  - " in text:
        return _records(read_ris(text))
    if "\x00" not in text and _ENTRY.search(text):
        return _records(read_bibtex(text))
    if "\x00" not in text and any(mark in text.lstrip().partition("\n")[0] for mark in tables.DELIMITERS):
        return read_table(data, max_rows=MAX_ROWS)
    raise ValidationError(
        _("This is neither a table nor BibTeX nor RIS nor a harvest of OAI-PMH. Choose another file.")
    )


def _records(read: Iterator[Found]) -> list[Found]:
    found = list(islice(read, MAX_RECORDS + 1))
    if len(found) > MAX_RECORDS:
        raise ValidationError(
            _("The file has more than %(count)d records. Divide it into several."), params={"count": MAX_RECORDS}
        )
    if not found:
        raise ValidationError(_("There is no record in this file."))
    return found
