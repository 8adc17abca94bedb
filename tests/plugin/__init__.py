"""An app of somebody else's that offers a kind of opportunity of its own, as docs/recipes/opportunity-kind.md shows."""
