"""Pages of a list that the database gives."""

from django.http import HttpRequest

from search.results import ResultPage

SIZE = 20


def page_of(request: HttpRequest, total: int) -> ResultPage:
    """The page that the address asks for; the first where it can't be read."""
    typed = request.GET.get("page", "")
    number = int(typed) if typed.isdecimal() and 0 < len(typed) < 6 else 1
    return ResultPage((), total, max(number, 1), SIZE)


def rows_of(page: ResultPage) -> slice:
    start = (page.page - 1) * SIZE
    return slice(start, start + SIZE)
