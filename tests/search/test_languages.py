"""search/languages.py: which languages a text is in.  What that finds is in conformance/."""

import pytest

from search.languages import FOLDED, analysed, analyses_of


@pytest.mark.parametrize(
    ("text", "languages"),
    [
        ("The engineer of the valley", {"en"}),
        ("L’ingénieure des vallées et du lac", {"fr"}),
        ("Ingeniera de los valles y del lago", {"es"}),
        ("Civil engineer", {"en", "fr", "es"}),
        ("Инженер", {"ru"}),
        ("Инженер of the valley", {"ru", "en"}),
        ("مهندسة", {"ar"}),
        ("თბილისი", {"en"}),
        ("word " * 13, {"en"}),
    ],
)
def test_a_text_tells_its_languages(text, languages):
    assert analysed(text, with_neutral=False).keys() == languages
    assert analysed(text, with_neutral=True).keys() == {*languages, FOLDED}


def test_a_short_text_is_in_the_language_of_the_longer_one_beside_it():
    assert analysed("Génie civil", with_neutral=False, known=["fr"]).keys() == {"fr"}
    assert analysed("Génie civil", with_neutral=False, known=["ru"]).keys() == {"en", "fr", "es"}
    assert analysed("Head of the lab", with_neutral=False, known=["fr"]).keys() == {"en"}


def test_words_are_folded_then_stemmed_and_stop_words_leave_nothing():
    made = analysed("Les Réfugiés des forêts, d’été", with_neutral=True)
    assert made == {FOLDED: "les refugies des forets d ete", "fr": " refug  foret  ete"}


def test_of_several_texts_each_tells_its_own_languages():
    texts = ["The head of the laboratory with an office", "El jefe del laboratorio", "Начальник"]
    made = analysed(texts, with_neutral=True)
    assert made.keys() == {"en", "es", "ru", FOLDED} == set(analyses_of(texts))
    assert made["es"].split()[-3:] == [*analysed(texts[1], with_neutral=False)["es"].split(), "начальник"]
    assert analysed(" ".join(texts), with_neutral=False).keys() == {"en", "ru"}  # as one: what most words are in
