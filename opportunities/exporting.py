"""Tables to take away, as the applications to a post.  What would be a formula in a spreadsheet is text there."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from opportunities.applications import answered, rows_for
from opportunities.models import Application, Opportunity
from opportunities.moments import get_zone
from profiles.mailing import absolute
from profiles.spreadsheets import defused

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def table_of(opportunity: Opportunity, applications: Sequence[Application], viewer: Any) -> Iterator[list[str]]:
    """A line of headings, then one for each application, in the order given."""
    # Questions may have been changed while people applied: each that somebody was asked is a column.
    questions = list(dict.fromkeys(each.question for row in applications for each in answered(row)))
    zone = get_zone(opportunity.zone)
    arrived = pgettext("of an application", "Arrived")
    headings = [_("Number"), _("Name"), arrived, _("Status"), _("Message"), _("Files"), _("Profile"), *questions]
    yield list(map(str, headings))
    for row in rows_for(applications, viewer):
        application, given = row.application, dict(answered(row.application))
        yield [
            str(application.number),
            application.name,
            application.sent.astimezone(zone).isoformat(" ", "seconds") if application.sent else "",
            application.get_status_display(),
            application.message,
            ", ".join(file.name for file in application.files.all()),
            absolute(row.profile_url) if row.profile_url else "",
            *(given.get(question, "") for question in questions),
        ]


def write_csv(lines: Iterable[Iterable[object]]) -> bytes:
    """With a mark by which spreadsheets know that it is UTF-8."""
    file = StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(map(_cells, lines))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def write_xlsx(lines: Iterable[Iterable[object]]) -> bytes:
    """A book with one sheet."""
    # It is needed for this alone, and takes its time and 23 MB to load.
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Applications")
    for line in lines:
        sheet.append(_cells(line))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cells(line: Iterable[object]) -> list[str]:
    return [defused(str(cell)) for cell in line]


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
