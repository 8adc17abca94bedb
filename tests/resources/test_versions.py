"""Versions: what readers are told of a new one, and what is read of the earlier ones."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles import reviewing
from resources.models import Resource, ResourceVersion
from resources.services import create_draft, save_draft, submit_resource, withdraw_resource
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
FACTS: dict[str, Any] = {"type": "report", "summary": "On wells", "url": "https://example.org/wells"}


def revise(resource: Resource, contributor: Any, moderator: Any, **values: Any) -> Resource:
    """A contributor's new version, published by a moderator."""
    latest = Resource.objects.get(pk=resource.pk).get_latest_revision_as_object()
    save_draft(resource=latest, contributor=contributor, **values)
    submit_resource(resource=Resource.objects.get(pk=resource.pk), contributor=contributor)
    reviewing.publish(Resource.objects.get(pk=resource.pk), user=moderator)
    return Resource.objects.get(pk=resource.pk)


@pytest.fixture
def wells(contributor: Any, moderator: Any) -> Resource:
    made = create_draft(contributor=contributor, title="Wells", topics=["irrigation"], **FACTS)
    reviewing.publish(Resource.objects.get(pk=made.pk), user=moderator)
    return Resource.objects.get(pk=made.pk)


def told(resource: Resource) -> list[tuple[int, str, bool]]:
    return [(each.number, each.changes, each.is_readable) for each in resource.versions.all()]


def test_each_publication_that_tells_something_else_is_a_version(
    wells: Resource, contributor: Any, moderator: Any
) -> None:
    assert told(wells) == [(1, "", True)]
    page = Client().get("/learn/wells/").content.decode()
    assert ("Earlier versions" in page, "(version" in page) == (False, False)

    draft = wells.get_latest_revision_as_object()
    save_draft(resource=draft, contributor=contributor, title="Draft title", changes="Not yet")
    assert told(wells) == [(1, "", True)]

    revise(wells, contributor, moderator, title="Deep wells", changes="With the figures of 2025")
    revise(wells, contributor, moderator, topics=["irrigation", "welding"])
    revise(wells, contributor, moderator, access="members")  # nothing that a reader would call another version
    assert told(wells) == [(3, "", True), (2, "With the figures of 2025", True), (1, "", True)]
    page = Client().get("/learn/wells/").content.decode()
    assert page.count("With the figures of 2025") == 1
    assert '<a href="/learn/wells/versions/1/">Version 1, ' in page
    assert "Deep wells (version 3). (n.d.)" in page
    assert "Not yet" not in page
    cited = [Client().get(f"/learn/wells/cite.{name}").content.decode() for name in ("bib", "ris", "json")]
    assert ["version = {3}" in cited[0], "ET  - 3" in cited[1], '"version": "3"' in cited[2]] == [True] * 3


def test_an_earlier_version_is_read_without_its_file(wells: Resource, contributor: Any, moderator: Any) -> None:
    revise(wells, contributor, moderator, title="Deep wells")
    browser = Client()
    page = browser.get("/learn/wells/versions/1/")
    said = page.content.decode()
    assert [words in said for words in ("This is version 1", "Wells</bdi>", "noindex", "Download")] == [
        True, True, True, False,
    ]  # fmt: skip
    assert 'rel="canonical" href="http://testserver/learn/wells/"' in said
    present = browser.get("/learn/wells/versions/2/")
    assert (present.status_code, present["Location"]) == (302, "/learn/wells/")
    missing = [f"/learn/wells/versions/{number}/" for number in (0, 3, 10**30)] + ["/learn/other/versions/1/"]
    assert [browser.get(path).status_code for path in missing] == [404] * 4


def test_what_was_withdrawn_is_read_no_more(wells: Resource, contributor: Any, moderator: Any, as_user: Any) -> None:
    changed = revise(wells, contributor, moderator, title="Deep wells", changes="A name is left out")
    withdraw_resource(resource=changed, contributor=contributor)
    browsers = [as_user(who) for who in (None, contributor, moderator)]
    assert [each.get("/learn/wells/versions/1/").status_code for each in browsers] == [404] * 3
    again = revise(wells, contributor, moderator, title="Wells, once more", changes="")
    assert told(again) == [(3, "", True), (2, "A name is left out", False), (1, "", False)]
    page = Client().get("/learn/wells/").content.decode()
    assert ("A name is left out" in page, "/versions/1/" in page) == (False, False)
    assert Client().get("/learn/wells/versions/2/").status_code == 404


def test_what_a_moderator_puts_back_is_the_same_version(wells: Resource, moderator: Any) -> None:
    before = reviewing.take_down(wells, user=moderator)
    assert told(wells) == [(1, "", False)]
    reviewing.put_back(Resource.objects.get(pk=wells.pk), before, user=moderator)
    assert told(wells) == [(1, "", True)]


def test_the_word_is_asked_for_once_it_was_public_and_is_not_said_twice(
    wells: Resource, contributor: Any, moderator: Any, as_user: Any
) -> None:
    browser = as_user(contributor)
    assert "What changed" not in browser.get("/learn/contribute/").content.decode()
    form = {"title": "Wells", **FACTS, "language": "en", "year": 2025, "changes": "The year", "save_draft": "1"}
    assert browser.post("/learn/wells/edit/", form).status_code == 302
    assert 'value="The year"' in browser.get("/learn/wells/edit/").content.decode()
    reviewing.publish(Resource.objects.get(pk=wells.pk), user=moderator)
    assert 'value="The year"' not in browser.get("/learn/wells/edit/").content.decode()
    # An editor who leaves the old word where it stands in the admin doesn't say it again.
    latest = Resource.objects.get(pk=wells.pk).get_latest_revision_as_object()
    latest.summary = "Corrected"
    latest.save_revision().publish()
    assert told(wells) == [(3, "", True), (2, "The year", True), (1, "", True)]


def test_what_was_public_before_versions_were_counted(moderator: Any) -> None:
    old = make_resource(first_published_at=timezone.now() - timedelta(days=9))
    latest = old.get_latest_revision_as_object()
    latest.title = "Anew"
    latest.save_revision().publish()
    assert told(old) == [(2, "", True), (1, "", False)]
    assert ResourceVersion.objects.get(number=1).published == old.first_published_at
