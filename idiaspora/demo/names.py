"""The diasporas of the demo community: what their people are called, where they live, where their roots are."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Diaspora:
    """One diaspora, as data/diasporas.toml has it."""

    country: str  # of the roots
    weight: int  # how often its people turn up
    homes: list[str]  # «City, CC»
    roots: list[str]  # cities
    writes: list[str]  # languages of profiles; repeated ones are more frequent
    speaks: list[str]  # languages that nearly all of its people speak
    names: list[dict[str, str]]  # one for each script

    def draw_name(self, rng: Random, is_woman: bool) -> str:
        """A full name in one of the diaspora's scripts."""
        names, who = rng.choice(self.names), "women" if is_woman else "men"
        families = names.get("families") or names[f"{who}_families"]
        return f"{rng.choice(names[who].split())} {rng.choice(families.split())}".replace("_", " ")


@cache
def diasporas() -> list[Diaspora]:
    tables: dict[str, Any] = tomllib.loads((DATA / "diasporas.toml").read_text(encoding="utf-8"))
    return [Diaspora(country=country, **table) for country, table in tables.items()]


# What people learn where they live, by country.
HOME_LANGUAGES = {
    "AE": "en",
    "AR": "es",
    "AT": "de",
    "AU": "en",
    "BE": "fr",
    "BR": "pt",
    "CA": "en",
    "CZ": "cs",
    "DE": "de",
    "ES": "es",
    "FR": "fr",
    "GB": "en",
    "GE": "ka",
    "HK": "en",
    "IE": "en",
    "IT": "it",
    "JP": "ja",
    "KR": "ko",
    "KZ": "ru",
    "LB": "ar",
    "NL": "nl",
    "PL": "pl",
    "PT": "pt",
    "RU": "ru",
    "SE": "sv",
    "SG": "en",
    "TR": "tr",
    "US": "en",
}
KYRGYZ_LINES = (
    "Айылымды эч качан унутпайм, жай сайын барып турам.",
    "Ким кайда болбосун, бири-бирибизге жардам берели.",
    "Кыргыз тилинде да жазсаңыз болот, кубаныч менен жооп берем.",
    "Балдарыма эне тилибизди үйрөтүп жатам.",
    "Туулган жериме пайдам тийсе дейм.",
)
