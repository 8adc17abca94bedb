"""The numbers of the map, whichever two of its addresses somebody compares."""

from collections import Counter
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from profiles.directory_map import shown_counts
from profiles.rounding import FEWEST, rounded

Person = tuple[str, bool]  # the country they live in, "" when it isn't shown; whether they have a certain skill
COUNTRIES = ("KG", "DE", "FR")
PEOPLE = st.lists(st.tuples(st.sampled_from(("", *COUNTRIES)), st.booleans()), max_size=60)


def asked_for(people: list[Person]) -> Iterator[list[Person]]:
    """Whom the addresses of the map ask for: all, those with the skill, those of each country, both."""
    skilled = [person for person in people if person[1]]
    for among in (people, skilled):
        yield among
        for country in COUNTRIES:
            yield [person for person in among if person[0] == country]


def numbers_of(people: list[Person]) -> set[int]:
    """Every number on one map of these people."""
    shown, total = shown_counts(Counter(country for country, _skill in people if country)), rounded(len(people))
    elsewhere = total - sum(shown.values())
    assert 0 <= elsewhere <= total <= len(people) < total + FEWEST
    return {total, elsewhere, *shown.values()}


@given(PEOPLE, st.integers(0, 60))
def test_no_two_numbers_are_a_few_apart(people: list[Person], left: int) -> None:
    """Nor are those from before and after somebody left."""
    moments = (people, people[:left] + people[left + 1 :])
    numbers = {number for moment in moments for asked in asked_for(moment) for number in numbers_of(asked)}
    assert {a - b for a in numbers for b in (0, *numbers) if 0 < a - b < FEWEST} == set()
