"""Pages are kept for visitors: the same for all of them, and never one that is no longer true."""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import caches
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from idiaspora import editions, page_cache
from idiaspora.models import SiteAppearance, StandardPage
from opportunities.models import Choice, Opportunity
from profiles.models import Message
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member, make_organization
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Pages are kept, and at once after a change."""
    settings.PAGE_CACHE_SECONDS = 60
    monkeypatch.setattr(page_cache, "SETTLING", -1.0)
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.fixture
def post(search_index: SearchIndex) -> Opportunity:
    found = make_opportunity(organization=make_organization("Osh Water", verified=True), title="Canals of Osh")
    search_index.drain()
    return found


def statements(client: Client, address: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, headers=headers).status_code == 200
    return len(queries)


def text_of(page: Any) -> str:
    is_gzip = page.get("Content-Encoding") == "gzip"
    return (gzip.decompress(page.content) if is_gzip else page.content).decode()


@pytest.mark.parametrize("address", ["/", "/contribute/", "/learn/", "/learn/collections/", "post", "page"])
def test_a_second_visitor_gets_the_kept_page_and_no_row_is_read(address: str, post: Opportunity) -> None:
    if address == "page":
        home = Site.objects.get(is_default_site=True).root_page
        address = home.add_child(instance=StandardPage(title="About us", slug="about-us", body="<p>We.</p>")).url
    elif address == "post":
        address = post.get_absolute_url()
    first = Client().get(address)
    assert statements(Client(), address) == 0
    second = Client().get(address)
    assert (second.content, dict(second.items())) == (first.content, dict(first.items()))
    assert (second.cookies, second["Cache-Control"]) == ({}, "no-cache")


@pytest.mark.parametrize("address", ["/connect/", "/connect/organizations/", "/accounts/login/", "/search/"])
def test_other_pages_are_never_kept(address: str, post: Opportunity) -> None:
    assert "ETag" not in Client().get(address)


def test_who_has_the_page_is_told_that_it_is_the_same(post: Opportunity) -> None:
    tag = Client().get("/contribute/")["ETag"]
    answer = Client().get("/contribute/", headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert Client().get("/contribute/", headers={"If-None-Match": '"another"'}).status_code == 200


def test_each_language_zone_and_encoding_has_its_own(post: Opportunity) -> None:
    address = post.get_absolute_url()
    english, russian = Client(), Client(headers={"accept-language": "ru"})
    chose_arabic = Client()
    chose_arabic.post("/language/", {"language": "ar", "next": "/"})
    far_away = Client()
    far_away.cookies["timezone"] = "Pacific/Auckland"
    compressed = Client(headers={"accept-encoding": "gzip"})
    for _twice in range(2):
        pages = [client.get(address) for client in (english, russian, chose_arabic, far_away, compressed)]
        assert [page.get("Content-Encoding", "") for page in pages] == ["", "", "", "", "gzip"]
        texts = [text_of(page) for page in pages]
        languages = [re.search('<html lang="(..)"', text).group(1) for text in texts]  # type: ignore[union-attr]
        assert languages == ["en", "ru", "ar", "en", "en"]
        assert ["your time" in text for text in texts] == [False, False, False, True, False]


def test_a_member_never_gets_a_visitors_page_nor_a_visitor_a_members(post: Opportunity) -> None:
    member = Client()
    member.force_login(make_member(name="Aida").user)
    visitor = Client()
    for _twice in range(2):
        assert b"/accounts/login/" in visitor.get("/contribute/").content
        mine = member.get("/contribute/")
        assert (b"/accounts/login/" in mine.content, b"csrfmiddlewaretoken" in mine.content) == (False, True)
        assert "ETag" not in mine
    visitor.force_login(make_member(name="Ulan").user)  # the browser has the visitor's page, and asks again
    tag = Client().get("/contribute/")["ETag"]
    assert visitor.get("/contribute/", headers={"If-None-Match": tag}).status_code == 200


def test_words_of_a_visitor_are_not_kept(post: Opportunity) -> None:
    Client().get("/contribute/?q=my+illness")
    assert statements(Client(), "/contribute/?q=my+illness") > 0


def test_a_page_is_kept_until_the_next_deadline(post: Opportunity, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = make_opportunity(organization=post.organization, title="Until noon")
    Opportunity.objects.filter(pk=soon.pk).update(closes=timezone.now() + timedelta(seconds=20))
    Client().get("/contribute/")
    assert statements(Client(), "/contribute/") == 0
    later = page_cache.time.time() + 21
    monkeypatch.setattr(page_cache.time, "time", lambda: later)
    assert statements(Client(), "/contribute/") > 0


def test_a_deadline_that_passes_while_the_page_is_made_counts(post: Opportunity) -> None:
    """It is looked for after the moment at which the page was asked for: what was true then may be no longer."""
    asked = timezone.now() - timedelta(seconds=10)
    closed = asked + timedelta(seconds=5)
    Opportunity.objects.filter(pk=post.pk).update(closes=closed)
    assert Opportunity.objects.next_moment(asked) == closed
    assert Opportunity.objects.next_moment(closed) is None


def test_a_page_is_kept_for_its_time_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    Client().get("/learn/")
    assert statements(Client(), "/learn/") == 0
    later = page_cache.time.time() + 61
    monkeypatch.setattr(page_cache.time, "time", lambda: later)
    assert statements(Client(), "/learn/") > 0


def test_nothing_is_kept_while_the_index_catches_up(post: Opportunity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_cache, "SETTLING", 2.0)
    editions.change()
    Client().get("/contribute/")
    assert statements(Client(), "/contribute/") > 0


CHANGES: dict[str, Callable[[Opportunity], Any]] = {
    "saved": lambda post: post.save(),
    "changed in bulk": lambda post: Opportunity.objects.update(title="Canals of Jalal-Abad"),
    "deleted": lambda post: Opportunity.objects.filter(pk=post.pk).delete(),
    "an organization hidden": lambda post: type(post.organization).objects.update(is_hidden=True),
    "a resource": lambda post: make_resource(title="Water"),
    "colours": lambda post: SiteAppearance.for_site(Site.objects.get(is_default_site=True)).save(),
    "a page": lambda post: Site.objects.get(is_default_site=True).root_page.specific.save(),
}
with_commits = pytest.mark.django_db(transaction=True)


@with_commits
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_begins_another_edition_after_its_commit(what: str, post: Opportunity) -> None:
    before = editions.current()
    with transaction.atomic():
        CHANGES[what](post)
        assert editions.current() == before
    assert editions.current() != before


@with_commits
def test_an_edit_shows_at_once(post: Opportunity) -> None:
    address = post.get_absolute_url()
    assert b"Canals of Osh" in Client().get(address).content
    Opportunity.objects.filter(pk=post.pk).update(title="Canals of Jalal-Abad")
    assert b"Canals of Jalal-Abad" in Client().get(address).content
    Opportunity.objects.filter(pk=post.pk).update(live=False)
    assert Client().get(address).status_code == 404


@with_commits
def test_a_list_is_new_when_the_index_is(post: Opportunity, search_index: SearchIndex, settings: Any) -> None:
    """With a worker the index follows later than the commit."""
    settings.SEARCH_DRAIN_ON_COMMIT = False
    Opportunity.objects.create(organization=post.organization, slug="late", title="Late canals", live=True)
    assert b"Late canals" not in Client().get("/contribute/").content
    search_index.drain()
    assert b"Late canals" in Client().get("/contribute/").content


@with_commits
def test_what_concerns_no_visitor_changes_nothing() -> None:
    before = editions.current()
    account = get_user_model().objects.create_user(email="aida@example.org")
    Client().force_login(account)
    Message.objects.update(text="Hello")
    Choice.objects.filter(user=account).delete()
    assert editions.current() == before


@with_commits
def test_what_is_rolled_back_changes_nothing(post: Opportunity) -> None:
    before = editions.current()
    with pytest.raises(ValueError, match="no"), transaction.atomic():
        post.save()
        raise ValueError("no")
    assert editions.current() == before


@with_commits
def test_what_was_rolled_back_in_part_does_not_stand_for_the_rest(post: Opportunity) -> None:
    before = editions.current()
    with transaction.atomic():
        with pytest.raises(ValueError, match="no"), transaction.atomic():
            post.save()
            raise ValueError("no")
        Opportunity.objects.update(title="Other")
    assert editions.current() != before


@with_commits
def test_many_writes_of_a_transaction_change_it_once(post: Opportunity) -> None:
    with transaction.atomic():
        for _each in range(20):
            post.save()
        assert [function for _, function, *_ in connection.run_on_commit].count(editions.change) == 1


@pytest.mark.parametrize(
    ("sql", "is_shown"),
    [
        ('INSERT INTO "opportunities_opportunity" ("title") VALUES (%s)', True),
        ('INSERT OR IGNORE INTO "opportunities_opportunity" ("title") VALUES (%s)', True),
        ('UPDATE "profiles_organization" SET "name" = %s', True),
        ('DELETE FROM "wagtailcore_page" WHERE "id" IN (%s)', True),
        ('DELETE FROM "search_outboxrow" WHERE "id" IN (%s)', False),
        ('UPDATE "django_session" SET "expire_date" = %s', False),
        ('UPDATE "opportunities_application" SET "status" = %s', False),
        ('SELECT "opportunities_opportunity"."id" FROM "opportunities_opportunity" FOR UPDATE', False),
    ],
)
def test_which_statements_change_what_visitors_read(sql: str, is_shown: bool) -> None:
    assert editions.is_shown(sql) is is_shown


def test_quiet_tables_are_tables() -> None:
    tables = connection.introspection.table_names()
    assert [name for name in editions.QUIET if not any(table.startswith(name) for table in tables)] == []


@given(address=st.text(min_size=1, max_size=400), cookie=st.text(st.characters(codec="latin-1"), max_size=40))
def test_no_address_or_cookie_breaks_a_page(address: str, cookie: str) -> None:
    browser = Client()
    browser.cookies["timezone"] = cookie
    for _twice in range(2):
        assert browser.get("/contribute/", {"type": address}).status_code in (200, 400)
