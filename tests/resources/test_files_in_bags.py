"""Files of resources go into the bag whatever their rule, and come back under it; what is lost is said."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from profiles import reviewing
from profiles.uploads import PUBLICATIONS, check_upload
from resources.models import Resource, ResourceFile
from resources.preserving.bags import NEEDED, close_bag
from resources.services import save_draft
from tests.profiles.conftest import make_picture
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource
from tests.resources.test_preserving import contents, empty, library, refused
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
DATED = ("bag-info.txt", "tagmanifest-sha256.txt")


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT, settings.MEDIA_ROOT = tmp_path / "private", tmp_path / "media"
    return tmp_path / "private"


def file(name: str, content: bytes) -> Any:
    return check_upload(SimpleUploadedFile(name, content), PUBLICATIONS)


def stored(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def made(contributor: Any) -> list[Resource]:
    """Four with files: for everybody, for members, under embargo, and a picture, of which the second is a draft's too."""
    same = make_pdf("Members")
    rows = [
        make_resource(title="Wells", slug="wells", url="", keep=file("wells.pdf", make_pdf("Pastures"))),
        make_resource(title="Felt", slug="felt", access="members", keep=file("felt.pdf", same)),
        make_resource(
            title="Hay", slug="hay", access="embargo", opens=date(2099, 1, 1), keep=file("hay.pdf", make_pdf("Hay"))
        ),
        make_resource(title="Yurt", slug="yurt", keep=file("yurt.png", make_picture().read())),
    ]
    drafted = make_resource(title="Draft", live=False, keep=file("draft.pdf", make_pdf("Nobody reads this")))
    save_draft(
        resource=Resource.objects.get(pk=rows[0].pk),
        contributor=contributor,
        file=file("second.pdf", make_pdf("Not yet")),
    )
    assert drafted.file is not None
    return rows


def test_there_and_back_byte_for_byte(made: list[Resource], tmp_path: Path, search_index: SearchIndex) -> None:
    bag = tmp_path / "bag"
    assert library("export", bag) == [
        "organizations: 0", "resources: 4", "collections: 0", "tombstones: 0", "files: 4",
        "Files that are not for everybody: 2. Keep this folder private.",
        "not public: felt/felt.pdf: members",
        "not public: hay/hay.pdf: embargo 2099-01-01",
    ]  # fmt: skip
    before = contents(bag)
    kept = [row.file.file.read() for row in Resource.objects.published().order_by("pk")]
    told = list(map(orjson.loads, before["data/files.jsonl"].splitlines()))
    assert [(each["name"], each["fault"]) for each in told] == [
        ("wells.pdf", ""), ("felt.pdf", ""), ("hay.pdf", ""), ("yurt.jpg", ""),
    ]  # fmt: skip
    assert {name for name in before if name.startswith("data/files/")} == {f"data/{each['path']}" for each in told}
    assert [before[f"data/{each['path']}"] for each in told] == kept
    assert not [name for name, content in before.items() if b"Nobody reads" in content or b"Not yet" in content]
    assert library("check", bag) == [f"{bag}: every checksum is right."]

    facts = ("resource__slug", "resource__access", "resource__opens", "name", "size", "digest", "checksum", "uploaded")
    rows = list(ResourceFile.objects.filter(resource__file__isnull=False, resource__live=True).values_list(*facts))
    addresses = [row.file_address for row in made]
    empty()
    assert library("restore", bag)[-2:] == [
        "files: 4", "The words of files are found once manage.py care_for_files has read them.",
    ]  # fmt: skip
    again = list(ResourceFile.objects.values_list(*facts))
    assert again == [row for row in rows if row[3] != "second.pdf"]
    assert [Client().get(address).status_code for address in addresses] == [200, 302, 404, 200]
    assert b"".join(Client().get(addresses[0]).streaming_content) == kept[0]  # type: ignore[attr-defined]
    library("export", tmp_path / "again")
    after = contents(tmp_path / "again")
    assert {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)} <= set(DATED)

    call_command("care_for_files")
    search_index.drain()
    totals = [Client().get("/learn/", {"q": word}).context["listing"].page.total for word in ("pastures", "members")]
    assert totals == [1, 0]


def test_what_is_lost_is_named_and_stays_known(made: list[Resource], private: Path, tmp_path: Path) -> None:
    gone, changed = Path(made[1].file.file.path), Path(made[2].file.file.path)
    gone.unlink()
    changed.write_bytes(b"%PDF-1.4 worn")
    told = refused("export", tmp_path / "bag").splitlines()
    assert told[-3:] == [
        "not in the bag: felt/felt.pdf: missing",
        "not in the bag: hay/hay.pdf: changed",
        "Missing or damaged files: 2. Put them back from a backup, and export again.",
    ]
    # What there is has been kept, as a bag that is whole.
    bag = tmp_path / "bag"
    assert library("check", bag) == [f"{bag}: every checksum is right."]
    assert len(stored(bag / "data/files")) == 2
    digest = made[1].file.digest
    empty()
    assert "files: 2" in library("restore", bag)
    row = ResourceFile.objects.get(digest=digest)
    assert (row.resource.file, row.name, Client().get(row.address("hay")).status_code) == (row, "felt.pdf", 404)
    assert "felt/felt.pdf: missing" in refused("export", tmp_path / "again")


def test_a_restore_that_fails_leaves_no_file(made: list[Resource], private: Path, tmp_path: Path) -> None:
    bag = tmp_path / "bag"
    library("export", bag)
    empty()
    for path in stored(private):
        path.unlink()
    lines = (bag / "data/files.jsonl").read_bytes()
    last = f'"checksum":"{orjson.loads(lines.splitlines()[-1])["checksum"]}"'
    for old, new, said in (
        (last, f'"checksum":"{"0" * 64}"', "line 4: files/"),
        ('"size":', '"bytes":', "line 1: 'size'"),
    ):
        (bag / "data/files.jsonl").write_text(lines.decode().replace(old, new))
        for name in NEEDED:
            (bag / name).unlink()
        close_bag(bag, {})  # checksums that are right, of records that are wrong
        assert said in refused("restore", bag)
        assert (stored(private), Resource.objects.count()) == ([], 0)


def test_reviewed_changes_do_not_hide_the_file(made: list[Resource], moderator: Any, tmp_path: Path) -> None:
    """A version that is published brings its own file into the bag."""
    reviewing.publish(Resource.objects.get(slug="wells"), user=moderator)
    library("export", tmp_path / "bag")
    told = map(orjson.loads, (tmp_path / "bag/data/files.jsonl").read_bytes().splitlines())
    assert "second.pdf" in [each["name"] for each in told]
