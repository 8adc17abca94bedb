"""On what ground a file may stand in the library: said as it is sent, kept with the version."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from profiles.data_sections import sections
from profiles.uploads import check_upload
from resources.models import Resource
from resources.services import create_draft, save_draft, submit_resource
from tests.resources.documents_made import make_pdf

pytestmark = pytest.mark.django_db
MISSING = "Say on what ground the file may stand here."


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Any) -> None:
    settings.PRIVATE_ROOT = tmp_path / "private"


def paper(words: str = "Canals") -> Any:
    return check_upload(SimpleUploadedFile("canals.pdf", make_pdf(words), "application/pdf"))


def draft(contributor: Any, **values: Any) -> Resource:
    facts = {"title": "Canals", "type": "report", "summary": "Of Aravan.", **values}
    return Resource.objects.get(pk=create_draft(contributor=contributor, **facts).pk)


def declared() -> tuple[str, bool]:
    version = Resource.objects.get().get_latest_revision_as_object()
    return version.rights, version.rights_declared is not None


def test_a_draft_declares_nothing_and_a_file_is_not_sent_without(contributor: Any, as_user: Any) -> None:
    resource, member = draft(contributor, file=paper()), as_user(contributor)
    page = member.get("/learn/canals/check/").content.decode()
    assert ("Why may the file stand here?" in page, MISSING in page) == (True, False)
    for wrong in ({}, {"rights": "link"}, {"rights": "nobody knows"}):
        assert MISSING in member.post("/learn/canals/check/", wrong).content.decode()
    assert (declared(), Resource.objects.get().workflow_in_progress) == (("", False), False)
    before = timezone.now()
    assert member.post("/learn/canals/check/", {"rights": "licence"}).url == "/learn/mine/"
    version = Resource.objects.get().get_latest_revision_as_object()
    assert (version.rights, before <= version.rights_declared <= timezone.now()) == ("licence", True)
    assert Resource.objects.get().workflow_in_progress
    assert resource.rights == ""


def test_a_link_alone_needs_none(contributor: Any, as_user: Any) -> None:
    draft(contributor, url="https://example.org/canals")
    member = as_user(contributor)
    assert "Why may the file stand here?" not in member.get("/learn/canals/check/").content.decode()
    member.post("/learn/canals/check/", {"rights": "own"})
    assert (declared(), Resource.objects.get().workflow_in_progress) == (("link", True), True)


def test_the_same_file_is_sent_again_without_another_is_not(contributor: Any, moderator: Any) -> None:
    submit_resource(resource=draft(contributor, file=paper()), contributor=contributor, rights="own")
    Resource.objects.get().current_workflow_task_state.reject(user=moderator, comment="Which year?")
    save_draft(resource=Resource.objects.get().get_latest_revision_as_object(), contributor=contributor, year=2020)
    submit_resource(resource=Resource.objects.get(), contributor=contributor)
    assert (declared(), Resource.objects.get().workflow_in_progress) == (("own", True), True)

    latest = Resource.objects.get().get_latest_revision_as_object()
    save_draft(resource=latest, contributor=contributor, file=paper("Another"))
    assert declared() == ("", False)
    with pytest.raises(ValidationError, match=MISSING):
        submit_resource(resource=Resource.objects.get(), contributor=contributor)


def test_it_goes_with_its_version(contributor: Any, moderator: Any) -> None:
    submit_resource(resource=draft(contributor, file=paper()), contributor=contributor, rights="own")
    first = Resource.objects.get().get_latest_revision()
    first.publish(user=moderator)
    save_draft(resource=Resource.objects.get(), contributor=contributor, file=paper("Another"))
    submit_resource(resource=Resource.objects.get(), contributor=contributor, rights="agreed")
    assert (Resource.objects.get().rights, declared()[0]) == ("own", "agreed")
    Resource.objects.get().get_latest_revision().publish(user=moderator)
    assert Resource.objects.get().rights == "agreed"
    first.publish(user=moderator)
    assert Resource.objects.get().rights == "own"


def test_editors_see_it_and_so_does_the_copy_of_ones_data(contributor: Any, moderator: Any, as_user: Any) -> None:
    resource = draft(contributor, file=paper())
    submit_resource(resource=resource, contributor=contributor, rights="agreed")
    edit = reverse("wagtailsnippets_resources_resource:edit", args=[resource.pk])
    assert "Whoever holds the rights agreed" in as_user(moderator).get(edit).content.decode()
    rows = {section.name: section for section in sections()}["resources"].rows(contributor)
    assert [row["rights"] for row in rows] == ["agreed"]


def test_a_public_page_does_not_tell_it(contributor: Any, moderator: Any, as_user: Any) -> None:
    submit_resource(resource=draft(contributor, file=paper()), contributor=contributor, rights="agreed")
    Resource.objects.get().get_latest_revision().publish(user=moderator)
    assert "agreed" not in as_user().get("/learn/canals/").content.decode()
