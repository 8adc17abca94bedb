# ruff: noqa: SIM905 - codes are read more easily in one string
"""Names of countries and languages in the reader's language, from the CLDR data that Babel carries."""

from functools import cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from django.conf import settings

from taxonomy.folding import LANGUAGES, fold

# Languages that members can say they speak: official and widely spoken ones that CLDR names; ISO 639-1 if there is one.
SPOKEN = (
    "af am ar az be bg bn bs ca cs da de el en es et fa fi fil fr ha he hi hr hu hy id ig is it ja ka kk "
    "km ko ku ky lo lt lv mg mk ml mn mr ms my ne nl no om or pa pl ps pt ro ru rw si sk sl so sq sr sv "
    "sw ta te tg th ti tk tl tr tt ug uk ur uz vi wo xh yo zh zu"
).split()


@cache
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language.replace("-", "_"))
    except (ValueError, UnknownLocaleError):
        return Locale("en")


@cache
def countries() -> tuple[str, ...]:
    """The ISO 3166-1 alpha-2 codes of all countries and territories."""
    return tuple(
        sorted(
            code
            for code in get_global("territory_currencies")
            if len(code) == 2 and code.isalpha() and code not in _NOT_A_COUNTRY
        )
    )


# Former states and groupings that CLDR still lists.
_NOT_A_COUNTRY = frozenset("AN BU CS DD EU FX NT QO QU SU TP UN XA XB YD YU ZR ZZ AC CP CQ DG EA EZ IC TA UK".split())


def site_language(code: str | None) -> str:
    """The language of that code where the site is written in it, else the site's own."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def country_name(code: str, language: str = "en") -> str:
    """`Кыргызстан` for KG in ky; the code itself where CLDR has no name."""
    return _locale(language).territories.get(code) or Locale("en").territories.get(code) or code


def language_name(code: str, language: str = "en") -> str:
    """`киргизский` for ky in ru; the code itself where CLDR has no name."""
    name = _locale(language).languages.get(code) or Locale("en").languages.get(code) or code
    return name[:1].upper() + name[1:]


def country_choices(language: str) -> list[tuple[str, str]]:
    """All countries by name in the reader's language, in its alphabetical order as far as folding tells."""
    return sorted(((code, country_name(code, language)) for code in countries()), key=lambda c: fold(c[1]))


def language_choices(language: str) -> list[tuple[str, str]]:
    """All spoken languages by name in the reader's language."""
    return sorted(((code, language_name(code, language)) for code in SPOKEN), key=lambda c: fold(c[1]))


# What people and institutions write, and the tables of names don't have.
ALSO_CALLED = {
    "AE": ("UAE", "ОАЭ", "Émirats arabes unis", "الإمارات"),
    "BY": ("Белоруссия",),
    "CD": ("DR Congo", "DRC", "ДР Конго"),
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic", "Чешская Республика", "République tchèque", "República Checa"),
    "GB": ("UK", "Great Britain", "Britain", "England", "Соединённое Королевство", "Gran Bretaña", "Grande-Bretagne"),
    "KG": ("Kyrgyz Republic", "Кыргызстан", "Кыргызская Республика", "Kirghizstan", "Kirguizistán"),
    "KR": ("Republic of Korea", "Южная Корея"),
    "MD": ("Republic of Moldova", "Молдавия"),
    "MK": ("Macedonia", "Македония"),
    "MM": ("Burma",),
    "NL": ("Holland", "Голландия", "Holanda"),
    "PS": ("Palestine", "Палестина", "Palestina", "فلسطين"),
    "RU": ("Russian Federation", "Российская Федерация", "Fédération de Russie", "Federación de Rusia"),
    "SY": ("Syrian Arab Republic",),
    "TM": ("Туркмения",),
    "TR": ("Turkey", "Türkiye"),
    "US": ("USA", "U.S.A.", "United States of America", "США", "Соединённые Штаты", "EE. UU.", "EEUU"),
    "VN": ("Viet Nam",),
}  # fmt: skip


@cache
def country_codes() -> dict[str, str]:
    """Folded names of countries in the site's languages, other names that are in use, and their codes, to the code."""
    return {
        **{fold(name): code for code, names in ALSO_CALLED.items() for name in names},
        **{fold(country_name(code, language)): code for language in LANGUAGES for code in countries()},
        **{code.casefold(): code for code in countries()},
    }
