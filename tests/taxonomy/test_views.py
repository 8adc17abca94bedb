"""Completion as a visitor types."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from taxonomy.services import terms_for
from tests.profiles.factories import make_member

pytestmark = pytest.mark.django_db
EXPERTISE, PLACES = "taxonomy:complete-expertise", "taxonomy:complete-places"


def results(client: Client, route: str, typed: str, language: str = "en") -> list[dict[str, str]]:
    answer = client.get(reverse(route), {"q": typed}, headers={"accept-language": language})
    return answer.json()["results"]


def values(client: Client, route: str, typed: str, language: str = "en") -> list[str]:
    return [result["value"] for result in results(client, route, typed, language)]


class TestPlaces:
    def test_a_city_is_completed_in_the_reader_s_script(self, client: Client) -> None:
        assert values(client, PLACES, "бишк", "ru")[0] == "Бишкек, Киргизия"
        assert values(client, PLACES, "bishk", "en")[0] == "Bishkek, Kyrgyzstan"
        assert values(client, PLACES, "بيشك", "ar")[0] == "بيشكيك, قيرغيزستان"

    def test_an_exact_name_comes_before_a_larger_city_that_begins_alike(self, client: Client) -> None:
        assert values(client, PLACES, "osh")[0] == "Osh, Kyrgyzstan"

    def test_the_larger_city_comes_first(self, client: Client) -> None:
        assert values(client, PLACES, "pari")[0] == "Paris, France"


class TestExpertise:
    def test_in_the_reader_s_language_first(self, client: Client) -> None:
        assert values(client, EXPERTISE, "weld")[0] == "welding and metalwork"
        assert values(client, EXPERTISE, "свар", "ru")[0].startswith("свар")
        assert values(client, EXPERTISE, "comptab", "fr")[0].startswith("comptab")
        assert values(client, EXPERTISE, "محاس", "ar")[0].startswith("محاس")

    def test_what_is_typed_whole_comes_first(self, client: Client) -> None:
        assert values(client, EXPERTISE, "accounting")[0] == "accounting"

    def test_each_concept_once_with_where_it_belongs(self, client: Client) -> None:
        found = results(client, EXPERTISE, "weld")
        assert len(found) == len({result["value"] for result in found}) <= 8
        assert all(set(result) == {"value", "label", "hint"} for result in found)
        assert found[0]["hint"] != ""

    def test_a_word_inside_a_label_is_found(self, client: Client) -> None:
        assert any(
            "legal interpreting" in value
            for value in values(client, EXPERTISE, "interpreting") + values(client, EXPERTISE, "legal interp")
        )

    def test_what_others_typed_is_never_offered(self, client: Client) -> None:
        terms_for(["zzyurt felting"])
        make_member(name="Zzyurt Person", expertise=["zzyurt felting"])
        assert values(client, EXPERTISE, "zzyurt") == []


@pytest.mark.parametrize("route", [EXPERTISE, PLACES])
class TestBoth:
    @pytest.mark.parametrize(
        "typed", ["", " ", "'", '"', "\x00", "%", "\\", "(", "a" * 10_000, "\u202e", "😀", "ﷺ" * 500]
    )
    def test_take_whatever_is_typed(self, client: Client, route: str, typed: str) -> None:
        answer = client.get(reverse(route), {"q": typed})
        assert (answer.status_code, set(answer.json())) == (200, {"results"})

    def test_may_be_kept_for_a_reader_of_a_language(self, client: Client, route: str) -> None:
        answer = client.get(reverse(route), {"q": "a"})
        assert {part.strip() for part in answer["Vary"].split(",")} >= {"Accept-Language", "Cookie"}
        assert "max-age=300" in answer["Cache-Control"]
        assert not answer.cookies

    def test_are_read_only(self, client: Client, route: str) -> None:
        assert client.post(reverse(route)).status_code == 405

    def test_take_the_same_queries_for_one_letter_as_for_a_name(self, client: Client, route: str) -> None:
        def queries(typed: str) -> int:
            with CaptureQueriesContext(connection) as captured:
                client.get(reverse(route), {"q": typed})
            return len(captured)

        queries("b")
        assert queries("b") == queries("bishkek" if route == PLACES else "accounting")


def test_a_signed_in_member_gets_what_a_visitor_gets(client: Client) -> None:
    def body(browser: Any) -> bytes:
        return browser.get(reverse(EXPERTISE), {"q": "weld"}).content

    signed_in = Client()
    signed_in.force_login(make_member().user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert body(signed_in) == body(client)
