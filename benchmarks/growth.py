"""What more members cost: python -m benchmarks.growth (50,000, 100,000 and 200,000; makes databases of its own)

For each size and engine: the seconds of a rebuild and the p95 of a match (top 20), alone and with two facets, with the
ratio to the size before.  SQLite, in temporary folders; Elasticsearch where ELASTICSEARCH_URL names one.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import measuring
from benchmarks.measuring import KIND, ROOT, Stopwatch, taking_turns, tell

SIZES = (50_000, 100_000, 200_000)


def grown(times: int) -> dict[str, dict[str, float]]:
    """What each engine takes for the profiles that are there."""
    from benchmarks.asking import Ways
    from search import engines, indexing

    ways, found = Ways(), {}
    for name, engine in ways.engines.items():
        engines.use(engine)
        watch = Stopwatch()
        found[name] = {"seconds": watch.stop(indexing.rebuild(KIND))["seconds"]}
    runs = {}
    for name in ways.engines:
        runs |= {f"{name}/alone": ways.ours(name, None), f"{name}/with facets": ways.ours(name)}
    for run, each in taking_turns(runs, times).items():
        name, how = run.split("/")
        found[name] |= {f"p50 {how}": each.p50, f"p95 {how}": each.p95}
    return found


def _run(*command: str, var_dir: Path) -> None:
    environment = {**os.environ, "VAR_DIR": str(var_dir)}
    subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def at_each_size(sizes: list[int], times: int, empty: Path | None) -> None:
    os.environ.pop("DATABASE_URL", None)
    before: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full"
        if empty is None:
            empty = Path(folder) / "empty"
            empty.mkdir()
            _run("manage.py", "migrate", "--verbosity", "0", var_dir=empty)
        for size in sizes:
            shutil.copytree(empty, full)
            _run("-m", "benchmarks.data", "--profiles", str(size), var_dir=full)
            with measuring.own_indices():
                found = measuring.step("benchmarks.growth", "--times", str(times), environment={"VAR_DIR": str(full)})
            print(f"{size:,} profiles")
            for name, each in found.items():
                _print(name, each, before.get(name))
            before = found
            shutil.rmtree(full)


def _print(name: str, found: dict[str, float], before: dict[str, float] | None) -> None:
    more: dict[str, Any] = {key: f" ({found[key] / before[key]:.2f} ×)" if before else "" for key in found}
    print(f"  {name}: rebuild {found['seconds']:.1f} s{more['seconds']}")
    for how in ("alone", "with facets"):
        p50, p95 = f"p50 {how}", f"p95 {how}"
        print(
            f"    match {how}: p50 {found[p50]:.2f} ms{more[p50]}, p95 {found[p95]:.2f} ms{more[p95]}",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument(
        "--empty", type=Path, help="a VAR_DIR to begin with: migrated, without profiles (default: made)"
    )
    parser.add_argument("--step", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        measuring.set_up()
        tell(grown(options.times))
    else:
        at_each_size(options.sizes, options.times, options.empty)


if __name__ == "__main__":
    main()
