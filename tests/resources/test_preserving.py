"""manage.py library: everything into a bag, and back into an empty library."""

import hashlib
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from profiles.models import Organization
from resources.models import Collection, CollectionItem, Resource, Tombstone
from resources.oai.repository import Selection, records
from tests.profiles.factories import make_organization
from tests.resources.factories import make_collection, make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
BEGAN = datetime(2026, 1, 1, 12, 30, 15, 123456, tzinfo=UTC)


def library(action: str, folder: Path) -> list[str]:
    out = StringIO()
    call_command("library", action, str(folder), stdout=out, stderr=out)
    return out.getvalue().splitlines()


def refused(action: str, folder: Path) -> str:
    out = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("library", action, str(folder), stdout=out, stderr=out)
    return f"{out.getvalue()}{error.value}"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told() -> list[Any]:
    """What a harvester would be told, and when it changed."""
    found = records(Selection(), None, 100)
    return [(each.uuid, each.datestamp, each.sets, each.resource and each.resource.slug) for each in found]


def gone() -> list[int]:
    """What the addresses of what was withdrawn, what was deleted and what never was answer."""
    paths = ("withdrawn-words/", "deleted-words/", "deleted-words/cite.bib", "never-there/")
    return [Client().get(f"/learn/{path}").status_code for path in paths]


@pytest.fixture
def bag(tmp_path: Path, settings: Any, contributor: Any) -> Path:
    """The bag of a library in which there is everything."""
    settings.MEDIA_ROOT = tmp_path / "media"
    shown, hidden = make_organization("Osh Water", countries=["KG"]), make_organization("Hidden", is_hidden=True)
    rich = make_resource(
        title="Как платят", topics=["бухучёт", "unheard-of crafts"], contributor=contributor, organization=shown,
        authors=["Aida", "IOM"], year=2024, doi="10.1000/1", isbn="9783161484100", licence="CC-BY-4.0", ref="r-1",
        countries=["KG", "DE"], language="ru", sdgs=[6], gcm=[19, 20], expire_at=BEGAN + timedelta(days=900), summary="",
    )  # fmt: skip
    plain = make_resource(
        title="Plain", organization=hidden, contributor=contributor, translation_of=rich, work=rich.uuid
    )
    withdrawn = make_resource(title="Withdrawn", slug="withdrawn-words", live=False, first_published_at=BEGAN)
    draft = make_resource(title="Draft", live=False)
    for place, row in enumerate((rich, plain, withdrawn, draft)):
        moment = BEGAN + timedelta(seconds=place)
        Resource.objects.filter(pk=row.pk).update(
            updated=moment, created=moment, first_published_at=row.first_published_at
        )
    make_resource(title="Deleted", slug="deleted-words", language="fr").delete()
    Tombstone.objects.update(deleted=BEGAN)
    cover = get_image_model().objects.create(title="Canal", file=get_test_image_file(size=(90, 60)))
    path = make_collection("Welcome", plain, draft, rich, audience="newcomer", is_featured=True, cover=cover)
    CollectionItem.objects.filter(resource=rich).update(note="Read it last")
    make_collection("Draft", plain, live=False)
    assert path.items.count() == 3
    lines = ["organizations: 1", "resources: 2", "collections: 1", "tombstones: 2", "files: 0"]
    assert library("export", tmp_path / "bag") == lines
    return tmp_path / "bag"


def empty() -> None:
    Collection.objects.all().delete()
    Resource.objects.all().delete()
    Tombstone.objects.all().delete()
    Organization.objects.all().delete()
    get_image_model().objects.all().delete()


