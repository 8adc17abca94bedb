"""Addresses of people, organizations and what they publish, in any script."""

import re
import secrets
from collections.abc import Callable, Collection, Iterable
from typing import Any
from urllib.parse import unquote

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.urls import reverse
from django.utils.text import slugify

# Words that stand at the place of an organization's slug in profiles/urls.py.
RESERVED = frozenset({"new", "invitations"})
LONGEST = 100  # so that a number still fits into every model's column
TRIES = 5
_SLUG = re.compile(r"[-\w]+")


def slug_base(text: str) -> str:
    """The words of a text as a slug; "" when it has none."""
    return slugify(text, allow_unicode=True)[:LONGEST].strip("-")


def slug_in(address: str, page: str) -> str:
    """The slug in a pasted address of a page, which is the name of a URL; "" where it is no such address.

    Browsers copy what isn't ASCII percent-encoded.
    """
    _site, _path, rest = address.partition(reverse(page, args=["-"]).removesuffix("-/"))
    found = _SLUG.match(unquote(rest))
    return found[0] if found else ""


def numbered(base: str, taken: Collection[str], number: int = 1) -> tuple[str, int]:
    """The first of base, base-2, base-3… (from `number` on) that is not taken, and its number."""
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug, number


def free_slug(model: type[Model], text: str, *, word: str = "", reserved: Iterable[str] = ()) -> str:
    """A slug of the text that no row has yet and that is no address of the site (`reserved`).

    Where the text gives none: the model's name and a number, or `word` and something random that tells nothing.
    """
    base = slug_base(text)
    if word and (not base or base in reserved):
        return f"{word}-{secrets.token_hex(4)}"
    base = base or str(model._meta.model_name)
    taken = {*reserved, *model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True)}
    return numbered(base, taken)[0]


def save_with_free_slug(obj: Any, text: str, save: Callable[[], Any], **how: Any) -> None:
    """Gives a new object a free slug and calls `save`; again with another when somebody took it in the same instant."""
    for _try in range(TRIES):
        obj.slug = free_slug(type(obj), text, **how)
        try:
            with transaction.atomic():
                save()
            return
        except IntegrityError:
            if not type(obj)._default_manager.filter(slug=obj.slug).exists():
                raise
    raise IntegrityError(f"No slug of «{text}» was free.")
