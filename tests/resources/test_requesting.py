"""Files that are given on request: who asks, who decides, and who gets nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.data_sections import sections
from profiles.models import Block, Profile
from profiles.reportable import named
from profiles.uploads import PUBLICATIONS, check_upload
from resources.documents import ResourceDocument
from resources.models import FileRequest, FileText, Resource
from resources.request_services import ask_for_file, decide
from search.audiences import audiences_of
from search.documents import documents_of
from search.queries import SearchRequest, search
from tests.profiles.factories import make_member
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

WHY = "I teach herders in Naryn."


@pytest.fixture(autouse=True)
def private(settings: Any, tmp_path: Path) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"


@pytest.fixture
def wells(contributor: Any) -> Resource:
    sent = check_upload(SimpleUploadedFile("wells.pdf", make_pdf("yurtmakers")), PUBLICATIONS)
    made = make_resource(title="Wells", slug="wells", contributor=contributor, keep=sent, access="request")
    FileText.objects.create(file=made.file, pages=["yurtmakers"])
    return made


@pytest.fixture
def asked(wells: Resource, stranger: Any) -> FileRequest:
    return ask_for_file(asker=stranger, resource=wells, reason=WHY)


@pytest.fixture
def sent(django_capture_on_commit_callbacks: Any) -> Callable[[Callable[[], Any]], list[tuple[list[str], str]]]:
    """What is mailed by what is done."""

    def told(action: Callable[[], Any]) -> list[tuple[list[str], str]]:
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            action()
        return sorted((message.to, message.subject) for message in mail.outbox[before:])

    return told


def page_of(browser: Client, path: str) -> str:
    return browser.get(path).content.decode().replace("&#x27;", "'")


def test_asking_being_given_and_losing_it_again(
    wells: Resource, contributor: Any, stranger: Any, moderator: Any, as_user: Any, sent: Any
) -> None:
    his, hers = as_user(stranger), as_user(contributor)
    Profile.objects.filter(user=contributor).update(locale="ru")
    assert "Log in to ask for it" in page_of(Client(), "/learn/wells/")
    assert Client().get(wells.file_address).url.startswith("/accounts/login/?next=/learn/wells/file/")
    assert his.get(wells.file_address).url == "/learn/wells/ask/"
    assert (page_of(his, "/learn/wells/").count("Ask for the file"), "download>" in page_of(his, "/learn/wells/")) == (
        1, False,
    )  # fmt: skip
    assert "This field is required" in his.post("/learn/wells/ask/", {"reason": " "}).content.decode()
    assert FileRequest.objects.count() == 0
    told = sent(lambda: his.post("/learn/wells/ask/", {"reason": WHY}))
    assert told == [
        (["contributor@example.org"], "Участник просит файл «Wells»"),
        (["moderator@example.org"], "A member asks for the file of «Wells»"),
    ]
    assert [WHY in message.body for message in mail.outbox[-2:]] == [True, True]
    assert "Pierre" not in "".join(message.body for message in mail.outbox[-2:])
    assert sent(lambda: his.post("/learn/wells/ask/", {"reason": "Again"})) == []
    assert "You asked for its file on" in page_of(his, "/learn/wells/")
    assert his.get(wells.file_address).status_code == 302

    request = FileRequest.objects.get()
    Profile.objects.filter(user=contributor).update(locale="en")
    pages = [page_of(hers, path) for path in ("/learn/wells/", "/learn/mine/")]
    assert ["1 member asks for its file" in page for page in pages] == [True, True]
    listed = page_of(hers, "/learn/wells/requests/")
    assert ("Pierre Martin" in listed, WHY in listed) == (True, True)
    path = f"/learn/wells/requests/{request.uuid}/"
    assert "Say why in a sentence" in hers.post(path, {"decision": "refuse"}).content.decode()
    told = sent(lambda: hers.post(path, {"decision": "grant", "answer": "Gladly."}))
    assert told == [(["stranger@example.org"], "You are given the file of «Wells»")]
    assert "Gladly." in mail.outbox[-1].body
    page = page_of(his, "/learn/wells/")
    assert ("download>" in page, "It was given to you on" in page, "Gladly." in page) == (True, True, True)
    assert his.get(wells.file_address).status_code == 200
    assert (
        "This was withdrawn or answered meanwhile."
        in hers.post(path, {"decision": "refuse", "answer": "No"}).content.decode()
    )

    told = sent(lambda: hers.post(path, {"decision": "end", "answer": "It is revised."}))
    assert told == [(["stranger@example.org"], "You no longer have the file of «Wells»")]
    assert his.get(wells.file_address).status_code == 302
    page = page_of(his, "/learn/wells/")
    assert ("It is revised." in page, "You can ask again from" in page, "/ask/" in page) == (True, True, False)
    assert "Ask again from" in his.post("/learn/wells/ask/", {"reason": "Please"}).content.decode()
    FileRequest.objects.update(decided=timezone.now() - timedelta(days=31))
    assert his.post("/learn/wells/ask/", {"reason": "Please"}).url == "/learn/wells/#file"
    told = sent(lambda: his.post("/learn/wells/ask/take-back/"))
    assert (told, list(FileRequest.objects.order_by("pk").values_list("status", flat=True))) == (
        [], ["ended", "withdrawn"],
    )  # fmt: skip
    [section] = [each for each in sections() if each.name == "file-requests"]
    assert [(row["title"], row["reason"], row["answer"]) for row in section.rows(stranger)] == [
        ("Wells", WHY, "It is revised."), ("Wells", "Please", ""),
    ]  # fmt: skip


def test_nobody_else_reads_a_request_or_decides_it(
    asked: FileRequest, contributor: Any, stranger: Any, moderator: Any, as_user: Any
) -> None:
    other = as_user(make_member("other@example.org", name="Other").user)
    paths = ("/learn/wells/requests/", f"/learn/wells/requests/{asked.uuid}/")
    yes = {"decision": "grant"}
    for browser in (other, as_user(stranger)):
        assert [browser.get(path).status_code for path in paths] == [404, 404]
        assert browser.post(paths[1], yes).status_code == 404
    assert [Client().post(path, yes).status_code for path in paths] == [302, 302]
    for path in ("/admin/library/requests/", f"/admin/library/requests/{asked.uuid}/"):
        assert [browser.post(path, yes).status_code for browser in (Client(), other, as_user(contributor))] == [302] * 3
    asked.refresh_from_db()
    assert asked.status == "asked"
    assert (WHY in page_of(other, "/learn/wells/"), other.get("/learn/wells/file/0/").status_code) == (False, 404)
    assert other.post("/learn/wells/ask/take-back/").status_code == 302
    assert FileRequest.objects.get().status == "asked"
    # Who can open the file anyway has nothing to ask for; of what isn't public there is nothing to ask.
    assert as_user(contributor).post("/learn/wells/ask/", {"reason": "?"}).url == "/learn/wells/#file"
    Resource.objects.update(live=False)
    assert [other.get("/learn/wells/ask/").status_code, other.get(asked.resource.file_address).status_code] == [
        404,
        404,
    ]


def test_editors_decide_in_the_admin(
    asked: FileRequest, moderator: Any, stranger: Any, as_user: Any, settings: Any
) -> None:
    settings.REQUIRE_STAFF_MFA = False
    editor = as_user(moderator)
    page = page_of(editor, "/admin/library/requests/")
    assert ("Pierre Martin" in page, WHY in page, "Give or refuse" in page) == (True, True, True)
    path = f"/admin/library/requests/{asked.uuid}/"
    assert "Say why in a sentence" in editor.post(path, {"decision": "refuse"}).content.decode()
    assert editor.post(path, {"decision": "grant"}).url == "/admin/library/requests/"
    assert as_user(stranger).get(asked.resource.file_address).status_code == 200


def test_who_is_out_of_sight_is_decided_by_editors_alone(
    wells: Resource, contributor: Any, stranger: Any, moderator: Any, as_user: Any, sent: Any
) -> None:
    block = Block.objects.create(blocker=contributor, blocked=stranger)
    told = sent(lambda: ask_for_file(asker=type(stranger).objects.get(pk=stranger.pk), resource=wells, reason=WHY))
    assert [to for to, _subject in told] == [["moderator@example.org"]]
    request = FileRequest.objects.get()
    assert "Nobody has asked" in page_of(as_user(contributor), "/learn/wells/requests/")
    path = f"/learn/wells/requests/{request.uuid}/"
    assert as_user(contributor).get(path).status_code == 404
    decide(request=request, by=moderator, decision="grant")
    page = page_of(as_user(contributor), "/learn/wells/requests/")
    assert [each in page for each in ("A member whose profile", "Pierre", WHY, "/report/")] == [
        True,
        False,
        False,
        False,
    ]
    assert as_user(contributor).post(path, {"decision": "end", "answer": "No"}).status_code == 302
    assert as_user(stranger).get(wells.file_address).status_code == 302

    block.delete()
    FileRequest.objects.update(status="asked")
    reportable = named("file-request")
    assert reportable.get(contributor, str(request.uuid)) == request
    reportable.hide(request, moderator)
    assert as_user(contributor).get(path).status_code == 404
    Profile.objects.filter(user=stranger).update(audiences={"profile": "connections"})
    reportable.show(request, moderator, {})
    page = page_of(as_user(contributor), path)
    assert ("A member whose profile" in page, "Pierre" in page, WHY in page) == (True, False, True)


def test_nobody_finds_it_by_its_words(
    asked: FileRequest, contributor: Any, stranger: Any, moderator: Any, search_index: SearchIndex
) -> None:
    decide(request=asked, by=contributor, decision="grant")
    search_index.drain()
    for reader in (stranger, contributor):
        assert search(SearchRequest("resource", audiences_of(reader), "yurtmakers")).total == 0
        assert search(SearchRequest("resource", audiences_of(reader), "Wells")).total == 1
    [document] = documents_of(ResourceDocument, [asked.resource_id])[asked.resource_id]
    assert "text" not in document


def test_how_many_may_be_asked_for_and_how_long_they_are_kept(
    contributor: Any, stranger: Any, as_user: Any, settings: Any
) -> None:
    type(stranger).objects.update(date_joined=timezone.now())
    file = check_upload(SimpleUploadedFile("a.pdf", make_pdf("a")), PUBLICATIONS)
    his = as_user(stranger)
    many = [make_resource(contributor=contributor, keep=file, access="request") for _number in range(6)]
    answers = [his.post(f"/learn/{each.slug}/ask/", {"reason": "To learn"}) for each in many]
    assert [answer.status_code for answer in answers] == [302] * 5 + [200]
    assert "You asked for many files today. Go on tomorrow." in answers[-1].content.decode()
    statuses = ["asked", "granted", "refused", "withdrawn", "ended"]
    for request, status in zip(FileRequest.objects.order_by("pk"), statuses, strict=True):
        FileRequest.objects.filter(pk=request.pk).update(status=status, decided=timezone.now() - timedelta(days=366))
    call_command("retention")
    assert sorted(FileRequest.objects.values_list("status", flat=True)) == ["asked", "granted"]


def test_as_many_statements_for_many(wells: Resource, contributor: Any, as_user: Any) -> None:
    hers, counts = as_user(contributor), []
    for many in (1, 29):
        for _number in range(many):
            asker = make_member().user
            FileRequest.objects.create(resource=wells, asker=asker, reason=WHY)
        hers.get("/learn/wells/requests/")
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert hers.get("/learn/wells/requests/").content.decode().count(WHY) in (1, 30)
        counts.append(len(queries))
    assert counts[0] == counts[1]
