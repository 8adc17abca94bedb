"""What the pages of Learn take, whole, through all middleware: python -m benchmarks.library (after benchmarks.data)

Measured as those of Contribute are by benchmarks.board.  When there are no resources it makes --resources of them
first, and brings the index up to date.
"""

import argparse
import itertools
from typing import Any

from benchmarks import data, measuring, pages

ADDRESSES = {
    "the library": "/learn/",
    "words": "/learn/?q=bada",
    "kind and country": "/learn/?type=report&countries=KG",
    "page 20": "/learn/?page=20",
    "collections": "/learn/collections/",
    "a collection": "/learn/collections/bench/",
    "contributing": "/learn/contribute/",
    "kept ones": "/learn/kept/",
    "harvest, 100 records": "/learn/oai?verb=ListRecords&metadataPrefix=oai_dc",
}


def make_resources(count: int, seed: int) -> None:
    """Published resources with topics, of the organizations that there are, and a collection of thirty."""
    from resources.models import Collection, CollectionItem, Resource, TaggedTopic
    from search import indexing
    from taxonomy.models import Term

    writer, terms = data.Writer(seed), list(Term.objects.filter(slug__startswith="craft-").order_by("pk"))
    organizations = itertools.cycle(_organizations())
    kinds, languages, countries = Resource.Type.values, ("en", "ru", "fr", "es", "ar"), ("KG", "DE", "KZ", "TR")
    chance = writer.chance
    for first in range(0, count, data.CHUNK):
        made = Resource.objects.bulk_create(
            Resource(
                slug=f"r-{i}", type=chance.choice(kinds), title=writer.text(6).title(), summary=writer.text(60),
                language=chance.choice(languages), countries=[chance.choice(countries)], year=2000 + i % 27,
                authors=[writer.name()], url=f"https://example.org/{i}", organization_id=next(organizations), live=True,
                first_published_at=data.START,
            )
            for i in range(first, min(first + data.CHUNK, count))
        )  # fmt: skip
        TaggedTopic.objects.bulk_create(
            TaggedTopic(content_object=each, tag=tag)
            for each in made
            for tag in {chance.choices(terms, cum_weights=writer.term_weights)[0] for _ in range(3)}
        )
    shelf = Collection.objects.create(title="Bench", slug="bench", live=True)
    CollectionItem.objects.bulk_create(
        CollectionItem(collection=shelf, resource=each, sort_order=i) for i, each in enumerate(made[:30])
    )
    indexing.rebuild("resource")


def _organizations() -> list[Any]:
    from profiles.models import Organization

    return list(Organization.objects.order_by("pk").values_list("pk", flat=True)[:500]) or [None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--resources", type=int, default=20_000)
    options = parser.parse_args()
    measuring.set_up()

    from profiles.models import Profile
    from resources.models import Resource

    if not Resource.objects.exists():
        make_resources(options.resources, seed=1)
    addresses = ADDRESSES | {"a resource": Resource.objects.order_by("pk")[7].get_absolute_url()}
    print(f"{Resource.objects.count():,} resources, {pages.database()}")
    member = Profile.objects.order_by("pk").select_related("user")[0].user
    pages.measure(pages.browser_of(member), addresses, options.times, kept=("the library", "a collection"))


if __name__ == "__main__":
    main()
