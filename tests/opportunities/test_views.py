"""The board's pages as the author, a colleague, a stranger and a visitor find them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from opportunities.models import Opportunity
from opportunities.services import create_draft, save_draft, submit_opportunity
from profiles.models import Membership, Organization
from tests.opportunities.factories import DECLARED, make_opportunity
from tests.profiles.factories import make_organization
from tests.search.plugin import SearchIndex

HOSTILE = ['"', "\x00", "a" * 10_000, "AND OR NOT (", "title:*", "\ufffd\u202e", "'; DROP TABLE x; --", "<script>"]
FACTS = {
    "title": "Irrigation engineer",
    "description": "Three months in Osh.",
    "language": "en",
    "remote": "no",
    "place_1": "Osh, Kyrgyzstan",
    "closes_date": "2099-07-05",
    "closes_time": "18:00",
    "expertise": "irrigation engineering, welding",
    "details_apply_email": "jobs@example.org",
    "details_documents": "CV\n\nCover letter",
}


@pytest.fixture
def people(author: Any, colleague: Any, stranger: Any, as_user: Any) -> dict[str, Any]:
    """A browser for each."""
    return {
        "author": as_user(author),
        "colleague": as_user(colleague),
        "stranger": as_user(stranger),
        "visitor": as_user(),
    }


def answers(people: dict[str, Any], path: str, method: str = "get") -> dict[str, int]:
    return {name: getattr(client, method)(path).status_code for name, client in people.items()}


class TestWhoOpensWhat:
    def test_a_public_post_is_for_everybody(self, people: dict[str, Any], verified: Organization) -> None:
        slug = make_opportunity(organization=verified).slug
        assert answers(people, f"/contribute/{slug}/") == {
            "author": 200,
            "colleague": 200,
            "stranger": 200,
            "visitor": 200,
        }

    def test_a_draft_is_for_its_organization(self, people: dict[str, Any], verified: Organization) -> None:
        slug = make_opportunity(organization=verified, live=False).slug
        assert answers(people, f"/contribute/{slug}/") == {
            "author": 200,
            "colleague": 200,
            "stranger": 404,
            "visitor": 404,
        }

    def test_a_post_of_a_hidden_organization_too(self, people: dict[str, Any], verified: Organization) -> None:
        slug = make_opportunity(organization=verified).slug
        Organization.objects.update(is_hidden=True)
        assert answers(people, f"/contribute/{slug}/") == {
            "author": 200,
            "colleague": 200,
            "stranger": 404,
            "visitor": 404,
        }

    @pytest.mark.parametrize("page", ["edit", "check", "withdraw", "delete"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_only_its_organization_works_on_it(
        self, people: dict[str, Any], verified: Organization, page: str, method: str
    ) -> None:
        slug = make_opportunity(organization=verified, live=False, title="Secret").slug
        people = {name: people[name] for name in ("stranger", "visitor")}
        assert answers(people, f"/contribute/{slug}/{page}/", method) == {"stranger": 404, "visitor": 302}
        assert Opportunity.objects.get().title == "Secret"

    def test_a_plain_member_of_the_organization_works_on_nothing(
        self, verified: Organization, stranger: Any, as_user: Any
    ) -> None:
        Membership.objects.create(organization=verified, user=stranger, role=Membership.Role.MEMBER)
        draft = make_opportunity(organization=verified, live=False)
        client = as_user(stranger)
        assert [client.get(f"/contribute/{draft.slug}/{page}").status_code for page in ("", "edit/", "check/")] == [
            404,
            404,
            404,
        ]

    @pytest.mark.parametrize("page", ["edit", "check", "withdraw", "delete"])
    def test_a_colleague_does(self, people: dict[str, Any], verified: Organization, page: str) -> None:
        slug = make_opportunity(organization=verified, live=False).slug
        assert people["colleague"].get(f"/contribute/{slug}/{page}/").status_code == 200

    def test_nobody_while_a_moderator_has_it_locked(self, people: dict[str, Any], verified: Organization) -> None:
        slug = make_opportunity(organization=verified, locked=True).slug
        assert people["author"].get(f"/contribute/{slug}/edit/").status_code == 404
        assert people["author"].post(f"/contribute/{slug}/withdraw/").status_code == 404

    def test_unpublished_changes_are_seen_by_the_organization_alone(
        self, people: dict[str, Any], unverified: Organization, author: Any
    ) -> None:
        opportunity = make_opportunity(organization=unverified, title="As it was")
        save_draft(opportunity=opportunity, author=author, title="Brand-new secret")
        for name in ("stranger", "visitor"):
            page = people[name].get(f"/contribute/{opportunity.slug}/").content.decode()
            assert ("As it was" in page, "Brand-new secret" in page) == (True, False)
        assert "Brand-new secret" in people["colleague"].get(f"/contribute/{opportunity.slug}/check/").content.decode()

    def test_mine_lists_the_posts_of_ones_organizations(
        self, people: dict[str, Any], verified: Organization, stranger: Any
    ) -> None:
        make_opportunity(organization=verified, live=False, title="A draft of ours")
        make_opportunity(organization=make_organization(owner=stranger), live=False, title="A draft of theirs")
        pages = {
            name: people[name].get("/contribute/mine/").content.decode() for name in ("author", "colleague", "stranger")
        }
        assert {name: ("A draft of ours" in page, "A draft of theirs" in page) for name, page in pages.items()} == {
            "author": (True, False),
            "colleague": (True, False),
            "stranger": (False, True),
        }
        assert people["visitor"].get("/contribute/mine/").status_code == 302

    def test_methods(self, people: dict[str, Any], verified: Organization) -> None:
        slug = make_opportunity(organization=verified).slug
        for path in ("/contribute/", "/contribute/mine/", "/contribute/post/", f"/contribute/{slug}/"):
            assert people["author"].post(path).status_code == 405


class TestPosting:
    def test_in_three_steps(self, people: dict[str, Any], verified: Organization, unverified: Organization) -> None:
        author = people["author"]
        step = author.get("/contribute/post/", {"organization": verified.slug, "kind": "vacancy"})
        assert step.url == f"/contribute/post/vacancy/?organization={verified.slug}"
        step = author.post(step.url, FACTS)
        assert step.url == "/contribute/irrigation-engineer/check/"
        assert people["visitor"].get("/contribute/irrigation-engineer/").status_code == 404
        assert "It will be public at once" in author.get(step.url).content.decode()
        assert author.post(step.url, {"declared": DECLARED}).url == "/contribute/irrigation-engineer/"
        opportunity = Opportunity.objects.get()
        assert (opportunity.live, opportunity.zone, opportunity.closes) == (
            True,
            "Asia/Bishkek",
            datetime(2099, 7, 5, 12, tzinfo=UTC),
        )
        assert opportunity.details == {"documents": ["CV", "Cover letter"], "apply": {"email": "jobs@example.org"}}
        page = people["visitor"].get("/contribute/irrigation-engineer/").content.decode()
        assert ("jobs@example.org" in page, '"@type": "JobPosting"' in page) == (False, True)
        page = people["visitor"].post("/contribute/irrigation-engineer/address/").content.decode()
        assert 'href="mailto:jobs@example.org?subject=Irrigation%20engineer"' in page

    def test_an_unverified_organization_waits(
        self, people: dict[str, Any], unverified: Organization, verified: Organization
    ) -> None:
        author = people["author"]
        author.post(f"/contribute/post/vacancy/?organization={unverified.slug}", FACTS)
        assert (
            "A moderator reads the post first" in author.get("/contribute/irrigation-engineer/check/").content.decode()
        )
        sent = author.post("/contribute/irrigation-engineer/check/", {"declared": DECLARED})
        assert sent.url == "/contribute/mine/"
        assert "Being reviewed" in author.get("/contribute/mine/").content.decode()
        assert people["visitor"].get("/contribute/irrigation-engineer/").status_code == 404

    def test_a_draft_needs_a_title_only(self, people: dict[str, Any], verified: Organization) -> None:
        url = f"/contribute/post/event/?organization={verified.slug}"
        assert people["author"].post(url, {"title": "", "save_draft": "1"}).status_code == 200
        assert people["author"].post(url, {"title": "Later", "save_draft": "1"}).url == "/contribute/mine/"
        assert people["author"].post("/contribute/later/check/").status_code == 422
        assert Opportunity.objects.get().live is False

    def test_without_an_organization_one_learns_how_to_get_one(self, people: dict[str, Any]) -> None:
        page = people["stranger"].get("/contribute/post/")
        assert (page.status_code, "Register an organization" in page.content.decode()) == (200, True)
        assert people["stranger"].get("/contribute/post/vacancy/").url == "/contribute/post/"
        assert people["visitor"].get("/contribute/post/").status_code == 302

    def test_not_in_the_name_of_others(self, people: dict[str, Any], verified: Organization, stranger: Any) -> None:
        make_organization(owner=stranger)
        assert (
            people["stranger"].post(f"/contribute/post/vacancy/?organization={verified.slug}", FACTS).status_code == 404
        )
        assert not Opportunity.objects.exists()

    def test_an_unknown_kind_is_not_found(self, people: dict[str, Any], verified: Organization) -> None:
        assert people["author"].get("/contribute/post/robbery/").status_code == 404

    def test_deleting_a_draft_and_withdrawing_a_post(self, people: dict[str, Any], verified: Organization) -> None:
        draft, post = make_opportunity(organization=verified, live=False), make_opportunity(organization=verified)
        assert people["colleague"].post(f"/contribute/{post.slug}/delete/").status_code == 404
        assert people["colleague"].post(f"/contribute/{draft.slug}/delete/").url == "/contribute/mine/"
        assert people["author"].post(f"/contribute/{post.slug}/withdraw/").url == "/contribute/mine/"
        assert list(Opportunity.objects.values_list("slug", "live")) == [(post.slug, False)]
        assert people["visitor"].get(f"/contribute/{post.slug}/").status_code == 404

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_hostile_words_are_answered_or_kept_as_words(
        self, people: dict[str, Any], verified: Organization, hostile: str
    ) -> None:
        url = f"/contribute/post/tender/?organization={verified.slug}"
        assert people["author"].post(url, {**FACTS, **dict.fromkeys(FACTS, hostile)}).status_code == 200
        answer = people["author"].post(
            url, {**FACTS, "description": hostile, "details_lots": hostile, "details_apply_by_hand": hostile[:1900]}
        )
        assert answer.status_code in (200, 302)
        for opportunity in Opportunity.objects.all():
            page = people["author"].get(f"/contribute/{opportunity.slug}/")
            assert (page.status_code, b"<script>" in page.content.split(b"<main")[1]) == (200, False)

    def test_hostile_addresses(self, people: dict[str, Any], verified: Organization) -> None:
        for hostile in ("%00", "%22", "..%2F", "a" * 3000, "%F0%9F%92%A9", "%FF"):
            for path in (
                f"/contribute/{hostile}/",
                f"/contribute/{hostile}/edit/",
                f"/contribute/post/?kind={hostile}&organization={hostile}",
                f"/contribute/post/vacancy/?organization={hostile}",
            ):
                assert people["author"].get(path).status_code < 500, path


class TestClosing:
    def test_to_the_second(self, people: dict[str, Any], verified: Organization) -> None:
        closes = datetime(2026, 7, 5, 12, 0, 0, tzinfo=UTC)
        with time_machine.travel(datetime(2026, 7, 1, tzinfo=UTC), tick=False):
            slug = make_opportunity(
                organization=verified,
                closes=closes,
                zone="Asia/Bishkek",
                details={"apply": {"email": "jobs@example.org"}},
            ).slug
        with time_machine.travel(closes - timedelta(seconds=1), tick=False):
            page = people["visitor"].post(f"/contribute/{slug}/address/").content.decode()
            assert ("jobs@example.org" in page, "in 1 minute" in page) == (True, True)
        with time_machine.travel(closes, tick=False):
            answer = people["visitor"].post(f"/contribute/{slug}/address/", follow=True)
            page = answer.content.decode()
            assert (answer.status_code, "jobs@example.org" in page, "Closed on 5 July 2026" in page) == (
                200,
                False,
                True,
            )

    def test_before_it_opens_nobody_is_told_how(self, people: dict[str, Any], verified: Organization) -> None:
        opens = timezone.now() + timedelta(days=1)
        slug = make_opportunity(
            organization=verified, opens=opens, details={"apply": {"email": "jobs@example.org"}}
        ).slug
        page = people["visitor"].post(f"/contribute/{slug}/address/", follow=True).content.decode()
        assert ("jobs@example.org" in page, "Not open yet" in page) == (False, True)


class TestBoard:
    def test_shows_what_is_open_and_closed_ones_on_demand(
        self, people: dict[str, Any], verified: Organization, search_index: SearchIndex
    ) -> None:
        now = datetime(2026, 7, 5, 12, tzinfo=UTC)
        make_opportunity(
            organization=verified,
            title="Still open",
            closes=now + timedelta(seconds=1),
            first_published_at=now - timedelta(days=2),
        )
        make_opportunity(
            organization=verified, title="Just closed", closes=now, first_published_at=now - timedelta(days=3)
        )
        make_opportunity(
            organization=verified, title="No deadline", closes=None, first_published_at=now - timedelta(days=4)
        )
        make_opportunity(organization=verified, title="Opens later", opens=now + timedelta(seconds=5), closes=None)
        make_opportunity(organization=verified, title="A draft", live=False)
        search_index.drain()
        with time_machine.travel(now, tick=False):
            assert titles(people["visitor"], "") == ["Still open", "No deadline"]
            assert titles(people["visitor"], "?sort=closing") == ["Still open", "No deadline"]
            assert sorted(titles(people["visitor"], "?closed=1")) == [
                "Just closed",
                "No deadline",
                "Opens later",
                "Still open",
            ]

    def test_is_filtered_by_what_the_address_says(
        self, people: dict[str, Any], verified: Organization, search_index: SearchIndex
    ) -> None:
        make_opportunity(organization=verified, title="A tender", kind="tender", places=[("Osh", "KG")])
        make_opportunity(organization=verified, title="A vacancy", expertise=["welding"], remote="yes")
        search_index.drain()
        visitor = people["visitor"]
        assert titles(visitor, "?type=tender") == ["A tender"]
        assert titles(visitor, "?country=KG") == ["A tender"]
        assert titles(visitor, "?remote=yes") == ["A vacancy"]
        assert titles(visitor, "?type=tender&type=vacancy&sort=newest") == ["A vacancy", "A tender"]
        assert titles(visitor, "?q=welding") == ["A vacancy"]
        assert titles(visitor, "?q=welding&type=tender") == []
        listing = visitor.get("/contribute/?q=welding&type=tender").context["listing"]
        assert sorted((other.label, other.url, other.count) for other in listing.relaxations) == [
            ("Tender", "?q=welding", 1),
            ("«welding»", "?type=tender", 1),
        ]
        kinds = visitor.get("/contribute/?type=tender").context["listing"].filters[0]
        assert [(value.value, value.label, value.count, value.chosen) for value in kinds.values] == [
            ("tender", "Tender", 1, True),
            ("vacancy", "Vacancy", 1, False),
        ]

    def test_an_empty_board_offers_closed_ones(
        self, people: dict[str, Any], verified: Organization, search_index: SearchIndex
    ) -> None:
        make_opportunity(organization=verified, closes=timezone.now() - timedelta(days=1))
        search_index.drain()
        page = people["visitor"].get("/contribute/")
        assert [(other.url, other.count, other.widens) for other in page.context["listing"].relaxations] == [
            ("?closed=1", 1, True)
        ]

    def test_pages(self, people: dict[str, Any], verified: Organization, search_index: SearchIndex) -> None:
        for _number in range(21):
            make_opportunity(organization=verified)
        search_index.drain()
        counts = [
            len(titles(people["visitor"], f"?page={page}"))
            for page in ("1", "2", "3", "99999999999999", "-1", "x", "0")
        ]
        assert counts == [20, 1, 0, 20, 20, 20, 20]

    @pytest.mark.parametrize(
        "parameter", ["q", "type", "expertise", "country", "remote", "languages", "sort", "page", "closed"]
    )
    def test_hostile_parameters(
        self, people: dict[str, Any], verified: Organization, search_index: SearchIndex, parameter: str
    ) -> None:
        make_opportunity(organization=verified)
        search_index.drain()
        for hostile in HOSTILE:
            assert people["visitor"].get("/contribute/", {parameter: hostile}).status_code == 200, hostile[:20]
        assert people["visitor"].get(f"/contribute/?{parameter}=%FF%00&{'type=x&' * 300}").status_code < 500

    @pytest.mark.parametrize("path", ["/contribute/", "/contribute/mine/"])
    def test_as_many_queries_for_thirty_as_for_one(
        self, people: dict[str, Any], verified: Organization, author: Any, search_index: SearchIndex, path: str
    ) -> None:
        def make_one() -> None:
            make_opportunity(organization=verified, expertise=["welding", "plumbing"], places=[("Osh", "KG")])

        make_one()
        search_index.drain()
        used = count_queries(people["author"], path)
        for _number in range(29):
            make_one()
        search_index.drain()
        assert count_queries(people["author"], path) == used


def test_similar_ones_ask_for_the_same_or_something_near(
    people: dict[str, Any], verified: Organization, search_index: SearchIndex
) -> None:
    read = make_opportunity(organization=verified, title="Read now", expertise=["welding"])
    make_opportunity(organization=verified, title="Weld elsewhere", expertise=["welding"])
    make_opportunity(
        organization=verified, title="Weld and closed", expertise=["welding"], closes=timezone.now() - timedelta(days=1)
    )
    make_opportunity(organization=verified, title="Count money", expertise=["accounting"])
    search_index.drain()
    assert [other.title for other in people["visitor"].get(f"/contribute/{read.slug}/").context["similar"]] == [
        "Weld elsewhere"
    ]


def test_a_waiting_post_is_nowhere_on_the_board(
    people: dict[str, Any], unverified: Organization, author: Any, search_index: SearchIndex
) -> None:
    opportunity = create_draft(
        organization=unverified, author=author, kind="event", title="Hidden event", description="Soon."
    )
    submit_opportunity(declared=DECLARED, opportunity=opportunity, author=author)
    search_index.drain()
    assert titles(people["author"], "?closed=1") == []
    search_index.rebuild("opportunity")
    assert titles(people["author"], "?closed=1") == []


def titles(client: Any, query: str) -> list[str]:
    answer = client.get(f"/contribute/{query}")
    assert answer.status_code == 200
    return [opportunity.title for opportunity in answer.context["listing"].objects]


def count_queries(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
