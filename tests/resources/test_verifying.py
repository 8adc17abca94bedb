"""manage.py library verify: files that are no longer what they were are found, told once, and forgotten when back."""

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.uploads import PUBLICATIONS, check_upload
from resources.models import ResourceFile
from resources.preserving import verifying
from resources.preserving.verifying import verify_files
from tests.profiles.conftest import make_picture
from tests.profiles.factories import make_member
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource

BEGAN = datetime(2026, 3, 1, 12, tzinfo=UTC)
REPORT = "/admin/library/files/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path / "private"


@pytest.fixture
def operator(django_user_model: Any) -> Any:
    return django_user_model.objects.create_superuser("operator@example.org", "x")


def made(*names: str, **fields: Any) -> list[ResourceFile]:
    """A published resource for each, with a file."""
    rows = []
    for name in names:
        content = make_picture().read() if name.endswith("png") else make_pdf(name)
        keep = check_upload(SimpleUploadedFile(name, content), PUBLICATIONS)
        rows.append(make_resource(title=name, slug=name.partition(".")[0], keep=keep, **fields).file)
    return rows


def verify(*options: str) -> list[str]:
    """What the command said, on both channels, its last word if it failed included."""
    out = StringIO()
    try:
        call_command("library", "verify", *options, stdout=out, stderr=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue().splitlines()


def test_a_damage_is_told_once_and_cleared_when_the_file_is_back(
    operator: Any, moderator: Any, as_user: Any, django_capture_on_commit_callbacks: Any
) -> None:
    wells, felt, yurt = made("wells.pdf", "felt.pdf", "yurt.png")
    kept = Path(wells.file.path).read_bytes()
    desk = as_user(moderator)
    assert "No file was verified yet." in desk.get(REPORT).content.decode()
    with time_machine.travel(BEGAN, tick=False) as clock, django_capture_on_commit_callbacks(execute=True):
        assert verify() == ["files verified: 3"]
        assert verify() == ["files verified: 0"]
        assert "All files that were verified are what they were." in desk.get(REPORT).content.decode()

        clock.shift(timedelta(days=31))
        Path(wells.file.path).unlink()
        Path(felt.file.path).write_bytes(b"%PDF-1.4 worn")
        told = [
            f"wells/wells.pdf: missing (private/{wells.file.name})",
            f"felt/felt.pdf: changed (private/{felt.file.name})",
            "Missing or damaged files: 2. Put them back from a backup.",
        ]
        assert verify() == ["files verified: 3", *told]
        clock.shift(timedelta(days=1))
        assert verify() == ["files verified: 2", *told]  # damaged ones are looked at each time
    [sent] = mail.outbox
    assert (sent.to, sent.subject) == (["operator@example.org"], "Files of the library are damaged")
    assert [words in sent.body for words in ("Missing: 1\n", "No longer what they were: 1\n", REPORT, "wells", "felt")] == [
        True, True, True, False, False,
    ]  # fmt: skip
    page = desk.get(REPORT)
    shown = page.context["files"]
    assert {name: shown[name] for name in ("all", "missing", "changed", "never")} == {
        "all": 3, "missing": 1, "changed": 1, "never": 0,
    }  # fmt: skip
    assert [row.name for row in page.context["damaged"]] == ["wells.pdf", "felt.pdf"]
    assert [words in page.content.decode() for words in (wells.file.name, "missing", "no longer what it was")] == [
        True
    ] * 3

    later = BEGAN + timedelta(days=33)
    with time_machine.travel(later, tick=False) as clock, django_capture_on_commit_callbacks(execute=True):
        Path(wells.file.path).write_bytes(kept)
        assert verify()[1:] == [told[1], "Missing or damaged files: 1. Put them back from a backup."]
        Path(wells.file.path).unlink()  # again: a new damage, told again
        clock.shift(timedelta(days=31))
        verify()
    assert [each.body.count("Missing: 1\n") for each in mail.outbox] == [1, 1]
    wells.refresh_from_db()
    assert (wells.damage, wells.damaged, yurt.damage) == ("missing", later + timedelta(days=31), "")


def test_a_run_stops_in_time_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verifying, "AT_ONCE", 2)
    rows = made("a.pdf", "b.pdf", "c.pdf", "d.pdf", "e.pdf")
    with time_machine.travel(BEGAN, tick=False) as clock:

        def run(minutes: int) -> list[int]:
            numbers = []
            for number in verify_files(before=BEGAN - timedelta(days=1), until=BEGAN + timedelta(minutes=minutes)):
                numbers.append(number)
                clock.shift(timedelta(minutes=1))
            return numbers

        assert (run(1), run(1), run(9)) == ([2], [], [2, 1])
    assert [ResourceFile.objects.get(pk=row.pk).verified is not None for row in rows] == [True] * 5


def test_a_picture_from_before_there_were_checksums_is_known_from_its_first_verification_on() -> None:
    [yurt] = made("yurt.png")
    ResourceFile.objects.update(checksum="")
    assert verify() == ["files verified: 1"]
    yurt.refresh_from_db()
    assert (len(yurt.checksum), yurt.checksum == yurt.digest) == (64, False)
    Path(yurt.file.path).write_bytes(b"other")
    assert verify("--days", "0")[1].startswith("yurt/yurt.jpg: changed")


def test_a_process_that_may_not_read_says_so_and_accuses_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    made("wells.pdf")

    def refuse(*arguments: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("profiles.private_files.PrivateStorage._open", refuse)
    assert verify() == ["[Errno 13] Permission denied. Run this as the account that runs the site."]
    assert ResourceFile.objects.filter(verified=None, damage="").count() == 1


def test_the_report_is_for_editors_and_costs_the_same_for_many(moderator: Any, as_user: Any) -> None:
    other = make_member("other@example.org").user
    made("a.pdf")
    ResourceFile.objects.update(damage="missing", damaged=BEGAN)
    assert [each.get(REPORT).status_code for each in (as_user(moderator), as_user(other), Client())] == [200, 302, 302]
    counts = []
    desk = as_user(moderator)
    for turn in range(2):
        with CaptureQueriesContext(connection) as statements:
            desk.get(REPORT)
        counts.append(len(statements))
        made(*(f"many-{turn}-{number}.pdf" for number in range(30)))
        ResourceFile.objects.update(damage="missing", damaged=BEGAN)
    assert counts[0] == counts[1]
