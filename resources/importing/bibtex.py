"""Records of a BibTeX file."""

import logging
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import bibtexparser
from bibtexparser.middlewares.names import split_multiple_persons_names
from bibtexparser.model import DuplicateBlockKeyBlock, Entry
from django.utils.translation import gettext as _
from pylatexenc.latex2text import LatexNodes2Text

from resources.importing.found import Found, turned

# What is wrong with a file is told to who uploaded it.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
logging.getLogger("pylatexenc").setLevel(logging.CRITICAL)
LONGEST = 20_000  # characters of a field
_LATEX = re.compile(r"[\\{}~$%&]")


def read_bibtex(text: str) -> Iterator[Found]:
    """The entries in their order; what can't be read comes with its fault."""
    for block in bibtexparser.parse_string(text).blocks:
        number = (block.start_line or 0) + 1
        # Two entries under one key are two entries all the same.
        meant = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        if isinstance(meant, Entry):
            yield _found(number, meant)
        elif error := getattr(block, "error", None):
            yield Found(
                number, title=(block.raw or "")[:60], fault=_("This entry can't be read: %(error)s") % {"error": error}
            )


def _found(number: int, entry: Any) -> Found:
    told = {field.key.lower(): str(field.value)[:LONGEST] for field in entry.fields}
    names = ("institution", "publisher", "organization", "school", "howpublished")
    publishers = [plain(told[name]) for name in names if told.get(name)]
    return Found(
        number,
        title=plain(told.get("title", "")),
        kinds=[entry.entry_type],
        summary=plain(told.get("abstract", "")),
        authors=[_name(each) for each in split_multiple_persons_names(told.get("author") or told.get("editor", ""))],
        date=told.get("year") or told.get("date", ""),
        languages=[plain(told[name]) for name in ("language", "langid") if told.get(name)],
        identifiers=[told[name] for name in ("doi", "isbn") if told.get(name)],
        addresses=[told[name].strip("{} ") for name in ("url", "howpublished") if told.get(name)],
        topics=[word.strip() for word in re.split("[,;]", plain(told.get("keywords", ""))) if word.strip()],
        rights=[plain(told[name]) for name in ("copyright", "license", "licence") if told.get(name)],
        publisher=next(iter(publishers), ""),
    )


def _name(written: str) -> str:
    """In braces of its own a name stays as it is."""
    return plain(written) if written.startswith("{") and written.endswith("}") else turned(plain(written))


def plain(latex: str) -> str:
    """A field without LaTeX; as it stands where it is none that can be read."""
    text = latex.replace(r"\textbraceleft{}", r"\{").replace(r"\textbraceright{}", r"\}")
    if _LATEX.search(latex):
        try:
            text = _reader().latex_to_text(text)
        except Exception:  # the library raises whatever broken LaTeX leads it to
            text = re.sub("[{}]", "", latex)
    return " ".join(text.split())


@cache
def _reader() -> LatexNodes2Text:
    return LatexNodes2Text(math_mode="verbatim")
