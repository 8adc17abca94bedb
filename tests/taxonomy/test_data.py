"""The data that come with the project: concepts, places, geohashes."""

import math
from zoneinfo import available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from taxonomy.folding import LANGUAGES
from taxonomy.geohash import encode, neighbours
from taxonomy.importing import CONCEPTS_DIR, ConceptSource, doubled_labels, read_concepts
from taxonomy.models import Place, PlaceName
from taxonomy.names import countries, country_choices, country_name, language_choices, language_name
from taxonomy.places import complete_places, find_place, find_written_place


@pytest.fixture(scope="module")
def concepts() -> dict[str, ConceptSource]:
    return {source.key: source for source in read_concepts(CONCEPTS_DIR.glob("*.toml"))}


class TestConcepts:
    def test_are_many_in_five_languages(self, concepts: dict[str, ConceptSource]) -> None:
        assert len(concepts) >= 600
        assert {
            key: set(source.labels) for key, source in concepts.items() if set(source.labels) != set(LANGUAGES)
        } == {}

    def test_stand_in_a_tree_of_three_levels(self, concepts: dict[str, ConceptSource]) -> None:
        def depth(source: ConceptSource) -> int:
            return 1 + depth(concepts[source.parent]) if source.parent else 1

        assert {key for key, source in concepts.items() if depth(source) > 3} == set()

    def test_have_no_label_in_common(self, concepts: dict[str, ConceptSource]) -> None:
        assert doubled_labels(concepts.values()) == []


@pytest.mark.django_db
class TestPlaces:
    def test_are_all_there_with_zones_and_countries_that_exist(self) -> None:
        assert Place.objects.count() == 34_006
        assert set(Place.objects.values_list("timezone", flat=True).distinct()) - available_timezones() == set()
        assert set(Place.objects.values_list("country", flat=True).distinct()) - set(countries()) <= {"XK"}
        assert not Place.objects.exclude(latitude__range=(-90, 90), longitude__range=(-180, 180)).exists()
        assert not Place.objects.exclude(pk__in=PlaceName.objects.values("place")).exists()

    @pytest.mark.parametrize(
        ("names", "country"),
        [
            (["Bishkek", "Бишкек", "بيشكيك", "BISHKEK"], "KG"),
            (["Osh", "Ош", "أوش"], "KG"),
            (["Moscow", "Москва", "موسكو", "Moskva"], "RU"),
            (["Istanbul", "Стамбул", "إسطنبول", "İstanbul"], "TR"),
            (["Paris", "Париж", "باريس"], "FR"),
            (["Cairo", "Каир", "القاهرة"], "EG"),
            (["Shanghai", "Шанхай", "шанхаи", "شانغهاي"], "CN"),
        ],
    )
    def test_are_found_in_any_script(self, names: list[str], country: str) -> None:
        found = {find_place(name, country) for name in names}
        assert len(found) == 1
        place = found.pop()
        assert place is not None
        assert (place.country, place.name) == (country, names[0])

    def test_the_country_decides_between_cities_of_one_name(self) -> None:
        written = ("Paris", "Paris, US", "Париж, Франция", "Paris, États-Unis")
        assert [find_written_place(text).country for text in written] == [
            "FR", "US", "FR", "US",
        ]  # fmt: skip
        assert find_written_place("Bishkek, France") is None
        assert find_written_place("Bishkek, Nowhere") is None

    @pytest.mark.parametrize("typed", ["", ",", "\x00", "%", "_", "'", "x" * 10_000, "a" + "\u0301" * 5_000])
    def test_whatever_is_typed(self, typed: str) -> None:
        assert (find_place(typed), find_written_place(typed), complete_places(typed)) == (None, None, []) or typed[
            0
        ] == "a"


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres on a sphere, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, point) for point in (a, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 12_742 * math.asin(math.sqrt(min(1.0, h)))


def quantized(latitude: float, longitude: float, length: int) -> tuple[int, int]:
    """Row and column of a geohash cell, counted by division: another way than halving."""
    columns, rows = 2 ** ((length * 5 + 1) // 2), 2 ** (length * 5 // 2)
    return min(int((latitude + 90) / 180 * rows), rows - 1), min(int((longitude + 180) / 360 * columns), columns - 1)


# To a millionth of a degree: smaller differences are lost when counting by division.
POINTS = st.tuples(
    st.integers(-89_900_000, 89_900_000).map(lambda n: n / 1e6),
    st.integers(-180_000_000, 179_999_000).map(lambda n: n / 1e6),
)


class TestGeohashes:
    def test_known_ones(self) -> None:
        assert encode(57.64911, 10.40744, 7) == "u4pruyd"
        assert encode(-25.382708, -49.265506, 8) == "6gkzwgjz"
        assert len(neighbours("u4pr")) == 9

    @given(POINTS, POINTS, st.integers(1, 6))
    @settings(max_examples=300, deadline=None)
    def test_two_points_have_one_cell_when_their_rows_and_columns_agree(self, a: tuple, b: tuple, length: int) -> None:
        assert (encode(*a, length) == encode(*b, length)) == (quantized(*a, length) == quantized(*b, length))

    @given(POINTS, st.integers(-1, 1), st.integers(-1, 1), st.integers(2, 6))
    @settings(max_examples=300, deadline=None)
    def test_neighbours_are_the_cells_one_row_and_column_away(
        self, point: tuple, up: int, right: int, length: int
    ) -> None:
        columns, rows = 2 ** ((length * 5 + 1) // 2), 2 ** (length * 5 // 2)
        row, column = quantized(*point, length)
        there = (row + up, (column + right) % columns)
        centre = ((there[0] + 0.5) * 180 / rows - 90, (there[1] + 0.5) * 360 / columns - 180)
        if 0 <= there[0] < rows:
            assert encode(*centre, length) in neighbours(encode(*point, length))

    @given(POINTS, st.integers(2, 6))
    @settings(max_examples=200, deadline=None)
    def test_what_is_in_no_neighbour_is_a_cell_away_at_least(self, point: tuple, length: int) -> None:
        near = neighbours(encode(*point, length))
        height = 180 / 2 ** (length * 5 // 2)
        north = (min(point[0] + height * 2.01, 89.99), point[1])
        if north[0] < 89.9 and encode(*north, length) not in near:
            assert distance(point, north) > height * 110


class TestNames:
    def test_in_the_reader_s_language(self) -> None:
        assert (country_name("KG", "en"), country_name("KG", "ru"), country_name("KG", "ky")) == (
            "Kyrgyzstan", "Киргизия", "Кыргызстан",
        )  # fmt: skip
        assert (language_name("ky", "ru"), language_name("ar", "fr")) == ("Киргизский", "Arabe")
        assert (country_name("??", "en"), country_name("KG", "xx-yy")) == ("??", "Kyrgyzstan")

    def test_the_lists_hold_each_once(self) -> None:
        for choices in (country_choices("ru"), language_choices("ar")):
            codes = [code for code, _name in choices]
            assert len(codes) == len(set(codes)) > 80
        assert {"KG", "XK", "PS", "TW"} <= set(countries())
