"""Whether resources helped: counted for all from five on, and why not told to editors without a name."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.data_sections import sections
from resources.models import Answer, Resource
from resources.reading_services import say_whether_helpful
from tests.profiles.factories import make_member
from tests.resources.factories import make_resource

pytestmark = pytest.mark.django_db
LIST = "/admin/snippets/resources/resource/"


def answers() -> list[tuple[bool, str, str]]:
    return list(Answer.objects.values_list("is_helpful", "reason", "words"))


def test_one_answer_each_and_a_number_from_five_on(contributor: Any, stranger: Any, as_user: Any) -> None:
    guide = make_resource(title="Canals", slug="canals", contributor=contributor)
    hers, page = as_user(stranger), "/learn/canals/"
    assert hers.post(f"{page}helpful/").url == f"{page}#helpful"
    assert "You said that it helped you." in hers.get(page).content.decode()
    assert hers.post(f"{page}not-helpful/", {"words": "Which canals?"}).status_code == 200
    assert "Which canals?" in hers.post(f"{page}not-helpful/", {"words": "Which canals?"}).content.decode()
    assert answers() == [(True, "", "")]
    hers.post(f"{page}not-helpful/", {"reason": "broken", "words": " 404 since May "})
    assert answers() == [(False, "broken", "404 since May")]
    told = {section.name: section for section in sections()}["answers-about-resources"].rows(stranger)
    assert [(row["title"], row["reason"], row["words"]) for row in told] == [("Canals", "broken", "404 since May")]
    hers.post(f"{page}helpful/", {"take_back": "1"})
    assert (answers(), hers.get(f"{page}helpful/").url) == ([], f"{page}#helpful")
    own = as_user(contributor)
    assert [own.post(f"{page}{name}/").status_code for name in ("helpful", "not-helpful")] == [404, 404]
    assert Client().post(f"{page}helpful/").status_code == 302

    for number in range(1, 6):
        assert "Did it help?" not in Client().get(page).content.decode()
        say_whether_helpful(user=make_member(name=f"Reader {number}").user, resource=guide, is_helpful=True)
    say_whether_helpful(user=stranger, resource=guide, is_helpful=False, reason="old")
    for viewer in (None, contributor, stranger):
        assert "5 found it helpful" in as_user(viewer).get(page).content.decode()


def test_editors_learn_which_did_not_help_since_the_last_publication(
    moderator: Any, stranger: Any, as_user: Any
) -> None:
    desk = as_user(moderator)
    fine, poor = make_resource(title="Fine"), make_resource(title="Poor")
    why = {"is_helpful": False, "reason": "different", "words": "It is an advertisement"}
    for resource, user in ((poor, stranger), (poor, make_member().user), (fine, stranger)):
        say_whether_helpful(user=user, resource=resource, **why)
    listed = [(row.title, row.unhelpful) for row in desk.get(f"{LIST}?ordering=-unhelpful").context["object_list"]]
    assert listed == [("Poor", 2), ("Fine", 1)]
    page = desk.get(f"{LIST}edit/{poor.pk}/").content.decode()
    assert page.count("It is not what it says") == page.count("It is an advertisement") == 2
    assert "Pierre" not in page
    Resource.objects.filter(pk=poor.pk).update(last_published_at=timezone.now() + timedelta(seconds=1))
    assert "It is an advertisement" not in desk.get(f"{LIST}edit/{poor.pk}/").content.decode()

    desk.get(LIST)
    counts = []
    for many in (1, 20):
        for _ in range(many):
            say_whether_helpful(user=stranger, resource=make_resource(), **why)
        with CaptureQueriesContext(connection) as statements:
            assert desk.get(f"{LIST}?ordering=-unhelpful").status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
