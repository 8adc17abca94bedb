"""The library found in five languages: with typos, across scripts, by concepts, and with the place in a file."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from profiles import reviewing
from profiles.uploads import PUBLICATIONS, check_upload
from resources.models import Resource
from resources.services import create_draft
from tests.resources.documents_made import make_pdf
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db
TITLES = {
    "en": "Remittances for villages",
    "ru": "Переводы денег домой",
    "fr": "Transferts d’argent vers les villages",
    "es": "Remesas para los pueblos",
    "ar": "التحويلات المالية إلى القرى",
}


def titles(words: str, path: str = "/learn/") -> list[str]:
    found = Client().get(path, {"q": words}).context["listing"].objects
    return [each.title for each in found]


@pytest.fixture
def shelf(search_index: SearchIndex) -> None:
    for language, title in TITLES.items():
        make_resource(title=title, language=language)
    make_resource(title="Вода: Ысык-Көл", language="ky", authors=["Айгүл Токтосунова"])
    make_resource(title="Fishing on Lake Sevan", topics=["irrigation"], authors=["Youssef Haddad"])
    search_index.drain()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "remittences"), ("en", "remittance village"), ("ru", "переводв"), ("ru", "перевод дома"),
        ("fr", "transfetrs"), ("fr", "transfert village"), ("es", "remesss"), ("es", "remesa pueblo"),
        ("ar", "التحويلاف"), ("ar", "مالية قرى"),
    ],
)  # fmt: skip
def test_with_a_typo_or_in_another_form(shelf: None, language: str, words: str) -> None:
    assert titles(words) == [TITLES[language]]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Toktosunova", "Вода: Ысык-Көл"), ("Issyk-Kul", "Вода: Ысык-Көл"), ("Севан", "Fishing on Lake Sevan"),
        ("Хаддад", "Fishing on Lake Sevan"),
    ],
)  # fmt: skip
def test_names_in_another_script(shelf: None, words: str, title: str) -> None:
    assert title in titles(words)


@pytest.mark.parametrize("words", ["irrigation", "орошение", "riego", "الري"])
def test_a_concept_in_any_language(shelf: None, words: str) -> None:
    assert titles(words) == ["Fishing on Lake Sevan"]


def test_the_place_in_a_file_stands_in_both_searches(
    contributor: Any, search_index: SearchIndex, django_capture_on_commit_callbacks: Any
) -> None:
    pages = ["Nothing here", "Herders & <b>felt</b> yurtmakers", "Shepherds arriving"]
    with django_capture_on_commit_callbacks(execute=True):
        file = check_upload(SimpleUploadedFile("report.pdf", make_pdf(*pages)), PUBLICATIONS)
        made = create_draft(contributor=contributor, title="Pastures", type="report", summary="On them", file=file)
        reviewing.publish(Resource.objects.get(pk=made.pk), user=contributor)
    search_index.drain()
    for path in ("/learn/", "/search/"):
        page = Client().get(path, {"q": "yurtmakers"}).content.decode()
        assert "Page 2:</span> …Herders &amp; &lt;b&gt;felt&lt;/b&gt; <mark>yurtmakers</mark>…" in page
        other = Client().get(path, {"q": "shepherd"}).content.decode()
        assert "Page 3:</span> …<mark>Shepherds</mark> arriving…" in other
