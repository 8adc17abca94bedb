"""Groups: finding, founding and editing them, and the page of each.  Visitors see nothing of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from profiles.communities import find_communities, find_posts, own_communities, standing_of
from profiles.discussions import discussion_rows, discussions_of, is_member, is_moderator, paged
from profiles.forms.communities import CommunityForm, JoinForm
from profiles.models import Community
from profiles.services import communities as services
from profiles.views.paging import page_of


def visible_community(request: HttpRequest, slug: str) -> Community:
    """A group whose name the member may know; 404 for any other."""
    found = Community.objects.visible_to(request.user).with_members(request.user).select_related("place")
    return get_object_or_404(found, slug=slug)


def moderated_community(request: HttpRequest, slug: str) -> Community:
    found = Community.objects.visible_to(request.user).moderated_by(request.user)
    return get_object_or_404(found.select_related("place"), slug=slug)


@require_safe
def communities(request: HttpRequest) -> HttpResponse:
    """The groups that a member may know of."""
    return render(request, "profiles/communities.html", {"listing": find_communities(request)})


@require_safe
def search_posts(request: HttpRequest) -> HttpResponse:
    """What was written in all the groups that the member reads."""
    return render(request, "profiles/community_search.html", {"found": find_posts(request)})


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """A member's groups, with what is new, and those that wait for an answer."""
    rows = own_communities(request.user)
    context = {
        "invited": [row for row in rows if row.membership.status == "invited"],
        "active": [row for row in rows if row.membership.is_active],
        "asked": [row for row in rows if row.membership.status == "asked"],
    }
    return render(request, "profiles/communities_mine.html", context)


@require_safe
def community(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is about, and what is discussed, for those who may read that; with words, what of it has them."""
    found = visible_community(request, slug)
    standing = standing_of(request.user, found)
    may_read = found.entry == Community.Entry.OPEN or is_member(standing)
    context: dict[str, Any] = {
        "community": found,
        "standing": standing,
        "is_member": is_member(standing),
        "is_moderator": is_moderator(standing),
        "may_read": may_read,
        "join_form": JoinForm(label_suffix=""),
    }
    if may_read and request.GET.get("q", "").strip("\x00 "):
        context["found"] = find_posts(request, found)
    elif may_read:
        shown = paged(discussions_of(found, request.user)).get_page(request.GET.get("page"))
        context |= {"rows": discussion_rows(shown, request.user), "page": page_of(shown)}
    return render(request, "profiles/community.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """Any member founds a group and becomes its moderator."""
    form = CommunityForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            made = services.found_community(by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The group is there. Begin a discussion, and invite others."))
            return redirect(made)
    return render(request, "profiles/community_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Its moderators say what it is about and who gets in."""
    found = moderated_community(request, slug)
    form = CommunityForm(request.POST or None, instance=found, label_suffix="")
    if request.method == "POST" and form.is_valid():
        services.update_community(community=Community.objects.get(pk=found.pk), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(found)
    context = {"form": form, "community": Community.objects.get(pk=found.pk)}
    return render(request, "profiles/community_form.html", context, status=422 if form.errors else 200)
