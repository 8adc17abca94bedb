"""Several do something in the same moment, each in a thread and a connection of its own."""

import threading
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connections


def at_once(*deeds: Callable[[], Any]) -> list[str]:
    """What came of each: "done", "refused" by a ValidationError, or else the error."""
    told, start = [""] * len(deeds), threading.Barrier(len(deeds))

    def run(number: int, deed: Callable[[], Any]) -> None:
        start.wait()
        try:
            deed()
            told[number] = "done"
        except ValidationError:
            told[number] = "refused"
        except Exception as error:
            told[number] = repr(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told
