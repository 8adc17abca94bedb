"""Loading the demo community: the same seed gives the same people, organizations, posts, library and groups."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password
from django.contrib.auth.models import Group
from django.db import transaction

from idiaspora.demo import logins
from idiaspora.demo.applications import write_applications
from idiaspora.demo.groups import write_groups
from idiaspora.demo.library import read_library, write_library
from idiaspora.demo.logins import LOGINS, Login
from idiaspora.demo.organizations import REF, write_organizations
from idiaspora.demo.pages import write_pages
from idiaspora.demo.people import imagine_people
from idiaspora.demo.pictures import draw_pictures
from idiaspora.demo.posts import PostWriter, read_posts
from idiaspora.demo.vocabulary import Vocabulary
from idiaspora.demo.writing import Places, write_people
from profiles.models import Organization, Profile
from profiles.services.help_lines import add_shipped_help_lines


class SeedTakenError(Exception):
    """The members of this seed are in the database already."""


def load_community(*, members: int, seed: int, now: datetime, progress: Callable[..., Any]) -> None:
    """Writes a community of so many members, in one transaction; what comes with every seed is written once.

    `progress(iterable, desc)` wraps what takes long.  Raises SeedTakenError.
    """
    prefix = f"demo-profile-{seed}-"
    if Profile.objects.filter(ref__startswith=prefix).exists():
        raise SeedTakenError(seed)
    rng = Random(seed)
    with _quietly(), transaction.atomic():
        vocabulary, places = Vocabulary(), Places()
        people = imagine_people(rng, members, vocabulary, now)
        photos = draw_pictures(Random(seed))
        emails = [f"m{seed}-{number:04}@example.org" for number in range(1, members + 1)]
        refs = [f"{prefix}{number:04}" for number in range(1, members + 1)]
        shown = [(login, person) for login in LOGINS if (person := logins.person_of(login, now)) and not _exists(login)]
        written = write_people(
            [*people, *(person for _login, person in shown)],
            [*emails, *(login.email for login, _person in shown)],
            [*refs, *(f"{prefix}{login.email.partition('@')[0]}" for login, _person in shown)],
            UNUSABLE_PASSWORD_PREFIX,
            places,
            photos,
            lambda rows: progress(rows, desc="members"),
        )
        if not Organization.objects.filter(ref__startswith=REF).exists():
            _write_rest(rng, now, written[:members], vocabulary, places)
        write_pages()
        add_shipped_help_lines()
        _open_logins(now)


def _write_rest(rng: Random, now: datetime, members: list[Profile], vocabulary: Vocabulary, places: Places) -> None:
    accounts = get_user_model().objects
    owners = {login.owns: accounts.get(email=login.email) for login in LOGINS if login.owns}
    organizations = write_organizations(rng, now, members, owners)
    PostWriter(rng, now, organizations, vocabulary, places).write(read_posts())
    write_applications(rng, now, organizations.rows[logins.ORGANIZATION.owns], members)
    contributors = [profile.user for profile in members if not profile.is_hidden]
    write_library(read_library(), rng, now, organizations, contributors, vocabulary)
    write_groups(rng, now, members, accounts.get(email=logins.MEMBER.email), places)


def _exists(login: Login) -> bool:
    return get_user_model().objects.filter(email=login.email).exists()


def _open_logins(now: datetime) -> None:
    """Gives the log-ins their password, and the editor and the administrator their rights."""
    password = make_password(logins.PASSWORD)
    for login in LOGINS:
        user, _created = get_user_model().objects.get_or_create(email=login.email, defaults={"date_joined": now})
        user.password = password
        user.is_superuser = user.is_staff = login is logins.ADMIN
        user.save()
        EmailAddress.objects.update_or_create(
            email=login.email, defaults={"user": user, "verified": True, "primary": True}
        )
        if login is logins.EDITOR:
            user.groups.set(Group.objects.filter(name__in=["Editors", "Moderators"]))


@contextmanager
def _quietly() -> Iterator[None]:
    """No mail to moderators about invented posts, no log lines, no indexing row by row: that comes at the end."""
    changed = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend", "SEARCH_DRAIN_ON_COMMIT": False}
    kept = {name: getattr(settings, name) for name in changed if hasattr(settings, name)}
    for name, value in changed.items():
        setattr(settings, name, value)
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)
        for name in changed:
            if name in kept:
                setattr(settings, name, kept[name])
            else:
                delattr(settings, name)
