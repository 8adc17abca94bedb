"""Posting in three steps (what kind, the facts, check), and what becomes of a post afterwards."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opportunities import permissions, services
from opportunities.applications import counts_of
from opportunities.declarations import asked_of
from opportunities.forms import KindForm, OpportunityForm, ReachForm, browser_zone
from opportunities.kinds import KINDS
from opportunities.models import Opportunity, PostingRight
from opportunities.questions import takes_applications
from opportunities.reach import Reach, asked_of_labels, asked_of_opportunity, reach
from opportunities.vetting import held_because, holds_of, new_flags
from opportunities.views.drafts import autosave, is_autosave
from opportunities.views.reading import read_as_asked
from profiles.reviewing import review_states
from taxonomy.suggesting import suggested_labels

get_and_post = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def choose_kind(request: HttpRequest) -> HttpResponse:
    """Step 1.  Somebody with no organization learns how to get one."""
    organizations = permissions.organizations_to_post_for(request.user)
    if not organizations:
        return render(request, "opportunities/no_organization.html")
    chosen = {"organization": organizations[0].slug, "kind": request.GET.get("kind", "")}
    form = KindForm(request.GET if "kind" in request.GET else None, organizations=organizations, initial=chosen)
    if form.is_bound and form.is_valid():
        query = urlencode({"organization": form.cleaned_data["organization"].slug})
        return redirect(f"{reverse('opportunities:write', args=[form.cleaned_data['kind']])}?{query}")
    return render(
        request,
        "opportunities/choose_kind.html",
        {"form": form, "kinds": KINDS.values(), "organizations": organizations},
    )


@get_and_post
def write(request: HttpRequest, kind: str) -> HttpResponse:
    """Step 2 of a new post."""
    if kind not in KINDS:
        raise Http404
    organizations = permissions.organizations_to_post_for(request.user)
    slug = request.GET.get("organization", "").replace("\x00", "")
    organization = get_object_or_404(organizations, slug=slug) if slug else organizations.first()
    if organization is None:
        return redirect("opportunities:post")
    if permissions.posting_mode(request.user, organization, kind) == PostingRight.Mode.NEVER:
        messages.error(request, _("Your organization doesn’t post this kind here. Ask the people who run this site."))
        return redirect("opportunities:post")
    # The page may have kept itself as a draft meanwhile.
    draft = own_post(request, request.POST["draft"], kind=kind) if request.POST.get("draft") else None
    latest = draft.get_latest_revision_as_object() if draft else None
    form = _form(request, kind=KINDS[kind], opportunity=latest)
    if is_autosave(request):
        return autosave(request, form, opportunity=latest, organization=organization, kind=kind)
    if form.is_bound and form.is_valid():
        if latest is None:
            latest = services.create_draft(organization=organization, author=request.user, kind=kind, **form.values())
        else:
            services.save_draft(opportunity=latest, author=request.user, **form.values())
        return _after_saving(request, latest)
    context = {
        "form": form,
        "kind": KINDS[kind],
        "organization": organization,
        "opportunity": draft,
        "reach": _reach_of(form.data),
        "draft": draft.slug if draft else "",
    }
    return render(request, "opportunities/write.html", context)


@get_and_post
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Step 2 again: of a draft, or of a post that is public and stays as it is until the changes are submitted."""
    opportunity = own_post(request, slug)
    latest = opportunity.get_latest_revision_as_object()
    form = _form(request, kind=opportunity.kind_class, opportunity=latest)
    state = review_states([opportunity])[opportunity.pk]
    if is_autosave(request) and state.name != "waiting":
        return autosave(request, form, opportunity=latest, organization=opportunity.organization, kind=opportunity.kind)
    if form.is_bound and form.is_valid():
        services.save_draft(opportunity=latest, author=request.user, **form.values())
        return _after_saving(request, opportunity)
    context = {
        "form": form,
        "kind": opportunity.kind_class,
        "held": held_because(opportunity),
        "saves_itself": state.name != "waiting",
        "suggested": suggested_labels(
            latest.title, latest.description, latest.language, [row.tag.name for row in latest.required_expertise.all()]
        ),
        "organization": opportunity.organization,
        "opportunity": opportunity,
        "state": state,
        "reach": _reach_of(form.data) if form.is_bound else reach(asked_of_opportunity(latest), latest.languages),
    }
    return render(request, "opportunities/write.html", context)


