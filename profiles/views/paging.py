"""A page of rows from the database, as components/pagination.html draws the way from page to page."""

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest

from search.results import ResultPage

SIZE = 20


def page_of(shown: Page[Any]) -> ResultPage:
    return ResultPage((), shown.paginator.count, shown.number, shown.paginator.per_page)


def asked_page(request: HttpRequest, total: int) -> ResultPage:
    """The page that the address asks for of rows that are counted already; the first where it can't be read."""
    typed = request.GET.get("page", "")
    number = int(typed) if typed.isdecimal() and 0 < len(typed) < 6 else 1
    return ResultPage((), total, max(number, 1), SIZE)


def rows_of(page: ResultPage) -> slice:
    """Where the rows of an asked page stand among all."""
    start = (page.page - 1) * SIZE
    return slice(start, start + SIZE)
