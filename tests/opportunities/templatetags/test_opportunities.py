"""What templates ask of opportunities: lists on other pages, structured data that can't break out."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.models import Organization
from tests.opportunities.factories import make_opportunity

LIST = Template("{% load opportunities %}{% opportunities_of organization %}")
DATA = Template("{% load opportunities %}{% json_ld opportunity %}")


def structured_data(opportunity: Any) -> str:
    request = RequestFactory().get("/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]
    return DATA.render(Context({"opportunity": opportunity, "request": request}))


def test_an_organizations_published_posts_open_ones_first(verified: Organization, unverified: Organization) -> None:
    now = timezone.now()
    make_opportunity(
        organization=verified, title="Closed yesterday", closes=now - timedelta(days=1), first_published_at=now
    )
    make_opportunity(organization=verified, title="Older", first_published_at=now - timedelta(days=3))
    make_opportunity(organization=verified, title="Newer", closes=None, first_published_at=now - timedelta(days=2))
    make_opportunity(organization=verified, title="A draft", live=False)
    make_opportunity(organization=unverified, title="Of others")
    page = LIST.render(Context({"organization": verified}))
    shown = sorted((page.index(title), title) for title in ("Newer", "Older", "Closed yesterday"))
    assert [title for _place, title in shown] == ["Newer", "Older", "Closed yesterday"]
    assert ("A draft" in page, "Of others" in page) == (False, False)


def test_with_as_many_queries_for_twenty_as_for_one(verified: Organization) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            LIST.render(Context({"organization": verified}))
        return len(captured)

    make_opportunity(organization=verified, expertise=["welding"], places=[("Osh", "KG")])
    used = count()
    for _number in range(19):
        make_opportunity(organization=verified, expertise=["welding"], places=[("Osh", "KG")])
    assert count() == used


def test_nothing_is_said_where_there_is_nothing(verified: Organization) -> None:
    assert LIST.render(Context({"organization": verified})).strip() == ""


def test_structured_data_has_its_nonce_and_does_not_end_its_element(verified: Organization) -> None:
    words = structured_data(make_opportunity(organization=verified, title="</script><script>alert(1)</script> & co"))
    assert words.startswith('<script type="application/ld+json" nonce="n0nce">{"@context": "https://schema.org"')
    assert (words.count("<"), words.count("\\u003C/script\\u003E")) == (2, 2)


def test_drafts_have_no_structured_data(verified: Organization) -> None:
    assert structured_data(make_opportunity(organization=verified, live=False)) == ""
