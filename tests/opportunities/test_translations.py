"""A post in several languages: written side by side, read by each in their own, found by the words of all."""

from typing import Any

import pytest
from django.test import Client

from opportunities import services
from opportunities.models import Opportunity
from opportunities.vetting import held_because, material_changes, new_flags
from profiles.models import Organization
from search.queries import SearchRequest, search
from tests.opportunities.factories import DECLARED, make_opportunity
from tests.search.plugin import SearchIndex

pytestmark = pytest.mark.django_db

FORM = {
    "title": "Welder", "description": "Mend the gates of the canal.", "language": "en", "remote": "no",
    "details_apply_here": "here",
}  # fmt: skip
RUSSIAN = {
    "translation_1_language": "ru", "translation_1_title": "Сварщик", "translation_1_description": "Починить затворы.",
}  # fmt: skip


def written(post: Opportunity) -> list[tuple[str, str, str]]:
    latest = Opportunity.objects.get(pk=post.pk).get_latest_revision_as_object()
    return [(each.language, each.title, each.description) for each in latest.texts]


def text(language: str, title: str, description: str) -> dict[str, str]:
    return {"language": language, "title": title, "description": description}


def translated(organization: Organization, **fields: Any) -> Opportunity:
    translations = [
        text("ru", "Сварщик", "Починить затворы."),
        text("fr", "Soudeur", "Réparer les vannes du canal."),
    ]
    return make_opportunity(
        organization=organization, title="Welder", description="Mend the gates.", translations=translations, **fields
    )


class TestWriting:
    def test_languages_are_added_changed_and_removed_in_one_form(
        self, author: Any, colleague: Any, stranger: Any, verified: Organization, as_user: Any
    ) -> None:
        browser = as_user(author)
        address = f"/contribute/post/vacancy/?organization={verified.slug}"
        response = browser.post(address, FORM | RUSSIAN)
        assert response.status_code == 302
        post = Opportunity.objects.get()
        english, russian = ("en", "Welder", FORM["description"]), ("ru", "Сварщик", "Починить затворы.")
        assert written(post) == [english, russian]

        edit = f"/contribute/{post.slug}/edit/"
        more = {f"translation_2_{part}": value for part, value in (("language", "ar"), ("title", "لحام"))}
        half = as_user(colleague).post(edit, FORM | RUSSIAN | more | {"autosave": "1"})
        assert "Saved at" in half.content.decode()
        assert written(post) == [english, russian, ("ar", "لحام", "")]
        assert services.problems_of(Opportunity.objects.get().get_latest_revision_as_object()) == [
            "Finish title and text in this language, or remove it: Arabic."
        ]
        page = browser.get(edit).content.decode()
        assert 'lang="ar"' in page
        assert as_user(stranger).get(edit).status_code == 404

        browser.post(edit, FORM | RUSSIAN | more | {"translation_2_remove": "on"})
        assert written(post) == [english, russian]

    @pytest.mark.parametrize(
        ("given", "field", "error"),
        [
            ({"translation_1_language": ""}, "translation_1_language", "Say in which language this is."),
            (
                {"translation_1_language": "en"},
                "translation_1_language",
                "The post has this language already. Choose another one.",
            ),
            (
                {f"translation_2_{part}": value for part, value in (("language", "ru"), ("title", "x"))},
                "translation_2_language",
                "The post has this language already. Choose another one.",
            ),
            (
                {"translation_1_title": ""},
                "translation_1_title",
                "Write it in this language too, or remove the language.",
            ),
        ],
    )
    def test_what_is_wrong_is_said_beside_it(
        self, given: dict[str, str], field: str, error: str, author: Any, verified: Organization, as_user: Any
    ) -> None:
        response = as_user(author).post("/contribute/post/vacancy/", FORM | RUSSIAN | given)
        assert response.context["form"].errors[field] == [error]
        assert Opportunity.objects.count() == 0

    def test_a_copy_has_them_too(self, author: Any, verified: Organization) -> None:
        copy = services.duplicate_opportunity(opportunity=translated(verified), author=author)
        assert [each[:2] for each in written(copy)] == [("en", "Welder"), ("ru", "Сварщик"), ("fr", "Soudeur")]


