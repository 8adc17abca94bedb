"""Figures of the board in the editors' admin, as pages, charts and CSV."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from opportunities.exporting import FORMATS, write_csv
from opportunities.figures import by_country, by_kind, by_month, gaps
from profiles.rounding import FEWEST
from profiles.views.cases import moderators_only
from search import fallback


@moderators_only
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """What there is on the board, and which expertise is asked for and offered."""
    found = None
    with fallback.tolerated():
        found = gaps()
    charts = [
        {"title": _("Posts by kind"), "bars": by_kind()},
        {"title": _("Posts by country"), "bars": by_country()},
        {"title": _("Posts by month"), "bars": by_month()},
    ]
    return render(request, "opportunities/admin/figures.html", {"charts": charts, "gaps": found, "fewest": FEWEST})


@moderators_only
@require_safe
def figures_csv(request: HttpRequest) -> HttpResponse:
    """The same as one table: what is counted, of what, how many, and members where there are such."""
    rows: list[list[Any]] = [[_("Figure"), _("Of"), _("Posts"), _("Members")]]
    for title, bars in ((_("Kind"), by_kind()), (_("Country"), by_country()), (_("Month"), by_month())):
        rows += [[title, bar.label, bar.number, ""] for bar in bars]
    with fallback.tolerated():
        rows += [
            [_("Expertise"), gap.label, gap.asked, f"<{FEWEST}" if gap.offered is None else gap.offered]
            for gap in gaps()
        ]
    response = HttpResponse(write_csv(rows), content_type=FORMATS["csv"])
    response["Content-Disposition"] = 'attachment; filename="board.csv"'
    return response
