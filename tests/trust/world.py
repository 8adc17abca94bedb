"""A small world with something behind every address of the site, and the addresses themselves, from the URL configuration.

A route whose address this file can't make fails test_routes.py: whoever adds a route says here what it shows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLResolver, get_resolver, reverse

from opportunities.importing.services import keep_table
from opportunities.models import (
    Application,
    ApplicationNote,
    Bid,
    CalendarLink,
    ImportedTable,
    Opportunity,
    TenderDocument,
    TenderQuestion,
)
from opportunities.services import add_document, add_note, ask_question, renew_calendar_link, send_bid
from profiles.appeals import appeal_path
from profiles.invitations import token_of
from profiles.models import (
    CaseEvent,
    Community,
    Connection,
    Conversation,
    Departure,
    Discussion,
    Invitation,
    Membership,
    Organization,
    OrganizationLink,
    Post,
    Profile,
    Report,
    SavedSearch,
)
from profiles.services import ask_for_link, converse_with_member, leave, save_search
from profiles.services.reports import report_thing
from profiles.switching_off import off_path
from profiles.tables import Table
from profiles.uploads import check_upload
from resources.comment_services import write_comment
from resources.models import Collection, Comment, FileRequest, ReadingList, Resource
from resources.reading_services import create_list
from tests.opportunities.factories import HERE, apply_to, make_opportunity
from tests.profiles.factories import make_community, make_discussion, make_member, make_organization
from tests.resources.factories import make_collection, make_resource

# The editors' admin is for staff, who are told apart there by permissions; what Django, Wagtail and allauth serve that
# needs a provider or a mailed key is tested in tests/accounts.
OUTSIDE = (
    "admin/",
    "documents/",
    "accounts/google/",
    "accounts/facebook/",
    "accounts/oidc/",
    "accounts/^password/reset/key/",
)


@dataclass
class World:
    """Everything is `planted`'s: her profile, organization, post, resource and group."""

    planted: Profile
    connection: Profile
    stranger: Profile
    organization: Organization
    opportunity: Opportunity
    resource: Resource
    collection: Collection
    reading_list: ReadingList
    file_request: FileRequest  # of `connection` for the file of the resource
    invitation: Invitation
    membership: Membership
    conversation: Conversation
    report: Report
    saved: SavedSearch
    decision: CaseEvent
    departure: Departure
    link: OrganizationLink
    community: Community
    discussion: Discussion
    post: Post
    tender: Opportunity
    document: TenderDocument
    question: TenderQuestion
    bid: Bid
    application: Application  # of `connection` to the post
    note: ApplicationNote
    calendar: CalendarLink
    comment: Comment
    table: ImportedTable
    arguments: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.arguments = self._arguments()

    def _arguments(self) -> dict[str, dict[str, Any]]:
        """{route, or the beginning of some routes': the arguments of its address}; the longest beginning counts."""
        organization = {"slug": self.organization.slug}
        community = {"slug": self.community.slug}
        return {
            "opportunities:": {"slug": self.opportunity.slug},
            "opportunities:write": {"kind": "vacancy"},
            "opportunities:tender-": {"slug": self.tender.slug},
            "opportunities:tender-lot": {"slug": self.tender.slug, "number": 0},
            "opportunities:tender-answer": {"slug": self.tender.slug, "pk": self.question.pk},
            **dict.fromkeys(
                ("opportunities:tender-document", "opportunities:tender-version", "opportunities:tender-remove"),
                {"slug": self.tender.slug, "pk": self.document.pk, "digest": self.document.digest},
            ),
            "opportunities:bid": {"uuid": self.bid.uuid},
            "opportunities:bid-file": {"uuid": self.bid.uuid, "number": 1},
            "opportunities:bids": {},
            "opportunities:application": {"uuid": self.application.uuid},
            "opportunities:file": {"uuid": self.application.files.get().uuid},
            "opportunities:arrived": {"slug": self.opportunity.slug, "uuid": self.application.uuid, "pk": self.note.pk},
            "opportunities:export": {"slug": self.opportunity.slug, "format": "csv"},
            "opportunities:saved-calendar": {"token": self.calendar.token},
            "opportunities:import-": {"token": self.table.token},
            "opportunities:organization-": organization,
            "opportunity-picture": {"slug": self.opportunity.slug},
            "resource-picture": {"slug": self.resource.slug},
            "organization-picture": organization,
            "sitemap-file": {"file": "people-1"},
            "profiles:organization": organization,
            "profiles:organization-role": organization | {"pk": self.membership.pk},
            "profiles:organization-remove": organization | {"pk": self.membership.pk},
            "profiles:organization-hand-over": organization | {"pk": self.membership.pk},
            "profiles:organization-link": organization | {"pk": self.link.pk, "action": "accept"},
            "profiles:organization-links": organization,
            "profiles:organization-withdraw": organization | {"pk": self.invitation.pk},
            "profiles:invitation": {"token": token_of(self.invitation)},
            "profiles:community": community,
            "profiles:community-act": community | {"action": "join"},
            "profiles:community-decide": community
            | {"pk": self.community.memberships.earliest("pk").pk, "action": "remove"},
            "profiles:discussion": community | {"uuid": self.discussion.uuid, "action": "follow"},
            "profiles:post-": community | {"uuid": self.post.uuid, "action": "remove"},
            "profiles:profile": {"slug": self.planted.slug},
            "profiles:photo": {"slug": self.planted.slug},
            "profiles:saved-search-": {"token": self.saved.token},
            "profiles:mail-off": {"token": off_path(self.planted.user, "digest").split("/")[3]},
            "profiles:connection": {"slug": self.planted.slug, "action": "ask"},
            "profiles:member-write": {"slug": self.planted.slug},
            "profiles:conversation": {"uuid": self.conversation.uuid},
            "profiles:preset": {"name": "quiet"},
            "profiles:report": {"name": "profile", "key": self.planted.slug},
            "profiles:reported": {"pk": self.report.pk},
            "profiles:appeal": {"token": appeal_path(self.decision).split("/")[2]},
            "profiles:section": {"section": "you"},
            "profiles:keep-account": {"token": self.departure.token},
            "resources:": {"slug": self.resource.slug},
            "resources:collection": {"slug": self.collection.slug},
            "resources:list": {"uuid": self.reading_list.uuid},
            "resources:cite": {"slug": self.resource.slug, "format": "bib"},
            "resources:decide": {"slug": self.resource.slug, "uuid": self.file_request.uuid},
            "resources:first-page": {"slug": self.resource.slug, "digest": self.resource.file.digest},
            "resources:comment-": {"slug": self.resource.slug, "uuid": self.comment.uuid},
            "resources:version": {"slug": self.resource.slug, "number": 1},
            "resources:file": {"slug": self.resource.slug, "digest": self.resource.file.digest},
            "mfa_": {"pk": 1},  # a key of nobody's
            "email-change": {"token": "guessed"},
            "media": {"path": "images/none.png"},
        }


