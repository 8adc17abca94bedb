import pytest
from django.core.exceptions import ValidationError

from idiaspora.models import SiteAppearance


def test_the_colours_of_the_house_can_be_read_and_need_not_be_said() -> None:
    appearance = SiteAppearance()
    appearance.clean()
    assert not appearance.has_own_colours


def test_an_operators_own_readable_colours_are_taken() -> None:
    appearance = SiteAppearance(paper="#ffffff", ink="#111111", accent="#7a1f4b", warm="#f2c14e")
    appearance.clean()
    assert appearance.has_own_colours


@pytest.mark.parametrize(
    ("field", "colour"),
    [("ink", "#9a9a9a"), ("accent", "#7fd6d6"), ("warm", "#3a2a1a")],
)
def test_a_colour_that_people_could_not_read_is_refused_by_name(field: str, colour: str) -> None:
    appearance = SiteAppearance(**{field: colour})
    with pytest.raises(ValidationError) as refused:
        appearance.clean()
    assert field in refused.value.message_dict


def test_a_dark_background_is_refused_with_what_to_do() -> None:
    with pytest.raises(ValidationError) as refused:
        SiteAppearance(paper="#14181d", ink="#e9e4da", accent="#8fd0d0", warm="#7a4a1a").clean()
    assert list(refused.value.message_dict) == ["paper"]


def test_a_colour_that_is_none_gets_the_error_of_its_field_only() -> None:
    with pytest.raises(ValidationError) as refused:
        SiteAppearance(accent="teal").full_clean(exclude=["site"])
    assert list(refused.value.message_dict) == ["accent"]
