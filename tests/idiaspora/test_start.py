"""What a start of the site does: prepares only what is due, loads the demo once, serves, and speaks plainly."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from idiaspora.management.commands import prepare
from search.documents import kinds
from search.engines import get_engine
from search.engines.base import State
from taxonomy.models import Concept, Place
from tests.databases import Database
from tests.search.plugin import SearchIndex

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 240  # seconds for a first start on a busy machine


def prepare_says() -> str:
    said = StringIO()
    call_command("prepare", stdout=said)
    return said.getvalue()


@pytest.fixture
def own_folder(db: None, settings: Any, tmp_path: Path) -> Path:
    """A VAR_DIR where nothing has been prepared yet."""
    settings.VAR_DIR = tmp_path
    return tmp_path


def test_preparing_twice_does_nothing_the_second_time(own_folder: Path) -> None:
    first, second = prepare_says(), prepare_says()

    assert first.splitlines() == ["Importing expertise…", "Importing places…"]
    assert second == ""
    assert {get_engine().status(kind).state for kind in kinds()} == {State.READY}


def test_changed_files_are_imported_again(own_folder: Path) -> None:
    prepare_says()
    kept = (own_folder / "imported.json").read_text()
    (own_folder / "imported.json").write_text(kept.replace(prepare.fingerprint_of("concepts/*.toml"), "of older files"))

    assert prepare_says() == "Importing expertise…\n"
    assert (own_folder / "imported.json").read_text() == kept


@pytest.mark.parametrize("broken", ["", "[]", "{", '"text"'])
def test_a_broken_note_of_what_was_imported_is_no_obstacle(own_folder: Path, broken: str) -> None:
    (own_folder / "imported.json").write_text(broken)

    assert prepare_says().splitlines() == ["Importing expertise…", "Importing places…"]


def test_a_missing_index_is_made(own_folder: Path, embedded_index: SearchIndex) -> None:
    prepare_says()
    shutil.rmtree(next(path for path in embedded_index.engine.folder.iterdir() if path.name.startswith("resource")))

    prepare_says()

    assert embedded_index.engine.status("resource").state == State.READY


def test_pending_migrations_are_noticed_by_their_names(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert prepare.has_pending_migrations() is False

    monkeypatch.setattr(prepare, "_migrations_of", lambda config: [(config.label, "9999_from_tomorrow")])

    assert prepare.has_pending_migrations() is True


def test_nothing_is_prepared_away(own_folder: Path) -> None:
    before = (Concept.objects.count(), Place.objects.count())
    prepare_says()

    assert (Concept.objects.count(), Place.objects.count()) == before


def test_start_is_not_for_production(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(CommandError, match="set DEBUG=1, or use `make run`"):
        call_command("start", port=8000)


def test_a_taken_port_is_said_in_plain_words_before_anything_is_done(settings: Any) -> None:
    settings.DEBUG = True
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use.*make run PORT="):
            call_command("start", port=port)


@pytest.mark.parametrize("port", [0, -1, 65536])
def test_a_senseless_port_is_refused(settings: Any, port: int) -> None:
    settings.DEBUG = True
    with pytest.raises(CommandError, match="give a number from 1 to 65535"):
        call_command("start", port=port)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def started(database: Database, django_db_setup: None, tmp_path: Path, free_port: int) -> Iterator[tuple[str, Path]]:
    """(address, file of what it says) of a start in a folder where there are no members yet."""
    with database.another(tmp_path) as url:
        yield from start(url, tmp_path, free_port)


def start(database_url: str, folder: Path, port: int) -> Iterator[tuple[str, Path]]:
    others = ("DJANGO_SETTINGS_MODULE", "ELASTICSEARCH_URL", "REDIS_URL")
    environment = {name: value for name, value in os.environ.items() if name not in others}
    said = folder / "said.txt"
    with said.open("w") as output:
        command = [sys.executable, "manage.py", "start", "--port", str(port)]
        environment |= {"DATABASE_URL": database_url, "VAR_DIR": str(folder), "DEBUG": "1", "PYTHONUNBUFFERED": "1"}
        server = subprocess.Popen(
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, env=environment, preexec_fn=heed_interrupts
        )
        try:
            yield f"http://127.0.0.1:{port}", said
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def heed_interrupts() -> None:
    """A suite that a shell runs in the background has Ctrl-C ignored, and its children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def get(address: str) -> tuple[int, str]:
    """(status, text) of a page; status 0 as long as nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def test_the_first_start_loads_the_demo_and_serves_it(started: tuple[str, Path]) -> None:
    address, said = started
    until = time.monotonic() + PATIENCE
    while get(address + "/")[0] == 0 and time.monotonic() < until:
        time.sleep(0.5)

    pages = {path: get(address + path)[0] for path in ("/", "/contribute/", "/learn/", "/connect/")}

    assert pages == dict.fromkeys(pages, 200), said.read_text()
    assert f"The site is at {address}" in said.read_text()
    assert "member@example.org" in said.read_text()
    photo = re.search(r'src="(/people/[^"]+/photo/[^"]*)"', get(address + "/connect/")[1])
    assert photo is not None
    assert get(address + photo[1])[0] == 200
