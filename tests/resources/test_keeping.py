"""What members keep of the library, and note on it, is theirs alone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from profiles.data_sections import sections
from resources.models import Kept, Resource
from resources.reading_services import keep, write_note
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
NOTE = "Show chapter 3 to the cooperative"


@pytest.fixture
def guide(contributor: Any) -> Resource:
    return make_resource(title="Mending canals", slug="canals", contributor=contributor)


def kept_titles(client: Client) -> list[tuple[str, str]]:
    return [(row.resource.title, row.note) for row in client.get("/learn/kept/").context["rows"]]


def test_a_resource_is_kept_with_a_note_and_given_up_and_that_is_undone(
    guide: Resource, contributor: Any, stranger: Any, as_user: Any
) -> None:
    hers, other = as_user(stranger), as_user(contributor)
    assert "Nothing kept yet" in hers.get("/learn/kept/").content.decode()
    assert hers.post("/learn/canals/keep/").url == f"/learn/canals/#keep-{guide.pk}"
    assert hers.post("/learn/canals/note/", {"note": f" {NOTE}\n"}).url == f"/learn/canals/#keep-{guide.pk}"
    keep(user=stranger, resource=make_resource(title="Newer"))
    hers.post("/learn/canals/keep/")  # twice is once
    assert kept_titles(hers) == [("Newer", ""), ("Mending canals", NOTE)]
    assert NOTE in hers.get("/learn/canals/").content.decode()
    for page in ("/learn/canals/", "/learn/canals/note/", "/learn/kept/"):
        assert NOTE not in other.get(page).content.decode(), page
    assert [Client().get("/learn/kept/").status_code, Client().post("/learn/canals/keep/").status_code] == [302, 302]
    assert "Give" not in Client().get("/learn/canals/").content.decode()

    given_up = hers.post("/learn/canals/give-up/", {"place": "kept"}, follow=True)
    assert "You keep «Mending canals» no longer." in given_up.content.decode()
    assert f'<input type="hidden" name="note" value="{NOTE}">' in given_up.content.decode()
    hers.post("/learn/canals/keep/", {"place": "kept", "note": NOTE})
    assert kept_titles(hers) == [("Mending canals", NOTE), ("Newer", "")]
    in_place = hers.post("/learn/canals/give-up/", {"place": "kept"}, headers={"HX-Request": "true"})
    assert ("/learn/canals/keep/" in in_place.content.decode(), NOTE in in_place.content.decode()) == (True, True)

    too_long = hers.post("/learn/canals/note/", {"note": "x" * 4001})
    assert ("4001" in too_long.content.decode(), "x" * 4001 in too_long.content.decode()) == (True, True)
    assert Kept.objects.filter(resource=guide).count() == 0
    assert hers.get("/learn/canals/keep/").url == "/learn/canals/"


def test_what_is_out_of_the_library_leaves_its_note(guide: Resource, stranger: Any, as_user: Any) -> None:
    hers = as_user(stranger)
    write_note(user=stranger, resource=guide, note=NOTE)
    told = {section.name: section for section in sections()}["kept-resources"].rows(stranger)
    assert [(row["title"], row["note"]) for row in told] == [("Mending canals", NOTE)]
    Resource.objects.filter(pk=guide.pk).update(live=False)
    page = hers.get("/learn/kept/").content.decode()
    assert [words in page for words in (NOTE, "No longer in the library", "Mending canals")] == [True, True, False]
    assert hers.post("/learn/canals/note/", {"note": "more"}).status_code == 404
    assert hers.post("/learn/canals/give-up/", {"place": "kept"}).url == "/learn/kept/"
    assert kept_titles(hers) == []
    assert hers.post("/learn/canals/give-up/").status_code == 404


def test_as_many_statements_for_many(stranger: Any, as_user: Any) -> None:
    hers, counts = as_user(stranger), []
    for many in (1, 29):
        for _ in range(many):
            write_note(user=stranger, resource=make_resource(topics=["irrigation"]), note=NOTE)
        hers.get("/learn/kept/")
        with CaptureQueriesContext(connection) as statements:
            assert hers.get("/learn/kept/").content.decode().count(NOTE) == min(many, 20)
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert hers.get("/learn/kept/?page=2").content.decode().count(NOTE) == 10
