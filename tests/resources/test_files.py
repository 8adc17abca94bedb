"""Files of resources: who may open them when, which version is served, and whom their words are found by."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from profiles import reviewing
from profiles.data_sections import sections
from profiles.uploads import PUBLICATIONS, check_upload
from resources.documents import ResourceDocument
from resources.models import Downloads, FileText, Resource, ResourceFile
from resources.services import create_draft, delete_draft, save_draft, withdraw_resource
from search.audiences import audiences_of
from search.documents import documents_of
from search.queries import SearchRequest, complete, search
from tests.resources.documents_made import make_pdf
from tests.search.plugin import SearchIndex

FACTS = {"type": "report", "summary": "What it tells.", "language": "en"}
WHO = ("visitor", "stranger", "contributor", "moderator")


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "private"
    return tmp_path / "private"


@pytest.fixture
def people(contributor: Any, stranger: Any, moderator: Any, as_user: Any) -> dict[str, Client]:
    return dict(zip(WHO, map(as_user, (None, stranger, contributor, moderator)), strict=True))


def pdf(*pages: str, name: str = "report.pdf") -> Any:
    return check_upload(SimpleUploadedFile(name, make_pdf(*pages)), PUBLICATIONS)


def publish(user: Any, *pages: str, **values: Any) -> Resource:
    """A public resource with a PDF of these pages, whose words are read."""
    made = create_draft(contributor=user, **{"title": "Herders", **FACTS, "file": pdf(*pages), **values})
    reviewing.publish(made, user=user)
    FileText.objects.create(file=made.file, pages=list(pages))
    return Resource.objects.get(pk=made.pk)


def answers(people: dict[str, Client], path: str) -> dict[str, int]:
    return {who: browser.get(path).status_code for who, browser in people.items()}


def stored(folder: Path) -> int:
    """How many files are kept, besides pictures of their first pages."""
    return len([path for path in folder.rglob("*") if path.is_file() and path.suffix != ".webp"])


def test_a_file_is_sent_with_the_form_and_hostile_ones_are_refused(people: dict[str, Client], private: Path) -> None:
    member = people["contributor"]
    for content, said in (
        (b"<svg onload='alert(1)'/>", "photo.jpg is a file of the kind SVG."),
        (make_pdf("x").replace(b"(x)", b"(<script>)"), "photo.jpg is two files in one, PDF and HTML."),
    ):
        sent = SimpleUploadedFile("photo.jpg", content)
        page = member.post("/learn/contribute/", {"title": "Wells", **FACTS, "file": sent})
        assert said in page.content.decode().replace("&#x27;", "'")
    page = member.post("/learn/contribute/", {"title": "Wells", **FACTS, "access": "embargo"}).content.decode()
    assert "Say where it can be found, or add a file." in page
    assert "Say from which day on everybody may open the file." in page
    sent = SimpleUploadedFile("Wells (final).PDF", make_pdf("Well"))
    facts = {"title": "Wells", **FACTS, "file": sent, "access": "members", "opens": "2099-01-01"}
    assert member.post("/learn/contribute/", facts).url == "/learn/wells/check/"
    made = Resource.objects.get()
    row = made.file
    assert (made.access, made.opens, made.url) == ("members", None, "")
    assert (row.name, row.size, row.content_type, row.state, len(row.digest)) == (
        "Wells (final).pdf", len(make_pdf("Well")), "application/pdf", "waiting", 64,
    )  # fmt: skip
    assert (stored(private), "Wells" in row.file.name) == (1, False)
    assert "Wells (final).pdf" in member.get("/learn/wells/edit/").content.decode()
    [section] = [each for each in sections() if each.name == "resources"]
    copied = [(name, stored.name) for name, stored in section.files(made.contributor)]
    assert copied == [(f"library/{row.pk}-Wells (final).pdf", row.file.name)]
    assert answers(people, made.file_address) == {"visitor": 404, "stranger": 404, "contributor": 200, "moderator": 200}


def test_its_rule_says_who_opens_it_and_the_page_says_so(people: dict[str, Client], contributor: Any) -> None:
    open_to_all = publish(contributor, "A", title="Open")
    for_members = publish(contributor, "B", title="Members only", access="members")
    later = publish(contributor, "C", title="Later", access="embargo", opens=date(2099, 5, 1))
    unsaid = publish(contributor, "D", title="Unsaid", access="embargo")
    past = publish(contributor, "E", title="Past", access="embargo", opens=date(2020, 5, 1))
    told = [answers(people, each.file_address) for each in (open_to_all, for_members, later, unsaid, past)]
    own = {"contributor": 200, "moderator": 200}
    everybody, nobody = {"visitor": 200, "stranger": 200, **own}, {"visitor": 404, "stranger": 404, **own}
    assert told == [everybody, {"visitor": 302, "stranger": 200, **own}, nobody, nobody, everybody]
    assert people["visitor"].get(for_members.file_address).url.startswith("/accounts/login/?next=/learn/members-only/")
    pages = {
        (who, each.slug): people[who].get(f"/learn/{each.slug}/") for who in WHO[:2] for each in (for_members, later)
    }
    said = {key: [each for each in ("Members of this site can open its file.", "May 1, 2099", " download>")
                  if each in page.content.decode()] for key, page in pages.items()}  # fmt: skip
    assert said == {
        ("visitor", "members-only"): ["Members of this site can open its file."],
        ("stranger", "members-only"): [" download>"],
        ("visitor", "later"): ["May 1, 2099"],
        ("stranger", "later"): ["May 1, 2099"],
    }
    linked = [each.slug for each in (open_to_all, for_members, later)
              if "citation_pdf_url" in people["visitor"].get(f"/learn/{each.slug}/").content.decode()]  # fmt: skip
    assert linked == ["open"]


def test_a_download_runs_nowhere_and_is_counted_without_a_name(
    people: dict[str, Client], contributor: Any, stranger: Any
) -> None:
    made = publish(contributor, "A")
    response = people["visitor"].get(made.file_address)
    assert b"".join(response.streaming_content) == make_pdf("A")
    assert {name: response[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Disposition": 'attachment; filename="report.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    people["stranger"].get(made.file_address)
    people["contributor"].get(made.file_address)
    people["visitor"].head(made.file_address)
    assert list(Downloads.objects.values_list("resource", "month", "number")) == [
        (made.pk, timezone.localdate().replace(day=1), 2)
    ]
    assert "Downloaded 2 times" in people["visitor"].get(f"/learn/{made.slug}/").content.decode()
    withdraw_resource(resource=made, contributor=contributor)
    assert answers(people, made.file_address) == {"visitor": 404, "stranger": 404, "contributor": 200, "moderator": 200}
    assert people["visitor"].get(f"/learn/another/file/{made.file.digest}/").status_code == 404
    assert people["visitor"].get(f"/learn/{made.slug}/file/{'9' * 40}/").status_code == 404


def test_what_was_published_stays_until_the_changed_version_is(
    people: dict[str, Client], contributor: Any, private: Path, django_capture_on_commit_callbacks: Any
) -> None:
    made = publish(contributor, "First")
    first = made.file_address
    with django_capture_on_commit_callbacks(execute=True):
        for name in ("second.pdf", "third.pdf"):
            latest = Resource.objects.get(pk=made.pk).get_latest_revision_as_object()
            save_draft(resource=latest, contributor=contributor, file=pdf(name, name=name), access="members")
    made.refresh_from_db()
    third = made.get_latest_revision_as_object().file_address
    assert (made.file.name, made.access, stored(private)) == ("report.pdf", "public", 2)  # the second is gone
    assert (people["visitor"].get(first).status_code, people["stranger"].get(third).status_code) == (200, 404)
    assert third in people["contributor"].get(f"/learn/{made.slug}/check/").content.decode()
    reviewing.publish(made, user=contributor)
    made.refresh_from_db()
    assert (made.file.name, made.access, stored(private)) == ("third.pdf", "members", 2)
    assert (people["visitor"].get(first).status_code, people["stranger"].get(third).status_code) == (404, 200)
    made.revisions.earliest("pk").publish()
    made.refresh_from_db()
    assert (made.file_address, people["visitor"].get(first).status_code) == (first, 200)

    with django_capture_on_commit_callbacks(execute=True):
        draft = create_draft(contributor=contributor, title="Draft", file=pdf("Gone"))
        assert stored(private) == 3
        save_draft(resource=draft, contributor=contributor, without_file=True)
        save_draft(resource=draft, contributor=contributor, file=pdf("Anew"))
        delete_draft(resource=draft)
    assert (stored(private), ResourceFile.objects.count()) == (2, 2)


def found(viewer: Any, words: str) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    """How many a search for these words finds, and what its facets count."""
    facets = ("type", "language")
    page = search(SearchRequest("resource", audiences_of(viewer), words, facets=facets))
    return page.total, {name: [(each.value, each.count) for each in page.facets[name].values] for name in facets}


def test_words_of_a_file_are_found_by_those_alone_who_may_open_it(
    people: dict[str, Client], contributor: Any, stranger: Any, search_index: SearchIndex
) -> None:
    publish(contributor, "Nothing here", "All about pastures", title="One")
    members = publish(contributor, "Nothing <b>here", "Secret yurtmakers & felt", title="Two", access="members")
    later = publish(
        contributor, "Embargoed haymakers", title="Three", access="embargo", opens=date(2099, 1, 1), type="policy"
    )
    save_draft(resource=members.get_latest_revision_as_object(), contributor=contributor, file=pdf("Drafted shepherds"))
    search_index.drain()
    visitor = AnonymousUser()
    one, none = (1, {"type": [("report", 1)], "language": [("en", 1)]}), (0, {"type": [], "language": []})
    words = ("pastures", "yurtmakers", "yurtm", "haymakers", "shepherds")
    assert [found(visitor, each) for each in words] == [one, none, none, none, none]
    assert [found(stranger, each) for each in words] == [one, one, one, none, none]
    assert [complete("resource", "text", "yurt", audiences_of(each)) for each in (visitor, contributor)] == [
        [], ["Secret yurtmakers & felt"],
    ]  # fmt: skip
    views = documents_of(ResourceDocument, [members.pk, later.pk])
    assert {pk: [(view["audience"], "text" in view) for view in each] for pk, each in views.items()} == {
        members.pk: [(["public"], False), (["members"], True)],
        later.pk: [(["public", "members"], False)],
    }
    page = people["stranger"].get("/learn/?q=yurtmakers").content.decode()
    assert '<span class="muted">Page 2:</span> …Secret <mark>yurtmakers</mark> &amp; felt…' in page
    assert "yurtmakers &amp;" not in people["visitor"].get("/learn/?q=yurtmakers").content.decode()

    Resource.objects.filter(pk=later.pk).update(opens=date(2020, 1, 1))  # the day comes
    call_command("care_for_files")
    search_index.drain()
    assert [found(each, "haymakers")[0] for each in (visitor, stranger)] == [1, 1]
    later.refresh_from_db()
    assert (later.access, Resource.objects.past_embargo().count()) == ("public", 0)
