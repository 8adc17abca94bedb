"""The Why line: sentences, and what they name as something to follow."""

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from idiaspora.templatetags.reasons import Part, parts_of
from search.matching import Reason
from taxonomy.models import Concept
from taxonomy.tree import concept_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def keys() -> tuple[str, str]:
    return ("surveying", "nursing")


def test_the_labels_of_a_sentence_search_for_what_they_name(keys: tuple[str, str]) -> None:
    assert Concept.objects.filter(key__in=keys).count() == len(keys)
    first, second = (concept_tree().label(key, "en") for key in keys)
    reason = Reason("expertise", 7.0, {"values": keys}, f"You list {first}, {second}")
    assert parts_of(reason) == [
        Part("You list "),
        Part(first, "/search/?q=land+surveying"),
        Part(", "),
        Part(second, f"/search/?q={second}"),
    ]


def test_a_sentence_that_names_no_concept_stays_whole(keys: tuple[str, str]) -> None:
    for reason in (
        Reason("place", 3.5, {"values": ("KG",)}, "Kyrgyzstan is where your roots are"),
        Reason("expertise", 7.0, {"values": keys}, "Ваше дело"),  # worded in another language than the page's
    ):
        assert parts_of(reason) == [Part(reason.text)]


def test_the_words_stay_as_they_are_on_the_page(keys: tuple[str, str]) -> None:
    with translation.override("ru"):
        label = concept_tree().label(keys[0], "ru")
        reason = Reason("general", 1.0, {"values": keys[:1]}, f"<b>{label}</b>")
        html = render_to_string("components/reasons.html", {"reasons": [reason]})
    assert '&lt;b&gt;<a class="chip" href="/search/?q=' in html
    assert f">{label}</a>&lt;/b&gt;" in html
