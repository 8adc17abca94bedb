"""The library as a contributor, a stranger, a moderator and a visitor find it."""

from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from resources.models import Resource
from resources.services import save_draft, withdraw_resource
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

HOSTILE = ['"', "\x00", "a" * 10_000, "AND OR NOT (", "title:*", "\ufffd\u202e", "'; DROP TABLE x; --", "<script>"]
FACTS = {
    "title": "Sending money home",
    "type": "toolkit",
    "url": "https://example.org/guide",
    "summary": "How to compare prices.",
    "language": "en",
    "topics": "remittances, financial literacy",
    "countries": ["KG", "RU"],
    "authors": "Aida Toktosunova\n\nIOM",
    "year": "2024",
    "licence": "CC-BY-4.0",
}


@pytest.fixture
def people(contributor: Any, stranger: Any, moderator: Any, as_user: Any) -> dict[str, Any]:
    """A browser for each."""
    return {
        "contributor": as_user(contributor),
        "stranger": as_user(stranger),
        "moderator": as_user(moderator),
        "visitor": as_user(),
    }


def answers(people: dict[str, Any], path: str, method: str = "get") -> dict[str, int]:
    return {name: getattr(client, method)(path).status_code for name, client in people.items()}


class TestWhoOpensWhat:
    def test_a_published_one_is_for_everybody(self, people: dict[str, Any], contributor: Any) -> None:
        slug = make_resource(contributor=contributor).slug
        assert answers(people, f"/learn/{slug}/") == {
            "contributor": 200,
            "stranger": 200,
            "moderator": 200,
            "visitor": 200,
        }

    def test_what_was_public_leaves_a_page_that_says_so(self, people: dict[str, Any], contributor: Any) -> None:
        gone = make_resource(title="Secret title", contributor=contributor)
        withdraw_resource(resource=gone, contributor=contributor)
        path = f"/learn/{gone.slug}/"
        told = {"contributor": 200, "stranger": 410, "moderator": 410, "visitor": 410}
        assert answers(people, path) == told
        page = people["visitor"].get(path).content.decode()
        assert ("It has been taken out" in page, "Secret title" in page) == (True, False)
        assert answers(people, f"{path}cite.bib") == dict.fromkeys(told, 410)

    def test_a_draft_is_for_its_contributor(self, people: dict[str, Any], contributor: Any) -> None:
        slug = make_resource(contributor=contributor, live=False).slug
        assert answers(people, f"/learn/{slug}/") == {
            "contributor": 200,
            "stranger": 404,
            "moderator": 404,
            "visitor": 404,
        }

    @pytest.mark.parametrize("page", ["edit", "check", "withdraw", "delete"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_only_its_contributor_works_on_it(
        self, people: dict[str, Any], contributor: Any, page: str, method: str
    ) -> None:
        slug = make_resource(contributor=contributor, live=False).slug
        people = {name: people[name] for name in ("stranger", "moderator", "visitor")}
        assert answers(people, f"/learn/{slug}/{page}/", method) == {"stranger": 404, "moderator": 404, "visitor": 302}
        assert Resource.objects.count() == 1

    def test_what_nobody_contributed_belongs_to_nobody(self, people: dict[str, Any]) -> None:
        slug = make_resource(contributor=None).slug
        assert answers(people, f"/learn/{slug}/edit/") == {
            "contributor": 404,
            "stranger": 404,
            "moderator": 404,
            "visitor": 302,
        }

    def test_nobody_while_a_moderator_has_it_locked(self, people: dict[str, Any], contributor: Any) -> None:
        slug = make_resource(contributor=contributor, locked=True).slug
        assert people["contributor"].get(f"/learn/{slug}/edit/").status_code == 404

    def test_unpublished_changes_are_seen_by_the_contributor_alone(
        self, people: dict[str, Any], contributor: Any
    ) -> None:
        resource = make_resource(contributor=contributor, title="As it was")
        save_draft(resource=resource, contributor=contributor, title="Brand-new secret")
        for name in ("stranger", "visitor"):
            page = people[name].get(f"/learn/{resource.slug}/").content.decode()
            assert ("As it was" in page, "Brand-new secret" in page) == (True, False)
        assert "Brand-new secret" in people["contributor"].get(f"/learn/{resource.slug}/check/").content.decode()

    def test_methods(self, people: dict[str, Any], contributor: Any) -> None:
        slug = make_resource(contributor=contributor).slug
        for path in ("/learn/", "/learn/mine/", f"/learn/{slug}/"):
            assert people["contributor"].post(path).status_code == 405


class TestContributing:
    def test_is_reviewed_in_the_admin_and_published(self, people: dict[str, Any], contributor: Any) -> None:
        member, moderator = people["contributor"], people["moderator"]
        assert member.post("/learn/contribute/", FACTS).url == "/learn/sending-money-home/check/"
        assert member.post("/learn/sending-money-home/check/").url == "/learn/mine/"
        assert "Being reviewed" in member.get("/learn/mine/").content.decode()
        assert people["visitor"].get("/learn/sending-money-home/").status_code == 404
        mail.outbox.clear()
        resource = Resource.objects.get()
        names = "wagtailsnippets_resources_resource"
        assert moderator.get(reverse(f"{names}:edit", args=[resource.pk])).status_code == 200
        assert moderator.get(reverse(f"{names}:list"), {"type": "toolkit", "q": "money"}).status_code == 200
        preview = moderator.get(
            reverse(f"{names}:workflow_preview", args=[resource.pk, resource.current_workflow_task.pk])
        )
        assert (preview.status_code, "How to compare prices." in preview.content.decode()) == (200, True)
        state = resource.current_workflow_task_state
        assert (
            moderator.post(reverse(f"{names}:workflow_action", args=[resource.pk, "approve", state.pk])).status_code
            == 302
        )
        page = people["visitor"].get("/learn/sending-money-home/").content.decode()
        assert 'href="https://example.org/guide" rel="noopener nofollow ugc"' in page
        published = Resource.objects.published().get()
        assert (published.authors, published.countries, published.contributor) == (
            ["Aida Toktosunova", "IOM"],
            ["KG", "RU"],
            contributor,
        )
        assert [(letter.to, letter.subject) for letter in mail.outbox] == [
            (["contributor@example.org"], "«Sending money home» is public")
        ]

    def test_returned_changed_and_sent_again(self, people: dict[str, Any], moderator: Any) -> None:
        member = people["contributor"]
        member.post("/learn/contribute/", FACTS)
        member.post("/learn/sending-money-home/check/")
        Resource.objects.get().current_workflow_task_state.reject(user=moderator, comment="Which year?")
        assert "Which year?" in member.get("/learn/sending-money-home/edit/").content.decode()
        member.post("/learn/sending-money-home/edit/", {**FACTS, "year": "2023"})
        member.post("/learn/sending-money-home/check/")
        Resource.objects.get().current_workflow_task_state.approve(user=moderator)
        assert Resource.objects.published().get().year == 2023

    def test_an_edit_of_what_is_public_is_reviewed_again(self, people: dict[str, Any], contributor: Any) -> None:
        resource = make_resource(contributor=contributor, title="Old")
        people["contributor"].post(f"/learn/{resource.slug}/edit/", FACTS)
        people["contributor"].post(f"/learn/{resource.slug}/check/")
        assert Resource.objects.published().get().title == "Old"
        assert "Changes are being reviewed" in people["contributor"].get("/learn/mine/").content.decode()

    def test_who_may_publish_needs_no_review(self, people: dict[str, Any]) -> None:
        people["moderator"].post("/learn/contribute/", FACTS)
        assert people["moderator"].post("/learn/sending-money-home/check/").url == "/learn/sending-money-home/"
        assert people["visitor"].get("/learn/sending-money-home/").status_code == 200

    def test_a_draft_needs_a_title_only(self, people: dict[str, Any]) -> None:
        assert (
            people["contributor"].post("/learn/contribute/", {"title": "Later", "save_draft": "1"}).url
            == "/learn/mine/"
        )
        assert (
            "Say where it can be found, or add a file."
            in people["contributor"].post("/learn/later/check/").content.decode()
        )
        assert people["contributor"].get("/learn/later/").status_code == 200
        assert people["contributor"].post("/learn/later/delete/").url == "/learn/mine/"
        assert not Resource.objects.exists()

    def test_withdrawing(self, people: dict[str, Any], contributor: Any) -> None:
        resource = make_resource(contributor=contributor)
        assert people["contributor"].post(f"/learn/{resource.slug}/delete/").status_code == 404
        assert people["contributor"].post(f"/learn/{resource.slug}/withdraw/").url == "/learn/mine/"
        assert people["visitor"].get(f"/learn/{resource.slug}/").status_code == 410

    @pytest.mark.parametrize(
        "wrong",
        [
            {"url": "javascript:alert(1)"},
            {"url": "ftp://x"},
            {"year": "3024"},
            {"type": "x"},
            {"countries": ["XX"]},
            {"licence": "x"},
        ],
    )
    def test_what_is_wrong_is_said_beside_the_field(self, people: dict[str, Any], wrong: dict[str, Any]) -> None:
        answer = people["contributor"].post("/learn/contribute/", {**FACTS, **wrong})
        assert (answer.status_code, list(answer.context["form"].errors)) == (200, list(wrong))

    @pytest.mark.parametrize("hostile", HOSTILE)
    def test_hostile_words(self, people: dict[str, Any], hostile: str) -> None:
        assert (
            people["contributor"].post("/learn/contribute/", {**FACTS, **dict.fromkeys(FACTS, hostile)}).status_code
            == 200
        )
        assert people["contributor"].post(
            "/learn/contribute/", {**FACTS, "title": hostile[:200], "summary": hostile, "authors": hostile}
        ).status_code in (200, 302)
        for resource in Resource.objects.all():
            page = people["contributor"].get(f"/learn/{resource.slug}/")
            assert (page.status_code, b"<script>" in page.content.split(b"<main")[1]) == (200, False)


class TestLibrary:
    def test_is_searched_and_filtered(self, people: dict[str, Any], search_index: SearchIndex) -> None:
        make_resource(title="Sending money", topics=["accounting"], countries=["KG"], type="toolkit")
        make_resource(title="Деньги домой", language="ru", topics=["бухгалтерский учёт"], countries=["RU"])
        make_resource(title="A draft", live=False)
        search_index.drain()
        visitor = people["visitor"]
        assert titles(visitor, "") == ["Деньги домой", "Sending money"]
        assert titles(visitor, "?type=toolkit") == ["Sending money"]
        assert titles(visitor, "?language=ru") == ["Деньги домой"]
        assert titles(visitor, "?countries=KG") == ["Sending money"]
        assert titles(visitor, "?q=money") == ["Sending money"]
        assert titles(visitor, "?topics=accounting") == ["Деньги домой", "Sending money"]
        listing = visitor.get("/learn/?countries=KG&language=ru").context["listing"]
        assert sorted((other.label, other.count) for other in listing.relaxations) == [
            ("Kyrgyzstan", 1),
            ("Russian", 1),
        ]
        assert sorted((chosen.label, chosen.url) for chosen in listing.chosen) == [
            ("Kyrgyzstan", "?language=ru"),
            ("Russian", "?countries=KG"),
        ]

    @pytest.mark.parametrize("parameter", ["q", "type", "topics", "language", "countries", "sort", "page"])
    def test_hostile_parameters(self, people: dict[str, Any], search_index: SearchIndex, parameter: str) -> None:
        make_resource()
        search_index.drain()
        for hostile in HOSTILE:
            assert people["visitor"].get("/learn/", {parameter: hostile}).status_code == 200, hostile[:20]

    @pytest.mark.parametrize("path", ["/learn/", "/learn/mine/"])
    def test_as_many_queries_for_thirty_as_for_one(
        self, people: dict[str, Any], contributor: Any, search_index: SearchIndex, path: str
    ) -> None:
        make_resource(contributor=contributor, topics=["accounting", "welding"])
        search_index.drain()
        used = count_queries(people["contributor"], path)
        for _number in range(29):
            make_resource(contributor=contributor, topics=["accounting", "welding"])
        search_index.drain()
        assert count_queries(people["contributor"], path) == used


def titles(client: Any, query: str) -> list[str]:
    answer = client.get(f"/learn/{query}")
    assert answer.status_code == 200
    return [resource.title for resource in answer.context["listing"].objects]


def count_queries(client: Any, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
