"""Data as text: JSON, and tables whose cells are separated by commas, semicolons or tabs, in UTF-8."""

import csv
import json
from itertools import islice

CSV, JSON = ".csv", ".json"
LOOKED_AT = 50  # rows of a table that must be alike
SEPARATORS = ",;\t"


def data_kind(sent: bytes) -> str:
    """The extension of the kind of data that a file holds from its first byte to its last; "" for anything else."""
    try:
        text = sent.decode("utf-8-sig")
    except UnicodeDecodeError:
        return ""
    if any(ord(letter) < 32 and letter not in "\t\r\n" for letter in text):
        return ""
    if text.lstrip()[:1] in ("{", "["):
        return JSON if _is_json(text) else ""
    return CSV if any(_is_table(text, separator) for separator in SEPARATORS) else ""


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_table(text: str, separator: str) -> bool:
    """Whether its first rows have the same number of cells, which is more than one."""
    try:
        rows = csv.reader(text.splitlines(), delimiter=separator, strict=True)
        widths = {len(row) for row in islice(rows, LOOKED_AT)}
    except csv.Error:
        return False
    return len(widths - {0}) == 1 and max(widths) > 1
