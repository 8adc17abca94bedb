"""How well matching ranks: `python -m benchmarks.matching [FOLDER]`, in the embedded engine, or in ELASTICSEARCH_URL.

The folder holds records.jsonl, subjects.txt and judgments.tsv («profile opportunity grade», grade 1 to 3).  It is
imported into a database of the benchmark's own, ranked by the product and by simpler ways, and scored by nDCG@10 (gain
2^grade − 1), recall@50 of the grades 2 and 3, and MRR (Järvelin & Kekäläinen 2002), over all subjects and by the
languages of subject and opportunity.
"""

import argparse
import collections
import math
import os
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parent.parent.parent / "shared" / "data" / "matching-dev"
Judgments = dict[str, dict[str, int]]
Ranking = Callable[[Any], list[str]]


@contextmanager
def own_site() -> Iterator[None]:
    """A database and indices of the benchmark's own, gone afterwards."""
    with tempfile.TemporaryDirectory() as var_dir:
        set_up(var_dir)
        try:
            yield
        finally:
            remove_indices()


def set_up(var_dir: str) -> None:
    """Settings read these when Django starts."""
    os.environ["VAR_DIR"] = var_dir
    os.environ["ELASTICSEARCH_INDEX_PREFIX"] = f"benchmark-{uuid.uuid4().hex[:8]}"
    os.environ.setdefault("ELASTICSEARCH_SEARCH_TIMEOUT", "30")
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "idiaspora.settings"
    os.environ["LOG_LEVEL"] = "ERROR"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("import_taxonomy", verbosity=0)
    call_command("import_places", verbosity=0)


def remove_indices() -> None:
    """Deletes this benchmark's indices in the cluster, by their names."""
    from search.engines import ElasticsearchEngine, get_engine

    engine = get_engine()
    if isinstance(engine, ElasticsearchEngine):
        for name in engine.describe()["indices"]:
            engine.connection.ask("DELETE", f"/{name}")


def load(folder: Path) -> None:
    """Imports the records of a folder and fills the indices."""
    from idiaspora.records.importing import import_records
    from idiaspora.records.reading import read_records
    from search.documents import kinds
    from search.indexing import rebuild

    records, faults = read_records(folder / "records.jsonl")
    if faults:
        sys.exit("\n".join(map(str, faults)))
    import_records(records)
    for kind in kinds():
        rebuild(kind)


def read_judgments(path: Path) -> Judgments:
    judged: Judgments = collections.defaultdict(dict)
    for line in path.read_text().splitlines():
        profile, opportunity, grade = line.split()
        judged[profile][opportunity] = int(grade)
    return judged


