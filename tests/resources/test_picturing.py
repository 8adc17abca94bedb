"""Pictures of first pages: what is drawn, what is refused, and who may see them."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from profiles.uploads import PUBLICATIONS, check_upload
from resources import reading_files
from resources.models import FileRequest, Resource, ResourceFile
from resources.picturing import picture_of
from resources.reading_files import read
from tests.resources.documents_made import make_pdf, make_zipped
from tests.resources.factories import make_resource

CONTAINER = '<c><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></c>'
SMALL = (60, 90)


def encoded(size: tuple[int, int] = SMALL, format: str = "PNG", colour: str = "red") -> bytes:
    file = BytesIO()
    Image.new("RGB", size, colour).save(file, format)
    return file.getvalue()


def size_of(picture: bytes) -> tuple[int, int] | None:
    return Image.open(BytesIO(picture), formats=["WEBP"]).size if picture else None


def book(href: str, *, entry: str = "OEBPS/img/cover.png", properties: str = "cover-image") -> bytes:
    item = f'<package><manifest><item id="c" href="{href}" properties="{properties}"/></manifest></package>'
    return make_zipped(".epub", {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": item, entry: encoded()})


def test_each_kind_has_its_picture_or_none() -> None:
    by_name = '<package><metadata><meta name="cover" content="c"/></metadata><manifest><item id="c" href="img/cover.png"/></manifest></package>'
    second = {"META-INF/container.xml": CONTAINER, "OEBPS/book.opf": by_name, "OEBPS/img/cover.png": encoded()}
    files = [
        (".pdf", make_pdf("One", "Two"), (480, 622)),
        (".jpg", encoded((3000, 100), "JPEG"), None),  # a stripe shows nothing
        (".jpg", encoded((3000, 2000), "JPEG"), (480, 320)),
        (".odt", make_zipped(".odt", {"Thumbnails/thumbnail.png": encoded()}), SMALL),
        (".docx", make_zipped(".docx", {"docProps/thumbnail.jpeg": encoded(format="JPEG")}), SMALL),
        (".pptx", make_zipped(".pptx", {"docProps/thumbnail.emf": "EMF"}), None),
        (".xlsx", make_zipped(".xlsx", {}), None),
        (".epub", book("img/cover.png"), SMALL),
        (".epub", make_zipped(".epub", second), SMALL),
        (".epub", book("../OEBPS/img/cover.png"), SMALL),
        (".epub", book("../../../../etc/passwd"), None),
        (".epub", book("img/cover.png", properties="nav"), None),
        (".csv", b"a;b", None),
    ]
    assert [size_of(picture_of(content, kind)) for kind, content, _size in files] == [size for *_rest, size in files]


def test_huge_pages_and_hostile_pictures_are_bounded() -> None:
    page = make_pdf("Hello")
    for box in (b"[0 0 9e9 9e9]", b"[0 0 1 9e9]", b"[0 0 0 0]", b"[0 0 0.01 .01]", b"[9 9 -9 -9]"):
        size = size_of(picture_of(page.replace(b"[0 0 612 792]", box), ".pdf"))
        assert size is None or (size[0] <= 480 and size[1] <= 640), box
    bomb = encoded((12_000, 12_000))
    for content in (bomb, b"<svg/>", b"\x89PNG\r\n\x1a\n", encoded(format="GIF")):
        try:
            drawn = picture_of(make_zipped(".odt", {"Thumbnails/thumbnail.png": content}), ".odt")
        except Exception:  # the program ends, and so there is none
            drawn = b""
        assert drawn == b""
    entities = CONTAINER.replace("<c>", '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;')
    with pytest.raises(ValueError, match="no document types"):
        picture_of(make_zipped(".epub", {"META-INF/container.xml": entities}), ".epub")


@pytest.fixture
def pictured(settings: Any, tmp_path: Path, contributor: Any) -> Resource:
    settings.PRIVATE_ROOT = tmp_path / "private"
    sent = check_upload(SimpleUploadedFile("wells.pdf", make_pdf("Wells")), PUBLICATIONS)
    made = make_resource(title="Wells", slug="wells", contributor=contributor, keep=sent)
    read(made.file_id, seconds=30)
    return Resource.objects.get(pk=made.pk)


def stored(settings: Any) -> list[str]:
    return sorted(path.suffix for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file())


def test_it_is_drawn_behind_the_request_and_goes_with_its_file(
    pictured: Resource, settings: Any, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    row = pictured.file
    assert (row.is_pictured, row.picture_width, row.picture_height, row.page_count) == (True, 480, 622, 1)
    assert "wells" not in row.picture.name
    assert stored(settings) == ["", ".webp"]
    read(row.pk, seconds=30)  # twice does nothing again
    assert stored(settings) == ["", ".webp"]
    # What would take too long in a request waits; what answers with something else is no picture.
    ResourceFile.objects.update(is_pictured=False, picture="", state="waiting")
    read(row.pk, seconds=0.0, is_last=False)
    assert ResourceFile.objects.values_list("state", "is_pictured").get() == ("waiting", False)
    monkeypatch.setattr(
        reading_files, "_told_by", lambda program, row, seconds: b"{}" if "extr" in program.__name__ else b"GIF89a"
    )
    call_command("care_for_files")
    assert ResourceFile.objects.values_list("state", "is_pictured", "picture").get() == ("read", True, "")
    ResourceFile.objects.update(picture=row.picture.name)
    with django_capture_on_commit_callbacks(execute=True):
        ResourceFile.objects.get().delete()
    assert stored(settings) == []


def test_only_who_may_open_the_file_sees_it(
    pictured: Resource, contributor: Any, stranger: Any, moderator: Any, as_user: Any
) -> None:
    browsers = {"visitor": Client(), "stranger": as_user(stranger), "owner": as_user(contributor)}
    browsers["moderator"] = as_user(moderator)
    granted = as_user(stranger)
    address = pictured.file.picture_address("wells")

    def told() -> dict[str, tuple[int, bool, bool]]:
        """Who gets the picture, and on whose page and card it is."""
        return {
            who: (
                browser.get(address).status_code,
                address in browser.get("/learn/wells/").content.decode(),
                address in browser.get("/learn/").content.decode(),
            )
            for who, browser in browsers.items()
        }

    yes, no = (200, True, False), (404, False, False)
    own = {"owner": yes, "moderator": yes}
    assert told() == {"visitor": yes, "stranger": yes, **own}
    rules: list[tuple[dict[str, Any], Any]] = [
        ({"access": "members"}, {"visitor": no, "stranger": yes, **own}),
        ({"access": "embargo", "opens": date(2099, 1, 1)}, {"visitor": no, "stranger": no, **own}),
        ({"access": "request"}, {"visitor": no, "stranger": no, **own}),
    ]
    for rule, who in rules:
        Resource.objects.update(**rule)
        assert told() == who, rule
    FileRequest.objects.create(resource=pictured, asker=stranger, reason="?", status="granted")
    assert granted.get(address).status_code == 200
    Resource.objects.update(access="public", live=False)
    assert [browsers[who].get(address).status_code for who in ("visitor", "owner")] == [404, 200]


def test_it_is_kept_by_nobody_between(pictured: Resource) -> None:
    address = pictured.file.picture_address("wells")
    response = Client().get(address)
    assert {name: response[name] for name in ("Content-Type", "Cache-Control", "X-Content-Type-Options")} == {
        "Content-Type": "image/webp", "Cache-Control": "private, no-cache", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    again = Client().get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Resource.objects.update(access="members")
    assert Client().get(address, headers={"If-None-Match": response["ETag"]}).status_code == 404
    assert Client().get("/learn/other/first-page/" + pictured.file.digest + "/").status_code == 404


def test_cards_take_as_many_statements_for_many(
    pictured: Resource, contributor: Any, stranger: Any, as_user: Any
) -> None:
    his, counts = as_user(stranger), []
    for many in (0, 19):
        for number in range(many):
            sent = check_upload(SimpleUploadedFile("a.pdf", make_pdf(str(number))), PUBLICATIONS)
            made = make_resource(contributor=contributor, keep=sent, access="request")
            ResourceFile.objects.filter(pk=made.file_id).update(picture="x.webp", is_pictured=True)
            FileRequest.objects.create(resource=made, asker=stranger, reason="?", status="granted")
        for resource in Resource.objects.all():
            his.post(f"/learn/{resource.slug}/keep/")
        his.get("/learn/kept/")
        with CaptureQueriesContext(connection) as queries:
            assert his.get("/learn/kept/").content.decode().count("/first-page/") == many + 1
        counts.append(len(queries))
    assert counts[1] - counts[0] <= 1  # whose files one was given, once for all


def test_its_contributor_reads_what_became_of_it(
    pictured: Resource, contributor: Any, stranger: Any, as_user: Any
) -> None:
    hers = as_user(contributor)
    said = {
        "We have not read it yet.": {"state": "waiting"},
        "Save it without a password and send it again.": {"state": "failed", "problem": "locked"},
        "as a plain PDF or in several parts": {"state": "failed", "problem": "too slow"},
        "Open it, save it anew and send that.": {"state": "failed", "problem": "broken"},
        "it may be scanned": {"state": "read", "problem": "", "characters": 0},
        "We have read 12 pages.": {"page_count": 12, "characters": 99},
        "What comes after that is not searched.": {"page_count": 500},
    }
    for words, facts in said.items():
        ResourceFile.objects.update(**facts)
        pages = [hers.get(path).content.decode() for path in ("/learn/wells/", "/learn/mine/", "/learn/wells/check/")]
        assert [words in page for page in pages] == [True, True, True], words
        assert words not in as_user(stranger).get("/learn/wells/").content.decode()
    Resource.objects.update(access="request")
    assert "given on request are not found by their words" in hers.get("/learn/mine/").content.decode()