class TestVetting:
    def test_another_translation_is_another_post(self, author: Any, unverified: Organization) -> None:
        post = translated(unverified, author=author)
        latest = post.get_latest_revision_as_object() or post
        other = [text("ru", "Повар", "Готовить.")]
        services.save_draft(opportunity=latest, author=author, translations=other)
        after, post = latest.get_latest_revision_as_object(), Opportunity.objects.get()
        assert material_changes(post, after) == ["translations"]
        assert not services.submit_opportunity(opportunity=post, author=author, declared=DECLARED)
        assert [each.title for each in Opportunity.objects.get().texts] == ["Welder", "Сварщик", "Soudeur"]

    def test_its_words_warn_in_every_language(
        self, author: Any, verified: Organization, search_index: SearchIndex
    ) -> None:
        copied = "Ищем медсестру, которая говорит по-русски и по-кыргызски и поможет три месяца в больнице города Ош."
        others = Organization.objects.create(name="Naryn Clinic", slug="naryn")
        make_opportunity(organization=others, translations=[text("ru", "Медсестра", copied)])
        search_index.drain()
        draft = services.create_draft(
            organization=verified, author=author, kind="vacancy", title="Nurse", description="Help in Osh.",
            translations=[
                text("ru", "Медсестра", copied),
                text("fr", "x", "Veuillez payer les frais de dossier."),
            ],
        )  # fmt: skip
        assert [flag.code for flag in new_flags(draft)] == ["fee", "copied"]
        services.submit_opportunity(opportunity=draft, author=author, declared=DECLARED)
        assert [flag.code for flag in held_because(draft)] == ["fee", "copied"]


class TestReading:
    def test_everybody_reads_their_own_language_and_can_choose(
        self, verified: Organization, client: Client, search_index: SearchIndex
    ) -> None:
        post = translated(verified, places=[("Osh", "KG")])
        search_index.drain()

        def read(address: str, language: str) -> str:
            return client.get(address, headers={"accept-language": language}).content.decode()

        page = read(post.get_absolute_url(), "ru")
        assert "<title>Сварщик" in page
        assert "Починить затворы." in page
        assert '"inLanguage": "ru"' in page
        assert "Mend the gates." not in page
        assert 'href="?text=en"' in page
        original = read(f"{post.get_absolute_url()}?text=en", "ru")
        assert "Mend the gates." in original
        assert 'href="?text=ru"' in original
        assert 'href="?text=fr"' in original
        for language in ("es", "en"):  # no text in Spanish: as it was written
            assert "Mend the gates." in read(post.get_absolute_url(), language)
        assert "Mend the gates." in read(f"{post.get_absolute_url()}?text=xx", "en")
        for address in ("/contribute/", f"{post.get_absolute_url()}print/", "/contribute/feed.atom?lang=fr"):
            words = read(address, "fr")
            assert ("Soudeur" in words, "Welder" in words) == (True, False)

    def test_it_is_found_by_the_words_of_each(
        self, verified: Organization, client: Client, search_index: SearchIndex
    ) -> None:
        post = translated(verified)
        make_opportunity(organization=verified, title="Cook")
        search_index.drain()
        for words in ("gates", "затвор", "réparer", "vanne"):
            request = SearchRequest(kind="opportunity", viewer_audiences=("public",), text=words)
            assert search_index.ids(search(request)) == [post.pk]
        page = client.get("/contribute/?language=fr").content.decode()
        assert ("Welder" in page, "Cook" in page) == (True, False)
        post.translations = []
        post.save()
        search_index.drain()
        assert search_index.ids(search(SearchRequest("opportunity", ("public",), text="vanne"))) == []
