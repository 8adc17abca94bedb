"""Identifiers of publications, recognised by their form; nobody is asked whether they exist."""

import re

# A prefix of four to nine digits, then anything that is neither space nor quote: the DOI Handbook, 2.2.
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
_ISBN = re.compile(r"(?<![\w-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dXx](?![\w-])")


def doi_in(text: str) -> str:
    """The first DOI in a text or an address, in lower case, for its letters have no case; "" where there is none."""
    found = _DOI.search(text)
    return found[0].rstrip(".,;:)]}'").lower() if found else ""


def isbn_in(text: str) -> str:
    """The first ISBN in a text as its 13 digits; "" where there is none whose check digit is right."""
    for found in _ISBN.finditer(text):
        digits = re.sub(r"[- ]", "", found[0]).upper()
        if len(digits) == 10 and _is_isbn10(digits):
            beginning = f"978{digits[:9]}"
            return beginning + _check_digit(beginning)
        if len(digits) == 13 and digits.isdecimal() and digits[-1] == _check_digit(digits[:12]):
            return digits
    return ""


def _is_isbn10(digits: str) -> bool:
    if "X" in digits[:9]:
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11 == 0


def _check_digit(twelve: str) -> str:
    """Of an ISBN-13: ISO 2108, as EAN-13."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)
