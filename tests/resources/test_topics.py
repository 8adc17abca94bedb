"""Topics that the text of a contribution speaks of are suggested, with and without JavaScript."""

from typing import Any

import pytest

from resources.models import Resource

pytestmark = pytest.mark.django_db
TEXT = {"title": "Irrigation in Aravan", "summary": "How accounting helped those who care for it.", "language": "en"}
FACTS = {**TEXT, "type": "report", "url": "https://example.org/a"}


def suggested(response: Any) -> tuple[list[str], list[str]]:
    assert response.status_code == 200
    return response.context["suggested"], response.context["ticked"]


def topics() -> list[str]:
    found = Resource.objects.get().get_latest_revision_as_object()
    return sorted(item.tag.name for item in found.tagged_topics.all())


def test_while_it_is_written_but_for_what_is_chosen(contributor: Any, as_user: Any) -> None:
    member = as_user(contributor)
    assert suggested(member.post("/learn/suggest/", TEXT)) == (["irrigation", "accounting"], [])
    assert suggested(member.post("/learn/suggest/", {**TEXT, "topics": "орошение"})) == (["accounting"], [])
    both = (["accounting", "irrigation"], ["accounting"])
    assert suggested(member.post("/learn/suggest/", {**TEXT, "suggested": "accounting"})) == both
    assert suggested(member.post("/learn/suggest/", {})) == ([], [])
    assert as_user().post("/learn/suggest/", TEXT).status_code == 302
    assert member.get("/learn/suggest/").status_code == 405


def test_on_the_form_that_is_shown_again(contributor: Any, as_user: Any) -> None:
    answer = as_user(contributor).post("/learn/contribute/", {**FACTS, "type": "", "suggested": "accounting"})
    assert suggested(answer) == (["accounting", "irrigation"], ["accounting"])
    assert 'value="accounting" form="contribution" checked' in answer.content.decode()


def test_what_is_ticked_is_kept_and_what_is_left_is_named_before_it_is_sent(contributor: Any, as_user: Any) -> None:
    member = as_user(contributor)
    check = member.post("/learn/contribute/", {**FACTS, "topics": "canals", "suggested": "accounting"}).url
    assert topics() == ["accounting", "canals"]
    page = member.get(check)
    assert page.context["unnamed"] == ["irrigation"]
    assert "Your text speaks of topics" in page.content.decode()
    assert suggested(member.get("/learn/irrigation-in-aravan/edit/")) == (["irrigation"], [])


def test_a_resource_called_suggest_has_an_address_of_its_own(contributor: Any, as_user: Any) -> None:
    member = as_user(contributor)
    assert member.post("/learn/contribute/", {**FACTS, "title": "Suggest"}).url == "/learn/suggest-2/check/"
