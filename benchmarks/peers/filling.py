"""A step of benchmarks.filling: what a peer takes to fill an index from the database."""

import argparse
from typing import Any

from benchmarks import measuring
from benchmarks.measuring import Memory, Stopwatch, tell


def by_modelsearch() -> int:
    """As its command does it, for profiles alone."""
    from modelsearch.backends import get_search_backend
    from modelsearch.management.commands.rebuild_modelsearch_index import Command

    from benchmarks.peers.models import IndexedProfile

    backend: Any = get_search_backend("default")
    rebuilder = backend.rebuilder_class(backend.get_index_for_model(IndexedProfile))
    index = rebuilder.start()
    index.add_model(IndexedProfile)
    done = 0
    for chunk in Command().queryset_chunks(IndexedProfile.get_indexed_objects().order_by("pk")):
        index.add_items(IndexedProfile, chunk)
        done += len(chunk)
    rebuilder.finish()
    return done


def by_django_elasticsearch_dsl() -> int:
    from benchmarks.peers.documents import ProfileDocument

    document = ProfileDocument()
    ProfileDocument._index.create()
    document.update(document.get_indexing_queryset(), parallel=True, refresh=False)
    ProfileDocument._index.refresh()
    return int(ProfileDocument.search().count())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--step", choices=("modelsearch", "django-elasticsearch-dsl"), required=True)
    options = parser.parse_args()
    measuring.set_up()
    memory, watch = Memory(), Stopwatch()
    done = by_modelsearch() if options.step == "modelsearch" else by_django_elasticsearch_dsl()
    tell(watch.stop(done) | {"memory": memory.risen()})


if __name__ == "__main__":
    main()
