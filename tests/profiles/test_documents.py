"""What of members is searchable, and when it is made again."""

import pytest
from django.contrib.auth.models import update_last_login

from profiles.documents import ProfileDocument
from profiles.models import Profile
from search.models import OutboxRow
from search.queries import SearchRequest, search
from taxonomy.models import Place
from tests.profiles.factories import make_member
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def found(index: SearchIndex, text: str) -> list[int]:
    return index.ids(search(SearchRequest(kind="profile", viewer_audiences=("members",), text=text)))


def test_a_member_whose_account_is_deactivated_is_not_found(search_index: SearchIndex) -> None:
    member = make_member(name="Azamat")
    search_index.drain()
    assert found(search_index, "azamat") == [member.pk]

    member.user.is_active = False
    member.user.save(update_fields=["is_active"])
    search_index.drain()
    assert found(search_index, "azamat") == []


def test_signing_in_makes_no_document_again(search_index: SearchIndex) -> None:
    member = make_member(name="Azamat")
    search_index.drain()
    update_last_login(None, member.user)
    assert not OutboxRow.objects.exists()


def test_a_member_is_found_by_the_name_that_the_city_has_now(search_index: SearchIndex) -> None:
    osh = Place.objects.get(name="Osh", country="KG")
    member = make_member(name="Azamat", city="", country="KG", place=osh)
    search_index.drain()
    osh.name = "Walnutville"
    osh.save()
    search_index.drain()
    assert found(search_index, "walnutville") == [member.pk]

    osh.delete()
    search_index.drain()
    assert found(search_index, "walnutville") == []


@pytest.mark.parametrize(("tagged", "typed"), [("welding", "сварка"), ("сварка", "welding")])
def test_a_member_is_found_by_expertise_in_any_language(tagged: str, typed: str, search_index: SearchIndex) -> None:
    member = make_member(name="Azamat", expertise=[tagged])
    make_member(name="Ulan", expertise=["accounting"])
    search_index.drain()
    assert found(search_index, typed) == [member.pk]


def test_expertise_that_others_may_not_see_finds_nobody(search_index: SearchIndex) -> None:
    make_member(name="Azamat", expertise=["welding"], audiences={"expertise": "private"})
    search_index.drain()
    assert found(search_index, "сварка") == []


def test_many_are_read_in_as_few_statements_as_one(db: None, django_assert_num_queries: object) -> None:
    members = [make_member(name=f"Azamat {i}", expertise=["welding", f"skill {i}"]) for i in range(120)]
    for chosen in (members[:1], members):
        with django_assert_num_queries(4):  # type: ignore[operator]
            documents = ProfileDocument.read([member.pk for member in chosen])
        assert [document["name"][0] for document in documents] == [member.name for member in chosen]


def test_what_lies_between_is_passed_over(db: None) -> None:
    members = [make_member(name=f"Azamat {i}", expertise=["welding"]) for i in range(210)]
    wanted = [member.pk for member in members[::2]]
    assert [document["object_id"] for document in ProfileDocument.read(wanted)] == wanted
    assert Profile.objects.count() == 210