def make_world(**planted: Any) -> World:
    """`planted` are fields of the profile that others look at."""
    owner, friend, stranger = (
        make_member(**planted),
        make_member(name="Aigul Friend"),
        make_member(name="Pierre Martin"),
    )
    Connection.objects.create(asker=friend.user, asked=owner.user, status=Connection.Status.ACCEPTED)
    organization = make_organization("Osh Water Users", owner=owner.user, verified=True)
    umbrella = make_organization("A confederation", owner=stranger.user)
    community = make_community("Canal menders", moderator=owner.user, members=[friend.user])
    discussion = make_discussion(community, owner.user)
    tender = make_opportunity(
        organization=organization, author=owner.user, kind="tender", details={"proposals": "here"}
    )
    file = check_upload(SimpleUploadedFile("offer.pdf", b"%PDF-1.4\n%%EOF\n"))
    report = report_thing(thing=organization, reporter=stranger.user, reason="spam")
    post = make_opportunity(organization=organization, author=owner.user, details=HERE)
    application = apply_to(post, friend)
    resource = make_resource(contributor=owner.user, keep=file)
    resource.file.picture.save("first.webp", ContentFile(b"WebP"))
    return World(
        application=application,
        note=add_note(application=application, author=owner.user, text="A note"),
        report=report,
        tender=tender,
        document=add_document(opportunity=tender, title="Terms", file=file),
        question=ask_question(opportunity=tender, asker=friend.user, text="When?"),
        bid=send_bid(opportunity=tender, bidder=friend.user, name="Aigul", files=[file]),
        departure=leave(user=make_member(name="Gone Member").user),
        calendar=renew_calendar_link(user=owner.user),
        table=keep_table(
            user=owner.user, organization=organization, name="posts.csv", table=Table(("Title",), (("Welder",),))
        ),
        saved=save_search(user=owner.user, kind="profile", query="q=irrigation"),
        decision=CaseEvent.objects.create(case=report.case, action=CaseEvent.Action.SUSPEND),
        link=ask_for_link(asker=umbrella, other=organization, kind="member", is_parent=True, by=stranger.user),
        community=community,
        discussion=discussion,
        post=discussion.posts.get(),
        planted=owner,
        connection=friend,
        stranger=stranger,
        organization=organization,
        opportunity=post,
        resource=resource,
        comment=write_comment(resource=resource, author=owner.user, text="What I made of it"),
        file_request=FileRequest.objects.create(resource=resource, asker=friend.user, reason="To learn"),
        collection=make_collection("Water", make_resource()),
        reading_list=create_list(owner=owner.user, title="To read"),
        invitation=Invitation.objects.create(organization=organization, email="new@example.org", invited_by=owner.user),
        conversation=converse_with_member(user=owner.user, other=friend.user),
        membership=Membership.objects.get(organization=organization, user=owner.user),
    )


def routes() -> dict[str, frozenset[str]]:
    """{namespace:name: the arguments of its address} of every route of the site that is not OUTSIDE."""
    return dict(_walk(get_resolver(), "", "", frozenset()))


def _walk(
    resolver: URLResolver, namespace: str, path: str, arguments: frozenset[str]
) -> Iterator[tuple[str, frozenset[str]]]:
    for pattern in resolver.url_patterns:
        where, wanted = path + str(pattern.pattern), arguments | set(pattern.pattern.regex.groupindex)
        if where.startswith(OUTSIDE):
            continue
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, pattern.namespace or namespace, where, wanted)
        elif pattern.name:
            yield f"{namespace}:{pattern.name}" if namespace else pattern.name, wanted


def address(world: World, name: str, wanted: frozenset[str]) -> str:
    """Where a route leads in this world.  Raises LookupError for one that world.py says nothing of."""
    if name == "wagtail_serve":
        return "/"
    for beginning in sorted((each for each in world.arguments if name.startswith(each)), key=len, reverse=True):
        arguments = world.arguments[beginning]
        if wanted <= set(arguments):
            return reverse(name, kwargs={each: arguments[each] for each in wanted})
    if wanted:
        raise LookupError(f"tests/trust/world.py does not say what {name} shows: {', '.join(sorted(wanted))}")
    return reverse(name)


def addresses(world: World) -> dict[str, str]:
    """{route: address} of all of them."""
    return {name: address(world, name, wanted) for name, wanted in routes().items()}
