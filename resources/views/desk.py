"""«What waits for me»: the page, and the panel on the first page of the admin."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from wagtail.admin.ui.components import Component

from resources import desk

ON_THE_PAGE, ON_THE_PANEL = 100, 3


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    if not desk.has_desk(request.user):
        raise PermissionDenied
    sections = desk.waiting_for(request.user, limit=ON_THE_PAGE)
    return render(request, "resources/admin/waiting.html", {"sections": sections})


class WaitingPanel(Component):
    name = "library"
    template_name = "resources/admin/waiting_panel.html"
    order = 150

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        found = desk.waiting_for(user, limit=ON_THE_PANEL) if desk.has_desk(user) else []
        return {"sections": [section for section in found if section.total]}
