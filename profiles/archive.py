"""The copy of all one's data: a ZIP with a page that explains it, JSON for programs, and the files."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from profiles.data_sections import Section, sections

Row = Mapping[str, Any]


def write_archive(*, user: Any, file: IO[bytes]) -> None:
    """Writes `index.html`, `data/SECTION.json` for each section, and `files/`.

    The page is in the language that is active; moments are in ISO 8601 with their zone in the JSON.  Sections without a
    row have a file too, so that one sees that nothing is there.
    """
    told = []
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for section in sections():
            rows = [dict(row) for row in section.rows(user)]
            name = f"data/{section.name}.json"
            archive.writestr(name, _json(rows))
            files = [name, *_copy_files(archive, section, user)]
            told.append({"section": section, "rows": [_readable(section, row) for row in rows], "files": files})
        language = get_language() or settings.LANGUAGE_CODE
        direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        context = {"told": told, "made": timezone.now(), "language": language, "direction": direction}
        archive.writestr("index.html", render_to_string("profiles/archive.html", context | {"site": settings.BASE_URL}))


def _copy_files(archive: ZipFile, section: Section, user: Any) -> list[str]:
    names = []
    for name, stored in section.files(user):
        if not stored.storage.exists(str(stored.name)):  # lost, as after restoring a backup without its files
            continue
        with stored.storage.open(str(stored.name)) as source:
            archive.writestr(f"files/{name}", source.read())
        names.append(f"files/{name}")
    return names


def _json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2, default=_plain) + "\n"


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _readable(section: Section, row: Row) -> list[tuple[str, str]]:
    """(label, value) of what a row has, as a reader sees it."""
    return [
        (str(section.labels.get(name, name)), _words(value)) for name, value in row.items() if value not in ("", None)
    ]


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, list | tuple):
        return ", ".join(_words(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_words(each)}" for name, each in value.items())
    return str(value)
