"""Posts from tables and feed files: read, understood, shown, and only then kept, as drafts."""
