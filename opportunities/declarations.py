"""What an organization declares before a post becomes public.  The UN's job boards forbid the opposite of each, and
Convention C181 of the ILO, article 7, forbids fees for workers."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

NO_FEE, NO_PASSPORT, CONTRACT = "no-fee", "no-passport", "contract-before-travel"

DECLARATIONS: dict[str, Any] = {
    NO_FEE: _("Nobody pays anything to apply, to be chosen or to take part, neither to us nor to an agent."),
    NO_PASSPORT: _("We keep nobody’s passport or identity card, and ask for no copy before somebody is chosen."),
    CONTRACT: _("Whoever has to travel has a written contract in a language they read before they leave."),
}


def asked_of(names: Iterable[str], declared: Iterable[str]) -> list[tuple[str, Any]]:
    """(name, words) of those of `names` that have not been declared yet, in their order."""
    done = set(declared)
    return [(name, DECLARATIONS[name]) for name in names if name not in done]
