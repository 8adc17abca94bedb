"""Completion as a visitor types."""

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def values(client: Client, route: str, typed: str, language: str = "en") -> list[str]:
    answer = client.get(reverse(route), {"q": typed}, headers={"accept-language": language})
    return [result["value"] for result in answer.json()["results"]]


def test_a_city_is_completed_in_the_readers_script(client: Client) -> None:
    assert values(client, "taxonomy:complete-places", "бишк", "ru")[0] == "Бишкек, Киргизия"
    assert values(client, "taxonomy:complete-places", "bishk", "en")[0] == "Bishkek, Kyrgyzstan"


def test_an_exact_name_comes_before_a_larger_city_that_begins_alike(client: Client) -> None:
    assert values(client, "taxonomy:complete-places", "osh")[0] == "Osh, Kyrgyzstan"
