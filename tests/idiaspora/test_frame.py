"""The frame of pages is kept by the process, and shows a change at once."""

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Site

from idiaspora.frame import forget
from idiaspora.models import SiteAppearance

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any) -> Any:
    settings.FRAME_SECONDS = 30
    forget(SiteAppearance)
    yield
    forget(SiteAppearance)


def title_of(client: Client) -> str:
    return client.get("/search/").content.decode().partition("<title>")[2].partition("</title>")[0]


def test_a_change_shows_at_once(client: Client) -> None:
    appearance = SiteAppearance.for_site(Site.objects.get(is_default_site=True))
    for name in ("Walnut Club", "Orchard Club"):
        appearance.name = name
        appearance.save()
        assert title_of(client).endswith(name)


def test_what_is_kept_is_not_read_again(client: Client, django_assert_num_queries: Any) -> None:
    title_of(client)
    with django_assert_num_queries(0):
        title_of(client)
