"""Words: how they are analysed, completed, mistyped, written in other scripts, and marked."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search.queries import complete
from search.transliteration import variants
from tests.examples import examples
from tests.search.documents import KIND


@pytest.mark.parametrize(
    ("language", "written", "typed"),
    [
        ("en", "Irrigation engineers for the valleys", "irrigating valley"),
        ("ru", "Услуги бухгалтерского учёта для ассоциаций", "бухгалтерский ассоциация"),
        ("fr", "Des enseignantes expérimentées", "enseignante expérimentée"),
        ("es", "Ingenieros y traductoras voluntarias", "ingeniero voluntaria"),
        ("ar", "خدمات المحاسبة والترجمة", "محاسبة"),
        ("fr", "Un réfugié formé, une couturière expérimentée", "réfugiés formées couturier expérimentés"),
    ],
)
@pytest.mark.parametrize("field", ["text", "story"])
def test_other_forms_of_a_word_are_found(put, found, field, language, written, typed):
    put(1, **{field: written})
    put(2, **{field: "Something else entirely / Совсем другое"})
    assert found(typed, language=language) == [1]


def test_prose_is_found_with_and_without_accents(put, found):
    put(1, story="Comptabilité générale, más de diez años de experiencia en la gestión de réfugiés")
    put(2, story="Comptabilite generale, mas de diez anos de experiencia en la gestion de refugies")
    put(3, story="Autre chose")
    for typed in ("comptabilite", "Comptabilité GENERALE", "mas años", "anos gestion", "gestión réfugiés", "refugies"):
        assert found(typed, language="fr") == [2, 1], typed


def test_numbers_and_scripts_without_an_analysis_are_found_in_prose(put, found):
    put(1, story="Она работает с 1998 года")
    put(2, story="Since 1998 in თბილისი")
    put(3, story="თბილისი 1998")
    assert sorted(found("1998")) == [1, 2, 3]
    assert sorted(found("თბილისი")) == [2, 3]
    assert found("თბილ 1998") == []


def test_a_word_of_prose_is_found_by_its_beginning_up_to_its_stem(put, found):
    put(1, story="Irrigation engineering for the valleys, and бухгалтерского учёта")
    assert found("irrigation engin") == [1]
    assert found("engineering irrig") == [1]
    assert found("irrigation бухг") == [1]
    assert found("engineeri") == []
    assert found("irri engineering") == []


def test_typos_in_prose_are_not_forgiven(put, found):
    put(1, story="Irrigation")
    assert found("irigation") == []
    assert found("irrigation") == [1]


def test_a_stop_word_of_another_language_need_not_be_found(put, found):
    put(1, story="Ingeniero especializado en la gestión de aguas")
    put(2, story="Ingeniero sin aguas", name=["De"])
    assert found("ingeniero de aguas", language="en") == [2, 1]
    assert found("de", language="en") == [2]


def test_a_title_is_in_the_language_of_the_prose_beside_it(put, found):
    put(
        1,
        text="Réfugiés expérimentées",
        story="Je travaille avec les femmes des vallées et leurs associations depuis dix ans",
    )
    assert found("réfugié expérimenté", language="fr") == [1]
    assert found("refugies", language="en") == [1]


def test_a_word_in_another_script_is_analysed_in_its_own_language(put, found):
    put(1, text="Ищем бухгалтера")
    assert found("бухгалтеры", language="en") == [1]


def test_case_and_accents_do_not_matter(put, found):
    put(1, name=["José ÁLVAREZ"], text="Comptabilité générale")
    for typed in ("jose alvarez", "JOSÉ", "comptabilite", "GENERALE"):
        assert found(typed, language="fr") == [1], typed


@pytest.mark.parametrize("field", ["name", "text", "story"])
def test_letters_are_the_same_however_they_are_written(put, found, look, field):
    put(1, **{field: "İstanbul Cafe\u0301 Ёлка ΟΔΟΣ"})
    for typed in ("istanbul", "ISTANBUL", "İstanbul", "café", "cafe\u0301", "Е\u0308лка", "οδος", "ΟΔΟΣ"):
        assert found(typed) == [1], typed
    [hit] = look("istanbul café οδος").hits
    assert hit.highlights == {field: "<mark>İstanbul</mark> <mark>Café</mark> Ёлка <mark>ΟΔΟΣ</mark>"}


def test_all_words_must_be_found_in_whichever_fields(put, found):
    put(1, name=["Aigul"], text="teaches mathematics")
    put(2, name=["Aigul"], text="builds bridges")
    assert found("aigul mathematics") == [1]
    assert found("aigul chemistry") == []


def test_stop_words_are_not_asked_for_unless_there_is_nothing_else(put, found):
    put(1, name=["Doctor"], text="Osh")
    put(2, name=["The Who"])
    assert found("doctor in the osh") == [1]
    assert found("the") == [2]


def test_the_last_word_may_be_a_beginning_others_may_not(put, found):
    put(1, name=["Water engineering"])
    assert found("water engin") == [1]
    assert found("wat engineering") == []


def test_a_word_as_typed_comes_before_one_that_begins_so(put, found):
    put(1, name=["Art"])
    put(2, name=["Artificial"])
    assert found("art") == [1, 2]


def test_words_with_a_typo_are_found_when_few_are_found_as_typed(put, found):
    put(1, name=["Irrigation"])
    put(2, name=["Osh"])
    assert found("irigation") == [1]
    assert found("irrigatoin") == [1]
    assert found("oshh") == []


def test_typos_do_not_disturb_when_enough_is_found(put, found):
    for object_id in (1, 2, 3):
        put(object_id, name=["planting"])
    put(4, name=["plantinf"])
    assert found("planting") == [3, 2, 1]


@pytest.mark.parametrize("name", ["Ысык-Көл", "Issyk-Kul", "Иссык-Куль"])
@pytest.mark.parametrize("typed", ["Ысык-Көл", "Issyk-Kul", "Иссык-Куль", "issyk kul"])
def test_a_lake_is_found_in_every_spelling(put, found, name, typed):
    put(1, name=variants(name))
    put(2, name=variants("Сон-Көл"))
    assert found(typed) == [1]


@pytest.mark.parametrize("name", ["Өмүрбекова", "Omurbekova", "Омурбекова"])
@pytest.mark.parametrize("typed", ["Өмүрбекова", "Omurbekova", "Омурбекова", "Omurbek"])
def test_a_person_is_found_in_every_spelling(put, found, name, typed):
    put(1, name=variants(name))
    put(2, name=variants("Абдраимов"))
    assert found(typed) == [1]


def test_matches_and_phrases(put, ids):
    put(1, name=["clean water for all"])
    put(2, name=["water clean"])
    assert set(ids({"match": {"name": "clean bread"}})) == {1, 2}
    assert ids({"match": {"name": {"query": "clean bread", "operator": "and"}}}) == []
    assert ids({"match": {"name": {"query": "clean bread all", "minimum_should_match": 2}}}) == [1]
    assert ids({"match": {"name": ""}}) == []
    assert ids({"constant_score": {"filter": {"match_phrase_prefix": {"name": "clean wat"}}}}) == [1]
    assert set(ids({"constant_score": {"filter": {"match_phrase_prefix": {"name": "wat"}}}})) == {1, 2}
    assert (
        ids(
            {
                "constant_score": {
                    "filter": {"match": {"name": {"query": "claen al", "operator": "and", "fuzziness": "AUTO"}}}
                }
            }
        )
        == []
    )
    assert ids(
        {"constant_score": {"filter": {"match": {"name": {"query": "claen alll", "operator": "and", "fuzziness": 1}}}}}
    ) == [1]


def test_multi_match_takes_the_best_field_and_its_weight(put, ids):
    put(1, name=["water"], text="nothing")
    put(2, name=["nothing"], text="water")
    fields = {"query": "water", "type": "best_fields"}
    assert ids({"multi_match": {**fields, "fields": ["name", "text.folded^3"]}}) == [2, 1]
    assert ids({"multi_match": {**fields, "fields": ["name^3", "text.folded"]}}) == [1, 2]


def test_found_words_are_marked_and_all_else_is_escaped(put, look):
    put(1, name=["<b>Aigul</b> & sons"], text="An engineer who <script>engineers</script> water")
    [hit] = look("aigul engineer").hits
    assert hit.highlights["name"] == "&lt;b&gt;<mark>Aigul</mark>&lt;/b&gt; &amp; sons"
    assert (
        hit.highlights["text"]
        == "An <mark>engineer</mark> who &lt;script&gt;<mark>engineers</mark>&lt;/script&gt; water"
    )


def test_long_texts_are_cut_around_what_was_found(put, look):
    put(1, text="word " * 500 + "needle " + "word " * 500)
    [hit] = look("needle").hits
    assert "<mark>needle</mark>" in hit.highlights["text"]
    assert len(hit.highlights["text"]) < 250


def test_typos_and_beginnings_are_marked(put, look):
    put(1, name=["Irrigation engineering"])
    [hit] = look("irigation engin").hits
    assert hit.highlights["name"] == "<mark>Irrigation</mark> <mark>engineering</mark>"


def test_other_forms_and_beginnings_are_marked_in_prose(put, look):
    put(1, story="L’ingénieure <b> des réfugiés, et <i>comptabilité</i>")
    [hit] = look("ingenieure réfugié compta", language="fr").hits
    assert hit.highlights == {
        "story": "L’<mark>ingénieure</mark> &lt;b&gt; des <mark>réfugiés</mark>, et &lt;i&gt;<mark>comptabilité</mark>&lt;/i&gt;"
    }


def test_without_words_nothing_is_marked(put, look):
    put(1, name=["Aigul"])
    assert look().hits[0].highlights == {}


def test_names_are_completed_as_they_are_written(put):
    put(1, name=variants("Өмүрбекова Айгүл"))
    put(2, name=variants("Omar Sy"))
    assert complete(KIND, "name", "om", ("public",)) == ["Omar Sy", "Өмүрбекова Айгүл"]
    assert complete(KIND, "name", "айг", ("public",)) == ["Өмүрбекова Айгүл"]
    assert complete(KIND, "name", "sy om", ("public",)) == ["Omar Sy"]
    assert complete(KIND, "name", "om", ("public",), limit=1) == ["Omar Sy"]
    assert complete(KIND, "name", " \0 ", ("public",)) == []


def test_titles_and_prose_are_completed(put):
    put(1, text="Comptabilité générale", story="Les réfugiés")
    put(2, text="Autre chose", story="Les reins")
    assert complete(KIND, "text", "compta", ("public",)) == ["Comptabilité générale"]
    assert complete(KIND, "text", "gene comp", ("public",)) == ["Comptabilité générale"]
    assert complete(KIND, "story", "refu", ("public",)) == ["Les réfugiés"]


def test_keywords_are_completed(put):
    put(1, type="association")
    put(2, type="academia")
    assert complete(KIND, "type", "a", ("public",)) == ["academia", "association"]
    assert complete(KIND, "type", "as", ("public",)) == ["association"]


HOSTILE = [
    '"',
    "\0",
    "a" * 10_240,
    "AND OR NOT",
    "name:x AND (",
    "*",
    "a* b?",
    "\ud800",
    "~1 ^9 \\",
    "<script>",
    "𝕏 ﷽ ‮",
    "x " * 5_000,
    "'; DROP TABLE x",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_words(put, look, text):
    put(1, name=["Aigul"], text="water")
    assert look(text, facets=("type",)).total == 0
    complete(KIND, "name", text, ("public",))


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), language=st.sampled_from(["en", "ru", "fr", "es", "ar", "ky", "pt-br", ""]))
@example(text="İ ŉ ß ʘ", language="tr")
def test_any_text_at_all_can_be_searched(put, look, text, language):
    put(1, name=["Aigul"])
    assert look(text, language=language).total <= 1
    complete(KIND, "name", text, ("public",))
