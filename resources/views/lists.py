"""A member's reading lists: making, arranging and sharing them, and reading those that others share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from profiles.models import Profile
from resources import reading_services as services
from resources.forms import ReadingListForm, SharedListForm
from resources.models import ReadingList, ReadingListItem, Resource
from resources.translations import add_translations

get_and_post = require_http_methods(["GET", "HEAD", "POST"])
MOVES = {"up": -1, "down": 1}


@get_and_post
def mine(request: HttpRequest) -> HttpResponse:
    """One's lists, and a form for another one."""
    form = ReadingListForm(request.POST or None)
    if made := _create(request, form):
        return redirect(made)
    return render(request, "resources/lists.html", {"lists": ReadingList.objects.of(request.user), "form": form})


@require_safe
def reading_list(request: HttpRequest, uuid: Any) -> HttpResponse:
    """For its owner with the means to change it; for others the published resources, if it is shared."""
    found = get_object_or_404(ReadingList.objects.visible_to(request.user), uuid=uuid)
    is_own = found.owner_id == request.user.pk
    items = list(ReadingListItem.objects.shown_to(request.user, found).for_cards())
    add_translations(item.resource for item in items)
    context = {
        "list": found,
        "is_own": is_own,
        "by": None if is_own else Profile.objects.visible_to(request.user).filter(user=found.owner_id).first(),
        "items": items,
        "address": request.build_absolute_uri(found.get_absolute_url()),
    }
    return render(request, "resources/list.html", context)


@get_and_post
def change(request: HttpRequest, uuid: Any) -> HttpResponse:
    own = _own(request, uuid)
    form = SharedListForm(request.POST if request.method == "POST" else None, instance=own)
    if form.is_bound and form.is_valid():
        services.change_list(reading_list=own, **form.cleaned_data)
        return redirect(own)
    return render(request, "resources/list_change.html", {"list": own, "form": form})


@get_and_post
def delete(request: HttpRequest, uuid: Any) -> HttpResponse:
    own = _own(request, uuid)
    if request.method == "POST":
        services.delete_list(reading_list=own)
        return redirect("resources:lists")
    return render(request, "resources/list_delete.html", {"list": own})


@get_and_post
def arrange(request: HttpRequest, uuid: Any) -> HttpResponse:
    """Moves an item up or down, or takes it out."""
    own = _own(request, uuid)
    item, action = request.POST.get("item", ""), request.POST.get("do", "")
    if not (item.isdecimal() and item.isascii() and len(item) < 19):
        return redirect(own)
    if action in MOVES:
        services.move_item(reading_list=own, item=int(item), by=MOVES[action])
        return redirect(f"{own.get_absolute_url()}#item-{item}")
    if action == "remove":
        services.take_out(reading_list=own, item=int(item))
    return redirect(own)


@get_and_post
def add(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts a resource into one of one's lists, or into a new one."""
    resource = get_object_or_404(Resource.objects.published(), slug=slug)
    lists = ReadingList.objects.of(request.user).saying_whether_in(resource)
    form = ReadingListForm(request.POST if "title" in request.POST else None)
    chosen = request.POST.get("list", "")
    problems: list[str] = []
    try:
        own = next((each for each in lists if str(each.uuid) == chosen), None) or _create(request, form)
        if own is not None:
            services.add_to_list(reading_list=own, resource=resource)
            return redirect(own)
    except ValidationError as error:
        problems = error.messages
    context = {"resource": resource, "lists": lists, "form": form, "problems": problems}
    return render(request, "resources/add_to_list.html", context)


def _create(request: HttpRequest, form: ReadingListForm) -> ReadingList | None:
    """The list that a form asks for; None, and the form says why, where there is none."""
    if not (form.is_bound and form.is_valid()):
        return None
    try:
        return services.create_list(owner=request.user, title=form.cleaned_data["title"])
    except ValidationError as error:
        form.add_error("title", error)
        return None


def _own(request: HttpRequest, uuid: Any) -> ReadingList:
    return get_object_or_404(ReadingList, owner=request.user, uuid=uuid)