def test_there_and_back(bag: Path, tmp_path: Path, search_index: SearchIndex) -> None:
    files = contents(bag)
    [cover] = [name for name in files if name.startswith("data/covers/")]
    assert set(files) == {
        "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt", cover, "data/resources.jsonl",
        "data/organizations.jsonl", "data/collections.jsonl", "data/tombstones.jsonl", "data/files.jsonl",
    }  # fmt: skip
    payload = {name: content for name, content in files.items() if name.startswith("data/")}
    manifest = dict(reversed(line.split("  ")) for line in files["manifest-sha256.txt"].decode().splitlines())
    assert manifest == {name: hashlib.sha256(content).hexdigest() for name, content in payload.items()}
    size = f"Payload-Oxum: {sum(map(len, payload.values()))}.6"
    assert size in files["bag-info.txt"].decode().splitlines()
    rich = orjson.loads(files["data/resources.jsonl"].splitlines()[0])
    assert {**rich, "uuid": "", "slug": "", "url": "", "first_published_at": "", "last_published_at": ""} == {
        "title": "Как платят", "topics": ["бухучёт", "unheard-of crafts"], "organization": "osh-water", "ref": "r-1",
        "authors": ["Aida", "IOM"], "year": 2024, "doi": "10.1000/1", "isbn": "9783161484100", "licence": "CC-BY-4.0",
        "countries": ["KG", "DE"], "language": "ru", "summary": "", "type": "report", "uuid": "", "slug": "", "url": "",
        "created": "2026-01-01T12:30:15.123456+00:00", "updated": "2026-01-01T12:30:15.123456+00:00",
        "expire_at": "2028-06-19T12:30:15.123456+00:00", "first_published_at": "", "last_published_at": "",
        "access": "public", "opens": None, "work": None, "translation_of": None,
        "sdgs": [6], "gcm": [19, 20], "changes": "", "duration": None,
    }  # fmt: skip
    private = (b"Draft", b"Withdrawn", b"withdrawn-words", b"deleted-words", b"Hidden", b"contributor@")
    assert [word for word in private if word in b"".join(payload.values())] == []
    before, pages = told(), gone()
    empty()
    lines = ["organizations: 1", "resources: 2", "collections: 1", "tombstones: 2", "files: 0"]
    assert library("restore", bag) == lines
    assert (told(), len(before)) == (before, 4)
    assert (gone(), pages) == ([410, 410, 410, 404], [410, 410, 410, 404])
    library("export", tmp_path / "again")
    again = contents(tmp_path / "again")
    dated = ("bag-info.txt", "tagmanifest-sha256.txt")
    assert {name: again[name] for name in again if name not in dated} == {
        name: files[name] for name in files if name not in dated
    }
    search_index.drain()
    page = Client().get("/learn/", {"q": "платят"}).content.decode()
    assert "Как платят" in page
    collection = Collection.objects.get()
    assert [(item.resource.title, item.note) for item in collection.shown_items()] == [
        ("Plain", ""), ("Как платят", "Read it last"),
    ]  # fmt: skip
    assert (collection.audience, collection.cover.title, collection.cover.width) == ("newcomer", "Canal", 90)
    assert "not empty. Restore into a new one" in refused("restore", bag)
    assert "is not empty. Name a new folder." in refused("export", bag)


def test_what_is_broken_is_named_and_nothing_is_written(bag: Path) -> None:
    empty()
    assert library("check", bag) == [f"{bag}: every checksum is right."]
    resources, manifest = bag / "data/resources.jsonl", bag / "manifest-sha256.txt"
    tags = bag / "tagmanifest-sha256.txt"
    whole, listed, tagged = (path.read_bytes() for path in (resources, manifest, tags))

    resources.write_bytes(whole.replace(b"Plain", b"Plane"))
    (bag / "data/more.txt").write_text("more")
    (bag / "data/tombstones.jsonl").rename(bag / "gone")
    told = [
        "data/resources.jsonl: its checksum is wrong",
        "data/tombstones.jsonl: missing",
        "data/more.txt: in no manifest",
    ]
    assert refused("check", bag) == "\n".join([*told, f"{bag}: 3 faults."])
    assert refused("restore", bag) == "\n".join(told)
    (bag / "data/more.txt").unlink()
    (bag / "gone").rename(bag / "data/tombstones.jsonl")
    resources.write_bytes(whole)
    manifest.write_bytes(listed + b"0  ../outside\n")
    assert refused("restore", bag) == "manifest-sha256.txt: its checksum is wrong\n../outside: outside of the bag"
    manifest.unlink()
    assert refused("restore", bag) == "manifest-sha256.txt: missing"
    assert "bagit.txt: missing" in refused("check", bag / "nowhere")

    # Checksums that are right, of words that are wrong.
    for old, new, fault in [
        (b'"year":2024', b'"year":"soon"', "data/resources.jsonl, line 1:"),
        (b'"organization":"osh-water"', b'"organization":"other"', "data/resources.jsonl, line 1:"),
        (b'"title":"Plain",', b"", "data/resources.jsonl, line 2:"),
        (b"{", b"[", "data/resources.jsonl, line 1:"),
    ]:
        changed = whole.replace(old, new, 1)
        resources.write_bytes(changed)
        manifest.write_bytes(listed.replace(*(hashlib.sha256(each).hexdigest().encode() for each in (whole, changed))))
        kept = [line for line in tags.read_text().splitlines() if not line.endswith("  manifest-sha256.txt")]
        tags.write_text("\n".join([*kept, f"{hashlib.sha256(manifest.read_bytes()).hexdigest()}  manifest-sha256.txt"]))
        assert fault in refused("restore", bag)
    for path, content in ((resources, whole), (manifest, listed), (tags, tagged)):
        path.write_bytes(content)
    make_organization("OSH WATER")
    assert "line 1: «OSH WATER» has the address «osh-water» here. Give it another first." in refused("restore", bag)
    Organization.objects.all().delete()
    assert [model.objects.count() for model in (Resource, Collection, Tombstone, Organization)] == [0, 0, 0, 0]
