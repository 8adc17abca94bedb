"""A storm of edits while everything is killed at random: python -m benchmarks.storm --edits 5000 --rounds 10

Two site processes edit people and organizations in all ways that concern the index, two workers drain the outbox, and a
rebuild runs in the middle. Meanwhile processes are killed (kill -9) and started again, and so is Elasticsearch where
`--services` names a script with `break elasticsearch` and `up elasticsearch`. When the edits are made and the outbox is
empty, `search check` compares index and database, document by document; then a rebuild must leave one index a kind.
Exit status 1 when anything differs.

It uses DATABASE_URL (an empty database of its own) or SQLite in VAR_DIR, and ELASTICSEARCH_URL; bounded in time.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path
from typing import Any

SITES, WORKERS = 2, 2
LONGEST_ROUND = 1800.0  # seconds: then something hangs, and the storm says so, even beside other work
LONGEST_DRAIN = 240.0
MANAGE = [sys.executable, "manage.py"]


class Storm:
    """One database and one cluster, and the processes at work on them."""

    def __init__(self, options: argparse.Namespace, folder: Path) -> None:
        self.options, self.folder = options, folder
        self.chance = random.Random(options.seed)
        self.environment = {
            **os.environ,
            "VAR_DIR": os.environ.get("VAR_DIR", str(folder)),
            "ELASTICSEARCH_INDEX_PREFIX": f"storm-{uuid.uuid4().hex[:8]}",
            "SEARCH_DRAIN": "worker",
            "LOG_LEVEL": "ERROR",
            "PYTHONUNBUFFERED": "1",
            "DEBUG": "0",
            "DJANGO_SETTINGS_MODULE": "idiaspora.settings",
        }
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.said: dict[str, int] = {}  # how long the log of each was when it was started
        self.killed: dict[str, int] = {}

    # --- Processes --------------------------------------------------------------------------------------------------
    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True)
        if check and done.returncode:
            raise SystemExit(f"{' '.join(command)}: {done.stderr}")
        return done

    def manage(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return self.run(*MANAGE, *arguments, check=check)

    def start(self, name: str, *command: str) -> None:
        with self._log(name).open("ab") as log:
            self.said[name] = log.tell()
            self.running[name] = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)

    def _log(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def kill(self, name: str) -> None:
        process = self.running.pop(name)
        if process.poll() is None:
            process.kill()
            what = name.rstrip("0123456789")
            self.killed[what] = self.killed.get(what, 0) + 1
        process.wait()

    def start_site(self, name: str) -> None:
        seed = str(self.chance.randrange(2**31))
        self.start(name, sys.executable, "-m", "benchmarks.storm_site", str(self.progress), seed)

    def start_worker(self, name: str) -> None:
        self.start(name, *MANAGE, "search", "work")

    def start_rebuild(self) -> None:
        self.start("rebuild", *MANAGE, "search", "rebuild", "profile")  # its progress bar tells that it has begun

    # --- A round ----------------------------------------------------------------------------------------------------
    @property
    def progress(self) -> Path:
        return self.folder / "edits"

    def edits(self) -> int:
        return self.progress.stat().st_size if self.progress.exists() else 0

    def prepare(self) -> None:
        self.manage("migrate", "--verbosity", "0")
        self.run(sys.executable, "-m", "benchmarks.data", "--profiles", str(self.options.profiles))
        self.manage("search", "--verbosity", "0", "rebuild")

    def round(self) -> dict[str, Any]:
        """One storm; what was done, and how the index differs from the database at its end."""
        self.progress.unlink(missing_ok=True)
        self.killed, start = {}, time.monotonic()
        for i in range(SITES):
            self.start_site(f"site{i}")
        for i in range(WORKERS):
            self.start_worker(f"worker{i}")
        try:
            self._rage(start + LONGEST_ROUND)
        finally:
            for name in list(self.running):
                if name != "rebuild" or self.chance.random() < 0.5:
                    self.kill(name)
        if "rebuild" in self.running:
            self.running.pop("rebuild").wait(LONGEST_ROUND)
        edits, raged = self.edits(), time.monotonic() - start
        drained = self._drain()
        wrong = self._check()
        self.manage("search", "--verbosity", "0", "rebuild", "profile")
        indices = json.loads(self.manage("search", "status", "--json").stdout)["indices"]
        return {
            "edits": edits,
            "seconds": round(raged, 1),
            "killed": self.killed,
            "drained in": round(drained, 1),
            "wrong": wrong + self._check(),
            "left over": [name for name, aliases in indices.items() if not aliases],
        }

    def _rage(self, until: float) -> None:
        """Kills and starts again, until the edits are made."""
        rebuild_at = self.options.edits * self.chance.uniform(0.2, 0.5)
        is_rebuilt = is_broken = False
        while (made := self.edits()) < self.options.edits:
            if time.monotonic() > until:
                raise SystemExit(f"The storm hangs after {made} edits; see {self.folder}")
            if not is_rebuilt and made > rebuild_at:
                self.start_rebuild()
                is_rebuilt = True
            if self.options.services and not is_broken and made > rebuild_at * 1.2:
                self._break_elasticsearch()
                is_broken = True
            time.sleep(self.chance.uniform(0.1, 2.0))
            self._kill_one()
            for name, process in list(self.running.items()):
                if name != "rebuild" and process.poll() is not None:
                    raise SystemExit(f"{name} ended by itself:\n{self._log(name).read_text()[-2000:]}")

    def _kill_one(self) -> None:
        """Any process that has begun its work (it says so in its log), at whatever point of it."""
        grown = [name for name in self.running if self._log(name).stat().st_size > self.said[name]]
        if not grown:
            return
        name = self.chance.choice(grown)
        if name == "rebuild":
            self.kill(name)
            self.start_rebuild()  # the next run clears up after the one before
        elif name.startswith("site"):
            self.kill(name)
            self.start_site(name)
        else:
            self.kill(name)
            self.start_worker(name)

    def _break_elasticsearch(self) -> None:
        self.run(self.options.services, "break", "elasticsearch")
        self.killed["elasticsearch"] = self.killed.get("elasticsearch", 0) + 1
        time.sleep(self.chance.uniform(0.5, 3.0))
        self.run(self.options.services, "up", "elasticsearch")

    def _drain(self) -> float:
        """Has one worker empty the outbox by itself, claims of the dead included; returns the seconds it took."""
        start = time.monotonic()
        self.start_worker("worker-last")
        while self._waiting():
            if time.monotonic() - start > LONGEST_DRAIN:
                raise SystemExit(f"The outbox is not empty after {LONGEST_DRAIN:.0f} s: {self._waiting()} rows")
            time.sleep(0.5)
        process = self.running.pop("worker-last")
        process.terminate()
        process.wait()
        return time.monotonic() - start

    def _waiting(self) -> int:
        return sum(
            kind["waiting"] + kind["parked"]
            for kind in json.loads(self.manage("search", "status", "--json").stdout)["kinds"]
        )

    def _check(self) -> list[Any]:
        told = self.manage("search", "check", "--json", check=False)
        kinds = json.loads(told.stdout)["kinds"]
        return [kind for kind in kinds if kind["missing"] or kind["stale"] or kind["extra"]]

    def clear_up(self) -> None:
        for name in list(self.running):
            self.kill(name)
        self.run(sys.executable, "-m", "benchmarks.storm_site", "--forget", check=False)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--profiles", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--services", default="", help="a script that breaks Elasticsearch and has it up again")
    options = parser.parse_args()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        storm = Storm(options, Path(folder))
        try:
            storm.prepare()
            for number in range(1, options.rounds + 1):
                told = storm.round()
                failures += bool(told["wrong"] or told["left over"])
                print(f"round {number}: {json.dumps(told)}", flush=True)
        finally:
            storm.clear_up()
    print("every document equal" if not failures else f"{failures} rounds left differences")
    sys.exit(bool(failures))


if __name__ == "__main__":
    main()
