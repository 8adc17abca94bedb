"""Whether both engines answer alike on a judged set: `ELASTICSEARCH_URL=… python -m benchmarks.agreement [FOLDER]`.

Imports the folder's records into a database of the benchmark's own, fills an index of every kind in both engines, and
compares what fits each subject (ids in order, scores, reasons) and what is found by each title.  Exits with 1 when
anything differs.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.matching import folder_of, load, own_site

LIMIT = 50


def asked(folder: Path) -> Iterator[tuple[str, Callable[[], list[Any]]]]:
    """(of what kind a question is, how to ask it of the engine in use)."""
    from idiaspora.for_you import MATCHERS
    from opportunities.models import Opportunity
    from profiles.models import Profile
    from profiles.subjects import subject_of
    from search.engines import get_engine
    from search.queries import SearchRequest

    wanted = (folder / "subjects.txt").read_text().split()
    for profile in Profile.objects.select_related("place", "roots_place").filter(ref__in=wanted):
        subject = subject_of(profile)
        for kind, matcher in MATCHERS.items():

            def matches(matcher: Any = matcher, subject: Any = subject) -> list[Any]:
                found = matcher(subject, audiences=("members",), limit=LIMIT)
                return [(match.hit.object_id, match.score, match.reasons) for match in found]

            yield f"matches: {kind}", matches
    for title in Opportunity.objects.order_by("pk").values_list("title", flat=True):
        for kind in ("opportunity", "profile"):
            for text in (title, title.split()[-1]):
                request = SearchRequest(kind=kind, viewer_audiences=("members",), text=text, size=1_000)

                def hits(kind: str = kind, body: Any = request.to_dict()) -> list[Any]:  # noqa: B008
                    found = get_engine().search(kind, body).hits
                    return sorted((hit.object_id, sorted(hit.highlights.items())) for hit in found)

                yield f"searches, in any order: {kind}", hits


def report(folder: Path) -> bool:
    """Prints a line for each sort of question; whether all was equal."""
    from django.conf import settings

    from search import engines
    from search.documents import kinds
    from search.engines.embedded import EmbeddedEngine
    from search.indexing import rebuild

    both = [engines.get_engine(), EmbeddedEngine(settings.SEARCH_INDEX_DIR)]
    engines.use(both[1])
    for kind in kinds():
        rebuild(kind)
    counts: dict[str, list[int]] = {}
    for name, ask in asked(folder):
        found = []
        for engine in both:
            engines.use(engine)
            found.append(ask())
        count = counts.setdefault(name, [0, 0, 0])
        count[0] += 1
        count[1] += len(found[0])
        count[2] += found[0] != found[1]
    engines.use(both[0])
    print(f"{folder.name}: {both[0].name} beside {both[1].name}")
    print(f"{'':40}{'asked':>9}{'results':>9}{'differ':>8}")
    for name, (questions, results, differ) in counts.items():
        print(f"{name:40}{questions:9}{results:9}{differ:8}")
    return not any(differ for _, _, differ in counts.values())


def main() -> None:
    folder = folder_of(__doc__)
    if folder is None:
        return
    if not os.environ.get("ELASTICSEARCH_URL"):
        sys.exit("Set ELASTICSEARCH_URL: two engines are compared.")
    with own_site():
        load(folder)
        is_equal = report(folder)
    sys.exit(0 if is_equal else 1)


if __name__ == "__main__":
    main()
