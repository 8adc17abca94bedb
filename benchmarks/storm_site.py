"""A process of the site in benchmarks.storm: python -m benchmarks.storm_site PROGRESS SEED edits until it is killed.

Each edit is one transaction; after its commit a byte is appended to the file PROGRESS. `--forget` deletes the indices
of ELASTICSEARCH_INDEX_PREFIX.
"""

import os
import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django


def _one(model: Any, chance: random.Random) -> Any:
    """A row drawn by its key, held so that the other site doesn't delete it meanwhile; None when there is none."""
    bounds = model.objects.order_by("pk").values_list("pk", flat=True)
    first, last = bounds.first(), bounds.last()
    if first is None:
        return None
    return model.objects.select_for_update().filter(pk__gte=chance.randint(first, last)).order_by("pk").first()


def edits(chance: random.Random) -> list[Callable[[], None]]:
    """All the ways in which something searchable changes."""
    from django.contrib.auth import get_user_model

    from profiles.models import Organization, Profile
    from profiles.models.profile import AUDIENCE_FIELDS, Audience
    from profiles.services import delete_account
    from taxonomy.models import Term

    def word() -> str:
        return "".join(chance.choices("abdegiklmnorstu", k=7))

    def rewrite() -> None:
        if profile := _one(Profile, chance):
            profile.headline, profile.about = word(), " ".join(word() for _ in range(20))
            profile.save(update_fields=["headline", "about"])

    def show() -> None:
        """Changes how many views there are, and what is in them."""
        if profile := _one(Profile, chance):
            profile.audiences = {field: chance.choice(list(Audience)).value for field in AUDIENCE_FIELDS}
            profile.save(update_fields=["audiences"])

    def retag() -> None:
        profile, terms = _one(Profile, chance), list(Term.objects.all()[: chance.randint(1, 50)])
        if profile and terms:
            profile.expertise.set(chance.sample(terms, min(3, len(terms))))

    def hide() -> None:
        if profile := _one(Profile, chance):
            profile.is_hidden = not profile.is_hidden
            profile.save(update_fields=["is_hidden"])

    def leave() -> None:
        if user := _one(get_user_model(), chance):
            delete_account(user=user)

    def join() -> None:
        name = f"{word()}{chance.randrange(2**40)}"
        user = get_user_model().objects.create(email=f"{name}@example.org")
        Profile.objects.create(user=user, slug=name, name=name.title(), city=word(), country="KG")

    def suspend() -> None:
        if user := _one(get_user_model(), chance):
            user.is_active = not user.is_active
            user.save(update_fields=["is_active"])

    def organize() -> None:
        name = f"{word()}{chance.randrange(2**40)}"
        Organization.objects.create(slug=name, name=name.title(), type="association", level="local", countries=["KG"])

    def rename() -> None:
        if organization := _one(Organization, chance):
            organization.name, organization.is_hidden = word().title(), chance.random() < 0.2
            organization.save()

    return [rewrite] * 6 + [show] * 4 + [retag] * 4 + [hide] * 2 + [leave, join, join, suspend, organize, rename]


def storm(progress: Path, seed: int) -> None:
    from django.db import transaction

    chance = random.Random(seed)
    ways = edits(chance)
    print("editing", flush=True)
    with progress.open("ab", buffering=0) as told:
        while True:
            with transaction.atomic():
                chance.choice(ways)()
            told.write(b".")


def forget() -> None:
    from search.engines import get_engine

    engine: Any = get_engine()
    for name in engine.describe()["indices"]:
        engine.connection.ask("DELETE", f"/{name}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "idiaspora.settings")
    django.setup()
    if sys.argv[1:] == ["--forget"]:
        forget()
    else:
        storm(Path(sys.argv[1]), int(sys.argv[2]))
