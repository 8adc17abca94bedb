"""The directory: lists of people and organizations, the map, and whom a member might meet.

The operator may keep lists and map for members; a profile that its member shows to everyone stays public.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from profiles.directory import SORTS, find_organizations, find_people
from profiles.directory_map import map_of
from profiles.forms import NearForm
from profiles.meeting import meetings_for
from profiles.models import Profile
from profiles.rounding import FEWEST

View = Callable[..., HttpResponse]


def is_closed_to(viewer: Any) -> bool:
    """Whether the operator keeps the directory from this visitor."""
    return bool(settings.DIRECTORY_FOR_MEMBERS_ONLY) and not viewer.is_authenticated


def _directory_page(view: View) -> View:
    """Open to everyone, unless the operator keeps the directory for members."""

    @login_not_required
    @require_safe
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if is_closed_to(request.user):
            return redirect_to_login(request.get_full_path())
        return view(request)

    return guarded


@_directory_page
def people(request: HttpRequest) -> HttpResponse:
    """Members find members; visitors find the public profiles."""
    found = find_people(request)
    context = {
        "listing": found.listing,
        "people": found.people,
        "others": found.others,
        "sorts": SORTS.items(),
        "near": NearForm(request.GET, label_suffix="") if request.GET.get("near") else NearForm(label_suffix=""),
    }
    return render(request, "profiles/people.html", context)


@_directory_page
def organizations(request: HttpRequest) -> HttpResponse:
    found = find_organizations(request)
    context = {"listing": found.listing, "others": found.others, "sorts": SORTS.items()}
    return render(request, "profiles/organizations.html", context)


@_directory_page
def people_map(request: HttpRequest) -> HttpResponse:
    """How many live where; what stands in the address narrows it as it does the list."""
    return render(request, "profiles/map.html", {"map": map_of(request), "fewest": FEWEST})


@require_safe
def meet(request: HttpRequest) -> HttpResponse:
    """Who is like the member, and who complements them, with the reasons."""
    profile = Profile.objects.select_related("place", "roots_place").filter(user=request.user.pk or 0).first()
    if profile is None or not profile.name:
        return redirect(f"{reverse('profiles:edit')}?welcome=1")
    return render(request, "profiles/meet.html", {"found": meetings_for(profile, request.user)})
