"""What the editors' admin does with a resource over time: schedule, expire, unpublish, restore, compare.  The index follows."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from resources.models import Resource
from resources.services import save_draft
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(moderator: Any, as_user: Any) -> Client:
    return as_user(moderator)


@pytest.fixture
def found(search_index: SearchIndex, as_user: Any) -> Any:
    """What a visitor finds in the library now, by its title in the index."""

    def search() -> list[str]:
        search_index.drain()
        return sorted(resource.title for resource in as_user().get("/learn/?q=canals").context["listing"].objects)

    return search


def url(name: str, resource: Resource, *args: Any) -> str:
    return reverse(f"wagtailsnippets_resources_resource:{name}", args=[resource.pk, *args])


def send(desk: Client, address: str, **changed: Any) -> None:
    """Sends the form at an address as it is, with these changes."""
    form = desk.get(address).context["form"]
    data = {bound.html_name: bound.value() for bound in form if bound.value() not in (None, False)}
    data["topics"] = ", ".join(str(topic) for topic in form["topics"].value() or ())
    answer = desk.post(address, {**data, **changed})
    assert answer.status_code == 302, answer.context["form"].errors


def at(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def pass_time(**fields: Any) -> None:
    """The clock has passed what was set for later."""
    Resource.objects.filter(**{f"{name}__isnull": False for name in fields}).update(**fields)
    for revision in Revision.objects.all():
        revision.content.update({name: moment.isoformat() for name, moment in fields.items()})
        if revision.approved_go_live_at and "go_live_at" in fields:
            revision.approved_go_live_at = fields["go_live_at"]
        revision.save()
    call_command("publish_scheduled", verbosity=0)


def test_scheduled(desk: Client, found: Any, as_user: Any) -> None:
    resource = make_resource(title="Canals", slug="canals", live=False)
    now = timezone.now()
    send(desk, url("edit", resource), go_live_at=at(now + timedelta(days=2)), **{"action-publish": "1"})
    resource.refresh_from_db()
    assert (resource.live, found(), as_user().get("/learn/canals/").status_code) == (False, [], 404)
    call_command("publish_scheduled", verbosity=0)
    assert found() == []
    pass_time(go_live_at=now - timedelta(minutes=1))
    assert (found(), as_user().get("/learn/canals/").status_code) == (["Canals"], 200)


def test_expired(desk: Client, found: Any, as_user: Any) -> None:
    resource = make_resource(title="Canals", slug="canals")
    now = timezone.now()
    send(desk, url("edit", resource), expire_at=at(now + timedelta(days=2)), **{"action-publish": "1"})
    assert found() == ["Canals"]
    pass_time(expire_at=now - timedelta(minutes=1))
    resource.refresh_from_db()
    assert (resource.live, resource.expired, found()) == (False, True, [])
    assert as_user().get("/learn/canals/").status_code == 410
    told = as_user().get(f"/learn/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:localhost:{resource.uuid}")
    assert b'status="deleted"' in told.content


def test_unpublished(desk: Client, found: Any, as_user: Any) -> None:
    resource = make_resource(title="Canals", slug="canals")
    assert (found(), desk.get(url("unpublish", resource)).status_code) == (["Canals"], 200)
    assert desk.post(url("unpublish", resource)).status_code == 302
    assert (found(), as_user().get("/learn/canals/").status_code) == ([], 410)


def test_an_earlier_version_is_restored(desk: Client, found: Any, contributor: Any) -> None:
    resource = make_resource(title="Old canals", slug="canals", topics=["irrigation"], contributor=contributor)
    first = resource.save_revision()
    first.publish()
    resource = Resource.objects.get()
    save_draft(resource=resource, contributor=contributor, title="New canals", topics=["welding"], countries=["KG"])
    resource.get_latest_revision().publish()
    assert found() == ["New canals"]
    send(desk, url("revisions_revert", resource, first.pk), **{"action-publish": "1", "revision": str(first.pk)})
    assert found() == ["Old canals"]
    restored = Resource.objects.get()
    assert ([term.name for term in restored.topics.all()], restored.countries) == (["irrigation"], [])
    assert (restored.uuid, restored.contributor) == (resource.uuid, contributor)


def test_versions_are_compared(desk: Client, contributor: Any) -> None:
    resource = make_resource(title="Old canals", topics=["irrigation"], year=2019)
    first = resource.save_revision()
    save_draft(resource=resource, contributor=contributor, title="New canals", topics=["welding"], year=2020)
    page = desk.get(url("revisions_compare", resource, first.pk, resource.get_latest_revision().pk)).content.decode()
    for before, after in (("Old", "New"), ("2019", "2020"), ("irrigation", "welding")):
        assert f'<span class="deletion">{before}' in page, before
        assert f'<span class="addition">{after}' in page, after
    assert desk.get(url("revisions_compare", resource, first.pk, "live")).status_code == 200


def test_who_contributed_it_reads_when_and_sends_it_again_after_its_time(
    found: Any, contributor: Any, moderator: Any, as_user: Any
) -> None:
    member, now = as_user(contributor), timezone.now()
    resource = make_resource(title="Canals", slug="canals", contributor=contributor, expire_at=now + timedelta(days=2))
    assert "leaves the library on" in member.get("/learn/mine/").content.decode()
    Resource.objects.update(expire_at=now - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert "Its time in the library is over" in member.get("/learn/mine/").content.decode()
    member.post("/learn/canals/check/")
    Resource.objects.get().current_workflow_task_state.approve(user=moderator)
    call_command("publish_scheduled", verbosity=0)
    assert (found(), Resource.objects.get().expire_at) == (["Canals"], None)
    assert resource.pk


def test_what_is_scheduled_says_so_and_can_be_withdrawn(contributor: Any, desk: Client, as_user: Any) -> None:
    resource = make_resource(title="Canals", slug="canals", live=False, contributor=contributor)
    later = at(timezone.now() + timedelta(days=2))
    send(desk, url("edit", resource), go_live_at=later, **{"action-publish": "1"})
    member = as_user(contributor)
    page = member.get("/learn/mine/").content.decode()
    assert ("Scheduled" in page, "public from" in page, "/learn/canals/withdraw/" in page) == (True, True, True)
    assert 'type="submit" class="button button-warm"' not in member.get("/learn/canals/check/").content.decode()
    member.post("/learn/canals/withdraw/")
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()
