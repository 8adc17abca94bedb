"""What was public leaves a page that says that it is gone, and none of its words."""

from typing import Any

import pytest
from django.test import Client

from resources.models import Resource, Tombstone
from resources.services import create_draft, delete_draft, withdraw_resource
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db


def test_a_withdrawn_and_a_deleted_resource_answer_that_they_are_gone(
    contributor: Any, stranger: Any, moderator: Any, as_user: Any
) -> None:
    withdrawn = make_resource(title="Secret wells", slug="secret-wells", contributor=contributor)
    deleted = make_resource(title="Secret felt", slug="войлок", contributor=contributor)
    withdraw_resource(resource=withdrawn, contributor=contributor)
    deleted.delete()
    for visitor in (Client(), as_user(stranger), as_user(moderator)):
        for path in ("/learn/secret-wells/", "/learn/войлок/", "/learn/войлок/cite.ris"):
            page = visitor.get(path)
            words = page.content.decode()
            assert (page.status_code, "No longer in the library" in words, "noindex" in words) == (410, True, True)
            assert not [word for word in ("Secret", "What it tells") if word in words]
    assert as_user(contributor).get("/learn/secret-wells/").status_code == 200  # its own, as a draft
    assert "войлок" not in str(list(Tombstone.objects.values()))


def test_what_was_never_public_never_was(contributor: Any) -> None:
    draft = create_draft(contributor=contributor, title="Plans")
    assert Client().get("/learn/plans/").status_code == 404
    delete_draft(resource=draft)
    assert [Client().get(f"/learn/plans/{rest}").status_code for rest in ("", "cite.bib")] == [404, 404]


def test_an_address_can_be_somebody_elses_afterwards(contributor: Any) -> None:
    make_resource(title="Wells", slug="wells").delete()
    make_resource(title="Other wells", slug="wells")
    page = Client().get("/learn/wells/")
    assert (page.status_code, "Other wells" in page.content.decode(), Resource.objects.count()) == (200, True, 1)
