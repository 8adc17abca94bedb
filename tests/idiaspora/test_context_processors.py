"""What stands around every page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from idiaspora.models import StandardPage

pytestmark = pytest.mark.django_db


def add_page(title: str, **fields: Any) -> StandardPage:
    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=StandardPage(title=title, body="<p>Words.</p>", **{"show_in_menus": True, **fields}))


def test_the_footer_leads_to_the_pages_that_editors_put_into_menus(client: Client) -> None:
    add_page("About us")
    add_page("Not in the menus", show_in_menus=False)
    add_page("Unpublished", live=False)
    PageViewRestriction.objects.create(page=add_page("For a few"), restriction_type="login")
    page = client.get("/accounts/login/")
    assert [page.title for page in page.context["footer_pages"]] == ["About us"]
    assert '<a href="/about-us/">About us</a>' in page.content.decode()
    assert client.get("/about-us/").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_pages(client: Client) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/accounts/login/")
        return len(queries)

    add_page("First")
    count()
    with_one = count()
    for number in range(5):
        add_page(f"Page {number}")
    assert count() == with_one


def test_without_a_wagtail_site_pages_are_still_there(client: Client) -> None:
    Site.objects.all().delete()
    page = client.get("/accounts/login/")
    assert page.status_code == 200
    assert page.context["appearance"].name == "iDiaspora"
    assert client.get("/").status_code == 404
