"""How many members a post could reach: a rounded count of what members may see, and nothing more."""

from typing import Any

import pytest

from opportunities.models import Opportunity
from opportunities.reach import Reach, Widening, asked_of_labels, asked_of_opportunity, reach, rounded
from profiles.models import Organization
from tests.opportunities.factories import make_opportunity
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def make_members(number: int, **fields: Any) -> None:
    for _number in range(number):
        make_member(**fields)


def reached(labels: list[str], languages: tuple[str, ...] = ()) -> int | None:
    found = reach(asked_of_labels(labels), languages)
    return found and found.members


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, 0),
        (1, 0),
        (4, 0),
        (5, 5),
        (7, 5),
        (8, 10),
        (14, 10),
        (16, 20),
        (29, 20),
        (31, 40),
        (69, 40),
        (71, 100),
        (99, 100),
        (1234, 1000),
    ],
)
def test_a_count_is_told_in_coarse_steps(count: int, told: int) -> None:
    assert rounded(count) == told


def test_counts_who_has_the_expertise_or_the_same_specialty_and_a_language(search_index: SearchIndex) -> None:
    make_members(6, expertise=["welding"], languages=["ru", "ky"])
    make_members(10, expertise=["welding"], languages=["fr"])
    make_members(12, expertise=["accounting"], languages=["ru"])
    search_index.drain()
    assert reached(["сварка"]) == 20  # 16, in any language that the concept has labels in
    assert reached(["welding"], ("ru",)) == 5
    assert reached(["welding"], ("ky", "fr")) == 20
    assert reached(["accounting", "welding"], ("ru",)) == 20
    assert reached([], ("ru",)) == 20
    assert reached(["beekeeping"]) == 0
    assert reach([], ()) is None


def test_says_what_would_reach_more_and_only_that(search_index: SearchIndex) -> None:
    make_members(6, expertise=["welding"], languages=["ky"])
    make_members(30, expertise=["welding"], languages=["fr"])
    search_index.drain()
    assert reach(asked_of_labels(["welding"]), ["ky"]) == Reach(5, (Widening("Without the language Kyrgyz", 40),))
    assert reach(asked_of_labels(["welding"]), ["ky", "fr"]) == Reach(40)
    assert reach(asked_of_labels(["welding"]), []) == Reach(40)


def test_a_wider_field_may_reach_more(search_index: SearchIndex) -> None:
    make_members(12, expertise=["beekeeping"])
    search_index.drain()
    found = reach(asked_of_labels(["irrigation"]), [])
    assert found is not None
    assert (found.members, [widening.members for widening in found.widenings]) == (0, [10])


@pytest.mark.parametrize("hidden", [{"expertise": "private"}, {"expertise": "connections"}, {"profile": "private"}])
def test_nobody_is_counted_for_what_they_hide(hidden: dict[str, str], search_index: SearchIndex) -> None:
    make_members(5, expertise=["welding"], languages=["ru"], audiences=hidden)
    search_index.drain()
    assert reached(["welding"]) == 0


def test_nor_for_a_language_that_they_hide(search_index: SearchIndex) -> None:
    make_members(5, expertise=["welding"], languages=["ru"], audiences={"languages": "private"})
    search_index.drain()
    assert (reached(["welding"]), reached(["welding"], ("ru",))) == (5, 0)


def test_one_more_member_is_not_told(search_index: SearchIndex) -> None:
    make_members(20, expertise=["welding"])
    search_index.drain()
    before = reach(asked_of_labels(["welding"]), [])
    make_members(1, expertise=["welding"])
    search_index.drain()
    assert reach(asked_of_labels(["welding"]), []) == before


def test_a_post_asks_what_its_labels_ask(verified: Organization) -> None:
    labels = ["welding", "a craft that no vocabulary has"]
    assert asked_of_opportunity(make_opportunity(organization=verified, expertise=labels)) == asked_of_labels(labels)


def test_is_told_on_the_last_step_and_beside_the_facts(
    verified: Organization, author: Any, as_user: Any, search_index: SearchIndex
) -> None:
    make_members(9, expertise=["welding"], languages=["ru"])
    draft = make_opportunity(organization=verified, live=False, expertise=["welding"], languages=["ru"])
    search_index.drain()
    for page in ("check", "edit"):
        words = as_user(author).get(f"/contribute/{draft.slug}/{page}/").content.decode()
        assert ("About 10 members could be reached" in words, "Member " in words) == (True, False)
    words = as_user(author).get("/contribute/post/vacancy/").content.decode()
    assert "see here how many members could be reached" in words


class TestWhileWriting:
    def test_is_for_those_who_post(
        self, verified: Organization, author: Any, colleague: Any, stranger: Any, as_user: Any
    ) -> None:
        people = {"author": author, "colleague": colleague, "stranger": stranger, "visitor": None}
        answers = {
            who: as_user(user).post("/contribute/reach/", {"expertise": "welding"}) for who, user in people.items()
        }
        assert {who: answer.status_code for who, answer in answers.items()} == {
            "author": 200,
            "colleague": 200,
            "stranger": 404,
            "visitor": 302,
        }
        assert "Fewer than 5 members could be reached" in answers["author"].content.decode()
        assert as_user(author).get("/contribute/reach/").status_code == 405

    @pytest.mark.parametrize(
        "hostile", ['"', "\x00", "a" * 10_000, "AND OR NOT (", "<script>", ",".join("abcdefgh" * 10)]
    )
    def test_answers_whatever_is_written(self, hostile: str, verified: Organization, author: Any, as_user: Any) -> None:
        answer = as_user(author).post("/contribute/reach/", {"expertise": hostile, "languages": [hostile, "ru"]})
        assert (answer.status_code, "<script>" in answer.content.decode()) == (200, False)

    def test_writes_nothing(self, verified: Organization, author: Any, as_user: Any) -> None:
        before = Opportunity.expertise.through.tag_model().objects.count()
        as_user(author).post("/contribute/reach/", {"expertise": "a craft that no vocabulary has"})
        assert Opportunity.expertise.through.tag_model().objects.count() == before
