"""search/admin_views.py: who sees what could not be indexed, and who may try it again."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from search.models import OutboxRow

ADDRESS = "/admin/reports/search-index/"


@pytest.fixture
def log_in(client, db):
    def as_one(*permissions, is_superuser=False):
        user = get_user_model().objects.create(email="o@example.org", is_superuser=is_superuser)
        user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
        client.force_login(user)
        return client

    return as_one


@pytest.fixture
def parked(db):
    return OutboxRow.objects.create(kind="profile", object_id=7, attempts=5, is_parked=True, error="mapping <b>")


def test_an_operator_reads_why_and_tries_again(log_in, parked):
    client = log_in(is_superuser=True)
    page = client.get(ADDRESS).content.decode()
    assert "mapping &lt;b&gt;" in page
    assert "Search index" in client.get("/admin/").content.decode()
    response = client.post(ADDRESS, follow=True)
    assert "One is tried again." in response.content.decode()
    assert not OutboxRow.objects.filter(is_parked=True).exists()


def test_nothing_failed(log_in):
    assert "all that was saved is in the index" in log_in(is_superuser=True).get(ADDRESS).content.decode()


def test_one_who_may_only_look_changes_nothing(log_in, parked):
    client = log_in("view_outboxrow")
    assert client.get(ADDRESS).status_code == 200
    assert "Try again" not in client.get(ADDRESS).content.decode()
    assert client.post(ADDRESS).status_code == 403
    parked.refresh_from_db()
    assert parked.is_parked


def test_an_editor_and_a_visitor_see_nothing_of_it(log_in, parked, client):
    assert client.get(ADDRESS).status_code == 302
    editor = log_in()
    assert editor.get(ADDRESS).status_code == 302
    assert "Search index" not in editor.get("/admin/").content.decode()
    editor.post(ADDRESS)
    parked.refresh_from_db()
    assert parked.is_parked
