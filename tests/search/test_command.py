"""search/management/commands/search.py"""

import json
import os
import signal
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from profiles.models import Organization
from search.engines.base import EngineError
from search.models import OutboxRow
from tests.search.documents import KIND


def run(*arguments):
    out = StringIO()
    call_command("search", *arguments, stdout=out, verbosity=1)
    return out.getvalue()


def test_rebuild(make, find):
    make()
    assert "tested: 2 documents" in run("rebuild")
    assert find().total == 1


def test_rebuild_stale_leaves_alone_what_is_ready(make):
    assert "tested" in run("rebuild", "--stale")
    assert run("rebuild", "--stale") == ""


def test_an_unknown_kind_is_named(make):
    with pytest.raises(CommandError, match="'nothing'; there are tested"):
        run("rebuild", "nothing")


def test_drain(make):
    make()
    assert run("drain") == "1 outbox rows done\n"


def test_a_failing_engine_ends_a_drain_with_what_ails_it(make, search_index, monkeypatch):
    def fail(*args):
        raise EngineError("The disk is full")

    make()
    monkeypatch.setattr(type(search_index.engine), "apply", fail)
    with pytest.raises(CommandError, match="The disk is full"):
        run("drain")


def test_status(make, search_index):
    make()
    make()
    OutboxRow.objects.filter(object_id=make().pk).update(is_parked=True)
    row = "tested: missing, 0 documents, 0.0 MB; outbox: 2 waiting (0 s), 0 failing, 1 parked, 0 held for a rebuild"
    assert row in run("status").splitlines()
    run("drain")
    told = json.loads(run("status", "--json"))
    assert told["engine"] == search_index.engine.name
    [kind] = told["kinds"]
    assert (kind["kind"], kind["state"], kind["documents"], kind["waiting"], kind["parked"]) == (
        KIND,
        "partial",
        4,
        0,
        1,
    )
    assert kind["bytes"] > 0


def test_check_fails_when_something_differs_and_repairs_it(make):
    one = make()
    run("rebuild")
    Organization.objects.filter(pk=one.pk).update(name="Other")
    with pytest.raises(CommandError, match="differs"):
        run("check")
    told = json.loads(run("check", "--json", "--repair"))
    assert told["kinds"] == [{"kind": KIND, "checked": 1, "missing": [], "stale": [one.pk], "extra": []}]
    assert run("check") == "tested: 1 rows checked; 0 missing, 0 stale, 0 extra\n"


def test_work_drains_until_it_is_ended(make):
    make()
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    end = threading.Timer(1.0, os.kill, (os.getpid(), signal.SIGTERM))
    end.start()
    try:
        assert run("work").endswith("Ended; what is left waits in the outbox.\n")
    finally:
        end.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
    assert not OutboxRow.objects.exists()
