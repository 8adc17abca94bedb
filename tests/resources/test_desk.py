"""What waits for editors: each kind with the oldest first, for those alone who may act on it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.uploads import check_upload
from resources.desk import number_for, waiting_for
from resources.models import Resource, ResourceFile, ReviewNote
from resources.reading_services import say_whether_helpful
from resources.review_services import answer_editors, ask_contributor
from resources.services import submit_resource
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
PAGE = "/admin/library/waiting/"
ALL = ["review", "answered", "asked", "expiring", "complained", "unreadable", "untouched"]


@pytest.fixture
def editor(db: None) -> Any:
    """Changes drafts, and decides nothing."""
    user = get_user_model().objects.create_user("editor@example.org")
    user.groups.add(Group.objects.get(name="Editors"))
    return user


def rows(who: Any) -> dict[str, list[tuple[str, str]]]:
    found = waiting_for(who, limit=10)
    return {section.name: [(row.title, str(row.why)) for row in section.rows] for section in found}


def sent(contributor: Any, title: str, days: int) -> Resource:
    resource = make_resource(title=title, contributor=contributor, live=False)
    submit_resource(resource=resource, contributor=contributor)
    resource = Resource.objects.get(pk=resource.pk)
    state = resource.current_workflow_task_state
    type(state).objects.filter(pk=state.pk).update(started_at=timezone.now() - timedelta(days=days))
    return resource


def test_the_oldest_first_and_each_by_what_may_be_done(
    contributor: Any, moderator: Any, editor: Any, stranger: Any, settings: Any, tmp_path: Any
) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"
    now = timezone.now()
    sent(contributor, "Sent yesterday", 1)
    sent(contributor, "Sent last week", 7)
    asked, answered = sent(contributor, "Asked", 0), sent(contributor, "Answered", 0)
    for resource in (asked, answered):
        ask_contributor(resource=resource, editor=editor, words="Which year?")
    answer_editors(resource=answered, contributor=contributor, words="2020")
    make_resource(title="Ends tomorrow", expire_at=now + timedelta(days=1))
    make_resource(title="Ends in a year", expire_at=now + timedelta(days=365))
    broken = make_resource(title="Broken", last_published_at=now - timedelta(days=9))
    say_whether_helpful(user=stranger, resource=broken, is_helpful=False, reason="broken")
    say_whether_helpful(user=editor, resource=broken, is_helpful=False, reason="broken")
    mended = make_resource(title="Mended", last_published_at=now + timedelta(days=1))
    say_whether_helpful(user=stranger, resource=mended, is_helpful=False, reason="broken")
    make_resource(title="Old", last_published_at=now - timedelta(days=4 * 365))
    keep = check_upload(SimpleUploadedFile("scan.pdf", make_pdf("x")))
    make_resource(title="Scanned", keep=keep)
    ResourceFile.objects.update(state=ResourceFile.State.FAILED)

    to_review = [("Sent last week", ""), ("Sent yesterday", ""), ("Asked", ""), ("Answered", "")]
    care = {
        "answered": [("Answered", "")],
        "asked": [("Asked", "")],
        "complained": [("Broken", "The link is broken (2)")],
        "unreadable": [("Scanned", "scan.pdf")],
        "untouched": [("Old", "")],
    }
    assert rows(moderator) == {"review": to_review, **care, "expiring": [("Ends tomorrow", "")]}
    assert rows(editor) == {"review": [], **care}
    assert (number_for(moderator), number_for(editor)) == (5, 1)
    assert rows(stranger) == {"review": []}


def test_the_page_and_the_panel(contributor: Any, moderator: Any, editor: Any, stranger: Any, as_user: Any) -> None:
    resource = sent(contributor, "Canals", 3)
    desk = as_user(moderator)
    page = desk.get(PAGE).content.decode()
    assert (f"/admin/snippets/resources/resource/edit/{resource.pk}/" in page, "3\xa0days" in page) == (True, True)
    home = desk.get("/admin/").content.decode()
    assert ("What waits in the library" in home, "What waits (1)" in home) == (True, True)
    assert as_user(editor).get(PAGE).status_code == 200
    assert "What waits in the library" not in as_user(editor).get("/admin/").content.decode()  # nothing does, for them
    for person in (None, contributor, stranger):
        assert as_user(person).get(PAGE).status_code == 302


def test_whoever_edits_something_else_has_no_desk_here(as_user: Any) -> None:
    user = get_user_model().objects.create_user("pages@example.org")
    group = Group.objects.create(name="Pages")
    group.permissions.set(Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    user.groups.add(group)
    client = as_user(user)
    assert client.get(PAGE).status_code == 302
    assert "what waits" not in client.get("/admin/").content.decode()


def test_as_many_statements_for_thirty_as_for_one(contributor: Any, moderator: Any, as_user: Any) -> None:
    desk = as_user(moderator)

    def fill() -> None:
        resource = sent(contributor, "Canals", 3)
        ReviewNote.objects.create(resource=resource, is_from_editor=True, words="?")
        make_resource(last_published_at=timezone.now() - timedelta(days=4 * 365))

    def used(address: str) -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    fill()
    before = used(PAGE)
    for _number in range(29):
        fill()
    assert used(PAGE) == before
    assert len(waiting_for(moderator, limit=5)[0].rows) == 5
    assert [section.name for section in waiting_for(moderator, limit=5)] == ALL
