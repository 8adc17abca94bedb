"""One work in several languages: who says so, who settles it, and who reads of it."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from profiles import reviewing
from resources.models import Resource
from resources.services import create_draft, save_draft, submit_resource
from resources.translations import add_translations
from tests.resources.factories import make_resource
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db


def titles_beside(resource: Resource) -> list[str]:
    add_translations([resource])
    return [other.title for other in resource.translations]


def json_ld_of(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(page.context["json_ld"])
    return found


@pytest.fixture
def canals() -> Resource:
    return make_resource(title="Canals", language="en", slug="canals")


def publish(resource: Resource, moderator: Any, **values: Any) -> Resource:
    """A version with these values, published."""
    latest = resource.get_latest_revision_as_object()
    for name, value in values.items():
        setattr(latest, name, value)
    latest.save_revision(user=moderator).publish(user=moderator)
    return Resource.objects.get(pk=resource.pk)


def test_a_contributor_says_it_and_an_editor_settles_it(
    canals: Resource, contributor: Any, stranger: Any, moderator: Any, as_user: Any
) -> None:
    form = {"title": "Каналы", "type": "report", "summary": "О воде", "language": "ru", "url": "https://example.org/ru"}
    for written in ("http://testserver/learn/canals/", "/learn/canals/", " cAnals "):
        assert as_user(contributor).post("/learn/contribute/", {**form, "translation_of": written}).status_code == 302
    russian = Resource.objects.get(slug="каналы")
    page = as_user(contributor).get(f"/learn/{russian.slug}/check/").content.decode()
    assert "Translation of" in page
    # Nobody reads of it before an editor has published it.
    assert "In other languages" not in Client().get("/learn/canals/").content.decode()
    assert "alternate" not in Client().get("/learn/canals/")["Link"]
    submit_resource(resource=russian, contributor=contributor)
    russian = publish(russian, moderator)
    assert (russian.work, titles_beside(canals), titles_beside(russian)) == (canals.uuid, ["Каналы"], ["Canals"])

    # An editor takes it back, and each stands alone again.
    russian = publish(russian, moderator, translation_of=None)
    assert (russian.work, titles_beside(canals), titles_beside(russian)) == (None, [], [])


@pytest.mark.parametrize(
    ("written", "language", "said"),
    [
        ("Nowhere", "ru", "It isn&#x27;t in the library. Copy the address of its page here, or its whole title."),
        ("/learn/secret/", "ru", "It isn&#x27;t in the library."),
        ("Twice", "ru", "Several are called so. Copy the address of the one you mean."),
        ("Canals", "en", "«Canals» is in the same language. Name one in another language."),
        ("http://[", "ru", "It isn&#x27;t in the library."),
    ],
)
def test_what_is_no_original_is_named(
    canals: Resource, contributor: Any, stranger: Any, as_user: Any, written: str, language: str, said: str
) -> None:
    make_resource(title="Secret", slug="secret", live=False, contributor=stranger)
    for _each in range(2):
        make_resource(title="Twice", contributor=contributor)
    form = {"title": "Mine", "language": language, "save_draft": "1", "translation_of": written}
    page = as_user(contributor).post("/learn/contribute/", form)
    assert (page.status_code, said in page.content.decode()) == (200, True)
    assert not Resource.objects.filter(title="Mine").exists()


def test_it_is_no_translation_of_itself(canals: Resource, contributor: Any, as_user: Any) -> None:
    Resource.objects.update(contributor=contributor)
    form = {"title": "Canals", "language": "ru", "save_draft": "1", "translation_of": "/learn/canals/"}
    assert (
        "Nothing is a translation of itself." in as_user(contributor).post("/learn/canals/edit/", form).content.decode()
    )


def test_what_was_said_stays_in_the_form(canals: Resource, contributor: Any, as_user: Any) -> None:
    draft = create_draft(contributor=contributor, title="Каналы", language="ru", translation_of=canals)
    assert 'value="/learn/canals/"' in as_user(contributor).get(f"/learn/{draft.slug}/edit/").content.decode()
    # Even when the original is out of the library by now.
    Resource.objects.filter(pk=canals.pk).update(live=False)
    form = {"title": "Каналы", "language": "ru", "save_draft": "1", "translation_of": "/learn/canals/"}
    assert as_user(contributor).post(f"/learn/{draft.slug}/edit/", form).status_code == 302
    # Its title is for nobody to read then.
    assert "Canals" not in as_user(contributor).get(f"/learn/{draft.slug}/check/").content.decode()


def test_all_of_one_work_know_each_other(canals: Resource, moderator: Any) -> None:
    russian = publish(make_resource(title="Каналы", language="ru"), moderator, translation_of=canals)
    arabic = publish(make_resource(title="قنوات", language="ar"), moderator, translation_of=russian)
    draft = make_resource(title="Canaux", language="fr", live=False, work=canals.uuid)
    assert titles_beside(russian) == ["قنوات", "Canals"]
    assert titles_beside(arabic) == ["Canals", "Каналы"]
    # What translated another follows it, and an older version that is restored belongs where it belonged.
    first = russian.revisions.order_by("pk").first()
    russian = publish(russian, moderator, translation_of=None)
    assert (titles_beside(canals), titles_beside(russian)) == ([], ["قنوات"])
    first.publish(user=moderator)
    assert titles_beside(canals) == ["قنوات", "Каналы"]
    reviewing.withdraw(russian, user=moderator)
    assert (titles_beside(canals), draft.live) == (["قنوات"], False)


def test_what_readers_and_machines_are_told(canals: Resource, moderator: Any, search_index: SearchIndex) -> None:
    russian = publish(make_resource(title="Каналы", language="ru", slug="ru"), moderator, translation_of=canals)
    search_index.drain()
    page = Client().get("/learn/canals/")
    told = page.content.decode()
    assert '<a href="/learn/ru/" hreflang="ru">Russian' in told
    named = {"@type": "Report", "@id": "http://testserver/learn/ru/", "name": "Каналы", "inLanguage": "ru"}
    assert json_ld_of(page)["workTranslation"] == [named]
    assert '<http://testserver/learn/ru/>; rel="alternate"; hreflang="ru"' in page["Link"]
    [original] = json_ld_of(Client().get("/learn/ru/"))["translationOfWork"]
    assert original["name"] == "Canals"
    assert "the original" in Client().get("/learn/ru/").content.decode()
    harvested = (
        Client()
        .get(
            "/learn/oai",
            {"verb": "GetRecord", "metadataPrefix": "oai_dc", "identifier": f"oai:localhost:{canals.uuid}"},
        )
        .content.decode()
    )
    assert "/learn/ru/</dc:relation>" in harvested
    # In lists each stands for itself.
    listed = Client().get("/learn/").content.decode()
    assert ("also in Russian" in listed, "also in English" in listed) == (True, True)
    canals.refresh_from_db()
    assert canals.updated > russian.first_published_at  # those who harvest read its record again


def test_harvesters_read_again_when_a_translation_goes(canals: Resource, moderator: Any) -> None:
    russian = publish(make_resource(title="Каналы", language="ru"), moderator, translation_of=canals)
    moments = []
    for change in (lambda: reviewing.withdraw(russian, user=moderator), russian.delete):
        before = timezone.now()
        change()
        canals.refresh_from_db()
        moments.append(canals.updated > before)
    assert moments == [True, True]


def test_lists_take_one_statement_more(
    canals: Resource, moderator: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    many = [make_resource(language="ru", work=canals.uuid) for _each in range(30)]
    for some in (many[:1], many):
        with django_assert_num_queries(1):
            add_translations(some)
    with django_assert_num_queries(0):
        add_translations([])
    save_draft(resource=many[0], contributor=moderator, language="ar")
    assert many[0].work == canals.uuid
