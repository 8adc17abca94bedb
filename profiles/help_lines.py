"""Whom somebody in danger can turn to: the lines that a reader is shown, and those that the project ships."""

import tomllib
from pathlib import Path
from typing import Any

from profiles.models import HelpLine, Profile

SHIPPED = Path(__file__).parent / "data" / "help_lines.toml"


def help_lines_for(viewer: Any) -> tuple[list[HelpLine], list[HelpLine]]:
    """(those of the reader's country, then those for everywhere; the others by country).  `viewer` may be None."""
    country = Profile.objects.filter(user=viewer).values_list("country", flat=True).first() if viewer else ""
    lines = list(HelpLine.objects.order_by("country", "name"))
    own = [line for line in lines if country and line.country == country]
    everywhere = [line for line in lines if not line.country]
    return [*own, *everywhere], [line for line in lines if line.country and line.country != country]


def read_shipped() -> list[HelpLine]:
    """The lines of the file, one for each country, not saved."""
    lines = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["line"]
    return [HelpLine(**line, country=country) for line in lines for country in line.pop("countries")]
