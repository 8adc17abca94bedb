"""search/mutex.py"""

import threading

import pytest
from django.db import connections

from search.engines.base import EngineError
from search.mutex import only_one


def in_another_session(run):
    """What a thread with a connection of its own is told."""
    answers = []

    def go():
        try:
            with only_one(run):
                answers.append("mine")
        except EngineError as error:
            answers.append(str(error))
        finally:
            connections.close_all()

    thread = threading.Thread(target=go)
    thread.start()
    thread.join()
    return answers[0]


def test_one_at_a_time_and_the_next_when_it_is_over(transactional_db):
    with only_one("rebuild-tested"):
        assert in_another_session("rebuild-tested") == "Another process is at it already: rebuild-tested"
        assert in_another_session("rebuild-other") == "mine"
    assert in_another_session("rebuild-tested") == "mine"


def test_it_is_given_back_when_the_work_fails(transactional_db):
    with pytest.raises(ZeroDivisionError), only_one("rebuild-tested"):
        raise ZeroDivisionError
    assert in_another_session("rebuild-tested") == "mine"
