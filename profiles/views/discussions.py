"""Discussions of a group: reading, beginning, answering, and what authors and moderators do with what is written."""

import uuid as uuids
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from profiles.communities import standing_of
from profiles.discussions import is_member, is_moderator, page_with, paged, post_rows, posts_of
from profiles.forms.communities import DiscussionForm, PostForm
from profiles.models import Community, CommunityMembership, Discussion, DiscussionFollow, Post
from profiles.services import discussions as services
from profiles.views.communities import visible_community
from profiles.views.paging import page_of

Wish = DiscussionFollow.Wish


def _readable(request: HttpRequest, slug: str, uuid: Any) -> Discussion:
    found = Discussion.objects.visible_to(request.user).select_related("community", "author__profile")
    return get_object_or_404(found, community__slug=slug, uuid=uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest, slug: str) -> HttpResponse:
    """Whoever belongs begins a discussion."""
    community = visible_community(request, slug)
    if not is_member(standing_of(request.user, community)):
        raise Http404
    form = DiscussionForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.start_discussion(community=community, author=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    context = {"form": form, "community": community, "back": community.get_absolute_url()}
    return render(request, "profiles/discussion_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """Reads a discussion and answers in it; to have opened it is to have read it."""
    found = _readable(request, slug, uuid)
    standing = standing_of(request.user, found.community)
    form = PostForm(request.POST or None, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.reply(discussion=found, author=request.user, **form.cleaned_data))
        except ValidationError as error:
            form.add_error(None, error)
    posts = posts_of(found, request.user, standing)
    pages = paged(posts)
    shown = pages.get_page(_wanted_page(request, posts))
    context = {
        "discussion": found,
        "community": found.community,
        "rows": post_rows(shown, request.user, standing),
        "page": page_of(shown),
        "form": form,
        "is_member": is_member(standing),
        "is_moderator": is_moderator(standing),
        "may_write": is_member(standing) and (not found.is_locked or is_moderator(standing)),
        "wish": _wish(request, found, standing),
    }
    return render(request, "profiles/discussion.html", context, status=422 if form.errors else 200)


def _wanted_page(request: HttpRequest, posts: Any) -> str | int | None:
    """The page of the post that the address names, or the one that it numbers."""
    try:
        wanted = uuids.UUID(request.GET.get("post", ""))
    except ValueError:
        return request.GET.get("page")
    return page_with(posts, str(wanted)) or request.GET.get("page")


def _wish(request: HttpRequest, found: Discussion, standing: CommunityMembership | None) -> str:
    """What a member chose; that they have seen everything is noted with it."""
    if not is_member(standing):
        return ""
    wish = DiscussionFollow.objects.filter(discussion=found, user=request.user.pk).values_list("wish", flat=True)
    chosen = wish.first() or Wish.NONE
    services.mark_seen(discussion=found, user=request.user)
    return chosen


@require_POST
def act(request: HttpRequest, slug: str, uuid: Any, action: str) -> HttpResponse:
    """Follows or mutes; moderators pin, close, and take out of sight."""
    found = _readable(request, slug, uuid)
    standing = standing_of(request.user, found.community)
    may = is_member(standing) if action in WISHES else is_moderator(standing)
    if not may or action not in WISHES | DECISIONS.keys():
        raise Http404
    if action in WISHES:
        services.choose_wish(discussion=found, user=request.user, wish=action)
        is_followed = action == Wish.FOLLOW
        messages.success(request, _("You get a mail when something is new.") if is_followed else _("No mails of it."))
    else:
        DECISIONS[action](found)
        messages.success(request, _("Done."))
    return redirect(found)


WISHES = {Wish.FOLLOW.value, Wish.MUTE.value}
DECISIONS: dict[str, Callable[[Discussion], None]] = {
    "pin": lambda found: services.set_pinned(discussion=found, is_pinned=True),
    "unpin": lambda found: services.set_pinned(discussion=found, is_pinned=False),
    "lock": lambda found: services.set_locked(discussion=found, is_locked=True),
    "unlock": lambda found: services.set_locked(discussion=found, is_locked=False),
    "remove": lambda found: services.set_removed(thing=found, is_removed=True),
    "restore": lambda found: services.set_removed(thing=found, is_removed=False),
}


def _own_post(request: HttpRequest, slug: str, uuid: Any) -> Post:
    """What one wrote oneself, in a group that one belongs to, as long as it is shown."""
    communities = Community.objects.visible_to(request.user).belonged_to_by(request.user)
    posts = Post.objects.shown().filter(discussion__community__in=communities, author=request.user.pk)
    return get_object_or_404(
        posts.select_related("discussion__community", "author"), discussion__community__slug=slug, uuid=uuid
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_post(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """Writes something else instead; an opening has a title too."""
    post = _own_post(request, slug, uuid)
    kind = DiscussionForm if post.is_opening else PostForm
    initial = {"text": post.text, "title": post.discussion.title}
    form = kind(request.POST or None, initial=initial, label_suffix="")
    if request.method == "POST" and form.is_valid():
        services.edit_post(post=post, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(post)
    context = {"form": form, "community": post.discussion.community, "post": post, "back": post.get_absolute_url()}
    return render(request, "profiles/discussion_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, slug: str, uuid: Any) -> HttpResponse:
    """Says what becomes of it, then takes one's own words back."""
    post = _own_post(request, slug, uuid)
    if request.method == "POST":
        is_still_there = services.take_post_back(post=post)
        messages.success(request, _("What you wrote is taken back."))
        return redirect(post.discussion if is_still_there else post.discussion.community)
    context = {"post": post, "community": post.discussion.community, "is_answered": services.is_answered(post)}
    return render(request, "profiles/post_take_back.html", context)


@require_POST
def moderate_post(request: HttpRequest, slug: str, uuid: Any, action: str) -> HttpResponse:
    """A moderator of the group removes a post, or puts it back: also of somebody out of their sight, without a name."""
    if action not in ("remove", "restore"):
        raise Http404
    communities = Community.objects.visible_to(request.user).moderated_by(request.user)
    posts = Post.objects.filter(discussion__community__in=communities, is_hidden=False).exclude(text="")
    post = get_object_or_404(posts.select_related("discussion__community"), discussion__community__slug=slug, uuid=uuid)
    services.set_removed(thing=post, is_removed=action == "remove")
    messages.success(request, _("Removed; you can put it back.") if post.is_removed else _("It is shown again."))
    return redirect(post)
