"""Matching: a score is the sum of its reasons, whatever is asked of whatever; and only of what the viewer may see."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from profiles.matching import match_people
from profiles.subjects import subject_of
from search import indexing, outbox
from search.matching import UNIT, Fired, Rule, Signal, match
from tests.profiles.factories import make_member
from tests.search.conftest import Make
from tests.search.documents import KIND
from tests.search.plugin import SearchIndex

TYPES = ("association", "government", "academia")
COUNTRIES = ("KG", "KZ", "DE", "FR", "TR")
LEVELS = ("national", "international")


def said(fired: list[Fired]) -> str:
    return " ".join(value for each in fired for value in each.values)


def signal(*rules: tuple[str, str | tuple[str, ...], int], code: str = "s", **options: Any) -> Signal:
    made = (Rule(field, (values,) if isinstance(values, str) else values, weight) for field, values, weight in rules)
    return Signal(code, tuple(made), said, **options)


def some_of(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True).map(tuple)


RULES = st.one_of(
    st.tuples(st.just("type"), some_of(TYPES), st.integers(1, 640)),
    st.tuples(st.just("countries"), some_of(COUNTRIES), st.integers(1, 640)),
)  # fmt: skip
SIGNALS = st.lists(
    st.builds(
        lambda rules, best, enough: signal(*rules, best=best, enough=enough),
        st.lists(RULES, min_size=1, max_size=4), st.booleans(), st.booleans(),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


@pytest.fixture
def forty(make: Make, search_index: SearchIndex) -> list[dict[str, Any]]:
    """Forty documents of all sorts, as they stand in the index for the public, newest first."""
    chance = random.Random(3)
    for _number in range(40):
        make(type=chance.choice(TYPES), countries=chance.sample(COUNTRIES, chance.randint(0, 3)))
    search_index.drain()
    hits = search_index.engine.search(
        KIND, {"query": {"bool": {"filter": [{"term": {"audience": "public"}}]}}, "size": 100, "from": 0}
    ).hits
    return sorted((dict(hit.fields) for hit in hits), key=lambda fields: -fields["newest"])


class TestScores:
    @settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(SIGNALS)
    def test_are_exactly_the_sum_of_the_reasons(self, forty: list[dict[str, Any]], signals: list[Signal]) -> None:
        found = match(kind=KIND, signals=signals, audiences=("public",), limit=100)
        for one in found:
            assert one.score == sum(reason.weight for reason in one.reasons) > 0
            assert list(one.reasons) == sorted(one.reasons, key=lambda reason: -reason.weight)
        assert [(one.hit.object_id, one.score) for one in found] == expected(forty, signals)


def expected(documents: list[dict[str, Any]], signals: list[Signal]) -> list[tuple[int, float]]:
    """What matching is, written out: every document (newest first), signal and rule looked at one by one."""
    scored = []
    is_needed = any(signal.enough for signal in signals)
    for fields in documents:
        total, fits = 0, not is_needed
        for each in signals:
            weights = [rule.weight for rule in each.rules if set(rule.values) & set(as_list(fields.get(rule.field)))]
            total += (max(weights) if each.best else sum(weights)) if weights else 0
            fits = fits or bool(weights and each.enough)
        if total and fits:
            scored.append((fields["object_id"], total / UNIT))
    return sorted(scored, key=lambda pair: -pair[1])


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


class TestSignals:
    @pytest.fixture(autouse=True)
    def _organizations(self, make: Make, search_index: SearchIndex) -> None:
        self.both = make(type="academia", countries=["KG", "DE"]).pk
        self.kyrgyz = make(type="association", countries=["KG"]).pk
        self.german = make(type="government", countries=["DE"]).pk
        search_index.drain()

    def found(self, *signals: Signal, **options: Any) -> list[tuple[int, float]]:
        return [(m.hit.object_id, m.score) for m in match(kind=KIND, signals=signals, audiences=("public",), **options)]

    def test_all_rules_add_up_unless_only_the_best_counts(self) -> None:
        rules = (("countries", "KG", 64), ("countries", "DE", 32))
        assert self.found(signal(*rules)) == [(self.both, 1.5), (self.kyrgyz, 1.0), (self.german, 0.5)]
        assert self.found(signal(*rules, best=True)) == [(self.kyrgyz, 1.0), (self.both, 1.0), (self.german, 0.5)]

    def test_ties_go_to_the_newest(self) -> None:
        assert [pk for pk, _score in self.found(signal(("countries", COUNTRIES, 64)))] == [
            self.german,
            self.kyrgyz,
            self.both,
        ]

    def test_what_is_not_enough_makes_nothing_fit_by_itself(self) -> None:
        where = signal(("countries", "DE", 64), enough=False)
        assert self.found(signal(("type", "academia", 64)), where) == [(self.both, 2.0)]
        assert self.found(where) == [(self.german, 1.0), (self.both, 1.0)]

    def test_the_reason_names_what_fired(self) -> None:
        (one,) = match(
            kind=KIND,
            signals=[signal(("type", TYPES, 96), ("countries", "XX", 1))],
            audiences=("public",),
            exclude_ids=[self.kyrgyz, self.german],
        )
        assert [(r.code, r.weight, r.params, r.text) for r in one.reasons] == [
            ("s", 1.5, {"values": ("academia",)}, "academia")
        ]

    def test_a_signal_may_count_without_a_word(self) -> None:
        silent = Signal("quiet", (Rule("type", ("academia",), 64),), lambda fired: None)
        (one,) = match(kind=KIND, signals=[silent], audiences=("public",))
        assert (one.score, one.said, [r.text for r in one.reasons]) == (1.0, (), [""])

    def test_filters_and_exclusions_hold(self) -> None:
        everything = signal(("countries", COUNTRIES, 64))
        assert self.found(everything, filters=[{"term": {"type": "academia"}}]) == [(self.both, 1.0)]
        assert self.found(everything, exclude_ids=[self.german], limit=1) == [(self.kyrgyz, 1.0)]

    def test_nothing_is_asked_for_nothing(self) -> None:
        assert self.found() == self.found(Signal("none", (), said)) == []

    def test_a_viewer_must_be_named(self) -> None:
        with pytest.raises(ValueError, match="audiences of its viewer"):
            match(kind=KIND, signals=[signal(("type", "academia", 64))], audiences=())


@pytest.mark.django_db
class TestPrivacy:
    """What a member hides never makes them fit, nor counts, whatever the subject asks for."""

    @pytest.mark.parametrize(
        ("field", "code"),
        [("expertise", "expertise"), ("place", "place"), ("languages", "language"), ("roots", "roots")],
    )
    def test_a_hidden_field_fires_nothing(self, field: str, code: str) -> None:
        everything = {
            "expertise": ["welding", "cooking"], "city": "Osh", "country": "KG", "languages": ["ky"],
            "roots": ["KG"], "roots_consent": True,
        }  # fmt: skip
        asking = make_member(name="Asking", **everything)
        shown = make_member(name="Shown", **everything, audiences={"roots": "members"})
        hidden = make_member(name="Hidden", **everything, audiences={"roots": "members", field: "connections"})
        while outbox.drain():
            pass
        indexing.rebuild("profile")
        found = {m.hit.object_id: m for m in match_people(subject_of(asking), audiences=("members",))}
        codes = {pk: {reason.code for reason in m.reasons} for pk, m in found.items()}
        assert code in codes[shown.pk]
        assert hidden.pk not in codes or not [c for c in codes[hidden.pk] if c.startswith(code)]
        assert found[shown.pk].score > (found[hidden.pk].score if hidden.pk in found else 0)
