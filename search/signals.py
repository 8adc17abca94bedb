"""What search tells others."""

from django.dispatch import Signal

index_changed = Signal()  # kind: str, whose lists may differ from now on
