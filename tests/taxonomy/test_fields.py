"""What a form makes of typed labels and cities."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from taxonomy.fields import CountriesField, LanguagesField, PlaceField, TermsField, typed_labels, written_labels
from taxonomy.places import find_place
from taxonomy.services import clean_label


@pytest.mark.parametrize(
    ("typed", "labels"),
    [
        ("welding", ["welding"]),
        (" welding ;сварка,\nwelding,, ", ["welding", "сварка"]),
        ('"gates, railings", welding', ["gates, railings", "welding"]),
        ('5" pipes, welding', ['5" pipes', "welding"]),
        ('"open, welding', ['"open', "welding"]),
        ("a\x00b\x07", None),
        ("C++, C#", ["C++", "C#"]),
        ('""', []),
    ],
)
def test_labels_are_parted(typed: str, labels: list[str] | None) -> None:
    field = TermsField(required=False)
    if labels is None:
        with pytest.raises(ValidationError, match="Null characters"):
            field.clean(typed)
    else:
        assert field.clean(typed) == labels


LABELS = st.lists(
    st.text(st.characters(exclude_characters='"', exclude_categories=["C", "Z"]), min_size=1, max_size=20), max_size=8
)


@given(LABELS)
def test_what_is_written_is_read_again(labels: list[str]) -> None:
    clean = [label for label in map(clean_label, labels) if label]
    assert typed_labels(written_labels(clean)) == clean


def test_too_many_and_too_long() -> None:
    with pytest.raises(ValidationError, match="You listed 31; list 30 at most"):
        TermsField().clean(",".join(map(str, range(31))))
    with pytest.raises(ValidationError, match="«x{40}…» is too long"):
        TermsField().clean("x" * 201)


class PlaceForm(forms.Form):
    place = PlaceField(required=False)
    countries = CountriesField(required=False)
    languages = LanguagesField(required=False)


@pytest.mark.django_db
class TestPlaces:
    def test_a_city_is_found_and_shown_as_it_is_typed(self) -> None:
        osh = find_place("Osh", "KG")
        assert PlaceForm({"place": "ош, киргизия"}).fields["place"].clean("ош, киргизия") == osh
        assert PlaceForm(initial={"place": osh})["place"].value() == "Osh, Kyrgyzstan"
        assert not PlaceForm({"place": "Osh, Kyrgyzstan"}, initial={"place": osh}).has_changed()

    @pytest.mark.parametrize("typed", ["Nowhereville", "Osh, France", "x" * 200, "'"])
    def test_an_unknown_one_is_named_with_the_cure(self, typed: str) -> None:
        (error,) = PlaceForm({"place": typed}).errors["place"]
        assert (
            error
            == f"We don't know a city called «{typed}». Choose one from the list, or write the nearest larger city."
        )

    def test_codes_that_there_are_not(self) -> None:
        form = PlaceForm({"countries": ["KG", "XX"], "languages": ["ky", "Q"]})
        assert set(form.errors) == {"countries", "languages"}
