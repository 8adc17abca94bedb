"""Words that are spelled like an abbreviation are no concept."""

import pytest

from taxonomy.suggesting import concepts_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("who care for it.", []),
        ("we work on it; it is done", []),
        ("He works in IT and AI for it.", ["information-technology", "artificial-intelligence"]),
    ],
)
def test_only_in_capitals(text: str, found: list[str]) -> None:
    assert concepts_in(text, "en") == found
