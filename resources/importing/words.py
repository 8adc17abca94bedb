"""What others call a kind, a language, a licence, a country."""

import re
from collections.abc import Sequence
from functools import cache

from babel.core import get_global
from django.conf import settings
from django.utils import translation

from resources.importing.found import Found
from resources.licences import ADDRESSES, LICENCES
from resources.models import Resource
from taxonomy.folding import LANGUAGES, fold
from taxonomy.names import SPOKEN, country_codes, language_name

_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d\d|2100)(?!\d)")
# Entries of BibTeX, codes of RIS, types of DCMI, COAR and others; letters alone, in small ones.
_SAID = {
    Resource.Type.REPORT: "report techreport rprt article journalarticle jour mgzn book incollection inproceedings "
    "conf cpaper chap thesis thes phdthesis mastersthesis bachelorthesis doctoralthesis masterthesis workingpaper "
    "preprint unpb",
    Resource.Type.TOOLKIT: "toolkit manual guide handbook",
    Resource.Type.POLICY: "policy bill legislation law stat statute govdoc",
    Resource.Type.DATASET: "dataset data",
    Resource.Type.STORY: "story",
    Resource.Type.VIDEO: "video movingimage mpct motionpicture advs",
    Resource.Type.AUDIO: "audio sound song podcast soundrecording audiorecording",
    Resource.Type.COURSE: "course interactiveresource learningobject lecture",
}
_KINDS = {word: str(kind) for kind, words in _SAID.items() for word in words.split()}


def kind_of(found: Found) -> str:
    """The most exact one is mostly said last; "" where none is known."""
    for said in reversed(found.kinds):
        if kind := _KINDS.get(re.sub(r"[\W_]", "", re.split("[/#:]", said)[-1]).lower()) or _labels().get(fold(said)):
            return kind
    return ""


def kinds_in_words() -> str:
    """«Report, Toolkit, …», in the language that is active."""
    return ", ".join(str(label) for label in Resource.Type.labels)


@cache
def _labels() -> dict[str, str]:
    """What the kinds are called here, in all languages."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): kind for kind, label in Resource.Type.choices}
    return found


def year_in(date: str) -> int | None:
    year = _YEAR.search(date)
    return int(year[0]) if year else None


def language_in(said: Sequence[str]) -> str:
    """The first that is known, by its code of two or three letters, with a region or not, or by its name."""
    for each in said:
        code = re.split("[-_]", each.strip().lower())[0]
        code = get_global("language_aliases").get(code, code)
        if found := _languages().get(code) or _languages().get(fold(each)):
            return found
    return ""


@cache
def _languages() -> dict[str, str]:
    return {
        **{fold(language_name(code, each)): code for each in LANGUAGES for code in SPOKEN},
        **{c: c for c in SPOKEN},
    }


def countries_in(said: Sequence[str]) -> list[str]:
    codes = [country_codes().get(fold(each)) for each in said]
    return list(dict.fromkeys(code for code in codes if code))


def licence_in(said: Sequence[str]) -> str:
    """The first that is known here, by its address, its identifier or its name; else the first words."""
    known = [_licences()[key] for each in said if (key := _licence_key(each)) in _licences()]
    return next(iter([*known, *said]), "")


def _licence_key(said: str) -> str:
    address = re.sub(r"^https?://(www\.)?", "", said.strip().lower())
    return re.sub(r"/(legalcode|deed)?(\.[a-z-]+)?/?$", "", address) if address != said.strip().lower() else fold(said)


@cache
def _licences() -> dict[str, str]:
    found = {_licence_key(address): licence for licence, address in ADDRESSES.items()}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(name)): licence for licence, name in LICENCES}
    return found | {fold(licence): licence for licence, _name in LICENCES}
