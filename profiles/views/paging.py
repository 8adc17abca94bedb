"""A page of rows from the database, as components/pagination.html draws the way from page to page."""

from typing import Any

from django.core.paginator import Page

from search.results import ResultPage


def page_of(shown: Page[Any]) -> ResultPage:
    return ResultPage((), shown.paginator.count, shown.number, shown.paginator.per_page)
