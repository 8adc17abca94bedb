"""A list of resources that were found by the words of their files: python -m benchmarks.snippets

Each file has a million letters, and what is looked for stands on its last page: the worst there is.  Ours is measured
beside the same list found by the titles, which has no words of files to mark; in English, Russian and French.  Then how
far memory rises as the index of all of them is filled anew.  It writes resources into the database of VAR_DIR and takes
them out again.
"""

import argparse
import random
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import measuring
from benchmarks.measuring import Memory, taking_turns

ALPHABETS = {"en": "abcdefghijklmnopqrstuvwxyz", "ru": "абвгдежзиклмнопрстуфхцчшщыэюя", "fr": "abcdefghijlmnopqrstuvé"}
SOUGHT = {"en": "irrigation", "ru": "ирригация", "fr": "développement"}
WORDS, VOCABULARY = 330, 20_000


def pages_of(language: str, number: int, pages: int) -> list[str]:
    """A file's: words by chance, and what is looked for on the last."""
    chance = random.Random(f"{language} {number}")
    letters = ALPHABETS[language]
    words = ["".join(chance.choices(letters, k=chance.randint(3, 10))) for _ in range(VOCABULARY)]
    made = [" ".join(chance.choices(words, k=WORDS)) for _ in range(pages)]
    made[-1] += f" {SOUGHT[language]}"
    return made


@contextmanager
def filled(resources: int, pages: int) -> Iterator[None]:
    """So many resources with such files for each language, in the database and not yet in the index."""
    from django.db import transaction
    from django.utils import timezone

    from resources.models import FileText, Resource, ResourceFile
    from search import indexing, outbox

    made = []
    with transaction.atomic():
        for language in SOUGHT:
            for number in range(resources):
                name = f"bench-{language}-{number}"
                resource = Resource(
                    title=f"Kwyx {language}q {number}",
                    slug=name,
                    type="report",
                    summary="What it tells.",
                    language=language,
                    live=True,
                    first_published_at=timezone.now(),
                )
                resource.save()
                texts = pages_of(language, number, pages)
                facts = {"state": "read", "page_count": pages, "characters": sum(map(len, texts))}
                file = ResourceFile.objects.create(resource=resource, name="a.pdf", size=1, digest=name, **facts)
                FileText.objects.create(file=file, pages=texts)
                Resource.objects.filter(pk=resource.pk).update(file=file)
                made.append(resource.pk)
        outbox.OutboxRow.objects.filter(kind="resource").delete()  # the rebuild brings them
    try:
        yield
    finally:
        Resource.objects.filter(pk__in=made).delete()
        indexing.rebuild("resource")


def list_of(words: str) -> Any:
    """What the page of the library does before it is written: search, objects, marked words."""
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    from resources.library import find_resources

    request = RequestFactory().get("/learn/", {"q": words})
    request.user = AnonymousUser()
    return find_resources(request)


def measure(resources: int, pages: int, times: int) -> None:
    from search import indexing

    with filled(resources, pages):
        memory = Memory()
        indexing.rebuild("resource")
        risen = memory.risen()
        files, letters = 3 * resources, pages * WORDS * 7.5 / 1e6
        print(f"{files} files of {letters:.1f} million letters: rebuilt in {risen['own memory']:.0f} MB")
        for language, word in SOUGHT.items():
            found = list_of(word)
            marked = sum(hasattr(each, "snippet") and each.snippet.page == pages for each in found.objects)
            ways = {"words of files": word, "titles": f"{language}q"}
            runs = {name: lambda i, asked=asked: list_of(asked) for name, asked in ways.items()}
            print(f"{language}: {found.page.total} found, {marked} with their page")
            for name, taken in taking_turns(runs, times, warm=2).items():
                print(f"  {name:15} {taken}")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--resources", type=int, default=20)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--times", type=int, default=20)
    options = parser.parse_args()
    with measuring.own_indices():
        measuring.set_up()
        measure(options.resources, options.pages, options.times)


if __name__ == "__main__":
    main()
