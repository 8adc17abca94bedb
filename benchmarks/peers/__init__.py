"""What others offer for the same purpose, declared as their documentation says, on the same rows.

They are no dependency of the project: those that it does not bring along are installed, by their hashes, into a folder
of the system's temporary ones, and only the processes that measure them see it.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements.txt"


def environment() -> dict[str, str]:
    """What a process needs to have the peers; installs them when they are not there yet."""
    version = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"idiaspora-benchmark-peers-{version}"
    if not (folder / "done").exists():
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        command += ["--no-deps", "--require-hashes", "--upgrade", "--target", str(folder), "-r", str(REQUIREMENTS)]
        subprocess.run(command, check=True)
        (folder / "done").touch()
    path = os.pathsep.join(filter(None, [str(folder), os.environ.get("PYTHONPATH", "")]))
    return {"PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "benchmarks.peers.settings"}


def join() -> None:
    """Has this very process see them; before Django is set up."""
    os.environ["DJANGO_SETTINGS_MODULE"] = environment()["DJANGO_SETTINGS_MODULE"]
    sys.path.insert(0, environment()["PYTHONPATH"].split(os.pathsep)[0])
