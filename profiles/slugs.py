"""Addresses of people and organizations, in any script."""

import secrets

from django.db.models import Model
from django.utils.text import slugify

# Words that stand at the place of a slug in profiles/urls.py.
RESERVED = frozenset({"new", "invitations"})
LONGEST = 80


def free_slug(model: type[Model], text: str, word: str) -> str:
    """A slug of the text that no row has yet; `word` and something random where the text gives none."""
    base = slugify(text, allow_unicode=True)[:LONGEST].strip("-")
    if not base or base in RESERVED:
        return f"{word}-{secrets.token_hex(4)}"
    taken = set(model._default_manager.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    number = next(n for n in range(2, len(taken) + 3) if f"{base}-{n}" not in taken)
    return f"{base}-{number}"