def score(
    run: dict[str, list[str]], judged: Judgments, counts: Callable[[str, str], bool] = lambda p, v: True
) -> dict[str, float]:
    """Means over the subjects that have something to find; `counts` restricts the judgments (by language, say)."""
    ndcg, recall, reciprocal = [], [], []
    for subject, ranked in run.items():
        grades = {v: g for v, g in judged.get(subject, {}).items() if counts(subject, v)}
        ranked = [v for v in ranked if counts(subject, v)]
        if not grades:
            continue
        gained = sum((2 ** grades.get(v, 0) - 1) / math.log2(i + 2) for i, v in enumerate(ranked[:10]))
        best = sum((2**g - 1) / math.log2(i + 2) for i, g in enumerate(sorted(grades.values(), reverse=True)[:10]))
        ndcg.append(gained / best)
        good = {v for v, g in grades.items() if g >= 2}
        if good:
            recall.append(len(good & set(ranked[:50])) / len(good))
            reciprocal.append(next((1 / (i + 1) for i, v in enumerate(ranked) if v in good), 0.0))
    return {"subjects": len(ndcg), "nDCG@10": _mean(ndcg), "recall@50": _mean(recall), "MRR": _mean(reciprocal)}


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def rankings() -> Iterator[tuple[str, Ranking]]:
    """The product and what it is compared with; all see open posts in a language that is spoken, as hard filters."""
    from django.utils import timezone

    from opportunities.documents import ANY_LANGUAGE, OpportunityDocument
    from opportunities.matching import match_opportunities
    from opportunities.models import Opportunity
    from search.engines import get_engine
    from search.languages import LANGUAGES

    refs = dict(Opportunity.objects.values_list("pk", "ref"))
    fields = {document["object_id"]: document for document in OpportunityDocument.read(list(refs))}
    now = int(timezone.now().timestamp())

    def fits(subject: Any, document: dict[str, Any]) -> bool:
        spoken = {ANY_LANGUAGE, *subject.languages} & set(document["languages"])
        return document["opens"] <= now < document["closes"] and bool(spoken)

    def product(subject: Any) -> list[str]:
        return [refs[match.hit.object_id] for match in match_opportunities(subject, audiences=("members",), limit=50)]

    def newest(subject: Any) -> list[str]:
        found = [d for d in fields.values() if fits(subject, d)]
        return [refs[d["object_id"]] for d in sorted(found, key=lambda d: -d["newest"])][:50]

    def overlap(subject: Any) -> list[str]:
        own = {name.casefold() for name, _facts in subject.expertise}
        counted = [
            (len(own & {s.casefold() for s in d.get("skills", ())}), d) for d in fields.values() if fits(subject, d)
        ]
        return [refs[d["object_id"]] for n, d in sorted(counted, key=lambda c: (-c[0], -c[1]["newest"])) if n][:50]

    def bm25(subject: Any) -> list[str]:
        words = " ".join(name for name, _facts in subject.expertise)
        texts = {
            "multi_match": {
                "query": words,
                "fields": ["title.folded", *(f"description.{code}" for code in LANGUAGES), "skills"],
                "type": "best_fields",
            }
        }
        conditions = [
            {"range": {"closes": {"gt": now}}},
            {"range": {"opens": {"lte": now}}},
            {"terms": {"languages": [ANY_LANGUAGE, *subject.languages]}},
        ]
        body = {"query": {"bool": {"must": [texts], "filter": conditions}}, "size": 50}
        return [refs[hit.object_id] for hit in get_engine().search("opportunity", body).hits]

    yield "iDiaspora", product
    yield "BM25 over titles, texts and labels", bm25
    yield "labels in common", overlap
    yield "newest first", newest


def report(folder: Path) -> None:
    from opportunities.models import Opportunity
    from profiles.models import Profile
    from profiles.subjects import subject_of
    from search.engines import get_engine
    from taxonomy.folding import languages_of

    judged = read_judgments(folder / "judgments.tsv")
    wanted = (folder / "subjects.txt").read_text().split()
    profiles = Profile.objects.select_related("place", "roots_place").filter(ref__in=wanted)
    subjects = {profile.ref: subject_of(profile) for profile in profiles}
    scripts = {profile.ref: languages_of(profile.headline)[0] for profile in profiles}
    posts = {
        ref: "ru" if language == "ru" else "en" for ref, language in Opportunity.objects.values_list("ref", "language")
    }

    def alike(profile: str, opportunity: str) -> bool:
        return scripts[profile] == posts[opportunity]

    print(f"{folder.name}: {len(subjects)} subjects, {len(posts)} opportunities, engine: {get_engine().name}")
    print(f"{'':38}{'nDCG@10':>9}{'recall@50':>11}{'MRR':>7}")
    for name, rank in rankings():
        run = {ref: rank(subject) for ref, subject in subjects.items()}
        _print(name, score(run, judged))
        if name == "iDiaspora":
            _print("  in the script of the member", score(run, judged, alike))
            _print("  across scripts", score(run, judged, lambda p, v: not alike(p, v)))


def _print(name: str, figures: dict[str, float]) -> None:
    print(f"{name:38}{figures['nDCG@10']:9.4f}{figures['recall@50']:11.4f}{figures['MRR']:7.3f}")


def folder_of(description: str | None) -> Path | None:
    """The folder that the command line names; None, and a word about it, when it holds no judged set."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    folder: Path = parser.parse_args().folder
    if (folder / "records.jsonl").is_file():
        return folder
    print(f"No judged set is at {folder.name}/: name a folder that has records.jsonl, subjects.txt and judgments.tsv.")
    return None


def main() -> None:
    folder = folder_of(__doc__)
    if folder is None:
        return
    with own_site():
        load(folder)
        report(folder)


if __name__ == "__main__":
    main()
