"""What an uploaded file is, by its content, and the records in it."""

from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from resources.importing.bibtex import read_bibtex
from resources.importing.found import Found
from resources.importing.oai import read_oai
from resources.importing.ris import read_ris

MAX_BYTES = 20 * 1024 * 1024
MAX_TEXT = 2 * 1024 * 1024  # of BibTeX and RIS, which are read as a whole
MAX_RECORDS = 10_000


def read_file(data: bytes) -> list[Found]:
    """Its records.  Raises ValidationError saying what is wrong and what to do."""
    if len(data) > MAX_BYTES:
        raise ValidationError(_("The file is larger than %(count)d MB. Divide it into several."), params={"count": 20})
    found = list(islice(_read(data), MAX_RECORDS + 1))
    if len(found) > MAX_RECORDS:
        raise ValidationError(
            _("The file has more than %(count)d records. Divide it into several."), params={"count": MAX_RECORDS}
        )
    if not found:
        raise ValidationError(_("There is no record in this file."))
    return found


def _read(data: bytes) -> Iterator[Found]:
    if data.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        return read_oai(data.removeprefix(b"\xef\xbb\xbf"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(
            _("We couldn't read the letters of this file. Save it as UTF-8 and try again.")
        ) from error
    if len(data) > MAX_TEXT:
        raise ValidationError(_("The file is larger than %(count)d MB. Divide it into several."), params={"count": 2})
    if "\x00" not in text and "TY  - " in text:
        return read_ris(text)
    if "\x00" not in text and "@" in text:
        return read_bibtex(text)
    raise ValidationError(_("This is neither BibTeX nor RIS nor a harvest of OAI-PMH. Choose another file."))
