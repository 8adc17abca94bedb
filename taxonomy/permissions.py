"""Who may change the vocabulary: whoever may change concepts in the editors' admin (the group Editors)."""

from typing import Any


def can_edit_vocabulary(user: Any) -> bool:
    return user.is_active and user.has_perm("taxonomy.change_concept") and user.has_perm("taxonomy.change_term")
