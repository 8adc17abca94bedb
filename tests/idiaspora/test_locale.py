"""The translations that the site ships."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client

from tests.idiaspora.strings import Key, all_strings

LOCALE = Path(settings.LOCALE_PATHS[0])
SHIPPED = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.mark.parametrize("language", SHIPPED)
def test_every_string_is_translated_and_keeps_its_placeholders(language: str) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    untranslated, broken = [], []
    for message in catalog:
        if not message.id:
            continue
        originals = message.id if isinstance(message.id, tuple | list) else (message.id,)
        translations = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.fuzzy or not all(translations):
            untranslated.append(originals[0])
        allowed = {placeholder for original in originals for placeholder in PLACEHOLDER.findall(original)}
        if any(set(PLACEHOLDER.findall(text or "")) - allowed for text in translations):
            broken.append(originals[0])
    assert (untranslated, broken) == ([], [])


@pytest.fixture(scope="module")
def strings() -> dict[Key, str]:
    return all_strings()


@pytest.mark.parametrize("language", SHIPPED)
def test_no_string_of_the_code_is_missing(language: str, strings: dict[Key, str]) -> None:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        catalog = read_po(file, locale=language)
    known = {(message.context, message.id[0] if isinstance(message.id, tuple) else message.id) for message in catalog}
    assert {key: where for key, where in strings.items() if key not in known} == {}


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words", "direction"), [("ru", "Войти", "ltr"), ("ar", "تسجيل الدخول", "rtl")])
def test_pages_speak_the_readers_language(client: Client, language: str, words: str, direction: str) -> None:
    page = client.get("/search/", headers={"accept-language": language}).content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert words in page
