"""search/engines/breaker.py, by a clock that the test turns."""

from collections.abc import Iterator

import pytest

from search.engines.base import NotAskedError
from search.engines.breaker import FAILURES, PAUSE, Breaker


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(clock=clock)


def may_ask(breaker: Breaker) -> bool:
    try:
        breaker.check()
    except NotAskedError:
        return False
    return True


def test_closed_all_may_ask(breaker: Breaker) -> None:
    assert [may_ask(breaker) for _ in range(3)] == [True, True, True]


def test_one_certain_failure_opens_it(breaker: Breaker) -> None:
    breaker.failed(is_certain=True)
    assert (breaker.is_open, may_ask(breaker)) == (True, False)


def test_of_the_others_it_takes_some_in_a_row(breaker: Breaker) -> None:
    for _ in range(FAILURES - 1):
        breaker.failed(is_certain=False)
    breaker.succeeded()
    for _ in range(FAILURES - 1):
        breaker.failed(is_certain=False)
    assert may_ask(breaker)
    breaker.failed(is_certain=False)
    assert not may_ask(breaker)


def test_after_the_pause_one_may_try_and_the_others_wait_for_it(breaker: Breaker, clock: Clock) -> None:
    breaker.failed(is_certain=True)
    clock.now += PAUSE - 0.01
    assert not may_ask(breaker)
    clock.now += 0.01
    assert [may_ask(breaker) for _ in range(3)] == [True, False, False]


def test_the_one_that_succeeds_closes_it(breaker: Breaker, clock: Clock) -> None:
    breaker.failed(is_certain=True)
    clock.now += PAUSE
    breaker.check()
    breaker.succeeded()
    assert [may_ask(breaker) for _ in range(3)] == [True, True, True]


def test_the_one_that_fails_opens_it_for_another_pause_whatever_its_failure(breaker: Breaker, clock: Clock) -> None:
    breaker.failed(is_certain=True)
    clock.now += PAUSE
    breaker.check()
    breaker.failed(is_certain=False)
    clock.now += PAUSE - 0.01
    assert not may_ask(breaker)
    clock.now += 0.01
    assert may_ask(breaker)


def test_one_that_never_reports_holds_the_others_up_for_one_pause(breaker: Breaker, clock: Clock) -> None:
    breaker.failed(is_certain=True)
    clock.now += PAUSE
    breaker.check()
    clock.now += PAUSE
    assert may_ask(breaker)


def test_a_fresh_one_is_closed_and_goes_by_the_same_clock(breaker: Breaker, clock: Clock) -> None:
    breaker.failed(is_certain=True)
    other = breaker.fresh()
    other.failed(is_certain=True)
    clock.now += PAUSE
    assert (may_ask(other), may_ask(breaker)) == (True, True)
