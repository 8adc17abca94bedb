"""Saving posts and putting them aside: what a member decides is theirs alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ReferenceIndex

from opportunities.models import Choice, Opportunity
from opportunities.services import make_choice
from profiles.models import Organization
from tests.opportunities.factories import make_opportunity
from tests.search.plugin import SearchIndex

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def post(verified: Organization) -> Opportunity:
    return make_opportunity(organization=verified, title="Canals of Osh", expertise=["irrigation"])


def choices() -> list[tuple[str, str]]:
    return list(Choice.objects.order_by("pk").values_list("user__email", "decision"))


def saved_titles(client: Any, query: str = "") -> list[str]:
    answer = client.get(f"/contribute/saved/{query}")
    assert answer.status_code == 200
    return [opportunity.title for opportunity in answer.context["opportunities"]]


class TestSaving:
    def test_and_taking_it_off_the_list(self, post: Opportunity, stranger: Any, as_user: Any) -> None:
        client = as_user(stranger)
        assert client.post(f"/contribute/{post.slug}/save/").url == f"/contribute/{post.slug}/#choice-{post.pk}"
        assert (choices(), saved_titles(client)) == ([("stranger@example.org", "saved")], ["Canals of Osh"])
        page = client.get(f"/contribute/{post.slug}/").content.decode()
        assert (
            f'action="/contribute/{post.slug}/unsave/"' in page,
            f'action="/contribute/{post.slug}/save/"' in page,
        ) == (
            True,
            False,
        )
        client.post(f"/contribute/{post.slug}/unsave/")
        assert (choices(), saved_titles(client)) == ([], [])
        assert "Nothing saved yet" in client.get("/contribute/saved/").content.decode()

    def test_twice_is_once(self, post: Opportunity, stranger: Any, as_user: Any) -> None:
        for _time in range(2):
            assert as_user(stranger).post(f"/contribute/{post.slug}/save/").status_code == 302
        assert choices() == [("stranger@example.org", "saved")]

    def test_is_seen_by_who_saved_it_alone(
        self, post: Opportunity, author: Any, colleague: Any, stranger: Any, as_user: Any
    ) -> None:
        make_choice(user=stranger, opportunity=post, decision="saved")
        assert {str(user): saved_titles(as_user(user)) for user in (author, colleague, stranger)} == {
            str(author): [],
            str(colleague): [],
            str(stranger): ["Canals of Osh"],
        }
        for user in (author, colleague):
            page = as_user(user).get(f"/contribute/{post.slug}/").content.decode()
            assert "/unsave/" not in page
        page = as_user().get(f"/contribute/{post.slug}/").content.decode()
        assert ("/save/" in page, "/unsave/" in page) == (False, False)

    def test_is_not_told_to_editors(self, post: Opportunity, stranger: Any) -> None:
        make_choice(user=stranger, opportunity=post, decision="saved")
        assert not ReferenceIndex.model_is_indexable(Choice)

    def test_the_last_saved_stands_first_and_a_closed_one_is_marked(
        self, post: Opportunity, verified: Organization, stranger: Any, as_user: Any
    ) -> None:
        closed = make_opportunity(organization=verified, title="Closed", closes=timezone.now() - timedelta(days=1))
        withdrawn = make_opportunity(organization=verified, title="Withdrawn")
        for opportunity in (closed, withdrawn, post):
            make_choice(user=stranger, opportunity=opportunity, decision="saved")
        Opportunity.objects.filter(pk=withdrawn.pk).update(live=False)
        assert saved_titles(as_user(stranger)) == ["Canals of Osh", "Closed"]
        assert "Closed on" in as_user(stranger).get("/contribute/saved/").content.decode()

    def test_pages(self, verified: Organization, stranger: Any, as_user: Any) -> None:
        for _number in range(21):
            make_choice(user=stranger, opportunity=make_opportunity(organization=verified), decision="saved")
        pages = ("", "?page=1", "?page=2", "?page=3", "?page=0", "?page=x", "?page=99999999999", "?page=%00", "?page=²")
        assert [len(saved_titles(as_user(stranger), page)) for page in pages] == [20, 20, 1, 0, 20, 20, 20, 20, 20]

    def test_without_a_page_load_gives_the_buttons_as_they_are(
        self, post: Opportunity, stranger: Any, as_user: Any
    ) -> None:
        answer = as_user(stranger).post(f"/contribute/{post.slug}/save/", {"dismissible": "1"}, **HTMX)
        page = answer.content.decode()
        assert (answer.status_code, "<html" in page, "/unsave/" in page, "/dismiss/" in page) == (
            200,
            False,
            True,
            True,
        )
        answer = as_user(stranger).post(f"/contribute/{post.slug}/unsave/", **HTMX)
        assert ("/save/" in answer.content.decode(), "/dismiss/" in answer.content.decode()) == (True, False)


class TestNotForMe:
    def test_takes_the_place_of_saving_and_can_be_undone(self, post: Opportunity, stranger: Any, as_user: Any) -> None:
        client = as_user(stranger)
        client.post(f"/contribute/{post.slug}/save/")
        answer = client.post(f"/contribute/{post.slug}/dismiss/", {"next": "/for-you/"})
        assert (answer.url, choices()) == ("/for-you/", [("stranger@example.org", "dismissed")])
        page = client.get("/contribute/saved/").content.decode()
        assert ("won't come up for you again" in page, f'action="/contribute/{post.slug}/restore/"' in page) == (
            True,
            True,
        )
        assert "You said it is not for you" in client.get(f"/contribute/{post.slug}/").content.decode()
        client.post(f"/contribute/{post.slug}/restore/", {"next": "/for-you/"})
        assert choices() == []

    def test_undoing_keeps_what_was_saved_since(self, post: Opportunity, stranger: Any, as_user: Any) -> None:
        as_user(stranger).post(f"/contribute/{post.slug}/save/")
        as_user(stranger).post(f"/contribute/{post.slug}/restore/")
        assert choices() == [("stranger@example.org", "saved")]

    def test_without_a_page_load_the_card_goes_and_comes_back(
        self, post: Opportunity, stranger: Any, as_user: Any
    ) -> None:
        answer = as_user(stranger).post(f"/contribute/{post.slug}/dismiss/", **HTMX)
        page = answer.content.decode()
        assert (page.count("<article"), "won't come up" in page, "/restore/" in page) == (1, True, True)
        page = as_user(stranger).post(f"/contribute/{post.slug}/restore/", **HTMX).content.decode()
        assert (page.count("<article"), "Canals of Osh" in page, "/dismiss/" in page) == (1, True, True)

    def test_the_card_comes_back_with_its_reasons(
        self, post: Opportunity, stranger: Any, as_user: Any, search_index: SearchIndex
    ) -> None:
        stranger.profile.expertise.add(*post.expertise.all())
        search_index.drain()
        page = as_user(stranger).post(f"/contribute/{post.slug}/restore/", **HTMX).content.decode()
        assert "You list" in page


@pytest.mark.parametrize("action", ["save", "unsave", "dismiss", "restore"])
class TestEachButton:
    def test_is_for_who_may_read_the_post(
        self, action: str, verified: Organization, author: Any, colleague: Any, stranger: Any, as_user: Any
    ) -> None:
        draft = make_opportunity(organization=verified, live=False)
        people = {"author": author, "colleague": colleague, "stranger": stranger, "visitor": None}
        path = f"/contribute/{draft.slug}/{action}/"
        answers = {who: as_user(user).post(path) for who, user in people.items()}
        assert {who: answer.status_code for who, answer in answers.items()} == {
            "author": 302,
            "colleague": 302,
            "stranger": 404,
            "visitor": 302,
        }
        assert answers["visitor"].url.startswith("/accounts/login/")

    def test_changes_nothing_when_it_is_only_opened(
        self, action: str, post: Opportunity, stranger: Any, as_user: Any
    ) -> None:
        make_choice(user=stranger, opportunity=post, decision="saved" if action == "unsave" else "dismissed")
        before = choices()
        assert as_user(stranger).get(f"/contribute/{post.slug}/{action}/").url == f"/contribute/{post.slug}/"
        assert choices() == before

    @pytest.mark.parametrize(
        "elsewhere",
        ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\x00", "a" * 10_000, "1e400", "mine"],
    )
    def test_leads_to_no_other_site(
        self, action: str, elsewhere: str, post: Opportunity, stranger: Any, as_user: Any
    ) -> None:
        answer = as_user(stranger).post(f"/contribute/{post.slug}/{action}/", {"next": elsewhere})
        assert answer.status_code == 302
        assert answer.url.partition("#")[0] == f"/contribute/{post.slug}/"


@pytest.mark.parametrize("path", ["/contribute/", "/contribute/saved/"])
def test_as_many_queries_for_twenty_cards_as_for_one(
    path: str, verified: Organization, stranger: Any, as_user: Any, search_index: SearchIndex
) -> None:
    client = as_user(stranger)

    def count() -> int:
        search_index.drain()
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    def save_one() -> None:
        opportunity = make_opportunity(organization=verified, expertise=["welding"], places=[("Osh", "KG")])
        make_choice(user=stranger, opportunity=opportunity, decision="saved")

    save_one()
    used = count()
    for _number in range(19):
        save_one()
    assert count() == used