@get_and_post
def check(request: HttpRequest, slug: str) -> HttpResponse:
    """Step 3: the post as others will see it, and the button that makes it public or hands it to the moderators."""
    opportunity = own_post(request, slug)
    problems: list[str] = []
    if request.method == "POST":
        try:
            is_public = services.submit_opportunity(
                opportunity=opportunity, author=request.user, declared=request.POST.getlist("declared")
            )
        except ValidationError as error:
            problems = error.messages
        else:
            messages.success(request, _told(opportunity, is_public))
            return redirect(opportunity if is_public else "opportunities:mine")
    latest = opportunity.get_latest_revision_as_object()
    read_as_asked(request, latest)
    state = review_states([opportunity])[opportunity.pk]
    mode = permissions.posting_mode(request.user, opportunity.organization, opportunity.kind)
    context = {
        "opportunity": latest,
        "state": state,
        "at_once": mode == PostingRight.Mode.AT_ONCE,
        "problems": problems or services.problems_of(latest),
        "can_submit": not services.problems_of(latest) and state.name not in ("published", "waiting", "scheduled"),
        "flags": new_flags(latest),
        "declarations": asked_of(latest.kind_class.declarations, [row.name for row in opportunity.declarations.all()]),
        "declared": request.POST.getlist("declared"),
        "reach": reach(asked_of_opportunity(latest), latest.languages),
        "ways": latest.kind_class.ways(latest),
        "is_closed": latest.is_closed(),
        "is_answered_here": takes_applications(latest),
    }
    return render(request, "opportunities/check.html", context, status=422 if problems else 200)


def _told(opportunity: Opportunity, is_public: bool) -> str:
    """What the author reads after sending a post on its way."""
    if is_public:
        return _("Your post is public now.")
    if opportunity.approved_schedule:
        return _("Your post becomes public by itself on the day that you set.")
    if held_because(opportunity):
        return _("A moderator reads your post first, because of some of its words. We will write to you.")
    return _("Your post is with our moderators. We will write to you.")


@require_POST
def reached(request: HttpRequest) -> HttpResponse:
    """How many members a post could reach, while it is being written; for those who may post."""
    if not permissions.organizations_to_post_for(request.user).exists():
        raise Http404
    return render(request, "opportunities/_reach.html", {"reach": _reach_of(request.POST)})


@get_and_post
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = own_post(request, slug)
    if request.method == "POST":
        services.withdraw_opportunity(opportunity=opportunity, author=request.user)
        messages.success(
            request, _("«%(title)s» is withdrawn. Only your organization sees it now.") % {"title": opportunity.title}
        )
        return redirect("opportunities:mine")
    return render(request, "opportunities/withdraw.html", {"opportunity": opportunity})


@get_and_post
def delete(request: HttpRequest, slug: str) -> HttpResponse:
    opportunity = own_post(request, slug)
    if opportunity.first_published_at is not None:
        raise Http404
    if request.method == "POST":
        services.delete_draft(opportunity=opportunity)
        messages.success(request, _("«%(title)s» is deleted.") % {"title": opportunity.title})
        return redirect("opportunities:mine")
    return render(request, "opportunities/delete.html", {"opportunity": opportunity})


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The posts of one's organizations, each with where it stands."""
    found = list(Opportunity.objects.editable_by(request.user).order_by("-updated", "-pk").for_cards()[:MINE])
    states, held, applications = review_states(found), holds_of(found), counts_of(found)
    rows = [
        {
            "opportunity": opportunity,
            "state": states[opportunity.pk],
            "is_closed": opportunity.is_closed(),
            "held": held.get(opportunity.pk, []),
            "applications": applications.get(opportunity.pk, 0),
        }
        for opportunity in found
    ]
    has_organization = bool(found) or permissions.organizations_to_post_for(request.user).exists()
    return render(request, "opportunities/mine.html", {"rows": rows, "has_organization": has_organization})


MINE = 200


def own_post(request: HttpRequest, slug: str, **only: str) -> Opportunity:
    """A post that this account may change; 404 for anybody else, who needn't know that it exists."""
    found = Opportunity.objects.editable_by(request.user).filter(**only).for_page()
    opportunity = get_object_or_404(found, slug=slug.replace("\x00", ""))
    if opportunity.locked:
        raise Http404
    return opportunity


def _form(request: HttpRequest, **kwargs: Any) -> OpportunityForm:
    draft = "save_draft" in request.POST or is_autosave(request)
    return OpportunityForm(
        request.POST if request.method == "POST" else None, draft=draft, browser_zone=browser_zone(), **kwargs
    )


def _reach_of(data: Any) -> Reach | None:
    """The reach of what is filled in so far; what can't be read counts as not filled in."""
    form = ReachForm(data)
    form.is_valid()
    return reach(asked_of_labels(form.cleaned_data.get("expertise", [])), form.cleaned_data.get("languages", []))


def _after_saving(request: HttpRequest, opportunity: Opportunity) -> HttpResponse:
    if "save_draft" in request.POST:
        messages.success(request, _("Saved. Only your organization sees it."))
        return redirect("opportunities:mine")
    return redirect("opportunities:check", opportunity.slug)
